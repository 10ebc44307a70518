package dev.segue.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The states of a layer for each playlist: before a chunk, and after each of its steps. At the
 * start of the playlists the state is zero; otherwise a chunk continues from the previous one. One
 * thread at a time.
 */
final class PackedStates {

  private final MatrixKernels matrices;

  /** {@code [size, counts[0] + positions]}: before the chunk, then after each position. */
  private Matrix states;

  private Matrix carried;
  private @Nullable PackedChunk chunk;
  private int[] offsets = {};

  PackedStates(int size, DataType dataType, MatrixKernels matrices) {
    this.matrices = matrices;
    states = Matrix.zeros(dataType, size, 1);
    carried = Matrix.zeros(dataType, size, 1);
  }

  /** Sets the state before the next chunk: zero, or that of the last step. */
  void begin(PackedChunk next) {
    int playing = next.counts()[0];
    if (!next.starts()) {
      if (chunk == null) {
        throw new IllegalStateException("the first chunk must start its playlists");
      }
      carried = carried.reserve(playing);
      Matrix last = after(chunk.steps() - 1).columns(0, playing);
      matrices.copy(last, carried.columns(0, playing));
    }
    states = states.reserve(playing + next.positions());
    if (next.starts()) {
      matrices.clear(states.columns(0, playing));
    } else {
      matrices.copy(carried.columns(0, playing), states.columns(0, playing));
    }
    chunk = next;
    offsets = next.offsets();
  }

  private int playing(int step) {
    return chunk().counts()[step];
  }

  private PackedChunk chunk() {
    if (chunk == null) {
      throw new IllegalStateException("begin must be called first");
    }
    return chunk;
  }

  /** {@code [size, playlists]}: before a step, of the playlists that it includes. */
  Matrix before(int step) {
    int from = step == 0 ? 0 : playing(0) + offsets[step - 1];
    return states.columns(from, from + playing(step));
  }

  /** {@code [size, playlists]}: after a step. */
  Matrix after(int step) {
    int from = playing(0) + offsets[step];
    return states.columns(from, from + playing(step));
  }

  /** {@code [size, positions]}: after all steps. */
  Matrix after() {
    return states.columns(playing(0), playing(0) + chunk().positions());
  }
}
