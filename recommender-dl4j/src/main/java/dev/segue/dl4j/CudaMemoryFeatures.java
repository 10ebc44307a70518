package dev.segue.dl4j;

import dev.segue.cuda.DeviceArray;
import dev.segue.lstm.network.MemoryFeatures;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What listeners' memories say at a block of positions: read on the host, and sent to the device.
 * Reused from one block to the next. One thread at a time.
 */
final class CudaMemoryFeatures {

  private static final int TRACES = MemoryFeatures.TRACES;

  private int[] from = {0};
  private int[] skips = {};
  private int[] rows = {};
  private int[] classes = {};
  private float[] traces = {};
  private int songs;
  private int[] clockFrom = {0};
  private IntStream.Builder clockRows = IntStream.builder();
  private IntStream.Builder clockPositions = IntStream.builder();

  /**
   * Memories on a device. The arrays are those of {@link CudaUploads}.
   *
   * @param from {@code [positions + 1]} of integers: where the songs of each position begin
   * @param skips {@code [positions]} of integers: where those begin that were skipped
   * @param rows {@code [songs]} of integers: the row of each in the logits
   * @param classes {@code [songs]}: {@link MemoryFeatures#classes}
   * @param traces {@code [8, songs]}
   * @param clockFrom {@code [positions + 1]} of integers: where the rows of the clock of each
   *     position begin
   * @param clockRows integers
   * @param clockPositions the position of each
   * @param byClockRow their indices by their row
   */
  record Uploaded(
      DeviceArray from,
      DeviceArray skips,
      DeviceArray rows,
      DeviceArray classes,
      DeviceArray traces,
      DeviceArray clockFrom,
      DeviceArray clockRows,
      DeviceArray clockPositions,
      CudaChunk.Groups byClockRow) {}

  /** Begins a block. */
  void begin(int positions) {
    from = new int[positions + 1];
    skips = new int[positions];
    songs = 0;
    clockFrom = new int[positions + 1];
    clockRows = IntStream.builder();
    clockPositions = IntStream.builder();
  }

  /**
   * Takes what is known at a position; songs that have no logit there are left out.
   *
   * @param position in the block
   * @param rowsOf the row of each song in the logits, -1 for none
   * @param rowsOfLogits how many rows there are; rows beyond are not there, but for the target's
   * @param target the row of the target
   */
  void read(
      int position,
      MemoryFeatures features,
      UnaryOperator<int[]> rowsOf,
      int rowsOfLogits,
      int target) {
    reserve(songs + features.size());
    int[] row = rowsOf.apply(features.songs());
    skips[position] = -1;
    for (int i = 0; i < features.size(); i++) {
      if (features.isSkip(i) && skips[position] < 0) {
        skips[position] = songs;
      }
      if (row[i] >= 0 && (row[i] < rowsOfLogits || row[i] == target)) {
        rows[songs] = row[i];
        classes[songs] = features.classes(i);
        features.copyTraces(i, traces, TRACES * songs);
        songs++;
      }
    }
    if (skips[position] < 0) {
      skips[position] = songs;
    }
    from[position + 1] = songs;
    for (int clockRow : features.clock()) {
      clockRows.add(clockRow);
      clockPositions.add(position);
    }
    clockFrom[position + 1] = clockFrom[position] + features.clock().length;
  }

  private void reserve(int length) {
    if (rows.length < length) {
      int more = length + length / 2;
      rows = Arrays.copyOf(rows, more);
      classes = Arrays.copyOf(classes, more);
      traces = Arrays.copyOf(traces, TRACES * more);
    }
  }

  /** Sends what was read. */
  Uploaded send(CudaUploads uploads) {
    int[] clock = clockRows.build().toArray();
    Uploaded uploaded =
        new Uploaded(
            uploads.add(from),
            uploads.add(skips),
            uploads.add(Arrays.copyOf(rows, songs)),
            uploads.add(Arrays.copyOf(classes, songs)),
            uploads.add(Arrays.copyOf(traces, TRACES * songs)),
            uploads.add(clockFrom),
            uploads.add(clock),
            uploads.add(clockPositions.build().toArray()),
            CudaChunk.Groups.of(clock, uploads));
    uploads.send();
    return uploaded;
  }
}
