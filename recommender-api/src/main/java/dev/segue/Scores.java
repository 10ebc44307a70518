package dev.segue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The score of every song of a catalogue as the next one: higher is better. One thread at a time.
 * Scores passed to a {@link ScoreVisitor} are valid only during that call.
 *
 * <p>If the recommender is {@linkplain SequenceRecommender#probabilistic() probabilistic}, the
 * scores are natural logarithms of probabilities up to one constant.
 */
public final class Scores {

  private final float[] values;

  private Scores(float[] values) {
    this.values = values;
  }

  /**
   * Wraps an array of scores.
   *
   * @param values {@code [songs]}, by index in the catalogue; not copied
   * @return the scores
   */
  public static Scores of(float[] values) {
    return new Scores(Objects.requireNonNull(values, "values"));
  }

  /**
   * Returns the number of songs scored.
   *
   * @return the size of the catalogue
   */
  public int size() {
    return values.length;
  }

  /**
   * Returns the score of one song.
   *
   * @param song index in the catalogue
   * @return its score
   * @throws IndexOutOfBoundsException if the catalogue has no such index
   */
  public float get(int song) {
    return values[song];
  }

  /** Where a song stands among songs with the same score. */
  public enum Ties {
    /** In the middle, so that a recommender gains nothing by giving all songs the same score. */
    MIDDLE,
    /** Before all of them, as often published; flatters recommenders with many ties. */
    FIRST,
    /** After all of them. */
    LAST
  }

  /**
   * Returns the rank of a song: 1 + the number of songs scored strictly higher + half the number of
   * other songs with the same score.
   *
   * @param song index in the catalogue
   * @return the rank, from 1 (the best) to {@code size()}; a multiple of one half
   * @throws IndexOutOfBoundsException if the catalogue has no such index
   * @throws IllegalStateException if the song's score is NaN
   */
  public double rank(int song) {
    return rank(song, Ties.MIDDLE);
  }

  /**
   * Returns the rank of a song: 1 + the number of songs scored strictly higher + the number of
   * other songs with the same score that are placed before it.
   *
   * @param song index in the catalogue
   * @param ties where the song stands among songs with the same score
   * @return the rank, from 1 (the best) to {@code size()}; a multiple of one half
   * @throws IndexOutOfBoundsException if the catalogue has no such index
   * @throws IllegalStateException if the song's score is NaN
   */
  public double rank(int song, Ties ties) {
    Objects.requireNonNull(ties, "ties");
    float score = number(song);
    int higher = 0;
    int same = 0;
    for (float value : values) {
      higher += value > score ? 1 : 0;
      same += value == score ? 1 : 0;
    }
    return 1
        + higher
        + switch (ties) {
          case MIDDLE -> 0.5 * (same - 1);
          case FIRST -> 0;
          case LAST -> same - 1;
        };
  }

  /**
   * Returns the log-probability of a song under the softmax of the scores, computed in double
   * precision.
   *
   * @param song index in the catalogue
   * @return natural logarithm of the probability, 0 or less
   * @throws IndexOutOfBoundsException if the catalogue has no such index
   * @throws IllegalStateException if any score is NaN or positive infinity
   */
  public double logProbability(int song) {
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - max);
    }
    if (!(sum >= 1)) {
      throw new IllegalStateException("scores must be numbers below infinity, largest was " + max);
    }
    return Math.min(0, values[song] - max - Math.log(sum));
  }

  /**
   * Returns the songs with the highest scores.
   *
   * @param count the maximum number of songs, 0 or more
   * @return their indices, best first; ties by the smaller index
   * @throws IllegalArgumentException if the count is negative
   * @throws IllegalStateException if any score is NaN
   */
  public IntStream best(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be >= 0, was " + count);
    }
    int wanted = Math.min(count, size());
    SongHeap best = SongHeap.empty(wanted, this::worse);
    while (best.size() < wanted) {
      number(best.size());
      best.add(best.size());
    }
    float worst = wanted == 0 ? Float.POSITIVE_INFINITY : values[best.first()];
    for (int song = nextAbove(worst, wanted); song < size(); song = nextAbove(worst, song + 1)) {
      number(song);
      best.replaceFirst(song);
      worst = values[best.first()];
    }
    int[] bestFirst = new int[wanted];
    for (int place = wanted - 1; place >= 0; place--) {
      bestFirst[place] = best.removeFirst();
    }
    return Arrays.stream(bestFirst);
  }

  /**
   * Returns the songs with the highest scores, with these scores.
   *
   * @param count the maximum number of songs, 0 or more
   * @param catalogue the catalogue that the indices refer to
   * @return the songs, best first; ties by the smaller index
   * @throws IllegalArgumentException if the count is negative
   * @throws IllegalStateException if any score is NaN
   */
  public List<Recommendation> best(int count, Catalogue catalogue) {
    Objects.requireNonNull(catalogue, "catalogue");
    return best(count)
        .mapToObj(song -> new Recommendation(catalogue.song(song), values[song]))
        .toList();
  }

  /** The first song at or after an index that is scored higher, or whose score is NaN. */
  private int nextAbove(float score, int from) {
    int song = from;
    while (song < values.length && values[song] <= score) {
      song++;
    }
    return song;
  }

  /** Numerically, as everywhere here: -0.0 equals 0.0, which {@link Float#compare} denies. */
  private boolean worse(int one, int other) {
    return values[one] != values[other] ? values[one] < values[other] : one > other;
  }

  float number(int song) {
    float score = values[song];
    if (Float.isNaN(score)) {
      throw new IllegalStateException("score of song " + song + " must be a number, was NaN");
    }
    return score;
  }

  /** Says how many songs there are, and the indices and scores of the best three. */
  @Override
  public String toString() {
    boolean numbers = IntStream.range(0, size()).noneMatch(song -> Float.isNaN(values[song]));
    return "scores of %d songs, ".formatted(size())
        + (numbers
            ? best(3)
                .mapToObj(song -> String.format(Locale.ROOT, "%d: %.3f", song, values[song]))
                .collect(Collectors.joining(", ", "the best ", ""))
            : "some NaN");
  }
}
