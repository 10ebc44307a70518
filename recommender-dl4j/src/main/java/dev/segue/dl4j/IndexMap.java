package dev.segue.dl4j;

import dev.segue.lstm.network.Recency;
import java.util.Arrays;

/** Numbers things from 0 in the order in which they come up. One thread at a time. */
final class IndexMap {

  /** {@code [things]}: one more than the number of a thing, 0 for none. */
  private final int[] numbers;

  private int[] numbered = new int[16];
  private int count;

  /**
   * Makes a numbering of nothing.
   *
   * @param things how many things there are
   */
  IndexMap(int things) {
    numbers = new int[things];
  }

  /** The numbers of some things; those that have none get the next ones. */
  int[] numbers(int[] things) {
    return Arrays.stream(things).map(this::number).toArray();
  }

  private int number(int thing) {
    if (numbers[thing] == 0) {
      if (count == numbered.length) {
        numbered = Arrays.copyOf(numbered, 2 * count);
      }
      numbered[count++] = thing;
      numbers[thing] = count;
    }
    return numbers[thing] - 1;
  }

  /** A recency of some of its songs alone, in this order; their groups get numbers. */
  Recency restrict(Recency recency, int[] songs) {
    int[] groupOf =
        Arrays.stream(songs)
            .map(song -> recency.groupOf()[song])
            .map(group -> group < 0 ? -1 : number(group))
            .toArray();
    return new Recency(recency.group(), recency.window(), groupOf);
  }

  /** The numbers of some things, or -1 for those that have none, and for -1, which is nothing. */
  int[] find(int[] things) {
    return Arrays.stream(things).map(thing -> thing < 0 ? -1 : numbers[thing] - 1).toArray();
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
