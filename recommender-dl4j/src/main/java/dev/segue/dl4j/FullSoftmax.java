package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.TensorNames;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The output layer with a softmax over all songs. */
final class FullSoftmax extends OutputLayer {

  private static final long serialVersionUID = 1;

  private final transient Matrix logits;

  /** {@code [recency][groups][songs]}. */
  private final transient List<int[][]> members;

  FullSoftmax(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    logits = Matrix.zeros(dataType, ((Conf) conf.getLayer()).songs(), POSITIONS_PER_BLOCK);
    members = recency().stream().map(each -> each.members(logits.rows())).toList();
  }

  @Override
  double lossAndGradient(int first, Matrix input, Matrix inputGradient) {
    Matrix weights = param(TensorNames.OUTPUT_WEIGHTS);
    Matrix block = logits.columns(0, input.columns());
    matrices.multiply(true, weights, false, input, 0, block);
    addRecency(members, chunk().recent(), first, block);
    MemoryTerms memory = memory();
    int[][] remembered = {};
    if (memory != null) {
      memory.forward(input);
      remembered =
          Arrays.stream(memory.features()).map(MemoryFeatures::songs).toArray(int[][]::new);
      memory.add(remembered, block);
    }
    double loss =
        kernels
            .softmax()
            .full(
                block,
                biases().values(),
                chunk().targets(),
                first,
                gradientScale(),
                smoothing(),
                gradient(TensorNames.OUTPUT_BIAS));
    addRecencyGradients(members, chunk().recent(), first, block);
    matrices.multiply(
        false, input, true, block, first == 0 ? 0 : 1, gradient(TensorNames.OUTPUT_WEIGHTS));
    matrices.multiply(false, weights, false, block, 0, inputGradient);
    if (memory != null) {
      memory.addGradients(remembered, block);
      memory.backward(input, inputGradient);
    }
    return loss;
  }
}
