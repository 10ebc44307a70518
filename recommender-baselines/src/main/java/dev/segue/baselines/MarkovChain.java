package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A first-order Markov chain, or bigram model: predicts the next song from the last one alone.
 * Immutable; may be shared by threads.
 *
 * <p>The probability that {@code j} follows {@code i} is {@code (n(i, j) + t(i) p(j)) / (n(i) +
 * t(i))}, where {@code n(i, j)} counts how often it did, {@code n(i)} how often any song did,
 * {@code t(i)} how many distinct songs did, and {@code p} is the {@link Popularity}: Witten-Bell
 * smoothing (Witten and Bell, "The Zero-Frequency Problem", IEEE Transactions on Information Theory
 * 37(4), 1991, <a href="https://doi.org/10.1109/18.87000">doi:10.1109/18.87000</a>).
 */
public final class MarkovChain extends HistoryRecommender {

  static final String KIND = "markov_chain";
  private static final String PROBABILITIES = "probabilities";

  private final float[] popularity;
  private final Transitions transitions;

  private MarkovChain(Catalogue catalogue, float[] popularity, Transitions transitions) {
    super(catalogue);
    this.popularity = popularity;
    this.transitions = transitions;
  }

  /**
   * Returns a trainer that counts transitions; it ignores validation playlists.
   *
   * @return the trainer
   */
  public static Trainer<MarkovChain> trainer() {
    return ValidatingTrainer.counting(MarkovChain::count);
  }

  private static MarkovChain count(PlaylistDataset dataset) {
    return new MarkovChain(
        dataset.catalogue(),
        Popularity.count(dataset).probabilities(),
        Transitions.count(dataset, 1, 1, false));
  }

  /** Reads what {@link #save} wrote. */
  static MarkovChain load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    return new MarkovChain(
        catalogue,
        Probabilities.read(model, PROBABILITIES, catalogue.size()),
        Transitions.read(model, ""));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .floats(PROBABILITIES, popularity, popularity.length);
    transitions.write(model, "");
    model.write(out);
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    System.arraycopy(popularity, 0, scores, 0, scores.length);
    if (count > 0) {
      int last = heard[count - 1];
      double total = transitions.total(last) + transitions.distinctFollowers(last);
      if (total > 0) {
        double backoff = transitions.distinctFollowers(last) / total;
        for (int song = 0; song < scores.length; song++) {
          scores[song] *= (float) backoff;
        }
        transitions.addTo(scores, last, 1 / total);
      }
    }
    for (int song = 0; song < scores.length; song++) {
      scores[song] = (float) Math.log(scores[song]);
    }
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "Markov chain over " + catalogue().size() + " songs";
  }
}
