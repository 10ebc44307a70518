package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The layers of a network on a device up to the output layer: embedding, LSTM layers and, if there
 * is one, the projection. One thread at a time.
 */
final class CudaLayers {

  private final CudaQueue queue;
  private final Architecture architecture;
  private final CudaParameters parameters;
  private final CudaSongVectors songs;
  private final List<CudaLstm> lstm = new ArrayList<>();

  /** {@code [last size, positions]}: the output of the LSTM layers, before a projection. */
  private final CudaGrowing last;

  private final CudaGrowing lastGradients;

  /** {@code [outputs + 1, positions]}, filled up to a multiple of 4. */
  private final CudaGrowing outputs;

  /**
   * Creates the layers.
   *
   * @param songs the embedding
   * @param multiprocessors of the device
   */
  CudaLayers(
      CudaQueue queue,
      TrainingArchitecture training,
      CudaParameters parameters,
      CudaSongVectors songs,
      int multiprocessors) {
    this.queue = queue;
    this.architecture = training.network();
    this.parameters = parameters;
    this.songs = songs;
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      lstm.add(new CudaLstm(queue, training, layer, parameters, multiprocessors));
    }
    last = new CudaGrowing(queue, architecture.lastSize());
    lastGradients = new CudaGrowing(queue, architecture.lastSize());
    outputs =
        new CudaGrowing(
            queue, CudaSongVectors.rows(architecture.outputs()), architecture.outputs());
  }

  /** Sets the source of the random choices. */
  void random(SplittableRandom random) {
    lstm.forEach(layer -> layer.random(random.split()));
  }

  /**
   * Computes the output layer's input.
   *
   * @return {@code [outputs + 1, positions]}, filled up to a multiple of 4 rows: after the outputs
   *     a row of ones, then zeros
   */
  DeviceMatrix forward(CudaChunk chunk) {
    songs.forward(chunk, lstm.get(0).input(chunk));
    DeviceMatrix input = outputs.columns(chunk.positions());
    DeviceMatrix output = input.rows(0, architecture.outputs());
    DeviceMatrix end = architecture.projected() ? last.columns(chunk.positions()) : output;
    for (int layer = 0; layer < lstm.size(); layer++) {
      boolean isLast = layer == lstm.size() - 1;
      lstm.get(layer).forward(chunk, isLast ? end : lstm.get(layer + 1).input(chunk));
    }
    if (architecture.projected()) {
      queue.multiply(false, parameters.values(TensorNames.PROJECTION), false, end, 0, output);
    }
    return input;
  }

  /**
   * Computes the gradients of all parameters here.
   *
   * @param outputGradients {@code [outputs, positions]}: those of {@link #forward}; changed
   */
  void backward(CudaChunk chunk, DeviceMatrix outputGradients) {
    DeviceMatrix gradients = outputGradients;
    if (architecture.projected()) {
      DeviceMatrix weights = parameters.values(TensorNames.PROJECTION);
      DeviceMatrix end = last.columns(chunk.positions());
      gradients = lastGradients.columns(chunk.positions());
      queue.multiply(
          false, outputGradients, true, end, 0, parameters.gradient(TensorNames.PROJECTION));
      queue.multiply(true, weights, false, outputGradients, 0, gradients);
    }
    for (int layer = lstm.size() - 1; layer >= 0; layer--) {
      lstm.get(layer).backward(chunk, gradients);
      gradients = lstm.get(layer).inputGradient();
    }
    songs.backward(chunk, gradients);
  }
}
