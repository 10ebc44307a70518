package dev.segue.dl4j;

import dev.segue.lstm.network.TensorNames;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM layer without peepholes (Gers, Schmidhuber and Cummins, "Learning to Forget", Neural
 * Computation 12(10), 2000): with the gates input, forget, output and candidate,
 *
 * <pre>
 * i, f, o = sigmoid(W x + U h + b)    g = tanh(W x + U h + b)
 * c = f c + i g                       h = o tanh(c)
 * </pre>
 *
 * <p>The sums over the input are one product for all positions; each step adds the product with the
 * hidden state of the playlists that have not ended. The state at the end of a chunk is carried
 * into the next one; the gradient is not (truncated backpropagation through time). A residual layer
 * adds its input to its output (He et al., "Deep Residual Learning", CVPR 2016).
 */
final class PackedLstm extends PackedLayer {

  private static final long serialVersionUID = 1;

  private final transient String inputWeights;
  private final transient String recurrentWeights;
  private final transient String bias;
  private final transient int size;
  private final transient Dropout dropout;
  private final transient boolean residual;

  /** {@code [4 size, positions]}: activations of the gates; after the backward pass, gradients. */
  private transient Matrix gates;

  private final transient PackedStates hidden;
  private final transient PackedStates cells;
  private transient Matrix cellGradient;
  private transient Matrix inputGradient;
  private transient Matrix chunkInput;
  private transient Matrix output;
  private transient Matrix passedOn;

  private PackedLstm(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    Conf layer = (Conf) conf.getLayer();
    inputWeights = TensorNames.inputWeights(layer.number);
    recurrentWeights = TensorNames.recurrentWeights(layer.number);
    bias = TensorNames.lstmBias(layer.number);
    size = param(recurrentWeights).columns();
    dropout = new Dropout(0, layer.dropout, size, dataType, matrices);
    residual = layer.residual;
    output = Matrix.zeros(dataType, size, 1);
    passedOn = Matrix.zeros(dataType, size, 1);
    gates = Matrix.zeros(dataType, 4 * size, 1);
    hidden = new PackedStates(size, dataType, matrices);
    cells = new PackedStates(size, dataType, matrices);
    cellGradient = Matrix.zeros(dataType, size, 1);
    inputGradient = Matrix.zeros(dataType, param(inputWeights).columns(), 1);
    chunkInput = inputGradient;
  }

  @Override
  void random(SplittableRandom random) {
    dropout.random(random);
  }

  @Override
  void begin(PackedChunk next) {
    hidden.begin(next);
    cells.begin(next);
    super.begin(next);
  }

  @Override
  Matrix forward(Matrix input) {
    PackedChunk chunk = chunk();
    chunkInput = input;
    gates = gates.reserve(chunk.positions());
    Matrix sums = gates.columns(0, chunk.positions());
    matrices.fillColumns(param(bias), sums);
    matrices.multiply(false, param(inputWeights), false, input, 1, sums);
    int[] offsets = chunk.offsets();
    for (int step = 0; step < chunk.steps(); step++) {
      Matrix stepGates = gates.columns(offsets[step], offsets[step] + chunk.counts()[step]);
      matrices.multiply(false, param(recurrentWeights), false, hidden.before(step), 1, stepGates);
      kernels.cells().forward(stepGates, cells.before(step), cells.after(step), hidden.after(step));
    }
    Matrix result = dropout.forward(hidden.after());
    return residual ? sum(result, input) : result;
  }

  private Matrix sum(Matrix a, Matrix b) {
    output = output.reserve(a.columns());
    Matrix sum = output.columns(0, a.columns());
    matrices.copy(a, sum);
    matrices.add(b, sum);
    return sum;
  }

  @Override
  Matrix backward(Matrix outputGradient) {
    PackedChunk chunk = chunk();
    if (residual) {
      passedOn = passedOn.reserve(chunk.positions());
      matrices.copy(outputGradient, passedOn.columns(0, chunk.positions()));
    }
    dropout.backward(outputGradient);
    cellGradient = cellGradient.reserve(chunk.counts()[0]);
    matrices.clear(cellGradient);
    Matrix recurrentGradient = gradient(recurrentWeights);
    int[] offsets = chunk.offsets();
    for (int step = chunk.steps() - 1; step >= 0; step--) {
      int playing = chunk.counts()[step];
      int to = offsets[step] + playing;
      Matrix stepGates = gates.columns(offsets[step], to);
      kernels
          .cells()
          .backward(
              stepGates,
              cells.before(step),
              cells.after(step),
              outputGradient.columns(offsets[step], to),
              cellGradient.columns(0, playing));
      boolean last = step == chunk.steps() - 1;
      matrices.multiply(
          false, stepGates, true, hidden.before(step), last ? 0 : 1, recurrentGradient);
      if (step > 0) {
        int earlier = offsets[step - 1];
        Matrix gradientBefore = outputGradient.columns(earlier, earlier + playing);
        matrices.multiply(true, param(recurrentWeights), false, stepGates, 1, gradientBefore);
      }
    }
    Matrix sums = gates.columns(0, chunk.positions());
    matrices.multiply(false, sums, true, chunkInput, 0, gradient(inputWeights));
    matrices.sumColumns(sums, gradient(bias));
    inputGradient = inputGradient.reserve(chunk.positions());
    Matrix result = inputGradient.columns(0, chunk.positions());
    matrices.multiply(true, param(inputWeights), false, sums, 0, result);
    if (residual) {
      matrices.add(passedOn.columns(0, chunk.positions()), result);
    }
    return result;
  }

  /** The configuration of the layer. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int number;
    private final boolean residual;
    private final double dropout;

    /**
     * Creates the configuration.
     *
     * @param number of the layer, from 0
     */
    Conf(TrainingArchitecture training, int number) {
      super("lstm." + number, NetworkParameters.lstm(training.network(), number));
      this.number = number;
      this.residual = training.network().residual(number);
      this.dropout = training.regularisation().dropout();
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new PackedLstm(conf, paramsView, type);
    }
  }
}
