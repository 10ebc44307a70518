package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.model.ModelFile;

/**
 * The optimiser of one array of parameters (Kingma and Ba, "Adam: A Method for Stochastic
 * Optimization", ICLR 2015, <a href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>). One
 * thread at a time.
 */
final class Adam {

  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float[] parameters;
  private final float[] means;
  private final float[] squares;
  private int steps;

  Adam(float[] parameters) {
    this.parameters = parameters;
    this.means = new float[parameters.length];
    this.squares = new float[parameters.length];
  }

  /** Takes one step against a gradient. */
  void step(float[] gradient, double learningRate) {
    steps++;
    float size = (float) (learningRate / (1 - Math.pow(BETA_1, steps)));
    float unbiased = (float) (1 / Math.sqrt(1 - Math.pow(BETA_2, steps)));
    for (int i = 0; i < gradient.length; i++) {
      float g = gradient[i];
      means[i] = BETA_1 * means[i] + (1 - BETA_1) * g;
      squares[i] = BETA_2 * squares[i] + (1 - BETA_2) * g * g;
      parameters[i] -= size * means[i] / ((float) Math.sqrt(squares[i]) * unbiased + EPSILON);
    }
  }

  /** Adds the parameters and what is known of their gradients to a checkpoint. */
  void write(ModelFile.Builder checkpoint, String prefix) {
    checkpoint
        .text(prefix + "steps", Integer.toString(steps))
        .floats(prefix + "parameters", parameters, parameters.length)
        .floats(prefix + "means", means, means.length)
        .floats(prefix + "squares", squares, squares.length);
  }

  /** Goes on from what {@link #write} has written. */
  void read(ModelFile checkpoint, String prefix) throws FileFormatException {
    steps = (int) CheckpointText.wholeNumber(checkpoint, prefix + "steps", Integer.MAX_VALUE);
    read(checkpoint, prefix + "parameters", parameters);
    read(checkpoint, prefix + "means", means);
    read(checkpoint, prefix + "squares", squares);
  }

  private static void read(ModelFile checkpoint, String tensor, float[] values)
      throws FileFormatException {
    System.arraycopy(checkpoint.floats(tensor, values.length), 0, values, 0, values.length);
  }
}
