package dev.segue.baselines;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws the songs that a step compares with where a catalogue is too large to compare with all: the
 * songs that follow in the step, and a sample of the others. Each of the sample counts as many
 * times as the inverse of the probability that it is drawn, so that the expected sum over those
 * drawn is the sum over all songs (Bengio and Senecal, "Adaptive Importance Sampling to Accelerate
 * Training of a Neural Probabilistic Language Model", IEEE Transactions on Neural Networks 19(4),
 * 2008, <a href="https://doi.org/10.1109/TNN.2007.912312">doi:10.1109/TNN.2007.912312</a>). All
 * songs of a step share the sample. One thread at a time.
 *
 * <p>A song's probability to be drawn is half by its popularity, so that songs of much probability
 * are nearly always there, and half the same for all, so that none counts beyond measure.
 */
final class FollowerSampler {

  private final Transitions transitions;

  /** {@code [songs]}: the probability that a song is drawn. */
  private final double[] inclusion;

  /**
   * Makes a sampler.
   *
   * @param probabilities {@code [songs]}: the popularity
   * @param size the number of songs of a sample, about; less if few songs have most of the plays
   */
  FollowerSampler(Transitions transitions, float[] probabilities, int size) {
    this.transitions = transitions;
    this.inclusion = new double[probabilities.length];
    for (int song = 0; song < inclusion.length; song++) {
      double share = (probabilities[song] + 1.0 / inclusion.length) / 2;
      inclusion[song] = Math.min(1, size * share);
    }
  }

  /**
   * The songs drawn for a step.
   *
   * @param songs in ascending order, the songs that follow in the step among them
   * @param logWeights how often each counts, as a natural logarithm
   */
  @SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
  record Sample(int[] songs, float[] logWeights) {}

  /** Returns all songs, each of which counts once. */
  static Sample all(int songs) {
    return new Sample(IntStream.range(0, songs).toArray(), new float[songs]);
  }

  /** Draws the songs for a step that learns which songs follow those of the batch. */
  Sample draw(int[] batch, SplittableRandom random) {
    BitSet following = following(batch);
    int[] songs = new int[inclusion.length];
    float[] logWeights = new float[inclusion.length];
    int size = 0;
    for (int song = 0; song < inclusion.length; song++) {
      boolean follows = following.get(song);
      if (random.nextDouble() < inclusion[song] || follows) {
        songs[size] = song;
        logWeights[size++] = follows ? 0 : (float) Math.log(1 / inclusion[song]);
      }
    }
    return new Sample(Arrays.copyOf(songs, size), Arrays.copyOf(logWeights, size));
  }

  private BitSet following(int[] batch) {
    BitSet following = new BitSet(inclusion.length);
    for (int song : batch) {
      for (int i = transitions.starts()[song]; i < transitions.starts()[song + 1]; i++) {
        following.set(transitions.followers()[i]);
      }
    }
    return following;
  }
}
