package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Every song is as likely as every other, whatever was heard: what anything that has learnt
 * something must beat. Immutable; may be shared by threads.
 */
public final class RandomChoice extends HistoryRecommender {

  static final String KIND = "random_choice";

  private RandomChoice(Catalogue catalogue) {
    super(catalogue);
  }

  /**
   * Takes the catalogue, and learns nothing.
   *
   * @return the trainer
   */
  public static Trainer<RandomChoice> trainer() {
    return CheckedTrainer.counting(dataset -> new RandomChoice(dataset.catalogue()));
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param file the model file
   * @return the recommender
   * @throws IOException if it cannot be read, or holds another kind of model
   */
  public static RandomChoice load(Path file) throws IOException {
    return new RandomChoice(read(file, KIND).catalogue());
  }

  @Override
  public void save(Path file) throws IOException {
    ModelFile.builder(KIND).catalogue(catalogue()).write(file);
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    Arrays.fill(scores, (float) -Math.log(scores.length));
  }

  /** Says what it is. */
  @Override
  public String toString() {
    return "random choice of " + catalogue().size() + " songs";
  }
}
