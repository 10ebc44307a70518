package dev.segue.baselines;

import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Computes the loss of a step and its gradient on all cores, some songs a task; sums are the same
 * on any number of cores. The probabilities are over some songs, each of which counts as often as
 * it is weighted. One thread at a time.
 */
final class StepSoftmax {

  /** Independent of the number of cores, for equal sums on all machines. */
  private static final int SONGS_PER_TASK = 12;

  private final FollowerSampler.Sample compared;
  private final int dimensions;
  private final FollowerSoftmax[] tasks;

  /** {@code [compared][dimensions]}. */
  private final float[] entries;

  /** {@code [dimensions][compared]}: the entry points, transposed. */
  private final float[][] columns;

  private final float[] offsets;

  /**
   * Takes memory for steps.
   *
   * @param compared the songs that the probabilities are over
   * @param batch the number of songs whose followers a step learns from at most
   */
  StepSoftmax(FollowerSampler.Sample compared, int dimensions, int batch) {
    int size = compared.songs().length;
    this.compared = compared;
    this.dimensions = dimensions;
    this.tasks = new FollowerSoftmax[(batch + SONGS_PER_TASK - 1) / SONGS_PER_TASK];
    Arrays.setAll(tasks, task -> new FollowerSoftmax(size, dimensions, SONGS_PER_TASK));
    this.entries = new float[size * dimensions];
    this.columns = new float[dimensions][size];
    this.offsets = new float[size];
  }

  /** Returns the songs that the probabilities are over, in ascending order. */
  int[] compared() {
    return compared.songs();
  }

  /**
   * Computes the loss and its gradient.
   *
   * @param batch the songs whose followers the step learns from
   * @param transitions of all songs
   * @param exitPoints {@code [songs][dimensions]}
   * @param entryPoints {@code [songs][dimensions]}
   * @param songOffsets {@code [songs]}
   * @param scale the factor of the sums over transitions
   * @return the loss
   */
  double computeGradients(
      int[] batch,
      Transitions transitions,
      float[] exitPoints,
      float[] entryPoints,
      float[] songOffsets,
      float scale,
      Interruption interruption) {
    gather(entryPoints, songOffsets);
    float[] exits = new float[batch.length * dimensions];
    for (int row = 0; row < batch.length; row++) {
      System.arraycopy(exitPoints, batch[row] * dimensions, exits, row * dimensions, dimensions);
    }
    Transitions ofBatch = transitions.among(batch, compared());
    int used = (batch.length + SONGS_PER_TASK - 1) / SONGS_PER_TASK;
    IntStream.range(0, used)
        .parallel()
        .peek(task -> interruption.check())
        .forEach(
            task ->
                tasks[task].computeGradients(
                    rows(task, batch.length), ofBatch, exits, entries, columns, offsets, scale));
    addGradients(used);
    return Arrays.stream(tasks, 0, used).mapToDouble(FollowerSoftmax::loss).sum();
  }

  private static int[] rows(int task, int batch) {
    return IntStream.range(task * SONGS_PER_TASK, Math.min(batch, (task + 1) * SONGS_PER_TASK))
        .toArray();
  }

  private void gather(float[] entryPoints, float[] songOffsets) {
    for (int j = 0; j < offsets.length; j++) {
      int song = compared.songs()[j];
      offsets[j] = songOffsets[song] + compared.logWeights()[j];
      for (int k = 0; k < dimensions; k++) {
        entries[j * dimensions + k] = entryPoints[song * dimensions + k];
        columns[k][j] = entryPoints[song * dimensions + k];
      }
    }
  }

  /** Adds the gradients of the other tasks to those of the first. */
  private void addGradients(int used) {
    for (int task = 1; task < used; task++) {
      add(tasks[0].offsetGradient(), tasks[task].offsetGradient());
    }
    IntStream.range(0, dimensions)
        .parallel()
        .forEach(
            k -> {
              for (int task = 1; task < used; task++) {
                add(tasks[0].entryGradient()[k], tasks[task].entryGradient()[k]);
              }
            });
  }

  private static void add(float[] sums, float[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i];
    }
  }

  /** Returns {@code [compared]}: the gradient with respect to the offsets. */
  float[] offsetGradient() {
    return tasks[0].offsetGradient();
  }

  /** Returns {@code [dimensions][compared]}: the gradient with respect to the entry points. */
  float[][] entryGradient() {
    return tasks[0].entryGradient();
  }

  /** Returns {@code [dimensions]}: the gradient with respect to the exit point of a song. */
  float[] exitGradient(int row) {
    return tasks[row / SONGS_PER_TASK].exitGradient(row % SONGS_PER_TASK);
  }
}
