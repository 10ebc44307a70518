package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Recommends the most played songs, whatever was heard before: the baseline that every other
 * recommender must beat. A song's probability is {@code (plays of the song + 1) / (plays + songs)}.
 * With a {@linkplain #trainer(Duration) half-life}, older plays count less. Immutable; may be
 * shared by threads.
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

  /**
   * Returns a trainer that counts a play the less the longer it was before the end of the training
   * playlists. A play without a time counts in full.
   *
   * @param halfLife after which a play counts half, from a second to 68 years
   * @return the trainer; it ignores validation playlists
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public static Trainer<Popularity> trainer(Duration halfLife) {
    Duration checked = PlayDecay.checked(halfLife);
    return ValidatingTrainer.counting(
        dataset -> count(dataset, PlayDecay.of(dataset, checked)::weight));
  }

  static Popularity count(PlaylistDataset dataset) {
    return count(dataset, (playlist, position) -> 1);
  }

  private static Popularity count(PlaylistDataset dataset, PlayWeight weight) {
    int songs = dataset.catalogue().size();
    double[] counts = new double[songs];
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.forEachOrdered(
          playlist -> {
            for (int position = 0; position < playlist.size(); position++) {
              counts[playlist.song(position)] += weight.of(playlist, position);
            }
          });
    }
    double plays = Arrays.stream(counts).sum();
    float[] probabilities = new float[songs];
    for (int song = 0; song < songs; song++) {
      probabilities[song] = (float) ((counts[song] + 1) / (plays + songs));
    }
    return new Popularity(dataset.catalogue(), probabilities);
  }

  /** How much a play counts. */
  @FunctionalInterface
  private interface PlayWeight {
    double of(Playlist playlist, int position);
  }

  /** Reads what {@link #save} wrote. */
  static Popularity load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    return new Popularity(catalogue, Probabilities.read(model, PROBABILITIES, catalogue.size()));
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
