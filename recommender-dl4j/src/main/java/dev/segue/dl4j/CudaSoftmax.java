package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;
import dev.segue.lstm.network.Architecture;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The output layer with a softmax over all songs, on a device: {@link FullSoftmax} there. Positions
 * are processed in blocks, so that memory does not grow with the chunk. One thread at a time.
 */
final class CudaSoftmax implements CudaOutput {

  /** How many logits there are at once by default: 1 GiB. */
  static final long MOST_LOGITS = 1 << 28;

  private final CudaQueue queue;
  private final int songs;
  private final int outputs;
  private final double smoothing;
  private final long mostLogits;
  private final CudaRecency recency;
  private final List<CudaRecency.Members> members;
  private final @Nullable CudaMemory memory;
  private final CudaScratch logits;

  /**
   * Creates the layer.
   *
   * @param parameters which have the weights of recency and memory
   */
  CudaSoftmax(CudaQueue queue, TrainingArchitecture training, CudaParameters parameters) {
    this(queue, training, parameters, MOST_LOGITS);
  }

  /**
   * Creates a layer with blocks of another size.
   *
   * @param mostLogits how many logits there may be at once, unless one position has more
   */
  CudaSoftmax(
      CudaQueue queue, TrainingArchitecture training, CudaParameters parameters, long mostLogits) {
    Architecture architecture = training.network();
    this.queue = queue;
    this.songs = architecture.songs();
    this.outputs = architecture.outputs();
    this.smoothing = training.regularisation().labelSmoothing();
    this.mostLogits = mostLogits;
    recency = new CudaRecency(queue, architecture.recency(), parameters);
    members =
        architecture.recency().stream()
            .map(each -> CudaRecency.Members.of(each, songs, this::upload))
            .toList();
    memory = architecture.memory() ? new CudaMemory(queue, architecture, parameters) : null;
    logits = new CudaScratch(queue);
  }

  private DeviceArray upload(int[] numbers) {
    HostArray host = queue.allocateHost(Math.max(1, numbers.length));
    host.ints().put(numbers);
    DeviceArray device = queue.allocate(host.length());
    queue.upload(host, device, host.length());
    queue.free(host);
    return device;
  }

  @Override
  public void lossAndGradient(
      CudaChunk chunk,
      CudaUploads uploads,
      double scale,
      DeviceMatrix input,
      DeviceMatrix vectors,
      DeviceMatrix vectorGradients,
      DeviceMatrix inputGradient,
      DeviceArray losses) {
    SoftmaxKernel softmax = SoftmaxKernel.full(vectors.columns());
    if (memory != null) {
      memory.begin(chunk);
    }
    int step = (int) Math.max(1, Math.min(chunk.positions(), mostLogits / vectors.columns()));
    for (int first = 0; first < chunk.positions(); first += step) {
      int to = Math.min(first + step, chunk.positions());
      DeviceMatrix y = input.columns(first, to);
      DeviceMatrix gradient = inputGradient.columns(first, to);
      CudaLogits block =
          new CudaLogits(
              first,
              songs,
              logits.reserve(vectors.columns(), to - first),
              chunk.targets().part(first, to),
              DeviceArray.NONE);
      score(chunk, uploads, y, vectors, block);
      softmax.launch(queue, block, DeviceArray.NONE, scale, smoothing, losses.part(first, to));
      recency.addGradients(chunk, members, block);
      queue.multiply(false, y, true, block.values(), first == 0 ? 0 : 1, vectorGradients);
      queue.multiply(false, vectors.rows(0, outputs), false, block.values(), 0, gradient);
      if (memory != null) {
        memory.addGradients(block, y, gradient);
      }
    }
  }

  /**
   * Computes the logits of all positions of a chunk, however many they are.
   *
   * @param input as in {@link #lossAndGradient}
   * @param vectors as there
   * @return {@code [songs8, positions]}, valid until the next call
   */
  DeviceMatrix score(
      CudaChunk chunk, CudaUploads uploads, DeviceMatrix input, DeviceMatrix vectors) {
    if (memory != null) {
      memory.begin(chunk);
    }
    CudaLogits all =
        new CudaLogits(
            0,
            songs,
            logits.reserve(vectors.columns(), chunk.positions()),
            chunk.targets(),
            DeviceArray.NONE);
    score(chunk, uploads, input, vectors, all);
    return all.values();
  }

  private void score(
      CudaChunk chunk,
      CudaUploads uploads,
      DeviceMatrix input,
      DeviceMatrix vectors,
      CudaLogits block) {
    queue.multiply(true, vectors, false, input, 0, block.values());
    recency.add(chunk, members, block);
    if (memory != null) {
      memory.add(chunk, uploads, block, input, UnaryOperator.identity());
    }
  }
}
