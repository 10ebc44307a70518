package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Combines several recommenders into one. Immutable; may be shared by threads. Scoring takes as
 * long as all parts together.
 *
 * {@snippet class="dev.segue.samples.javadoc.BaselineExamplesTest" region="blend"}
 *
 * <p>A linear blend predicts the weighted sum of its parts' probabilities (a linear opinion pool).
 * A log-linear blend predicts the product of its parts' probabilities, each raised to its weight,
 * normalised over all songs (a product of experts; Genest and Zidek, "Combining Probability
 * Distributions", Statistical Science 1(1), 1986, <a
 * href="https://doi.org/10.1214/ss/1177013825">doi:10.1214/ss/1177013825</a>). In a linear blend a
 * song is likely if one part predicts it; in a log-linear blend it is unlikely if one part excludes
 * it.
 *
 * <p>If a part's scores are not log-probabilities, they are normalised: negative scores count as 0,
 * each score is divided by the sum of all, and the result is mixed with 1% of a uniform
 * distribution, so that no song is impossible. If all scores are 0 or less, the distribution is
 * uniform.
 *
 * <p>A blend knows the time if one of its parts does. The parts of a session then share one {@link
 * ListenerMemory}, and are asked at the same time.
 */
public final class Blend implements SequenceRecommender {

  static final String KIND = "blend";

  private static final double MIN_WEIGHT_SHARE = 0.005;

  /** A sum of the weights that no log-linear blend needs; scores times it do not overflow. */
  private static final double MAX_SUM = 10_000;

  private static final String WEIGHTS = "weights";

  private final List<SequenceRecommender> parts;
  private final double[] weights;
  private final boolean logLinear;
  private final boolean knowsTime;

  private Blend(List<SequenceRecommender> parts, double[] weights, boolean logLinear) {
    this.parts = parts;
    this.weights = weights;
    this.logLinear = logLinear;
    this.knowsTime = parts.stream().anyMatch(SequenceRecommender::knowsTime);
  }

  /**
   * Returns a linear blend with equal weights.
   *
   * @param parts at least one, all of the same catalogue
   * @return the blend
   * @throws IllegalArgumentException if there is no part, or the catalogues differ
   */
  public static Blend linear(SequenceRecommender... parts) {
    return withEqualWeights(false, parts);
  }

  /**
   * Returns a log-linear blend with equal weights.
   *
   * @param parts at least one, all of the same catalogue
   * @return the blend
   * @throws IllegalArgumentException if there is no part, or the catalogues differ
   */
  public static Blend logLinear(SequenceRecommender... parts) {
    return withEqualWeights(true, parts);
  }

  private static Blend withEqualWeights(boolean logLinear, SequenceRecommender... parts) {
    Objects.requireNonNull(parts, "parts");
    Arrays.stream(parts).forEach(part -> Objects.requireNonNull(part, "parts"));
    if (parts.length == 0) {
      throw new IllegalArgumentException("there must be at least 1 part, but there is none");
    }
    for (int part = 1; part < parts.length; part++) {
      parts[0].catalogue().requireSame("part 0", parts[part].catalogue(), "part " + part);
    }
    double[] equal = new double[parts.length];
    Arrays.fill(equal, 1.0 / parts.length);
    return new Blend(List.of(parts), equal, logLinear);
  }

