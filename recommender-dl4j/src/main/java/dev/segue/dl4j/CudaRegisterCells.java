package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceMatrix;

/**
 * Cells of layers whose recurrent weights fit the registers of a multiprocessor: all steps of a
 * chunk in one launch.
 */
final class CudaRegisterCells implements CudaCells {

  static final int MAX_SIZE = 128;

  private final CudaQueue queue;
  private final int size;
  private final int multiprocessors;

  /** Creates cells; see {@link CudaCells#of}. */
  CudaRegisterCells(CudaQueue queue, int size, int multiprocessors) {
    this.queue = queue;
    this.size = size;
    this.multiprocessors = multiprocessors;
  }

  /** Returns the line that makes the kernels of layers of a size. */
  static String kernels(int size) {
    return "LSTM_CELLS(" + size + ")";
  }

  @Override
  public void forward(CudaChunk chunk, Arrays arrays, DeviceMatrix output) {
    int playlists = playlistsPerBlock(chunk);
    queue.launch(
        "lstmForward" + size + "x" + playlists,
        blocks(chunk, playlists),
        4 * size,
        arrays.recurrentWeights().values(),
        arrays.bias().values(),
        arrays.gates().values(),
        arrays.cells().values(),
        arrays.before().values(),
        arrays.before().stride(),
        output.values(),
        output.stride(),
        arrays.hiddenStart(),
        arrays.cellStart(),
        arrays.hiddenEnd(),
        arrays.cellEnd(),
        chunk.counts(),
        chunk.packed().steps());
  }

  @Override
  public void backward(CudaChunk chunk, Arrays arrays, DeviceMatrix outputGradient) {
    int playlists = playlistsPerBlock(chunk);
    queue.launch(
        "lstmBackward" + size + "x" + playlists,
        blocks(chunk, playlists),
        4 * size,
        arrays.recurrentWeights().values(),
        arrays.gates().values(),
        arrays.cells().values(),
        arrays.cellStart(),
        outputGradient.values(),
        outputGradient.stride(),
        chunk.counts(),
        chunk.offsets(),
        chunk.packed().steps());
  }

  /** One while every block can have a multiprocessor; more if they would have to queue. */
  private int playlistsPerBlock(CudaChunk chunk) {
    int playlists = chunk.packed().counts()[0];
    return playlists <= multiprocessors ? 1 : playlists <= 2 * multiprocessors ? 2 : 4;
  }

  private static int blocks(CudaChunk chunk, int playlistsPerBlock) {
    return (chunk.packed().counts()[0] + playlistsPerBlock - 1) / playlistsPerBlock;
  }
}
