package dev.segue.dl4j;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses the songs that a step of training takes as new, for the cold start: it has the vectors of
 * their artists and tags and what is in memory, but no row of their own, and one bias for all. So
 * the network learns to recommend songs that training did not know, as in Volkovs et al.,
 * "DropoutNet: Addressing Cold Start in Recommender Systems" (NIPS 2017). One thread at a time.
 */
@FunctionalInterface
interface ColdSongs {

  /** The part of the songs that a step takes as new. */
  double RATE = 0.1;

  /**
   * Chooses the new songs of a step.
   *
   * @param songs how many songs the step touches
   * @return indices from 0 to {@code songs - 1}, in order
   */
  int[] choose(int songs);

  /** Sets the source of the choices, if they are made at random. */
  default void random(SplittableRandom source) {}

  /** Takes no song as new. */
  static ColdSongs none() {
    return songs -> new int[0];
  }

  /** Takes a tenth of the songs as new, drawn in each step. */
  static ColdSongs drawn() {
    return new ColdSongs() {
      private SplittableRandom random = new SplittableRandom(0);

      @Override
      public void random(SplittableRandom source) {
        random = source;
      }

      @Override
      public int[] choose(int songs) {
        return IntStream.range(0, songs).filter(i -> random.nextDouble() < RATE).toArray();
      }
    };
  }
}
