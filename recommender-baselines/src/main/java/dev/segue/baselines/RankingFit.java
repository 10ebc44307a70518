package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights of a blend with the greatest mean reciprocal rank, of ranks up to 20: the blend's own
 * ones, or equal ones if they are better, are changed at random, first much and then little, and
 * what is better is kept (an evolution strategy of one parent and one child; Rechenberg,
 * "Evolutionsstrategie", 1973). Ranks do not depend on the sum of the weights, which stays as it
 * is. The draws are always the same.
 */
final class RankingFit {

  private static final int CHANGES = 400;
  private static final double FIRST_SIZE = 1;
  private static final double LAST_SIZE = 0.05;
  private static final long SEED = 42;
  private static final int LAST_RANK = 20;

  private final Blend blend;

  RankingFit(Blend blend) {
    this.blend = blend;
  }

  double[] weights(PlaylistDataset validation) {
    List<Rivals> transitions =
        HeldOut.each(
            blend,
            validation,
            blend.isLogLinear() ? PartScores::logs : PartScores::probabilities,
            Rivals::of);
    double[] best = blend.weights();
    double[] even = new double[best.length];
    Arrays.fill(even, Arrays.stream(best).sum() / best.length);
    if (gain(even, transitions) > gain(best, transitions)) {
      best = even;
    }
    double reached = gain(best, transitions);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int change = 0; change < CHANGES; change++) {
      double size = FIRST_SIZE * Math.pow(LAST_SIZE / FIRST_SIZE, change / (CHANGES - 1.0));
      double[] changed = changed(best, size, random);
      double gain = gain(changed, transitions);
      if (gain > reached) {
        best = changed;
        reached = gain;
      }
    }
    return best;
  }

  private static double[] changed(double[] weights, double size, SplittableRandom random) {
    double[] changed =
        Arrays.stream(weights)
            .map(weight -> weight * Math.exp(size * random.nextGaussian()))
            .toArray();
    double scale = Arrays.stream(weights).sum() / Arrays.stream(changed).sum();
    return Arrays.stream(changed).map(weight -> scale * weight).toArray();
  }

  /** The sum of reciprocal ranks. */
  private static double gain(double[] weights, List<Rivals> transitions) {
    double[] gains =
        transitions.parallelStream()
            .mapToDouble(
                each -> {
                  double rank = each.rank(weights);
                  return rank <= LAST_RANK ? 1 / rank : 0;
                })
            .toArray();
    return Arrays.stream(gains).sum(); // in order, for equal sums on all machines
  }

  /**
   * The songs that stand before the next song under some weights, but not under all.
   *
   * @param always how many songs every part ranks before it, and so every blend
   * @param leads {@code [parts][rivals]}: how much higher a part scores each of the others
   */
  @SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
  private record Rivals(int always, float[][] leads) {

    static Rivals of(float[][] scores, int next) {
      int[] rivals = new int[scores[0].length];
      int found = 0;
      int always = 0;
      for (int song = 0; song < rivals.length; song++) {
        int higher = 0;
        int lower = 0;
        for (float[] part : scores) {
          higher += part[song] > part[next] ? 1 : 0;
          lower += part[song] < part[next] ? 1 : 0;
        }
        always += higher == scores.length ? 1 : 0;
        if (song != next && higher < scores.length && lower < scores.length) {
          rivals[found++] = song;
        }
      }
      int kept = always < LAST_RANK ? found : 0; // else it gains nothing under any weights
      float[][] leads = new float[scores.length][kept];
      for (int part = 0; part < leads.length; part++) {
        for (int i = 0; i < kept; i++) {
          leads[part][i] = scores[part][rivals[i]] - scores[part][next];
        }
      }
      return new Rivals(always, leads);
    }

    double rank(double[] weights) {
      float[] sums = new float[leads[0].length];
      for (int part = 0; part < weights.length; part++) {
        float weight = (float) weights[part];
        for (int i = 0; i < sums.length; i++) {
          sums[i] += weight * leads[part][i];
        }
      }
      double rank = 1.0 + always;
      for (float sum : sums) {
        rank += sum > 0 ? 1 : sum == 0 ? 0.5 : 0;
      }
      return rank;
    }
  }
}
