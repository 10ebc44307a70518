package dev.segue.baselines;

import java.util.SplittableRandom;

/** Shuffles arrays (Durstenfeld, "Algorithm 235: Random permutation", CACM 7(7), 1964). */
final class Shuffle {

  private Shuffle() {}

  static void of(int[] numbers, SplittableRandom random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int number = numbers[i];
      numbers[i] = numbers[other];
      numbers[other] = number;
    }
  }
}
