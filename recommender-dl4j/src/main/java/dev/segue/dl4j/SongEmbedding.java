package dev.segue.dl4j;

import dev.segue.dl4j.LayerParameter.Start;
import dev.segue.lstm.network.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The embedding layer: looks up the vector of the song, played or skipped, at each position. */
final class SongEmbedding extends PackedLayer {

  private static final long serialVersionUID = 1;

  static final String TABLE = "embedding";
  static final String FEATURES = "features";

  private final transient Dropout dropout;
  private final transient boolean tied;
  private final transient @Nullable SkippedVectors skipped;
  private transient Matrix vectors;

  private SongEmbedding(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    Conf layer = (Conf) conf.getLayer();
    vectors = Matrix.zeros(dataType, layer.size, 1);
    dropout = new Dropout(layer.songDropout, layer.dropout, layer.size, dataType, kernels);
    tied = layer.tied;
    skipped = layer.skips ? new SkippedVectors(this, layer.size, dataType) : null;
  }

  @Override
  void random(SplittableRandom random) {
    dropout.random(random);
  }

  @Override
  Matrix forward(Matrix input) {
    vectors = vectors.reserve(chunk().positions());
    Matrix result = vectors.columns(0, chunk().positions());
    kernels.gather(param(TABLE), chunk().songs(), result);
    if (skipped != null) {
      skipped.forward(chunk().skips(), result);
    }
    return dropout.forward(result);
  }

  /**
   * {@inheritDoc} With tied embeddings, adds to the gradient that the output layer has computed.
   */
  @Override
  Matrix backward(Matrix outputGradient) {
    dropout.backward(outputGradient);
    if (skipped != null) {
      skipped.backward(chunk().skips(), outputGradient);
    }
    if (!tied) {
      kernels.clear(gradient(TABLE));
    }
    kernels.scatter(outputGradient, chunk().songs(), gradient(TABLE));
    return outputGradient;
  }

  /**
   * {@code embedding [size, songs]} and, if there are any, {@code features [size, features]};
   * {@code skip [size, 1]} if the network learns from skips.
   */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int songs;
    private final int features;
    private final int size;
    private final double songDropout;
    private final double dropout;
    private final boolean tied;
    private final boolean skips;
    private final boolean dense;

    Conf(TrainingArchitecture training) {
      super("embedding");
      Architecture architecture = training.network();
      songs = architecture.songs();
      features = architecture.featureCount();
      size = architecture.embeddingSize();
      songDropout = training.regularisation().songDropout();
      dropout = training.regularisation().inputDropout();
      tied = architecture.tied();
      skips = architecture.skips();
      dense = training.plainTables();
    }

    @Override
    List<LayerParameter> parameters() {
      List<LayerParameter> parameters = new ArrayList<>();
      parameters.add(table(TABLE, songs));
      if (features > 0) {
        parameters.add(table(FEATURES, features));
      }
      if (skips) {
        String tensor = SkippedVectors.SKIP;
        parameters.add(LayerParameter.of(tensor, tensor, size, 1, Start.ZERO));
      }
      return parameters;
    }

    private LayerParameter table(String name, int columns) {
      return new LayerParameter(name, name, size, columns, Start.UNIFORM, dense);
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new SongEmbedding(conf, paramsView, type);
    }
  }
}
