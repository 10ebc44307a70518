package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The embedding layer: looks up the vector of the song, played or skipped, at each position. */
final class SongEmbedding extends PackedLayer {

  private static final long serialVersionUID = 1;

  private final transient Dropout dropout;
  private final transient boolean tied;
  private final transient @Nullable SkippedVectors skipped;
  private transient Matrix vectors;

  private SongEmbedding(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    Conf layer = (Conf) conf.getLayer();
    vectors = Matrix.zeros(dataType, layer.size, 1);
    dropout = new Dropout(layer.songDropout, layer.dropout, layer.size, dataType, matrices);
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
    kernels.songs().gather(param(TensorNames.EMBEDDING), chunk().songs(), result);
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
      matrices.clear(gradient(TensorNames.EMBEDDING));
    }
    kernels.songs().scatter(outputGradient, chunk().songs(), gradient(TensorNames.EMBEDDING));
    return outputGradient;
  }

  /** The configuration of the layer. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int size;
    private final double songDropout;
    private final double dropout;
    private final boolean tied;
    private final boolean skips;

    Conf(TrainingArchitecture training) {
      super("embedding", NetworkParameters.embedding(training));
      Architecture architecture = training.network();
      size = architecture.embeddingSize();
      songDropout = training.regularisation().songDropout();
      dropout = training.regularisation().inputDropout();
      tied = architecture.tied();
      skips = architecture.skips();
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return new SongEmbedding(conf, paramsView, type);
    }
  }
}
