package dev.segue.lstm.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a network remembers of one listener. One thread at a time.
 *
 * @param hidden {@code [layers][size]}
 * @param cells {@code [layers][size]}
 * @param output {@code [outputs]}: what the last layer made of the songs heard
 * @param recent {@code [recency][window]}: the groups of the songs played lately, the last one
 *     first; -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
public record LstmState(float[][] hidden, float[][] cells, float[] output, int[][] recent) {

  /** The state of a listener who has heard nothing. */
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

  /** Another listener who has heard the same. */
  public LstmState copy() {
    return new LstmState(
        Arrays.stream(hidden).map(float[]::clone).toArray(float[][]::new),
        Arrays.stream(cells).map(float[]::clone).toArray(float[][]::new),
        output.clone(),
        Arrays.stream(recent).map(int[]::clone).toArray(int[][]::new));
  }

  /** What songs are scored by, as it is now, while the listener goes on: the rest is left out. */
  public LstmState forScoring() {
    return new LstmState(
        new float[0][],
        new float[0][],
        output.clone(),
        Arrays.stream(recent).map(int[]::clone).toArray(int[][]::new));
  }

  /** Shows the arrays that a snapshot keeps. */
  public void forEachArray(Consumer<float[]> visitor) {
    Stream.of(hidden, cells).flatMap(Arrays::stream).forEach(visitor);
    visitor.accept(output);
  }

  /** Puts a group first among those of the songs played lately. */
  void remember(int recency, int group) {
    int[] groups = recent[recency];
    System.arraycopy(groups, 0, groups, 1, groups.length - 1);
    groups[0] = group;
  }

  /** Forgets everything. */
  public void clear() {
    forEachArray(array -> Arrays.fill(array, 0));
    for (int[] groups : recent) {
      Arrays.fill(groups, -1);
    }
  }
}
