package dev.segue.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

  private static final double CONFIDENCE = 0.95;

  static Difference of(MeanMetric metric, PlaylistSums one, PlaylistSums other) {
    Interval ofMeans = one.intervalOfDifference(other, CONFIDENCE);
    double shown =
        metric.shown().applyAsDouble(one.mean()) - metric.shown().applyAsDouble(other.mean());
    double scale = shown == 0 ? 1 : shown / (one.mean() - other.mean()); // 1 for most metrics
    return new Difference(
        shown,
        new Interval(
            Math.min(scale * ofMeans.low(), scale * ofMeans.high()),
            Math.max(scale * ofMeans.low(), scale * ofMeans.high())),
        one.pValue(other));
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
