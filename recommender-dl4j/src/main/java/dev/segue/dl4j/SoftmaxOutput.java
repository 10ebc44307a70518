package dev.segue.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The last layer: a softmax over all songs. Loss and gradients come of one pass over the positions,
 * in blocks small enough for the cache, so that memory grows neither with the chunk nor with
 * labels.
 */
final class SoftmaxOutput extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String WEIGHTS = "W";
  static final String BIAS = "b";

  /** Of 16, 32, 64, 128 and 256 the fastest with 9,775 songs. */
  private static final int POSITIONS_PER_BLOCK = 64;

  private final transient ColumnBuffer logits;
  private final transient ColumnBuffer inputGradient;
  private transient double gradientScale = 1;
  private transient double loss;

  private SoftmaxOutput(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    logits = new ColumnBuffer(dataType, param(WEIGHTS).columns());
    logits.reserve(POSITIONS_PER_BLOCK);
    inputGradient = new ColumnBuffer(dataType, param(WEIGHTS).rows());
  }

  /** Sets the factor of the gradients: one over what the summed loss is to be divided by. */
  void gradientScale(double scale) {
    gradientScale = scale;
  }

  /** The sum of the losses of the last backward pass, in nats. */
  double loss() {
    return loss;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(@Nullable INDArray none, LayerWorkspaceMgr mgr) {
    PackedChunk chunk = chunk();
    INDArray weights = param(WEIGHTS);
    INDArray weightGradient = gradient(WEIGHTS);
    gradient(BIAS).assign(0);
    inputGradient.reserve(chunk.positions());
    loss = 0;
    for (int from = 0; from < chunk.positions(); from += POSITIONS_PER_BLOCK) {
      int to = Math.min(from + POSITIONS_PER_BLOCK, chunk.positions());
      INDArray block = logits.columns(0, to - from);
      INDArray hidden = ColumnBuffer.columns(input, from, to);
      Nd4j.gemm(weights, hidden, block, true, false, 1, 0);
      loss +=
          kernels.softmax(block, param(BIAS), chunk.targets(), from, gradientScale, gradient(BIAS));
      Nd4j.gemm(hidden, block, weightGradient, false, true, 1, from == 0 ? 0 : 1);
      Nd4j.gemm(weights, block, inputGradient.columns(from, to), false, false, 1, 0);
    }
    return backward(inputGradient.columns(0, chunk.positions()));
  }

  /** The softmax belongs to the loss: there is nothing to pass on. */
  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return input;
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
