package dev.segue.dl4j;

import java.util.Arrays;

/** Numbers things from 0 in the order in which they come up. One thread at a time. */
final class Numbering {

  /** {@code [things]}: one more than the number of a thing, 0 for none. */
  private final int[] numbers;

  private int[] numbered = new int[16];
  private int count;

  /**
   * Makes a numbering of nothing.
   *
   * @param things how many things there are
   */
  Numbering(int things) {
    numbers = new int[things];
  }

  /** The numbers of some things; those that have none get the next ones. */
  int[] numbers(int[] things) {
    int[] result = new int[things.length];
    for (int i = 0; i < things.length; i++) {
      if (numbers[things[i]] == 0) {
        if (count == numbered.length) {
          numbered = Arrays.copyOf(numbered, 2 * count);
        }
        numbered[count++] = things[i];
        numbers[things[i]] = count;
      }
      result[i] = numbers[things[i]] - 1;
    }
    return result;
  }

  /** The number of a thing, or -1 if it has none. */
  int find(int thing) {
    return numbers[thing] - 1;
  }

  /** What is numbered, in the order of the numbers. */
  int[] numbered() {
    return Arrays.copyOf(numbered, count);
  }

  /** Forgets all numbers. */
  void clear() {
    for (int i = 0; i < count; i++) {
      numbers[numbered[i]] = 0;
    }
    count = 0;
  }
}
