package dev.segue.lstm.network;

import dev.segue.Catalogue;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.scratch.ScratchPool;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the best songs without scoring all of them in full precision: weights quantised to 8 bits
 * give bounds on the score of each song, and the {@link SongScorer} scores only songs that may be
 * among the best. The result is exactly the scorer's, but a quarter of the memory is read.
 * Immutable; may be shared by threads.
 *
 * <p>An {@code int} holds four weights, which are not unpacked: shifted right by 24, 16, 8 and 0
 * bits, it contains the first weight, the first two, three, and all four. If each of these is
 * multiplied by the factor of its last weight minus 256 times that of the next one, all other terms
 * cancel. Overflows cancel too, because the sum of all products fits into 32 bits.
 *
 * <p>A weight {@code w} is stored as {@code q} from 1 to 255 with {@code |w - scale (q - 128)| <=
 * scale / 2}, where the scale is 1/127 of the song's largest weight; the listener's output {@code
 * h} is stored as integers {@code x} with {@code |h - unit x| <= unit / 2}. The sum of their
 * products is exact. So the error of an estimate is at most {@code scale (sum |h| + 127.5 unit
 * outputs) / 2}, plus the scorer's own rounding error: for each term {@code 2^-24} of the sum of
 * the terms' absolute values (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
 * edition, 2002, section 3.1).
 */
final class SongRanking {

  /** How many songs' sums fit into the cache while the outputs are processed. */
  private static final int SONGS_PER_BLOCK = 1024;

  private final SongScorer scorer;

  /**
   * {@code [outputs / 4][songs]}: the weights of four outputs in one int, the first in the top
   * bits.
   */
  private final int[][] packed;

  /** {@code [songs]}. */
  private final float[] scales;

  private final float largestScale;

  private final double otherMagnitude;
  private final ScratchPool<Scratch> scratch;

  SongRanking(SongScorer scorer) {
    this.scorer = scorer;
    this.scales = new float[scorer.songs()];
    for (float[] row : scorer.weights()) {
      for (int song = 0; song < scales.length; song++) {
        scales[song] = Math.max(scales[song], Math.abs(row[song]) / 127);
      }
    }
    float largest = 0;
    for (float scale : scales) {
      largest = Math.max(largest, scale);
    }
    this.largestScale = largest;
    this.otherMagnitude = scorer.otherMagnitude();
    this.packed = pack(scorer.weights(), scales);
    this.scratch = new ScratchPool<>(() -> new Scratch(scales.length, 4 * packed.length));
  }

  /** Packs the weights into an even number of rows, of which the last may be empty. */
  private static int[][] pack(float[][] weights, float[] scales) {
    float[] perWeight = new float[scales.length];
    for (int song = 0; song < scales.length; song++) {
      perWeight[song] = scales[song] < Float.MIN_NORMAL ? 0 : 1 / scales[song];
    }
    int[][] packed = new int[(weights.length + 7) / 8 * 2][scales.length];
    for (int output = 0; output < weights.length; output++) {
      int[] row = packed[output / 4];
      float[] from = weights[output];
      int shift = 24 - 8 * (output % 4);
      for (int song = 0; song < scales.length; song++) {
        row[song] |=
            (int) (from[song] * perWeight[song] + 128.5f) << shift; // positive, so the cast rounds
      }
    }
    return packed;
  }

  /**
   * Returns the best songs for one listener.
   *
   * @param listener the listener's state
   * @param features of the songs in the listener's memory
   * @param count how many at most, from 1 to the number of songs
   * @param parallel whether to use all cores
   * @param catalogue of the songs
   * @return the songs, best first; ties by index
   */
  List<Recommendation> best(
      LstmState listener,
      MemoryFeatures features,
      int count,
      boolean parallel,
      Catalogue catalogue) {
    float[] remembered = scorer.remembered(listener, features);
    int[] songs =
        scratch.use(space -> candidates(listener, features, remembered, count, parallel, space));
    return scorer.best(listener, features, remembered, songs, count, catalogue);
  }

