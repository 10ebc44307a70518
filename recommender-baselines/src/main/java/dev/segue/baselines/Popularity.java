package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;

/**
 * Recommends the most played songs, whatever was heard before: the baseline that every other
 * recommender must beat. A song's probability is {@code (plays of the song + 1) / (plays + songs)}.
 * Immutable; may be shared by threads.
 */
public final class Popularity extends HistoryRecommender {

  static final String KIND = "popularity";
  private static final String PROBABILITIES = "probabilities";

  /** {@code [songs]}. */
  private final float[] probabilities;

  /** {@code [songs]}: logarithms of the probabilities. */
  private final float[] scores;

  private Popularity(Catalogue catalogue, float[] probabilities) {
    super(catalogue);
    this.probabilities = probabilities;
    this.scores = new float[probabilities.length];
    for (int song = 0; song < scores.length; song++) {
      scores[song] = (float) Math.log(probabilities[song]);
    }
  }

  /**
   * Returns a trainer that counts plays; it ignores validation playlists.
   *
   * @return the trainer
   */
  public static Trainer<Popularity> trainer() {
    return ValidatingTrainer.counting(Popularity::count);
  }

  static Popularity count(PlaylistDataset dataset) {
    int songs = dataset.catalogue().size();
    long[] counts = new long[songs];
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.forEachOrdered(playlist -> playlist.songs().forEach(song -> counts[song]++));
    }
    long plays = 0;
    for (long count : counts) {
      plays += count;
    }
    float[] probabilities = new float[songs];
    for (int song = 0; song < songs; song++) {
      probabilities[song] = (float) ((counts[song] + 1.0) / (plays + (double) songs));
    }
    return new Popularity(dataset.catalogue(), probabilities);
  }

  /** Reads what {@link #save} wrote. */
  static Popularity load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    return new Popularity(catalogue, model.floats(PROBABILITIES, catalogue.size()));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.builder(KIND)
        .catalogue(catalogue())
        .floats(PROBABILITIES, probabilities, probabilities.length)
        .write(out);
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  /** Returns {@code [songs]}: the probabilities. */
  float[] probabilities() {
    return probabilities;
  }

  @Override
  void score(int[] heard, int count, float[] filled) {
    System.arraycopy(scores, 0, filled, 0, filled.length);
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "popularity over " + catalogue().size() + " songs";
  }
}
