package dev.segue.evaluation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The probabilities of the songs that came first in lists, by ranges of probability, and how often
 * they were played. Those of some lists and of others add up. One thread adds at a time.
 */
final class Confidences implements MetricSums {

  /** {@code [bins]}: the sum of the probabilities. */
  private final double[] probabilities;

  /** {@code [bins]}: how often the song was played. */
  private final long[] played;

  /** {@code [bins]}: how many lists there were. */
  private final long[] lists;

  Confidences(int bins) {
    probabilities = new double[bins];
    played = new long[bins];
    lists = new long[bins];
  }

  /**
   * Adds a list.
   *
   * @param probability of its first song, in 0..1
   */
  void add(double probability, boolean wasPlayed) {
    int bin = Math.min((int) (probability * lists.length), lists.length - 1);
    probabilities[bin] += probability;
    played[bin] += wasPlayed ? 1 : 0;
    lists[bin]++;
  }

  /** The mean over lists of how far the two are apart in their range; NaN without a list. */
  double error() {
    double apart =
        IntStream.range(0, lists.length)
            .mapToDouble(bin -> Math.abs(probabilities[bin] - played[bin]))
            .sum();
    return apart / count();
  }

  /** The ranges that have lists, from the least probable on. */
  List<ReliabilityBin> bins() {
    return IntStream.range(0, lists.length)
        .filter(bin -> lists[bin] > 0)
        .mapToObj(
            bin ->
                new ReliabilityBin(
                    probabilities[bin] / lists[bin], (double) played[bin] / lists[bin], lists[bin]))
        .toList();
  }

  long count() {
    return IntStream.range(0, lists.length).mapToLong(bin -> lists[bin]).sum();
  }

  /**
   * Returns what both added up.
   *
   * @throws IllegalArgumentException if they have different ranges
   */
  Confidences plus(Confidences other) {
    if (lists.length != other.lists.length) {
      throw new IllegalArgumentException(
          "evaluations must have as many bins to be merged, but have %d and %d"
              .formatted(lists.length, other.lists.length));
    }
    Confidences both = new Confidences(lists.length);
    for (int bin = 0; bin < lists.length; bin++) {
      both.probabilities[bin] = probabilities[bin] + other.probabilities[bin];
      both.played[bin] = played[bin] + other.played[bin];
      both.lists[bin] = lists[bin] + other.lists[bin];
    }
    return both;
  }

  @Override
  public int bytes() {
    return Integer.BYTES + lists.length * (Double.BYTES + 2 * Long.BYTES);
  }

  @Override
  public void write(ByteBuffer to) {
    to.putInt(lists.length);
    for (int bin = 0; bin < lists.length; bin++) {
      to.putDouble(probabilities[bin]).putLong(played[bin]).putLong(lists[bin]);
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws BufferUnderflowException if the bytes are cut off
   */
  static Confidences read(ByteBuffer from) {
    int bins = from.getInt();
    if (bins < 1 || bins > from.remaining() / (Double.BYTES + 2 * Long.BYTES)) {
      throw new BufferUnderflowException();
    }
    Confidences read = new Confidences(bins);
    for (int bin = 0; bin < bins; bin++) {
      read.probabilities[bin] = from.getDouble();
      read.played[bin] = from.getLong();
      read.lists[bin] = from.getLong();
    }
    return read;
  }
}
