package dev.segue.dl4j;

import dev.segue.dl4j.LayerParameter.Start;
import dev.segue.lstm.network.ClockRows;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds the vectors of the time for which the next song is asked, of its hour, day and minutes, to
 * the output of the network: {@code y = x + sum of clock[row]}.
 */
final class ClockLayer extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String TABLE = "clock";

  private transient Matrix output;
  private transient Matrix vectors;

  private ClockLayer(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    output = Matrix.zeros(dataType, param(TABLE).rows(), 1);
    vectors = Matrix.zeros(dataType, param(TABLE).rows(), 1);
  }

  @Override
  Matrix forward(Matrix input) {
    output = output.reserve(input.columns());
    vectors = vectors.reserve(input.columns());
    Matrix result = output.columns(0, input.columns());
    Matrix added = vectors.columns(0, input.columns());
    kernels.copy(input, result);
    for (int[] rows : chunk().clock()) {
      kernels.gather(param(TABLE), rows, added);
      kernels.add(added, result);
    }
    return result;
  }

  @Override
  Matrix backward(Matrix outputGradient) {
    kernels.clear(gradient(TABLE));
    for (int[] rows : chunk().clock()) {
      kernels.scatter(outputGradient, rows, gradient(TABLE));
    }
    return outputGradient;
  }

  /** {@code clock [size, rows]}. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int size;

    Conf(int size) {
      super(TABLE);
      this.size = size;
    }

    @Override
    List<LayerParameter> parameters() {
      return List.of(LayerParameter.of(TABLE, TABLE, size, ClockRows.COUNT, Start.ZERO));
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new ClockLayer(conf, paramsView, type);
    }
  }
}
