package dev.segue.dl4j;

import dev.segue.lstm.network.LstmNetwork;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A network in training, wherever its numbers are: a {@link TrainingDevice} creates it. Numbers go
 * in and out as arrays of {@link LayerParameter}s, column-major, by the names in {@link
 * dev.segue.lstm.network.TensorNames}. Parameters are zero at first. One thread at a time.
 */
interface TrainingNetwork {

  /** Begins the names of the parameters in {@link #state}. */
  String WEIGHTS = "weights.";

  /** Begins the names of their average in {@link #state}. */
  String AVERAGE = "average.";

  /** Begins the names of what the optimiser remembers of each parameter in {@link #state}. */
  static String moment(int number) {
    return "moments." + number + ".";
  }

  /**
   * Draws the first weights: see {@link NetworkParameters} and {@link LayerParameter.Start}.
   *
   * @param range weights lie in {@code -range..range}
   * @param random source of random values
   */
  void initialise(double range, Random random);

  /** Takes the weights of a network of the same architecture. */
  void start(LstmNetwork trained);

  /** Sets the source of all random choices in the steps that follow. */
  void random(SplittableRandom random);

  /** Sets the songs that are never scored: those that training does not know. */
  void unscored(int[] songs);

  /**
   * Trains on one step of a batch. If what it finds is not finite, it updates nothing.
   *
   * @param parts the chunks of the step, as many as the device takes at most; those that do not
   *     start their playlists continue the chunks at the same places of the previous step
   * @param divisor what the summed loss is divided by before gradients are computed
   * @param epoch the number of the epoch from 0, for the optimiser's schedule
   * @param learningRateFactor what the optimiser's learning rate is multiplied by
   * @return what the step finds; the step may still be under way
   */
  Learnt learn(List<PackedChunk> parts, double divisor, int epoch, double learningRateFactor);

  /** How many steps there were, including those under way. */
  int steps();

  /**
   * Returns a copy of the weights that serve: those after the last step, or their average if there
   * is one.
   */
  Map<String, float[]> weights();

  /**
   * Returns a copy of all that steps change: the parameters, their average if there is one, and the
   * optimiser's moments, by names such as {@code weights.lstm.0.W}, {@code average.lstm.0.W} and
   * {@code moments.1.lstm.0.W}.
   */
  Map<String, float[]> state();

  /**
   * Goes on from another network's state.
   *
   * @param steps how many steps there were
   * @param tensors returns the values of each tensor of {@link #state}, by name and length
   */
  <E extends Exception> void restore(int steps, LstmNetwork.TensorSource<E> tensors) throws E;

  /** Frees what the device has of it, before the device is closed. */
  default void close() {}

  /** What a step finds before it updates the parameters. */
  interface Learnt {

    /** Whether the numbers are known; otherwise to ask for one waits for the step. */
    boolean isKnown();

    /** The sum of the losses in nats; with sampled softmax an estimate. */
    double loss();

    /** The global norm of the gradient, before it is clipped. */
    double gradientNorm();

    /** Whether the step has updated the parameters. */
    default boolean isFinite() {
      return Double.isFinite(loss()) && Double.isFinite(gradientNorm());
    }
  }

  /** What a step has found that is not under way any more. */
  record Known(double loss, double gradientNorm) implements Learnt {

    @Override
    public boolean isKnown() {
      return true;
    }
  }
}
