package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Predicts every song with the same probability, whatever was heard: the baseline of a recommender
 * that has learnt nothing. Immutable; may be shared by threads.
 */
public final class UniformRandom extends HistoryRecommender {

  static final String KIND = "uniform_random";

  private UniformRandom(Catalogue catalogue) {
    super(catalogue);
  }

  /**
   * Returns a trainer that only takes the catalogue.
   *
   * @return the trainer
   */
  public static Trainer<UniformRandom> trainer() {
    return ValidatingTrainer.counting(dataset -> new UniformRandom(dataset.catalogue()));
  }

  /** Reads what {@link #save} wrote. */
  static UniformRandom load(ModelFile model) throws FileFormatException {
    return new UniformRandom(model.catalogue());
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.builder(KIND).catalogue(catalogue()).write(out);
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    Arrays.fill(scores, (float) -Math.log(scores.length));
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "uniform random over " + catalogue().size() + " songs";
  }
}
