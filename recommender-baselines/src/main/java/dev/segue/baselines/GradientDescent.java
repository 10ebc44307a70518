package dev.segue.baselines;

import java.util.Map;

/**
 * How a training descends.
 *
 * @param epochs the number of passes over the playlists
 * @param learningRate the initial learning rate
 * @param seed of the random numbers
 */
record GradientDescent(int epochs, double learningRate, long seed) {

  /** Returns what to try if a training diverges. */
  String remedy() {
    return "a smaller learningRate than " + learningRate;
  }

  /** Adds the settings as texts, by name. */
  void describe(Map<String, String> texts) {
    texts.put("epochs", Integer.toString(epochs));
    texts.put("learning_rate", Double.toString(learningRate));
    texts.put("seed", Long.toString(seed));
  }

  GradientDescent epochs(int number) {
    return new GradientDescent(number, learningRate, seed);
  }

  GradientDescent learningRate(double rate) {
    return new GradientDescent(epochs, rate, seed);
  }

  GradientDescent seed(long number) {
    return new GradientDescent(epochs, learningRate, number);
  }
}
