package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.List;

/** Fits the weights of a linear mixture by expectation maximisation. */
final class LinearFit {

  private static final int ITERATIONS = 500;

  private final Blend blend;

  LinearFit(Blend blend) {
    this.blend = blend;
  }

  double[] weights(PlaylistDataset validation) {
    return weights(
        blend.parts().size(),
        HeldOut.mapTargets(
            blend,
            validation,
            PartScores::probabilities,
            (probabilities, next) ->
                Arrays.stream(probabilities).mapToDouble(part -> part[next]).toArray()));
  }

  /**
   * Returns the weights that maximise the likelihood.
   *
   * @param transitions for each transition the probability of its target under each component
   */
  static double[] weights(int components, List<double[]> transitions) {
    double[] found = new double[components];
    Arrays.fill(found, 1.0 / components);
    Interruption interruption = Interruption.of("fitting weights");
    for (int iteration = 0; iteration < ITERATIONS && !transitions.isEmpty(); iteration++) {
      interruption.check();
      found = step(found, transitions);
    }
    return found;
  }

  /**
   * One step of the algorithm: each component's mean responsibility for the targets. One that no
   * component holds possible says nothing of the weights.
   */
  private static double[] step(double[] weights, List<double[]> transitions) {
    double[] shares = new double[weights.length];
    for (double[] probabilities : transitions) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * probabilities[i];
      }
      for (int i = 0; i < weights.length; i++) {
        double share = sum > 0 ? weights[i] * probabilities[i] / sum : weights[i];
        shares[i] += share / transitions.size();
      }
    }
    return shares;
  }
}