  /** Returns the songs that may be among the best, in ascending order. */
  private int[] candidates(
      LstmState listener,
      MemoryFeatures features,
      float[] remembered,
      int count,
      boolean parallel,
      Scratch space) {
    Query query = quantise(listener.output(), largest(remembered), space.factors);
    IntStream blocks = IntStream.range(0, (scales.length - 1) / SONGS_PER_BLOCK + 1);
    (parallel ? blocks.parallel() : blocks).forEach(block -> estimate(query, block, space));
    scorer.addRecency(listener, space.estimates);
    SongScorer.add(features, remembered, space.estimates);

    for (int song = 0; song < scales.length; song++) {
      space.lowerBounds[song] = space.estimates[song] - scales[song] * query.error - query.rounding;
    }
    int last = Scores.of(space.lowerBounds).best(count).skip(count - 1L).findFirst().orElseThrow();
    float threshold = space.lowerBounds[last];
    int candidates = 0;
    // One comparison rules out nearly all songs; only the others need their own bound.
    float loosestThreshold = threshold - largestScale * query.error - 2 * query.rounding;
    for (int song = 0; song < scales.length; song++) {
      if (space.estimates[song] >= loosestThreshold
          && space.estimates[song] + scales[song] * query.error + query.rounding >= threshold) {
        space.candidates[candidates++] = song;
      }
    }
    return Arrays.copyOf(space.candidates, candidates);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private Query quantise(float[] output, float largestRemembered, int[] factors) {
    float largest = 0;
    double sum = 0;
    for (float value : output) {
      largest = Math.max(largest, Math.abs(value));
      sum += Math.abs(value);
    }
    // The sum of all products with weights up to 255 must fit into 31 bits.
    int limit = Math.min(Short.MAX_VALUE, Integer.MAX_VALUE / 255 / factors.length);
    float unit = largest / limit;
    int total = 0;
    for (int i = 0; i < output.length; i++) {
      factors[i] = unit == 0 ? 0 : Math.round(output[i] / unit);
      total += factors[i];
    }
    for (int i = 0; i + 1 < output.length; i++) {
      factors[i] -= i % 4 == 3 ? 0 : factors[i + 1] << 8;
    }
    double terms = output.length + scorer.otherTerms() + 9; // 8 of them for the estimate itself
    double magnitude = 127.0 * largestScale * sum + otherMagnitude + largestRemembered;
    return new Query(
        factors,
        unit,
        total,
        (float) (1.001 * (sum + 127.5 * unit * output.length) / 2),
        (float) (terms * 0x1p-24 * magnitude + 1e-30));
  }

  private void estimate(Query query, int block, Scratch space) {
    int from = block * SONGS_PER_BLOCK;
    int to = Math.min(from + SONGS_PER_BLOCK, scales.length);
    int[] sums = space.sums;
    int[] x = query.factors;
    Arrays.fill(sums, from, to, -128 * query.total);
    for (int row = 0; row < packed.length; row += 2) {
      int i = 4 * row;
      int[] one = packed[row];
      int[] other = packed[row + 1];
      addUpper(sums, x[i], x[i + 1], one, x[i + 4], x[i + 5], other, from, to);
      addLower(sums, x[i + 2], x[i + 3], one, x[i + 6], x[i + 7], other, from, to);
    }
    System.arraycopy(scorer.bias(), from, space.estimates, from, to - from);
    for (int song = from; song < to; song++) {
      space.estimates[song] += scales[song] * (query.unit * sums[song]);
    }
  }

  /** Adds the products of two rows that end in their first and second weight. */
  private static void addUpper(
      int[] sums, int a, int b, int[] one, int c, int d, int[] other, int from, int to) {
    for (int j = from; j < to; j++) {
      sums[j] +=
          (one[j] >>> 24) * a + (one[j] >>> 16) * b + (other[j] >>> 24) * c + (other[j] >>> 16) * d;
    }
  }

  /** Adds the products of two rows that end in their third and fourth weight. */
  private static void addLower(
      int[] sums, int a, int b, int[] one, int c, int d, int[] other, int from, int to) {
    for (int j = from; j < to; j++) {
      sums[j] += (one[j] >>> 8) * a + one[j] * b + (other[j] >>> 8) * c + other[j] * d;
    }
  }

  /**
   * A listener's output, quantised to integers.
   *
   * @param factors {@code [outputs]}, padded with zeros: each minus 256 times the next, except for
   *     the last of four
   * @param unit the value of one quantisation step
   * @param total the sum of the quantised values
   * @param error the maximum error of an estimate, per unit of the song's scale
   * @param rounding the maximum error from rounding, in addition
   */
  @SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
  private record Query(int[] factors, float unit, int total, float error, float rounding) {}

  /** Scratch arrays of a ranking. */
  private static final class Scratch {

    private final int[] factors;
    private final int[] sums;
    private final float[] estimates;
    private final float[] lowerBounds;
    private final int[] candidates;

    Scratch(int songs, int outputs) {
      factors = new int[outputs];
      sums = new int[songs];
      estimates = new float[songs];
      lowerBounds = new float[songs];
      candidates = new int[songs];
    }
  }
}
