package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several recommenders as one: what some predict that others do not, a blend of them predicts.
 * Immutable; may be shared by threads. It takes as long as its parts together.
 *
 * <p>A linear blend gives a song the sum of the probabilities that the parts give it, each times a
 * weight (a linear opinion pool); a log-linear one the product of the probabilities, each to the
 * power of a weight, over the sum of that for all songs (a product of experts; Genest and Zidek,
 * "Combining Probability Distributions", Statistical Science 1(1), 1986, <a
 * href="https://doi.org/10.1214/ss/1177013825">doi:10.1214/ss/1177013825</a>). A linear blend needs
 * one part that predicts a song, a log-linear one that none excludes it.
 *
 * <p>Scores that are no log-probabilities become probabilities in one way: a song's is its score
 * over the sum of all scores, with those below 0 as 0, but a hundredth of all probability is shared
 * by all songs alike, so that none is impossible. Where all scores are 0 or less, all songs are
 * equally probable.
 */
public final class Blend implements SequenceRecommender {

  static final String KIND = "blend";

  private static final double LEAST_SHARE = 0.005;

  private final List<SequenceRecommender> parts;
  private final double[] weights;
  private final boolean logLinear;

  private Blend(List<SequenceRecommender> parts, double[] weights, boolean logLinear) {
    this.parts = parts;
    this.weights = weights;
    this.logLinear = logLinear;
  }

  /**
   * A linear blend with equal weights.
   *
   * @param parts at least one, all of the same catalogue
   * @return the blend
   * @throws IllegalArgumentException if there is no part, or the catalogues differ
   */
  public static Blend linear(SequenceRecommender... parts) {
    return even(false, parts);
  }

  /**
   * A log-linear blend with equal weights.
   *
   * @param parts at least one, all of the same catalogue
   * @return the blend
   * @throws IllegalArgumentException if there is no part, or the catalogues differ
   */
  public static Blend logLinear(SequenceRecommender... parts) {
    return even(true, parts);
  }

