package dev.segue.dl4j;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Creates layers outside a training, and inputs for them. */
final class PackedLayers {

  private PackedLayers() {}

  /** Returns the layers of a configuration, with random parameters. */
  static List<PackedLayer> of(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    network.initGradientsView();
    network.params().assign(Nd4j.randn(network.params().shape()).muli(0.1));
    return Arrays.stream(network.getLayers()).map(PackedLayer.class::cast).toList();
  }

  /** Returns small random values. */
  static Matrix random(int rows, int columns) {
    Matrix matrix = Matrix.zeros(DataType.FLOAT, rows, columns);
    matrix.array().assign(Nd4j.randn(DataType.FLOAT, rows, columns).muli(0.1));
    return matrix;
  }
}
