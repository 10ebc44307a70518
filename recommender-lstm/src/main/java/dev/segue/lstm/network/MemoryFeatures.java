package dev.segue.lstm.network;

import dev.segue.ListenerMemory;
import java.time.Instant;

/**
 * What a listener's memory says about each song in it: the logarithm of 1 + each trace, and the age
 * of the last play. Reused from one reading to the next. One thread at a time.
 */
public final class MemoryFeatures {

  private static final int TRACES = ListenerMemory.HALF_LIVES.size();

  /** How many ages are told apart: from below 9 minutes to above 300 days. */
  private static final int AGES = 64;

  /**
   * A float's bits without these are its exponent and two more bits: ages are told apart in
   * quarters of an octave.
   */
  private static final int BITS_BELOW_A_QUARTER = 21;

  private static final int YOUNGEST = Float.floatToRawIntBits(1f / 8) >>> BITS_BELOW_A_QUARTER;

  /** How many features a song has: the traces, and the ages, of which one is 1 and the others 0. */
  public static final int COUNT = TRACES + AGES;

  private final ListenerMemory.Traces traces = new ListenerMemory.Traces();

  /** The feature of each song's age. */
  private int[] ages = {};

  /** Reads all songs at a time. */
  public void read(ListenerMemory memory, Instant now) {
    memory.read(now, traces);
    if (ages.length < traces.size()) {
      ages = new int[traces.size() + traces.size() / 4];
    }
    for (int i = 0; i < traces.size(); i++) {
      ages[i] = TRACES + age(traces.hours(i));
    }
  }

  private static int age(float hours) {
    int quarter = (Float.floatToRawIntBits(hours) >>> BITS_BELOW_A_QUARTER) - YOUNGEST;
    return Math.max(0, Math.min(AGES - 1, quarter));
  }

  /** Removes all songs. */
  public void clear() {
    traces.clear();
  }

  /** The number of songs. */
  public int size() {
    return traces.size();
  }

  /** A song, as its index in the catalogue. */
  public int song(int i) {
    return traces.song(i);
  }

  /** {@code [size()]} or longer: all songs; valid until the next reading. */
  public int[] songs() {
    return traces.songs();
  }

  /** The value of a feature of a song. */
  public float value(int i, int feature) {
    if (feature < TRACES) {
      return traces.log(i, feature);
    }
    return feature == ages[i] ? 1 : 0;
  }

  /** What a song's features add to its score. */
  public float score(int i, float[] weights) {
    float sum = weights[ages[i]];
    for (int trace = 0; trace < TRACES; trace++) {
      sum = Math.fma(weights[trace], traces.log(i, trace), sum);
    }
    return sum;
  }

  /** Adds the gradient of a song's score to those of the weights. */
  public void addGradient(int i, float gradient, float[] weights) {
    weights[ages[i]] += gradient;
    for (int trace = 0; trace < TRACES; trace++) {
      weights[trace] += gradient * traces.log(i, trace);
    }
  }
}
