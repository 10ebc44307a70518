package dev.segue.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
 * hidden state of the playlists that still play. The state at the end of a chunk is carried into
 * the next one, the gradient is cut there (truncated backpropagation through time).
 */
final class PackedLstm extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String INPUT_WEIGHTS = "W";
  static final String RECURRENT_WEIGHTS = "U";
  static final String BIAS = "b";

  private final transient int size;

  /** {@code [4 size, positions]}: activations of the gates; after the backward pass gradients. */
  private final transient ColumnBuffer gates;

  /** {@code [size, counts[0] + positions]}: the state before the chunk, then at each position. */
  private final transient ColumnBuffer hidden;

  private final transient ColumnBuffer cells;
  private final transient ColumnBuffer cellGradient;
  private final transient ColumnBuffer inputGradient;

  private PackedLstm(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    size = param(RECURRENT_WEIGHTS).columns();
    gates = new ColumnBuffer(dataType, 4L * size);
    hidden = new ColumnBuffer(dataType, size);
    cells = new ColumnBuffer(dataType, size);
    cellGradient = new ColumnBuffer(dataType, size);
    inputGradient = new ColumnBuffer(dataType, param(INPUT_WEIGHTS).columns());
  }

  @Override
  void begin(PackedChunk next) {
    carry(hidden, next);
    carry(cells, next);
    super.begin(next);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    PackedChunk chunk = chunk();
    gates.reserve(chunk.positions());
    INDArray sums = gates.columns(0, chunk.positions());
    Nd4j.gemm(param(INPUT_WEIGHTS), input, sums, false, false, 1, 0);
    sums.addiColumnVector(param(BIAS));
    int from = 0;
    int before = 0;
    int after = chunk.counts()[0];
    for (int step = 0; step < chunk.steps(); step++) {
      int playing = chunk.counts()[step];
      INDArray stepGates = gates.columns(from, from + playing);
      INDArray hiddenBefore = hidden.columns(before, before + playing);
      Nd4j.gemm(param(RECURRENT_WEIGHTS), hiddenBefore, stepGates, false, false, 1, 1);
      kernels.cellForward(
          stepGates,
          cells.columns(before, before + playing),
          cells.columns(after, after + playing),
          hidden.columns(after, after + playing));
      from += playing;
      before = after;
      after += playing;
    }
    return hidden.columns(chunk.counts()[0], after);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr mgr) {
    PackedChunk chunk = chunk();
    int playingFirst = chunk.counts()[0];
    cellGradient.reserve(playingFirst);
    cellGradient.columns(0, playingFirst).assign(0);
    INDArray recurrentGradient = gradient(RECURRENT_WEIGHTS);
    int to = chunk.positions();
    for (int step = chunk.steps() - 1; step >= 0; step--) {
      int playing = chunk.counts()[step];
      int from = to - playing;
      int beforeFrom = step == 0 ? 0 : playingFirst + from - chunk.counts()[step - 1];
      INDArray stepGates = gates.columns(from, to);
      kernels.cellBackward(
          stepGates,
          cells.columns(beforeFrom, beforeFrom + playing),
          cells.columns(playingFirst + from, playingFirst + to),
          ColumnBuffer.columns(epsilon, from, to),
          cellGradient.columns(0, playing));
      boolean last = step == chunk.steps() - 1;
      INDArray hiddenBefore = hidden.columns(beforeFrom, beforeFrom + playing);
      Nd4j.gemm(stepGates, hiddenBefore, recurrentGradient, false, true, 1, last ? 0 : 1);
      if (step > 0) {
        int earlier = from - chunk.counts()[step - 1];
        INDArray epsilonBefore = ColumnBuffer.columns(epsilon, earlier, earlier + playing);
        Nd4j.gemm(param(RECURRENT_WEIGHTS), stepGates, epsilonBefore, true, false, 1, 1);
      }
      to = from;
    }
    INDArray sums = gates.columns(0, chunk.positions());
    Nd4j.gemm(sums, input, gradient(INPUT_WEIGHTS), false, true, 1, 0);
    gradient(BIAS).assign(sums.sum(true, 1));
    inputGradient.reserve(chunk.positions());
    INDArray result = inputGradient.columns(0, chunk.positions());
    Nd4j.gemm(param(INPUT_WEIGHTS), sums, result, true, false, 1, 0);
    return backward(result);
  }

  /**
   * Puts the state before the next chunk into the first columns: zero, or that of the last step.
   */
  private void carry(ColumnBuffer states, PackedChunk next) {
    int playing = next.counts()[0];
    if (next.starts()) {
      states.reserve(playing + next.positions());
      states.columns(0, playing).assign(0);
    } else {
      PackedChunk last = chunk();
      int lastStep = last.counts()[0] + last.positions() - last.counts()[last.steps() - 1];
      INDArray carried = states.columns(lastStep, lastStep + playing).dup('f');
      states.reserve(playing + next.positions());
      states.columns(0, playing).assign(carried);
    }
  }

  /** {@code W [4 size, inputs]}, {@code U [4 size, size]} and {@code b [4 size, 1]}. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int inputs;
    private final int size;

    Conf(String name, int inputs, int size) {
      super(name);
      this.inputs = inputs;
      this.size = size;
    }

    @Override
    Map<String, long[]> shapes() {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      shapes.put(INPUT_WEIGHTS, new long[] {4L * size, inputs});
      shapes.put(RECURRENT_WEIGHTS, new long[] {4L * size, size});
      shapes.put(BIAS, new long[] {4L * size, 1});
      return shapes;
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new PackedLstm(conf, paramsView, type);
    }
  }
}
