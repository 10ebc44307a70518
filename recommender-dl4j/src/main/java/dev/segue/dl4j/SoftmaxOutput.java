package dev.segue.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The last layer: a softmax over all songs. Loss and gradients come of one pass over the positions,
 * in blocks small enough for the cache, so that memory grows neither with the chunk nor with
 * labels.
 */
final class SoftmaxOutput extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String WEIGHTS = "W";
  static final String BIAS = "b";

  /** Fewer are slower, more take more memory and were no faster (docs/performance.md). */
  private static final int POSITIONS_PER_BLOCK = 64;

  private final transient Matrix logits;
  private transient Matrix inputGradient;
  private transient double gradientScale = 1;
  private transient double loss;

  private SoftmaxOutput(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    logits = Matrix.zeros(dataType, param(WEIGHTS).columns(), POSITIONS_PER_BLOCK);
    inputGradient = Matrix.zeros(dataType, param(WEIGHTS).rows(), 1);
  }

  /** Sets the factor of the gradients: one over what the summed loss is to be divided by. */
  void gradientScale(double scale) {
    gradientScale = scale;
  }

  /** The sum of the losses of the last backward pass, in nats. */
  double loss() {
    return loss;
  }

  /** The softmax belongs to the loss: its input is passed on. */
  @Override
  Matrix forward(Matrix input) {
    return input;
  }

  /** Takes the layer's input, which {@link #forward} has passed on. */
  @Override
  Matrix backward(Matrix input) {
    PackedChunk chunk = chunk();
    Matrix weights = param(WEIGHTS);
    kernels.clear(gradient(BIAS));
    inputGradient = inputGradient.reserve(chunk.positions());
    loss = 0;
    for (int from = 0; from < chunk.positions(); from += POSITIONS_PER_BLOCK) {
      int to = Math.min(from + POSITIONS_PER_BLOCK, chunk.positions());
      Matrix block = logits.columns(0, to - from);
      Matrix hidden = input.columns(from, to);
      kernels.multiply(true, weights, false, hidden, 0, block);
      loss +=
          kernels.softmax(block, param(BIAS), chunk.targets(), from, gradientScale, gradient(BIAS));
      kernels.multiply(false, hidden, true, block, from == 0 ? 0 : 1, gradient(WEIGHTS));
      kernels.multiply(false, weights, false, block, 0, inputGradient.columns(from, to));
    }
    return inputGradient.columns(0, chunk.positions());
  }

  /** {@code W [size, songs]} and {@code b [songs, 1]}. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int size;
    private final int songs;

    Conf(int size, int songs) {
      super("output");
      this.size = size;
      this.songs = songs;
    }

    @Override
    Map<String, long[]> shapes() {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      shapes.put(WEIGHTS, new long[] {size, songs});
      shapes.put(BIAS, new long[] {songs, 1});
      return shapes;
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new SoftmaxOutput(conf, paramsView, type);
    }
  }
}
