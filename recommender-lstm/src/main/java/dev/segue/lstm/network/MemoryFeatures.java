package dev.segue.lstm.network;

import dev.segue.ListenerMemory;
import java.time.Instant;

/**
 * What a listener's memory says about each song in it: the logarithm of 1 + each trace, and the age
 * of the last play. Reused from one reading to the next. One thread at a time.
 */
public final class MemoryFeatures {

  private static final int TRACES = ListenerMemory.HALF_LIVES.size();

  /** Ages are told apart in quarters of an octave. */
  private static final int BITS_BELOW_A_QUARTER = 21;

  private static final int AGES = 64;
  private static final int YOUNGEST = Float.floatToRawIntBits(1f / 8) >>> BITS_BELOW_A_QUARTER;

  /** How many features a song has, of which all ages but one are 0. */
  public static final int COUNT = TRACES + 2 * AGES;

  private static final boolean NODUE = Boolean.getBoolean("nodue");
  private static final boolean NOAGE = Boolean.getBoolean("noage");
  private final ListenerMemory.Traces traces = new ListenerMemory.Traces();
  private int[] ages = {};
  private int[] dues = {};

  /** Reads all songs. */
  public void read(ListenerMemory memory, Instant now) {
    memory.read(now, traces);
    if (ages.length < traces.size()) {
      ages = new int[traces.size() + traces.size() / 4];
      dues = new int[ages.length];
    }
    for (int i = 0; i < traces.size(); i++) {
      ages[i] = NOAGE ? TRACES : TRACES + bucket(traces.hours(i));
      dues[i] =
          NODUE
              ? TRACES + AGES
              : TRACES
                  + AGES
                  + bucket((float) (traces.hours(i) * Math.expm1(traces.log(i, 5)) * 16 / 432));
    }
  }

  public void clear() {
    traces.clear();
  }

  private static int bucket(float hours) {
    int quarter = (Float.floatToRawIntBits(hours) >>> BITS_BELOW_A_QUARTER) - YOUNGEST;
    return Math.max(0, Math.min(AGES - 1, quarter));
  }

  public int size() {
    return traces.size();
  }

  public int song(int i) {
    return traces.song(i);
  }

  /** {@code [size()]} or more: the songs. */
  public int[] songs() {
    return traces.songs();
  }

  /** The value of a feature of a song. */
  public float value(int i, int feature) {
    if (feature < TRACES) {
      return traces.log(i, feature);
    }
    return feature == ages[i] || feature == dues[i] ? 1 : 0;
  }

  /** What a song's features add to its score. */
  public float score(int i, float[] weights) {
    float sum = weights[ages[i]] + weights[dues[i]];
    for (int trace = 0; trace < TRACES; trace++) {
      sum = Math.fma(weights[trace], traces.log(i, trace), sum);
    }
    return sum;
  }

  /** Adds the gradient of a song's score to those of the weights. */
  public void addGradient(int i, float gradient, float[] weights) {
    weights[ages[i]] += gradient;
    weights[dues[i]] += gradient;
    for (int trace = 0; trace < TRACES; trace++) {
      weights[trace] += gradient * traces.log(i, trace);
    }
  }
}
