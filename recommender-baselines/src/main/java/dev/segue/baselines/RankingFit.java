package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a blend with the greatest mean reciprocal rank, of ranks up to 20: from the
 * blend's own ones and from equal ones, one weight at a time is made larger or smaller, as long as
 * that helps. Ranks do not depend on the sum of the weights, which stays as it is.
 */
final class RankingFit {

  private static final double[] FACTORS = {2, 1.4, 1.2, 1.1};
  private static final int LAST_RANK = 20;

  private final Blend blend;

  RankingFit(Blend blend) {
    this.blend = blend;
  }

  double[] weights(PlaylistDataset validation) {
    List<Rivals> transitions =
        Foreseen.each(
            blend,
            validation,
            blend.isLogLinear() ? PartScores::logs : PartScores::probabilities,
            Rivals::of);
    double[] own = climb(blend.weights(), transitions);
    double[] even = new double[own.length];
    Arrays.fill(even, Arrays.stream(own).sum() / own.length);
    double[] other = climb(even, transitions);
    return gain(other, transitions) > gain(own, transitions) ? other : own;
  }

  private static double[] climb(double[] from, List<Rivals> transitions) {
    double[] best = from;
    double reached = gain(best, transitions);
    for (double factor : FACTORS) {
      boolean better = true;
      while (better) {
        better = false;
        for (double[] candidate : around(best, factor)) {
          double gain = gain(candidate, transitions);
          if (gain > reached) {
            reached = gain;
            best = candidate;
            better = true;
          }
        }
      }
    }
    return best;
  }

  private static List<double[]> around(double[] weights, double factor) {
    List<double[]> candidates = new ArrayList<>();
    for (int part = 0; part < weights.length; part++) {
      candidates.add(changed(weights, part, factor));
      candidates.add(changed(weights, part, 1 / factor));
    }
    return candidates;
  }

  private static double[] changed(double[] weights, int part, double factor) {
    double[] changed = weights.clone();
    changed[part] *= factor;
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
