package dev.segue.lstm.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The state of a network for one listener. One thread at a time.
 *
 * @param hidden {@code [layers][size]}
 * @param cells {@code [layers][size]}
 * @param output {@code [outputs]}: the output of the last layer after the songs heard
 * @param recent {@code [recency][window]}: the groups of the songs played last, the latest first;
 *     -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
public record LstmState(float[][] hidden, float[][] cells, float[] output, int[][] recent) {

  /** What a layer gives out at most, and its cells gain at most in a step; a little is rounding. */
  static final float MAX_OUTPUT = 1.001f;

  /** Returns the state of a listener who has heard nothing. */
  static LstmState start(List<LstmCell> layers, int outputs, List<Recency> recency) {
    LstmState state =
        new LstmState(
            layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new),
            layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new),
            new float[outputs],
            recency.stream().map(each -> new int[each.window()]).toArray(int[][]::new));
    state.clear();
    return state;
  }

  /** Returns an independent copy. */
  public LstmState copy() {
    return new LstmState(
        Arrays.stream(hidden).map(float[]::clone).toArray(float[][]::new),
        Arrays.stream(cells).map(float[]::clone).toArray(float[][]::new),
        output.clone(),
        Arrays.stream(recent).map(int[]::clone).toArray(int[][]::new));
  }

  /**
   * Returns a copy of the parts that scoring needs, which stays as it is when the listener hears
   * more.
   */
  public LstmState forScoring() {
    return new LstmState(
        new float[0][],
        new float[0][],
        output.clone(),
        Arrays.stream(recent).map(int[]::clone).toArray(int[][]::new));
  }

  /** Passes the arrays that a snapshot stores to the visitor. */
  public void forEachArray(Consumer<float[]> visitor) {
    Stream.of(hidden, cells).flatMap(Arrays::stream).forEach(visitor);
    visitor.accept(output);
  }

  /**
   * Checks that the numbers are such as some songs lead to.
   *
   * @throws IllegalArgumentException if they are not
   */
  void check(int steps, float maxOutput) {
    Stream.of(hidden).forEach(layer -> check(layer, MAX_OUTPUT));
    Stream.of(cells).forEach(layer -> check(layer, MAX_OUTPUT * steps));
    check(output, maxOutput);
  }

  private static void check(float[] numbers, float max) {
    for (float number : numbers) {
      if (!(Math.abs(number) <= max)) {
        throw new IllegalArgumentException(
            "number of the state in the snapshot must be in -%s..%s, was %s"
                .formatted(max, max, number));
      }
    }
  }

  /** Records a group as that of the song played last. */
  void remember(int recency, int group) {
    int[] groups = recent[recency];
    System.arraycopy(groups, 0, groups, 1, groups.length - 1);
    groups[0] = group;
  }

  /** Resets the state to that of a listener who has heard nothing. */
  public void clear() {
    forEachArray(array -> Arrays.fill(array, 0));
    for (int[] groups : recent) {
      Arrays.fill(groups, -1);
    }
  }
}
