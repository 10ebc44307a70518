package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;

/**
 * Cells of layers of any size: a launch a step, whose blocks compute tiles of units and playlists.
 */
final class CudaTiledCells implements CudaCells {

  /** The line that makes the kernels. */
  static final String KERNELS = "LSTM_TILES";

  private static final int THREADS = 256;
  private static final int PLAYLISTS = 32;

  private final CudaQueue queue;
  private final int size;
  private final int multiprocessors;
  private final CudaGrowing cellGradient;

  /** Creates cells; see {@link CudaCells#of}. */
  CudaTiledCells(CudaQueue queue, int size, int multiprocessors) {
    this.queue = queue;
    this.size = size;
    this.multiprocessors = multiprocessors;
    cellGradient = new CudaGrowing(queue, size);
  }

  @Override
  public void forward(CudaChunk chunk, Arrays arrays, DeviceMatrix output) {
    start(chunk, arrays);
    Steps at = Steps.of(chunk);
    int steps = chunk.packed().steps();
    for (int step = 0; step < steps; step++) {
      boolean last = step == steps - 1;
      DeviceMatrix before = at.columns(arrays.before(), step);
      DeviceMatrix out = at.columns(output, step);
      DeviceMatrix next =
          last
              ? DeviceMatrix.of(arrays.hiddenEnd(), size, before.columns())
              : at.columns(arrays.before(), step + 1);
      boolean zero = step == 0 && arrays.hiddenStart().equals(DeviceArray.NONE);
      launch(
          "lstmTileForward",
          before.columns(),
          arrays.recurrentWeights().values(),
          arrays.bias().values(),
          at.columns(arrays.gates(), step).values(),
          cellsBefore(at, arrays, step),
          at.columns(arrays.cells(), step).values(),
          zero ? DeviceArray.NONE : before.values(),
          before.stride(),
          out.values(),
          out.stride(),
          next.values(),
          next.stride(),
          next.columns(),
          last ? arrays.cellEnd() : DeviceArray.NONE,
          size,
          before.columns());
    }
  }

  private void start(CudaChunk chunk, Arrays arrays) {
    int playlists = chunk.packed().counts()[0];
    queue.launch(
        "lstmStart",
        (size * playlists + THREADS - 1) / THREADS,
        THREADS,
        arrays.before().values(),
        arrays.before().stride(),
        arrays.hiddenStart(),
        size,
        playlists);
  }

  @Override
  public void backward(CudaChunk chunk, Arrays arrays, DeviceMatrix outputGradient) {
    DeviceArray carried = cellGradient.columns(chunk.packed().counts()[0]).values();
    Steps at = Steps.of(chunk);
    int steps = chunk.packed().steps();
    for (int step = steps - 1; step >= 0; step--) {
      boolean last = step == steps - 1;
      DeviceMatrix gates = at.columns(arrays.gates(), step);
      DeviceMatrix gradient = at.columns(outputGradient, step);
      launch(
          "lstmTileBackward",
          gates.columns(),
          arrays.recurrentWeights().values(),
          gates.values(),
          last ? DeviceArray.NONE : at.columns(arrays.gates(), step + 1).values(),
          last ? 0 : chunk.packed().counts()[step + 1],
          cellsBefore(at, arrays, step),
          at.columns(arrays.cells(), step).values(),
          gradient.values(),
          gradient.stride(),
          carried,
          size,
          gates.columns());
    }
  }

  private static DeviceArray cellsBefore(Steps at, Arrays arrays, int step) {
    return step == 0 ? arrays.cellStart() : at.columns(arrays.cells(), step - 1).values();
  }

  /** Where the positions of each step of a chunk lie. */
  @SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
  private record Steps(int[] offsets, int[] counts) {

    static Steps of(CudaChunk chunk) {
      return new Steps(chunk.packed().offsets(), chunk.packed().counts());
    }

    DeviceMatrix columns(DeviceMatrix all, int step) {
      return all.columns(offsets[step], offsets[step] + counts[step]);
    }
  }

  private void launch(String kernel, int playlists, Object... arguments) {
    int units = unitsPerBlock(playlists);
    queue.launch(kernel + units, tiles(units, playlists), THREADS, arguments);
  }

  /** As many as leave most multiprocessors a block: larger tiles read less. */
  private int unitsPerBlock(int playlists) {
    for (int units = 32; units > 8; units /= 2) {
      if (4 * tiles(units, playlists) >= 3 * multiprocessors) {
        return units;
      }
    }
    return 8;
  }

  private int tiles(int units, int playlists) {
    return (size + units - 1) / units * ((playlists + PLAYLISTS - 1) / PLAYLISTS);
  }
}
