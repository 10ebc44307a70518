package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Skip-gram with negative sampling over playlists (Mikolov, Sutskever, Chen, Corrado and Dean,
 * "Distributed Representations of Words and Phrases and their Compositionality", NIPS 2013, <a
 * href="https://arxiv.org/abs/1310.4546">arXiv:1310.4546</a>): a song's vector learns to predict
 * which songs are played near it. One thread at a time.
 *
 * <p>Each loop stores to one array, and reads all arrays at the same index, so that the compiler
 * vectorises it.
 */
final class SkipGram {

  /** How many plays there are at most from one report of progress to the next. */
  private static final int PLAYS_PER_REPORT = 1000;

  private final Item2Vec.Settings settings;
  private final Interruption interruption = Interruption.of("training");
  private final int[][] playlists;

  /** {@code [songs][dimensions]}: song vectors. */
  private final float[][] vectors;

  /** {@code [songs][dimensions]}: context vectors. */
  private final float[][] neighbours;

  /** Songs, repeated in proportion to their probability as negatives. */
  private final int[] negatives;

  private final SplittableRandom random;
  private final float[] change;

  /** The sum of the losses of this epoch. */
  private double loss;

  /** The number of pairs of this epoch. */
  private long pairs;

  SkipGram(PlaylistDataset dataset, Item2Vec.Settings settings) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.descent().seed());
    try (Stream<Playlist> all = dataset.playlists()) {
      this.playlists =
          all.filter(playlist -> playlist.transitions() > 0)
              .map(playlist -> playlist.songs().toArray())
              .toArray(int[][]::new);
    }
    int songs = dataset.catalogue().size();
    this.vectors = new float[songs][settings.dimensions()];
    this.neighbours = new float[songs][settings.dimensions()];
    for (float[] vector : vectors) {
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) ((random.nextDouble() - 0.5) / settings.dimensions());
      }
    }
    this.negatives = negatives(songs);
    this.change = new float[settings.dimensions()];
  }

  private int[] negatives(int songs) {
    double[] cumulative = new double[songs];
    for (int[] playlist : playlists) {
      for (int song : playlist) {
        cumulative[song]++;
      }
    }
    for (int song = 0; song < songs; song++) {
      double plays = cumulative[song];
      cumulative[song] =
          (song == 0 ? 0 : cumulative[song - 1])
              + (plays == 0 ? 0 : Math.pow(plays, settings.sampling().negativePower()));
    }
    int[] table = new int[1 << 20];
    int song = 0;
    for (int i = 0; i < table.length; i++) {
      while (cumulative[song] < (i + 0.5) / table.length * cumulative[songs - 1]) {
        song++;
      }
      table[i] = song;
    }
    return table;
  }

  long plays() {
    return Arrays.stream(playlists).mapToLong(playlist -> playlist.length).sum();
  }

  float[][] vectors() {
    return vectors;
  }

  float[][] neighbours() {
    return neighbours;
  }

  /**
   * Trains one epoch.
   *
   * @param trained the fraction of the training done before this epoch
   * @param mayGoOn told the number of plays done; ends the epoch where it returns false or the loss
   *     is not finite
   * @return the mean loss per pair, in nats
   */
  double epoch(double trained, LongPredicate mayGoOn) {
    int[] order = new int[playlists.length];
    Arrays.setAll(order, i -> i);
    Shuffle.of(order, random);
    long plays = plays();
    long done = 0;
    loss = 0;
    pairs = 0;
    for (int number : order) {
      int[] playlist = playlists[number];
      double left = 1 - trained - done / (double) plays / settings.descent().epochs();
      float learningRate = (float) (settings.descent().learningRate() * Math.max(1e-3, left));
      for (int at = 0; at < playlist.length; at++) {
        interruption.check();
        learn(playlist, at, learningRate);
        done++;
        boolean report = done % PLAYS_PER_REPORT == 0 || at == playlist.length - 1;
        if (report && (!Double.isFinite(loss) || !mayGoOn.test(done))) {
          return loss / pairs;
        }
      }
    }
    return loss / pairs;
  }

  private void learn(int[] playlist, int at, float learningRate) {
    int window = 1 + random.nextInt(settings.sampling().window()); // so that near songs count more
    int end = Math.min(playlist.length - 1, at + window);
    for (int near = Math.max(0, at - window); near <= end; near++) {
      if (near != at) {
        loss += learn(playlist[at], playlist[near], learningRate);
        pairs++;
      }
    }
  }

  private double learn(int song, int neighbour, float learningRate) {
    Arrays.fill(change, 0);
    float[] vector = vectors[song];
    double sum = update(vector, neighbours[neighbour], 1, learningRate);
    for (int i = 0; i < settings.sampling().negatives(); i++) {
      int other = negatives[random.nextInt(negatives.length)];
      if (other != neighbour) {
        sum += update(vector, neighbours[other], 0, learningRate);
      }
    }
    for (int k = 0; k < change.length; k++) {
      vector[k] += change[k];
    }
    return sum;
  }

  private double update(float[] vector, float[] neighbour, int label, float learningRate) {
    double probability = 1 / (1 + Math.exp(-product(vector, neighbour)));
    float step = (float) (learningRate * (label - probability));
    for (int k = 0; k < change.length; k++) {
      change[k] += step * neighbour[k];
    }
    for (int k = 0; k < change.length; k++) {
      neighbour[k] += step * vector[k];
    }
    return -Math.log(Math.max(1e-12, label == 1 ? probability : 1 - probability));
  }

  /** Sums in four parts, so that no addition waits for the one before. */
  private static float product(float[] one, float[] other) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int k = 0;
    for (; k + 4 <= one.length; k += 4) {
      a += one[k] * other[k];
      b += one[k + 1] * other[k + 1];
      c += one[k + 2] * other[k + 2];
      d += one[k + 3] * other[k + 3];
    }
    for (; k < one.length; k++) {
      a += one[k] * other[k];
    }
    return a + b + (c + d);
  }
}
