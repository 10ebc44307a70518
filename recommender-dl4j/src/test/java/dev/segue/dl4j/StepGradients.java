package dev.segue.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Reads the gradients of a network's steps, whose weights stay as they are: they are what Adam's
 * first moments are made of.
 */
final class StepGradients {

  private final TrainingNetwork network;
  private Map<String, float[]> weights;

  /**
   * Sets the weights.
   *
   * @param network that learns with {@link #optimisation}
   * @param weights by their names in {@link dev.segue.lstm.network.TensorNames}
   */
  StepGradients(TrainingNetwork network, Map<String, float[]> weights) {
    this.network = network;
    this.weights = weights;
    restore();
  }

  static Hyperparameters.Optimisation optimisation() {
    return Hyperparameters.PAPER
        .optimisation()
        .optimiser(new Adam(0.0))
        .gradientClip(Double.POSITIVE_INFINITY);
  }

  /** Sets other weights; the states of playlists stay. */
  void weights(Map<String, float[]> others) {
    weights = others;
    restore();
  }

  private void restore() {
    network.restore(
        0,
        (name, shape) ->
            name.startsWith(TrainingNetwork.WEIGHTS)
                ? weights.get(name.substring(TrainingNetwork.WEIGHTS.length()))
                : new float[shape[0]]);
  }

  /** The gradients of the last step, which was the first one since the weights were set. */
  Map<String, double[]> read() {
    double share = 1 - ((Adam) optimisation().optimiser()).getBeta1();
    Map<String, float[]> state = network.state();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    for (String name : weights.keySet()) {
      float[] moments = state.get(TrainingNetwork.moment(0) + name);
      double[] gradient = new double[moments.length];
      for (int i = 0; i < moments.length; i++) {
        gradient[i] = moments[i] / share;
      }
      gradients.put(name, gradient);
    }
    restore();
    return gradients;
  }
}
