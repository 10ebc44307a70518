package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fits the weights of a blend to the mean reciprocal rank, of ranks up to 20. It starts from the
 * blend's own weights, or from equal ones if they are better, changes them at random by smaller and
 * smaller factors, and keeps each improvement (a (1+1) evolution strategy; Rechenberg,
 * "Evolutionsstrategie", 1973). Ranks do not depend on the sum of the weights, which stays the
 * same. The random numbers are the same in every run.
 */
final class RankingFit {

  private static final int ITERATIONS = 400;
  private static final double INITIAL_SCALE = 1;
  private static final double FINAL_SCALE = 0.05;
  private static final long SEED = 42;
  private static final int MAX_RANK = 20;

  private final Blend blend;
  private final Interruption interruption = Interruption.of("fitting weights");

  RankingFit(Blend blend) {
    this.blend = blend;
  }

  double[] weights(PlaylistDataset validation) {
    List<Rivals> transitions =
        HeldOut.mapTargets(
            blend,
            validation,
            blend.isLogLinear() ? PartScores::logs : PartScores::probabilities,
            Rivals::of);
    double[] best = blend.weights();
    double[] equal = new double[best.length];
    Arrays.fill(equal, Arrays.stream(best).sum() / best.length);
    if (sumOfReciprocalRanks(equal, transitions) > sumOfReciprocalRanks(best, transitions)) {
      best = equal;
    }
    double reached = sumOfReciprocalRanks(best, transitions);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int change = 0; change < ITERATIONS; change++) {
      double size =
          INITIAL_SCALE * Math.pow(FINAL_SCALE / INITIAL_SCALE, change / (ITERATIONS - 1.0));
      double[] changed = changed(best, size, random);
      double gain = sumOfReciprocalRanks(changed, transitions);
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

  /** Returns the sum of reciprocal ranks. */
  private double sumOfReciprocalRanks(double[] weights, List<Rivals> transitions) {
    double[] gains =
        transitions.parallelStream()
            .mapToDouble(
                each -> {
                  interruption.check();
                  double rank = each.rank(weights);
                  return rank <= MAX_RANK ? 1 / rank : 0;
                })
            .toArray();
    return Arrays.stream(gains).sum(); // in order, for equal sums on all machines
  }

  /**
   * The songs that rank above the target under some weights, but not under all.
   *
   * @param always the number of songs that every part, and so every blend, ranks above the target
   * @param leads {@code [parts][rivals]}: the score of each of the other songs minus that of the
   *     target
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
      int kept = always < MAX_RANK ? found : 0; // else the rank is too low under any weights
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
