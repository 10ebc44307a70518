package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.TensorNames;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What listeners' memories add to logits on a device: {@link MemoryTerms} there. Works on one block
 * of positions after the other, first {@link #add}, then {@link #addGradients}. One thread at a
 * time.
 */
final class CudaMemory {

  private static final int THREADS = 256;

  private final CudaQueue queue;
  private final CudaParameters parameters;
  private final Optional<ZoneId> clock;
  private final int count;
  private final MemoryFeatures features;
  private final CudaMemoryFeatures read = new CudaMemoryFeatures();
  private final CudaScratch scratch;
  private CudaMemoryFeatures.@Nullable Uploaded memories;

  /**
   * Creates the terms.
   *
   * @param parameters which have their weights
   */
  CudaMemory(CudaQueue queue, Architecture architecture, CudaParameters parameters) {
    this.queue = queue;
    this.parameters = parameters;
    this.clock = architecture.clock();
    this.count = MemoryFeatures.count(architecture.skips());
    this.features = new MemoryFeatures(architecture.skips());
    this.scratch = new CudaScratch(queue);
  }

  /** Begins a chunk. */
  void begin(CudaChunk chunk) {
    if (chunk.packed().starts()) {
      chunk.packed().memories().rewind();
    }
    if (clock.isPresent()) {
      DeviceArray gradient = parameters.gradient(TensorNames.MEMORY_CLOCK).values();
      queue.clear(gradient, gradient.length());
    }
  }

  /**
   * Reads the memories at the positions of the next block, and adds the terms to its logits.
   *
   * @param input {@code [outputs + 1, positions]}: of the block, a row of ones last
   * @param rows the rows of songs in the logits, or beyond; -1 for none
   */
  void add(
      CudaChunk chunk,
      CudaUploads uploads,
      CudaLogits block,
      DeviceMatrix input,
      UnaryOperator<int[]> rows) {
    read.begin(block.positions());
    for (int position = 0; position < block.positions(); position++) {
      chunk.packed().memories().next(features, clock);
      int target = chunk.packed().targets()[block.first() + position];
      read.read(position, features, rows, block.songs(), target);
    }
    memories = read.send(uploads);
    add(memories, weights(memories, input), block);
  }

  /** {@code [features, positions]}. */
  private DeviceMatrix weights(CudaMemoryFeatures.Uploaded at, DeviceMatrix input) {
    DeviceMatrix weights = scratch.reserve(count, input.columns());
    queue.launch(
        "memoryWeights",
        input.columns(),
        THREADS,
        parameters.values(TensorNames.MEMORY_BIAS).values(),
        clock.isPresent() ? parameters.values(TensorNames.MEMORY_CLOCK).values() : DeviceArray.NONE,
        at.clockFrom(),
        at.clockRows(),
        count,
        weights.values());
    DeviceMatrix ofInput = parameters.values(TensorNames.MEMORY_WEIGHTS);
    queue.multiply(true, ofInput, false, input.rows(0, ofInput.rows()), 1, weights);
    return weights;
  }

  private void add(CudaMemoryFeatures.Uploaded at, DeviceMatrix weights, CudaLogits block) {
    queue.launch(
        "addMemory",
        block.positions(),
        THREADS,
        weights.values(),
        count,
        at.from(),
        at.skips(),
        at.rows(),
        at.classes(),
        at.traces(),
        block.values().values(),
        block.values().stride(),
        block.songs(),
        block.targets(),
        block.own());
  }

  /**
   * Computes the gradients of the parameters and adds to those of blocks before; adds to the
   * gradient of the input.
   *
   * @param block which {@link #add} has added to, now gradients
   * @param input of {@link #add}
   * @param inputGradient {@code [outputs, positions]}, added to
   */
  void addGradients(CudaLogits block, DeviceMatrix input, DeviceMatrix inputGradient) {
    if (memories == null) {
      throw new IllegalStateException("no logits were added to");
    }
    DeviceMatrix gradients = scratch.reserve(count, block.positions());
    gradients(memories, block, gradients);
    if (clock.isPresent()) {
      addClockGradients(memories, gradients);
    }
    float beta = block.first() == 0 ? 0 : 1;
    int outputs = inputGradient.rows();
    DeviceMatrix ones = input.rows(outputs, outputs + 1);
    DeviceMatrix bias = parameters.gradient(TensorNames.MEMORY_BIAS);
    queue.multiply(false, gradients, true, ones, beta, bias);
    DeviceMatrix weights = parameters.gradient(TensorNames.MEMORY_WEIGHTS);
    queue.multiply(false, input.rows(0, outputs), true, gradients, beta, weights);
    DeviceMatrix values = parameters.values(TensorNames.MEMORY_WEIGHTS);
    queue.multiply(false, values, false, gradients, 1, inputGradient);
  }

  private void gradients(CudaMemoryFeatures.Uploaded at, CudaLogits block, DeviceMatrix gradients) {
    queue.launch(
        "memoryGradients",
        block.positions(),
        THREADS,
        block.values().values(),
        block.values().stride(),
        block.songs(),
        block.targets(),
        block.own(),
        at.from(),
        at.skips(),
        at.rows(),
        at.classes(),
        at.traces(),
        count,
        gradients.values());
  }

  private void addClockGradients(CudaMemoryFeatures.Uploaded at, DeviceMatrix gradients) {
    CudaChunk.Groups groups = at.byClockRow();
    if (groups.count() > 0) {
      queue.launch(
          "addClockGradients",
          groups.count(),
          THREADS,
          gradients.values(),
          count,
          groups.keys(),
          groups.from(),
          groups.places(),
          at.clockPositions(),
          parameters.gradient(TensorNames.MEMORY_CLOCK).values());
    }
  }
}
