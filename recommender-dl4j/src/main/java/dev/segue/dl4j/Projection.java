package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Projects the output of the last LSTM layer to the size of song vectors, if embeddings are tied
 * and the two sizes differ: {@code y = W x}.
 */
final class Projection extends PackedLayer {

  private static final long serialVersionUID = 1;

  private transient Matrix chunkInput;
  private transient Matrix output;
  private transient Matrix inputGradient;

  private Projection(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    output = Matrix.zeros(dataType, param(TensorNames.PROJECTION).rows(), 1);
    inputGradient = Matrix.zeros(dataType, param(TensorNames.PROJECTION).columns(), 1);
    chunkInput = inputGradient;
  }

  @Override
  Matrix forward(Matrix input) {
    chunkInput = input;
    output = output.reserve(input.columns());
    Matrix result = output.columns(0, input.columns());
    matrices.multiply(false, param(TensorNames.PROJECTION), false, input, 0, result);
    return result;
  }

  @Override
  Matrix backward(Matrix outputGradient) {
    inputGradient = inputGradient.reserve(outputGradient.columns());
    Matrix result = inputGradient.columns(0, outputGradient.columns());
    matrices.multiply(false, outputGradient, true, chunkInput, 0, gradient(TensorNames.PROJECTION));
    matrices.multiply(true, param(TensorNames.PROJECTION), false, outputGradient, 0, result);
    return result;
  }

  /** The configuration of the layer. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    Conf(Architecture architecture) {
      super("projection", NetworkParameters.projection(architecture));
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new Projection(conf, paramsView, type);
    }
  }
}
