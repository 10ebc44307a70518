package dev.segue.dl4j;

import dev.segue.Playlist;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the negatives of a training step without repetition: each try draws a song with a
 * probability proportional to a power of its play count, as in Mikolov et al., "Distributed
 * Representations of Words and Phrases and their Compositionality" (NIPS 2013, <a
 * href="https://arxiv.org/abs/1310.4546">arXiv:1310.4546</a>). One play is added to every count, so
 * that songs without plays can be drawn too. One thread at a time.
 */
final class NegativeSampler {

  /** The power that Mikolov et al. use. */
  private static final double POWER = 0.75;

  private final int negatives;
  private SplittableRandom random = new SplittableRandom(0);

  /** {@code [songs]}: the probability that a try draws this song or one before it. */
  private final double[] cumulative;

  /** {@code [songs]}: the number of the last draw that included the song. */
  private final int[] drawn;

  private int draws;

  /**
   * Creates a sampler.
   *
   * @param playlists whose songs are counted
   * @param isNever {@code [songs]}: which songs are never drawn
   * @param negatives how many are drawn at once, at most half of the songs that can be drawn
   */
  NegativeSampler(List<Playlist> playlists, boolean[] isNever, int negatives) {
    int songs = isNever.length;
    this.negatives = negatives;
    this.drawn = new int[songs];
    this.cumulative = new double[songs];
    for (Playlist playlist : playlists) {
      for (int place = 0; place < playlist.size(); place++) {
        cumulative[playlist.song(place)]++;
      }
    }
    double sum = 0;
    for (int song = 0; song < songs; song++) {
      sum += isNever[song] ? 0 : Math.pow(1 + cumulative[song], POWER);
      cumulative[song] = sum;
    }
    for (int song = 0; song < songs; song++) {
      cumulative[song] /= sum;
    }
  }

  /** Sets the source of the draws. */
  void random(SplittableRandom source) {
    random = source;
  }

  /** Draws the negatives of a step. */
  Negatives draw() {
    int[] songs = new int[negatives];
    draws++;
    int tries = 0;
    for (int found = 0; found < negatives; tries++) {
      int song = Math.min(place(random.nextDouble()), drawn.length - 1);
      if (drawn[song] != draws) {
        drawn[song] = draws;
        songs[found++] = song;
      }
    }
    double[] logProbability = new double[negatives];
    for (int i = 0; i < negatives; i++) {
      // One minus the probability that no try drew the song.
      logProbability[i] = Math.log(-Math.expm1(tries * Math.log1p(-probability(songs[i]))));
    }
    return new Negatives(songs, logProbability);
  }

  /** Returns the probability that a try draws the song. */
  double probability(int song) {
    return cumulative[song] - (song == 0 ? 0 : cumulative[song - 1]);
  }

  private int place(double value) {
    int place = Arrays.binarySearch(cumulative, value);
    return place < 0 ? -place - 1 : place + 1;
  }

  /**
   * The negatives drawn.
   *
   * @param songs {@code [negatives]}, all different
   * @param logProbability {@code [negatives]}: the logarithm of the probability that the song is
   *     among those drawn
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
  record Negatives(int[] songs, double[] logProbability) {}
}
