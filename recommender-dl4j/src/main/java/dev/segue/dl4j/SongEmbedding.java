package dev.segue.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The first layer: looks up the vector of the song at each position. */
final class SongEmbedding extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String TABLE = "embedding";

  private transient Matrix vectors;

  private SongEmbedding(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    vectors = Matrix.zeros(dataType, param(TABLE).rows(), 1);
  }

  @Override
  Matrix forward(Matrix input) {
    vectors = vectors.reserve(chunk().positions());
    Matrix result = vectors.columns(0, chunk().positions());
    kernels.gather(param(TABLE), chunk().songs(), result);
    return result;
  }

  @Override
  Matrix backward(Matrix outputGradient) {
    kernels.clear(gradient(TABLE));
    kernels.scatter(outputGradient, chunk().songs(), gradient(TABLE));
    return outputGradient;
  }

  /** {@code embedding [size, songs]}. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int songs;
    private final int size;

    Conf(int songs, int size) {
      super("embedding");
      this.songs = songs;
      this.size = size;
    }

    @Override
    Map<String, long[]> shapes() {
      return Map.of(TABLE, new long[] {size, songs});
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new SongEmbedding(conf, paramsView, type);
    }
  }
}
