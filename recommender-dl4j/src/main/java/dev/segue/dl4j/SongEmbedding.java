package dev.segue.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The first layer: looks up the vector of the song at each position. */
final class SongEmbedding extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String TABLE = "embedding";

  private final transient ColumnBuffer vectors;

  private SongEmbedding(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    vectors = new ColumnBuffer(dataType, param(TABLE).rows());
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    vectors.reserve(chunk().positions());
    INDArray result = vectors.columns(0, chunk().positions());
    kernels.gather(param(TABLE), chunk().songs(), result);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr mgr) {
    kernels.scatter(epsilon, chunk().songs(), gradient(TABLE));
    return backward(null);
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
