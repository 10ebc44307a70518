package dev.segue.evaluation;

import dev.segue.interruption.Interruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The difference of two recommenders by a metric on the same transitions. Immutable; may be shared
 * by threads.
 *
 * @param value the value of the first minus that of the second
 * @param interval its 95% confidence interval, by bootstrap over playlists
 * @param pValue the probability of a difference at least as large if there were none, above 0 and
 *     up to 1: from giving each playlist's difference a random sign (paired randomisation test of
 *     whole playlists, two-sided, 10,000 draws; Smucker, Allan and Carterette, "A Comparison of
 *     Statistical Significance Tests for Information Retrieval Evaluation", CIKM 2007, <a
 *     href="https://doi.org/10.1145/1321440.1321528">doi:10.1145/1321440.1321528</a>)
 */
public record Difference(double value, Interval interval, double pValue) {

  /**
   * Makes a difference.
   *
   * @param value the value of the first minus that of the second
   * @param interval its 95% confidence interval, by bootstrap over playlists
   * @param pValue the probability of a difference at least as large if there were none, above 0 and
   *     up to 1: from giving each playlist's difference a random sign (paired randomisation test of
   *     whole playlists, two-sided, 10,000 draws; Smucker, Allan and Carterette, "A Comparison of
   *     Statistical Significance Tests for Information Retrieval Evaluation", CIKM 2007, <a
   *     href="https://doi.org/10.1145/1321440.1321528">doi:10.1145/1321440.1321528</a>)
   */
  public Difference {
    Objects.requireNonNull(interval, "interval");
  }

  private static final int DRAWS = 10_000;
  private static final long SEED = 42;
  private static final double CONFIDENCE = 0.95;

  static Difference of(MeanMetric metric, PlaylistSums one, PlaylistSums other) {
    double[] differences =
        IntStream.range(0, one.playlists())
            .mapToDouble(playlist -> one.sum(playlist) - other.sum(playlist))
            .toArray();
    Interval ofMeans =
        Bootstrap.interval(
            differences.length, playlist -> differences[playlist], one::count, CONFIDENCE);
    double shown =
        metric.shown().applyAsDouble(one.mean()) - metric.shown().applyAsDouble(other.mean());
    double scale = shown == 0 ? 1 : shown / (one.mean() - other.mean()); // 1 for most metrics
    return new Difference(
        shown,
        new Interval(
            Math.min(scale * ofMeans.low(), scale * ofMeans.high()),
            Math.max(scale * ofMeans.low(), scale * ofMeans.high())),
        pValue(differences));
  }

  private static double pValue(double[] differences) {
    double observed = 0;
    double size = 0;
    for (double difference : differences) {
      observed += difference;
      size += Math.abs(difference);
    }
    double atLeast = Math.abs(observed) - 1e-9 * size; // sums in another order differ a little
    SplittableRandom random = new SplittableRandom(SEED);
    long[] seeds = random.longs(DRAWS).toArray();
    Interruption interruption = Interruption.of("comparing recommenders");
    long extreme =
        IntStream.range(0, DRAWS)
            .parallel()
            .peek(draw -> interruption.check())
            .filter(draw -> Math.abs(withRandomSigns(differences, seeds[draw])) >= atLeast)
            .count();
    return (extreme + 1) / (DRAWS + 1.0);
  }

  private static double withRandomSigns(double[] differences, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double sum = 0;
    long signs = 0;
    for (int i = 0; i < differences.length; i++) {
      signs = i % Long.SIZE == 0 ? random.nextLong() : signs >>> 1;
      sum += (signs & 1) == 0 ? differences[i] : -differences[i];
    }
    return sum;
  }

  /**
   * Corrects p-values for the number of comparisons, because among many some look significant by
   * chance (Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal
   * of Statistics 6(2), 1979).
   *
   * @param differences all comparisons made
   * @return the same differences in the same order, with corrected p-values; if those below 0.05
   *     are called significant, the chance of any false one is below 5%
   */
  public static List<Difference> corrected(List<Difference> differences) {
    Objects.requireNonNull(differences, "differences");
    differences.forEach(each -> Objects.requireNonNull(each, "differences"));
    List<Difference> corrected = new ArrayList<>(differences);
    int[] byPValue =
        IntStream.range(0, differences.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> differences.get(i).pValue()))
            .mapToInt(Integer::intValue)
            .toArray();
    double previous = 0;
    for (int place = 0; place < byPValue.length; place++) {
      Difference difference = differences.get(byPValue[place]);
      previous = Math.max(previous, Math.min(1, (byPValue.length - place) * difference.pValue()));
      corrected.set(
          byPValue[place], new Difference(difference.value(), difference.interval(), previous));
    }
    return corrected;
  }
}
