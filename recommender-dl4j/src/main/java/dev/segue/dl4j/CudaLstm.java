package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An LSTM layer in training on a device: {@link PackedLstm} says what it computes.
 *
 * <p>The input, the hidden states before each step and the 1 that biases are multiplied by are rows
 * of one matrix, so that one product gives the gradients of all parameters. Its columns begin at
 * multiples of four numbers, as products are fastest then. One thread at a time.
 */
final class CudaLstm {

  private final CudaQueue queue;
  private final CudaCells cells;
  private final int inputs;
  private final int size;
  private final boolean residual;
  private final CudaDropout dropout;
  private final CudaDropout copy;
  private final DeviceMatrix inputWeights;
  private final DeviceMatrix recurrentWeights;
  private final DeviceMatrix bias;
  private final DeviceMatrix gradients;

  /** {@code [inputs + size + 1, positions]}, and zeros up to a multiple of four rows. */
  private final CudaGrowing columns;

  private final CudaGrowing gates;
  private final CudaGrowing cellStates;
  private final CudaGrowing hidden;
  private final CudaGrowing inputGradient;

  /** States before the chunk, and after it. */
  private States start;

  private States end;
  private @Nullable CudaChunk chunk;

  /** States of playlists: {@code [size, playlists]} each. */
  private record States(CudaGrowing hidden, CudaGrowing cells) {

    States(CudaQueue queue, int size) {
      this(new CudaGrowing(queue, size), new CudaGrowing(queue, size));
    }
  }

  /**
   * Creates a layer.
   *
   * @param layer its number, from 0
   * @param multiprocessors of the device
   */
  CudaLstm(
      CudaQueue queue,
      TrainingArchitecture training,
      int layer,
      CudaParameters parameters,
      int multiprocessors) {
    this(
        queue,
        training,
        layer,
        parameters,
        CudaCells.of(queue, training.network().hiddenSizes().get(layer), multiprocessors));
  }

  /** Creates a layer of the cells. */
  CudaLstm(
      CudaQueue queue,
      TrainingArchitecture training,
      int layer,
      CudaParameters parameters,
      CudaCells cells) {
    Architecture architecture = training.network();
    this.queue = queue;
    this.cells = cells;
    inputWeights = parameters.values(TensorNames.inputWeights(layer));
    recurrentWeights = parameters.values(TensorNames.recurrentWeights(layer));
    bias = parameters.values(TensorNames.lstmBias(layer));
    inputs = inputWeights.columns();
    size = recurrentWeights.columns();
    gradients = gradients(parameters, layer);
    residual = architecture.residual(layer);
    dropout = new CudaDropout(queue, 0, training.regularisation().dropout());
    copy = new CudaDropout(queue, 0, 0);
    columns = new CudaGrowing(queue, (inputs + size + 1 + 3) / 4 * 4, inputs + size);
    gates = new CudaGrowing(queue, 4 * size);
    cellStates = new CudaGrowing(queue, size);
    hidden = new CudaGrowing(queue, size);
    inputGradient = new CudaGrowing(queue, inputs);
    start = new States(queue, size);
    end = new States(queue, size);
  }

  /** The gradients of all parameters, which lie one after another, as one matrix. */
  private DeviceMatrix gradients(CudaParameters parameters, int layer) {
    DeviceMatrix first = parameters.gradient(TensorNames.inputWeights(layer));
    DeviceMatrix last = parameters.gradient(TensorNames.lstmBias(layer));
    int all = inputs + size + 1;
    DeviceArray values = new DeviceArray(first.values().address(), 4L * size * all);
    if (!values.from(4L * size * (all - 1)).equals(last.values())) {
      throw new IllegalStateException("the parameters of a layer must lie one after another");
    }
    return DeviceMatrix.of(values, 4 * size, all);
  }

  /** Sets the source of dropout's masks. */
  void random(SplittableRandom random) {
    dropout.random(random);
  }

  /** {@code [inputs, positions]}: where the input of a chunk has to be written. */
  DeviceMatrix input(CudaChunk next) {
    return columns.columns(next.positions()).rows(0, inputs);
  }

  /**
   * Computes the output for the input that was written, and carries the state on.
   *
   * @param output {@code [size, positions]}, filled
   */
  void forward(CudaChunk next, DeviceMatrix output) {
    begin(next);
    DeviceMatrix input = input(next);
    queue.multiply(false, inputWeights, false, input, 0, gates.columns(next.positions()));
    if (!residual && !dropout.drops()) {
      cells.forward(next, arrays(next), output);
      return;
    }
    DeviceMatrix states = hidden.columns(next.positions());
    cells.forward(next, arrays(next), states);
    dropout.forward(states, output, residual ? input : null);
  }

  /** Takes the state before the chunk: that after the one before. */
  private void begin(CudaChunk next) {
    boolean starts = next.packed().starts();
    if (!starts && chunk == null) {
      throw new IllegalStateException("the first chunk must start its playlists");
    }
    States before = start;
    start = end;
    end = before;
    chunk = next;
  }

  private CudaCells.Arrays arrays(CudaChunk of) {
    int positions = of.positions();
    int playlists = of.packed().counts()[0];
    boolean starts = of.packed().starts();
    return new CudaCells.Arrays(
        recurrentWeights,
        bias,
        gates.columns(positions),
        cellStates.columns(positions),
        columns.columns(positions).rows(inputs, inputs + size),
        starts ? DeviceArray.NONE : start.hidden.columns(playlists).values(),
        starts ? DeviceArray.NONE : start.cells.columns(playlists).values(),
        end.hidden.columns(playlists).values(),
        end.cells.columns(playlists).values());
  }

  /**
   * Computes the gradients of the parameters and of the input, after the forward pass of the same
   * chunk.
   *
   * @param outputGradient {@code [size, positions]}, overwritten
   */
  void backward(CudaChunk of, DeviceMatrix outputGradient) {
    DeviceMatrix toInput = inputGradient.columns(of.positions());
    if (residual) {
      copy.forward(outputGradient, toInput, null);
    }
    dropout.backward(outputGradient);
    CudaCells.Arrays arrays = arrays(of);
    cells.backward(of, arrays, outputGradient);
    DeviceMatrix sums = arrays.gates();
    DeviceMatrix factors = columns.columns(of.positions()).rows(0, inputs + size + 1);
    queue.multiply(false, sums, true, factors, 0, gradients);
    queue.multiply(true, inputWeights, false, sums, residual ? 1 : 0, toInput);
  }

  /** {@code [inputs, positions]}: the gradients of the input, after {@link #backward}. */
  DeviceMatrix inputGradient() {
    if (chunk == null) {
      throw new IllegalStateException("backward must be called first");
    }
    return inputGradient.columns(chunk.positions());
  }
}