  /**
   * Returns this blend with other weights.
   *
   * @param weights one for each part, 0 or more and not all 0; a linear blend divides them by their
   *     sum; those of a log-linear blend sum to at most 10,000
   * @return the blend
   * @throws IllegalArgumentException if their number is wrong, or one is out of range
   */
  public Blend weights(double... weights) {
    Objects.requireNonNull(weights, "weights");
    if (weights.length != parts.size()) {
      throw new IllegalArgumentException(
          "there must be one weight per part (%d), but there are %d"
              .formatted(parts.size(), weights.length));
    }
    double sum = Arrays.stream(weights).sum();
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)
        || Arrays.stream(weights).anyMatch(weight -> weight < 0)) {
      throw new IllegalArgumentException(
          "weights must be >= 0 and not all 0, were " + Arrays.toString(weights));
    }
    if (logLinear && sum > MAX_SUM) {
      throw new IllegalArgumentException(
          "weights of a log-linear blend must sum to at most %.0f, but sum to %s"
              .formatted(MAX_SUM, sum));
    }
    return new Blend(
        parts,
        Arrays.stream(weights).map(weight -> logLinear ? weight : weight / sum).toArray(),
        logLinear);
  }

  /**
   * Returns this blend with the weights that maximise the likelihood of some playlists. A part with
   * less than 0.5% of the total weight gets weight 0 and is not scored. Where the playlists have
   * times, what their listeners played before is known, as in an evaluation.
   *
   * @param validation playlists that no part was trained on, of the same catalogue; those beyond
   *     20,000 targets are ignored
   * @return the blend
   * @throws IllegalArgumentException if the playlists hold no target, or their catalogue is another
   */
  public Blend fit(PlaylistDataset validation) {
    PlaylistDataset checked = checked(validation);
    return fitted(
        logLinear ? new LogLinearFit(this).weights(checked) : new LinearFit(this).weights(checked));
  }

  /**
   * Returns this blend with weights fitted to the ranking of some playlists: to the MRR@20 of their
   * targets. The random search starts from the weights of this blend (those of {@link #fit} are a
   * good start) or from equal ones if these rank better. Parts with less than 0.5% of the total
   * weight get weight 0. Earlier plays are known as in {@link #fit}.
   *
   * @param validation playlists that no part was trained on, of the same catalogue; those beyond
   *     20,000 targets are ignored
   * @return the blend; its probabilities are worse than those of {@link #fit}
   * @throws IllegalArgumentException if the playlists hold no target, or their catalogue is another
   */
  public Blend fitRanking(PlaylistDataset validation) {
    return fitted(new RankingFit(this).weights(checked(validation)));
  }

  private PlaylistDataset checked(PlaylistDataset validation) {
    Objects.requireNonNull(validation, "validation");
    PlaylistDataset checked = validation.checked();
    catalogue().requireSame("blend", checked.catalogue(), "validation");
    return checked;
  }

  /** Drops the parts that are not worth their time. */
  private Blend fitted(double... found) {
    double minWeight = MIN_WEIGHT_SHARE * Arrays.stream(found).sum();
    return weights(Arrays.stream(found).map(weight -> weight < minWeight ? 0 : weight).toArray());
  }

  /**
   * Returns the weights of the parts.
   *
   * @return one weight per part
   */
  public double[] weights() {
    return weights.clone();
  }

  boolean isLogLinear() {
    return logLinear;
  }

  List<SequenceRecommender> parts() {
    return parts;
  }

  /** Reads what {@link #save} wrote. */
  static Blend load(ModelFile model) throws IOException {
    int count = model.integer("parts");
    if (count < 1 || count > model.tensorNames().size()) {
      throw model.problem(
          "parts must be in 1..%d (the number of tensors), was %d"
              .formatted(model.tensorNames().size(), count));
    }
    List<SequenceRecommender> parts = new ArrayList<>();
    for (String tensor : tensors(count)) {
      parts.add(model.nested(tensor).recommender());
    }
    try {
      Blend blend =
          withEqualWeights(model.flag("log_linear"), parts.toArray(SequenceRecommender[]::new));
      return blend.weights(weights(model));
    } catch (IllegalArgumentException e) {
      throw model.problem(String.valueOf(e.getMessage()));
    }
  }

  private static double[] weights(ModelFile model) throws FileFormatException {
    String[] texts = model.text(WEIGHTS).split(" ", -1);
    double[] weights = new double[texts.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = CheckpointText.number(model, WEIGHTS, texts[i]);
    }
    return weights;
  }

  /**
   * {@inheritDoc} The model file of a blend contains those of its parts.
   *
   * @throws IllegalStateException if blends are nested more than 3 deep
   */
  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .text("parts", Integer.toString(parts.size()))
            .text("log_linear", Boolean.toString(logLinear))
            .text(
                WEIGHTS,
                Arrays.stream(weights).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    List<String> tensors = tensors(parts.size());
    for (int part = 0; part < tensors.size(); part++) {
      model.nested(tensors.get(part), parts.get(part));
    }
    model.write(out);
  }

  /** Returns the names of the tensors that hold the parts' model files. */
  private static List<String> tensors(int parts) {
    return IntStream.range(0, parts).mapToObj(part -> "part." + part).toList();
  }

  @Override
  public Catalogue catalogue() {
    return parts.get(0).catalogue();
  }

  /** {@inheritDoc} True for every blend. */
  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return BlendSession.withoutTime(this);
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    catalogue().requireSame("the recommender", memory.catalogue(), "the memory");
    return BlendSession.withMemory(this, memory);
  }

  /** {@inheritDoc} A blend does if one of its parts does. */
  @Override
  public boolean knowsTime() {
    return knowsTime;
  }

  /** Describes the blend and its weights. */
  @Override
  public String toString() {
    return IntStream.range(0, weights.length)
        .mapToObj(part -> String.format(Locale.ROOT, "%.3f %s", weights[part], parts.get(part)))
        .collect(
            Collectors.joining(", ", (logLinear ? "log-linear" : "linear") + " blend of ", ""));
  }
}