  private static Blend even(boolean logLinear, SequenceRecommender... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("parts must be at least 1, was 0");
    }
    Catalogue catalogue = parts[0].catalogue();
    for (SequenceRecommender part : parts) {
      if (!part.catalogue().fingerprint().equals(catalogue.fingerprint())) {
        throw new IllegalArgumentException(
            "parts must share one catalogue, but have %d and %d songs"
                .formatted(catalogue.size(), part.catalogue().size()));
      }
    }
    double[] even = new double[parts.length];
    Arrays.fill(even, 1.0 / parts.length);
    return new Blend(List.of(parts), even, logLinear);
  }

  /**
   * This blend with other weights.
   *
   * @param weights one for each part, 0 or more and not all 0; those of a linear blend count in
   *     proportion to their sum
   * @return the blend
   * @throws IllegalArgumentException if there are more or fewer, or one is out of range
   */
  public Blend weights(double... weights) {
    if (weights.length != parts.size()) {
      throw new IllegalArgumentException(
          "weights must be %d, one for each part, were %d".formatted(parts.size(), weights.length));
    }
    double sum = Arrays.stream(weights).sum();
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)
        || Arrays.stream(weights).anyMatch(weight -> weight < 0)) {
      throw new IllegalArgumentException(
          "weights must be >= 0 and not all 0, were " + Arrays.toString(weights));
    }
    return new Blend(
        parts,
        Arrays.stream(weights).map(weight -> logLinear ? weight : weight / sum).toArray(),
        logLinear);
  }

  /**
   * This blend with the weights under which some playlists are most probable. A part that has less
   * than half a hundredth of all weight has none, and costs nothing.
   *
   * @param validation playlists that no part has learnt from, of the same catalogue; those beyond
   *     20,000 targets are left out
   * @return the blend
   * @throws IllegalArgumentException if the playlists hold no target
   */
  public Blend fit(PlaylistDataset validation) {
    return fitted(
        logLinear
            ? new LogLinearFit(this).weights(validation)
            : new LinearFit(this).weights(validation));
  }

  /**
   * This blend with weights under which some playlists are ranked best: by the mean reciprocal rank
   * of the next song, of ranks up to 20. It starts from the weights of this blend, of which those
   * of {@link #fit} are good ones, or from equal ones, and changes them at random while that helps.
   * Parts of little weight have none here too.
   *
   * @param validation playlists that no part has learnt from, of the same catalogue; those beyond
   *     20,000 targets are left out
   * @return the blend; its probabilities are worse than those of {@link #fit}
   * @throws IllegalArgumentException if the playlists hold no target
   */
  public Blend fitRanking(PlaylistDataset validation) {
    return fitted(new RankingFit(this).weights(validation));
  }

  /** A part that hardly counts is not worth its time. */
  private Blend fitted(double... found) {
    double least = LEAST_SHARE * Arrays.stream(found).sum();
    return weights(Arrays.stream(found).map(weight -> weight < least ? 0 : weight).toArray());
  }

  /**
   * The weights of the parts.
   *
   * @return a weight for each part
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
      throw model.problem("parts must be as many as there are tensors of them, were " + count);
    }
    List<SequenceRecommender> parts = new ArrayList<>();
    for (String tensor : tensors(count)) {
      parts.add(model.nested(tensor).recommender());
    }
    try {
      Blend blend =
          even(
              Boolean.parseBoolean(model.text("log_linear")),
              parts.toArray(SequenceRecommender[]::new));
      double[] weights =
          Arrays.stream(model.text("weights").split(" ", -1))
              .mapToDouble(Double::parseDouble)
              .toArray();
      return blend.weights(weights);
    } catch (IllegalArgumentException e) {
      throw model.problem(String.valueOf(e.getMessage()));
    }
  }

  /**
   * {@inheritDoc} The model files of the parts lie in that of the blend.
   *
   * @throws IllegalStateException if blends lie in blends more than 8 deep
   */
  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .text("parts", Integer.toString(parts.size()))
            .text("log_linear", Boolean.toString(logLinear))
            .text(
                "weights",
                Arrays.stream(weights).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    List<String> tensors = tensors(parts.size());
    for (int part = 0; part < tensors.size(); part++) {
      model.nested(tensors.get(part), parts.get(part));
    }
    model.write(out);
  }

  /** Each holds the model file of a part. */
  private static List<String> tensors(int parts) {
    return IntStream.range(0, parts).mapToObj(part -> "part." + part).toList();
  }

  @Override
  public Catalogue catalogue() {
    return parts.get(0).catalogue();
  }

  /** {@inheritDoc} A blend always does. */
  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return new Session(parts.stream().map(SequenceRecommender::newSession).toList());
  }

  /** Says what it is. */
  @Override
  public String toString() {
    return IntStream.range(0, weights.length)
        .mapToObj(part -> String.format(Locale.ROOT, "%.3f %s", weights[part], parts.get(part)))
        .collect(
            Collectors.joining(", ", (logLinear ? "log-linear" : "linear") + " blend of ", ""));
  }

  private final class Session implements ListeningSession {

    private final List<ListeningSession> sessions;

    Session(List<ListeningSession> sessions) {
      this.sessions = sessions;
    }

    @Override
    public SequenceRecommender recommender() {
      return Blend.this;
    }

    @Override
    public ListeningSession play(String songId) {
      sessions.forEach(session -> session.play(songId));
      return this;
    }

    @Override
    public List<Song> heard() {
      return sessions.get(0).heard();
    }

    @Override
    public ListeningSession copy() {
      return new Session(sessions.stream().map(ListeningSession::copy).toList());
    }

    @Override
    public Scores scores() {
      float[] sum = new float[catalogue().size()];
      for (int part = 0; part < weights.length; part++) {
        float weight = (float) weights[part];
        if (weight > 0) {
          ListeningSession session = sessions.get(part);
          float[] scores = logLinear ? PartScores.logs(session) : PartScores.probabilities(session);
          for (int song = 0; song < sum.length; song++) {
            sum[song] += weight * scores[song];
          }
        }
      }
      for (int song = 0; song < sum.length && !logLinear; song++) {
        sum[song] = (float) Math.log(sum[song]);
      }
      return Scores.of(sum);
    }
  }
}
