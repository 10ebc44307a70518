package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Skip-gram with negative sampling over playlists (Mikolov, Sutskever, Chen, Corrado and Dean,
 * "Distributed Representations of Words and Phrases and their Compositionality", NIPS 2013, <a
 * href="https://arxiv.org/abs/1310.4546">arXiv:1310.4546</a>): a song's vector shall foretell which
 * songs are played near it. One thread at a time.
 */
final class SkipGram {

  private final Item2Vec.Settings settings;
  private final int[][] playlists;

  /** {@code [songs][dimensions]}: of songs. */
  private final float[] vectors;

  /** {@code [songs][dimensions]}: of songs as neighbours. */
  private final float[] neighbours;

  /** Songs, as often as they are to be drawn. */
  private final int[] negatives;

  private final SplittableRandom random;
  private final float[] change;

  SkipGram(PlaylistDataset dataset, Item2Vec.Settings settings) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    try (Stream<Playlist> all = dataset.playlists()) {
      this.playlists =
          all.filter(playlist -> playlist.transitions() > 0)
              .map(playlist -> playlist.songs().toArray())
              .toArray(int[][]::new);
    }
    int songs = dataset.catalogue().size();
    this.vectors = new float[songs * settings.dimensions()];
    this.neighbours = new float[songs * settings.dimensions()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) ((random.nextDouble() - 0.5) / settings.dimensions());
    }
    this.negatives = negatives(songs);
    this.change = new float[settings.dimensions()];
  }

  private int[] negatives(int songs) {
    double[] upTo = new double[songs];
    for (int[] playlist : playlists) {
      for (int song : playlist) {
        upTo[song]++;
      }
    }
    for (int song = 0; song < songs; song++) {
      double plays = upTo[song];
      upTo[song] =
          (song == 0 ? 0 : upTo[song - 1]) + (plays == 0 ? 0 : Math.pow(plays, settings.power()));
    }
    int[] table = new int[1 << 20];
    int song = 0;
    for (int i = 0; i < table.length; i++) {
      while (upTo[song] < (i + 0.5) / table.length * upTo[songs - 1]) {
        song++;
      }
      table[i] = song;
    }
    return table;
  }

  long plays() {
    return Arrays.stream(playlists).mapToLong(playlist -> playlist.length).sum();
  }

  float[] vectors() {
    return vectors;
  }

  float[] neighbours() {
    return neighbours;
  }

  /**
   * Learns from every play once.
   *
   * @param before the share of the training that is done before
   * @param progress is told how many plays are done
   * @return the mean loss of a pair in nats
   */
  double epoch(double before, LongConsumer progress) {
    int[] order = new int[playlists.length];
    Arrays.setAll(order, i -> i);
    Shuffle.of(order, random);
    long plays = plays();
    long done = 0;
    double loss = 0;
    long pairs = 0;
    for (int number : order) {
      int[] playlist = playlists[number];
      double left = 1 - before - done / (double) plays / settings.epochs();
      float stepSize = (float) (settings.learningRate() * Math.max(1e-3, left));
      for (int at = 0; at < playlist.length; at++) {
        int window = 1 + random.nextInt(settings.window()); // so that near songs count more
        int end = Math.min(playlist.length - 1, at + window);
        for (int near = Math.max(0, at - window); near <= end; near++) {
          if (near != at) {
            loss += learn(playlist[at], playlist[near], stepSize);
            pairs++;
          }
        }
      }
      done += playlist.length;
      progress.accept(done);
    }
    return loss / pairs;
  }

  private double learn(int song, int neighbour, float stepSize) {
    Arrays.fill(change, 0);
    double loss = towards(song, neighbour, 1, stepSize);
    for (int i = 0; i < settings.negatives(); i++) {
      int other = negatives[random.nextInt(negatives.length)];
      if (other != neighbour) {
        loss += towards(song, other, 0, stepSize);
      }
    }
    int at = song * change.length;
    for (int k = 0; k < change.length; k++) {
      vectors[at + k] += change[k];
    }
    return loss;
  }

  private double towards(int song, int neighbour, int label, float stepSize) {
    int a = song * change.length;
    int b = neighbour * change.length;
    float product = 0;
    for (int k = 0; k < change.length; k++) {
      product += vectors[a + k] * neighbours[b + k];
    }
    double probability = 1 / (1 + Math.exp(-product));
    float step = (float) (stepSize * (label - probability));
    for (int k = 0; k < change.length; k++) {
      change[k] += step * neighbours[b + k];
      neighbours[b + k] += step * vectors[a + k];
    }
    return -Math.log(Math.max(1e-12, label == 1 ? probability : 1 - probability));
  }
}
