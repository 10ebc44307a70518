package dev.segue.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The last layer with a probability for every song. */
final class FullSoftmax extends OutputLayer {

  private static final long serialVersionUID = 1;

  private final transient Matrix logits;

  FullSoftmax(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    logits = Matrix.zeros(dataType, ((Conf) conf.getLayer()).songs(), POSITIONS_PER_BLOCK);
  }

  @Override
  double differentiate(int first, Matrix input, Matrix inputGradient) {
    Matrix weights = param(WEIGHTS);
    Matrix block = logits.columns(0, input.columns());
    kernels.multiply(true, weights, false, input, 0, block);
    if (recency()) {
      kernels.addRecency(param(RECENCY), chunk().recent(), first, block);
    }
    double loss =
        kernels.softmax(
            block,
            param(BIAS),
            chunk().targets(),
            first,
            gradientScale(),
            smoothing(),
            gradient(BIAS));
    if (recency()) {
      kernels.addRecencyGradients(block, chunk().recent(), first, gradient(RECENCY));
    }
    kernels.multiply(false, input, true, block, first == 0 ? 0 : 1, gradient(WEIGHTS));
    kernels.multiply(false, weights, false, block, 0, inputGradient);
    return loss;
  }
}
