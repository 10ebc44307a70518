package dev.segue.lstm.network;

import dev.segue.ListenerMemory;
import dev.segue.Traces;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a listener's memory says about each song in it. Of a song that was played, the logarithm of
 * 1 + each trace, the age of the last play, and that age in proportion to the pauses before the
 * last two plays, by which a song that comes at regular times is due at 1; of one that was skipped,
 * the logarithm of 1 + each trace of its skips. A song that was played and skipped has a row for
 * each. Reused from one reading to the next. One thread at a time.
 */
public final class MemoryFeatures {

  /** How many traces a song has. */
  public static final int TRACES = ListenerMemory.HALF_LIVES.size();

  /** How many ages are told apart: from below 9 minutes to above 300 days. */
  private static final int AGES = 64;

  /**
   * A float's bits without these are its exponent and two more bits: ages are told apart in
   * quarters of an octave.
   */
  private static final int BITS_BELOW_A_QUARTER = 21;

  private static final int YOUNGEST = Float.floatToRawIntBits(1f / 8) >>> BITS_BELOW_A_QUARTER;

  private static final int PAUSES = Traces.PAUSES;

  /**
   * How many proportions are told apart for each pause: none, and from below 1/171 to above 224.
   */
  private static final int PROPORTIONS = 64;

  private static final int SMALLEST = Float.floatToRawIntBits(1f / 256) >>> BITS_BELOW_A_QUARTER;

  /**
   * How many features a song has without skips: the traces, the ages, of which one is 1 and the
   * others 0, and the proportions of each pause, of which one is 1 as well.
   */
  public static final int COUNT = TRACES + AGES + PAUSES * PROPORTIONS;

  /** How many rows the clock has. */
  public static final int CLOCK_ROWS = ClockRows.COUNT;

  /** How many features of a song are 1 and not a trace. */
  private static final int CLASSES = 1 + PAUSES;

  private final boolean readsSkips;
  private final Traces traces = new Traces();
  private final Traces skips = new Traces();

  /** {@code [size()]} or longer: all songs, if some were skipped. */
  private int[] songs = {};

  private int[] rows = {};

  /** {@code [CLASSES][songs]}: the features that are 1: an age, and a proportion of each pause. */
  private final int[][] classes = new int[CLASSES][0];

  /**
   * Makes an empty reading.
   *
   * @param readsSkips whether it reads the skips, too
   */
  public MemoryFeatures(boolean readsSkips) {
    this.readsSkips = readsSkips;
  }

  /**
   * Returns how many features a song has.
   *
   * @param withSkips whether the traces of its skips are among them, after the others
   */
  public static int count(boolean withSkips) {
    return withSkips ? COUNT + TRACES : COUNT;
  }

  /**
   * Reads all songs at a time.
   *
   * @param clock the zone of the clock if the memory knows none; empty for no clock
   */
  public void read(ListenerMemory memory, Instant now, Optional<ZoneId> clock) {
    memory.read(now, traces);
    if (readsSkips) {
      readSkips(memory, now);
    }
    rows = clock.map(zone -> ClockRows.of(now, memory.zone().orElse(zone))).orElse(new int[0]);
    int played = traces.size();
    if (classes[0].length < played) {
      Arrays.setAll(classes, each -> new int[played + played / 4]);
    }
    readAges(traces.hours(), played, classes[0]);
    for (int back = 0; back < PAUSES; back++) {
      int first = TRACES + AGES + back * PROPORTIONS;
      readProportions(traces.hours(), traces.pauses(back), played, first, classes[1 + back]);
    }
  }

  private void readSkips(ListenerMemory memory, Instant now) {
    memory.readSkips(now, skips);
    if (skips.size() > 0) {
      if (songs.length < size()) {
        songs = new int[size() + size() / 4];
      }
      System.arraycopy(traces.songs(), 0, songs, 0, traces.size());
      System.arraycopy(skips.songs(), 0, songs, traces.size(), skips.size());
    }
  }

  private static void readAges(float[] hours, int size, int[] into) {
    for (int i = 0; i < size; i++) {
      into[i] = TRACES + quarter(hours[i], YOUNGEST, 0, AGES);
    }
  }

  private static void readProportions(
      float[] hours, float[] pauses, int size, int first, int[] into) {
    for (int i = 0; i < size; i++) {
      into[i] = first + proportion(hours[i], pauses[i]);
    }
  }

  private static int proportion(float hours, float pause) {
    return pause == 0 ? 0 : quarter(hours / pause, SMALLEST, 1, PROPORTIONS);
  }

  /** The quarter of an octave that a number lies in, within limits. */
  private static int quarter(float number, int first, int from, int to) {
    int quarter = (Float.floatToRawIntBits(number) >>> BITS_BELOW_A_QUARTER) - first;
    return Math.max(from, Math.min(to - 1, quarter));
  }

  /** Removes all songs. */
  public void clear() {
    traces.clear();
    skips.clear();
    rows = new int[0];
  }

  /** The rows of the clock that the time has, below {@link #CLOCK_ROWS}; empty without a clock. */
  public int[] clock() {
    return rows;
  }

  /** The number of songs that were played, plus that of those that were skipped. */
  public int size() {
    return traces.size() + skips.size();
  }

  /** A song, as its index in the catalogue. */
  public int song(int i) {
    return songs()[i];
  }

  /** Whether a song stands there because it was skipped: those do after all others. */
  public boolean isSkip(int i) {
    return i >= traces.size();
  }

  /**
   * {@code [size()]} or longer: all songs, those that were played first; valid until the next
   * reading.
   */
  public int[] songs() {
    return skips.size() == 0 ? traces.songs() : songs;
  }

  /** The value of a feature of a song. */
  public float value(int i, int feature) {
    if (isSkip(i)) {
      return feature < COUNT ? 0 : skips.logs(feature - COUNT)[i - traces.size()];
    }
    if (feature < TRACES) {
      return traces.logs(feature)[i];
    }
    for (int[] each : classes) {
      if (feature == each[i]) {
        return 1;
      }
    }
    return 0;
  }

  /** Copies the traces of a song to {@link #TRACES} places from one on. */
  public void copyTraces(int i, float[] into, int at) {
    Traces from = isSkip(i) ? skips : traces;
    int song = isSkip(i) ? i - traces.size() : i;
    for (int trace = 0; trace < TRACES; trace++) {
      into[at + trace] = from.logs(trace)[song];
    }
  }

  /**
   * The features of a song that are 1, each in a byte, from the lowest on; 0 if the song was
   * skipped.
   */
  public int classes(int i) {
    int bytes = 0;
    for (int each = 0; each < CLASSES && !isSkip(i); each++) {
      bytes |= classes[each][i] << (Byte.SIZE * each);
    }
    return bytes;
  }

  /** What a song's features add to its score: for those who ask for few of the songs. */
  public float score(int i, float[] weights) {
    float sum = 0;
    if (isSkip(i)) {
      for (int trace = 0; trace < TRACES; trace++) {
        sum = Math.fma(weights[COUNT + trace], skips.logs(trace)[i - traces.size()], sum);
      }
      return sum;
    }
    for (int[] each : classes) {
      sum += weights[each[i]];
    }
    for (int trace = 0; trace < TRACES; trace++) {
      sum = Math.fma(weights[trace], traces.logs(trace)[i], sum);
    }
    return sum;
  }

  /**
   * What the features of each song add to its score: {@link #score} of all, bit for bit, in loops
   * that the JIT vectorises.
   *
   * @return {@code [size()]}
   */
  public float[] scores(float[] weights) {
    float[] sums = scoresOfPlays(weights);
    if (skips.size() == 0) {
      return sums;
    }
    float[] ofSkips = new float[skips.size()];
    for (int trace = 0; trace < TRACES; trace++) {
      addScaled(weights[COUNT + trace], skips.logs(trace), ofSkips);
    }
    float[] all = Arrays.copyOf(sums, size());
    System.arraycopy(ofSkips, 0, all, sums.length, ofSkips.length);
    return all;
  }

  private float[] scoresOfPlays(float[] weights) {
    float[] sums = new float[traces.size()];
    for (int[] each : classes) {
      addWeights(each, weights, sums);
    }
    for (int trace = 0; trace < TRACES; trace++) {
      addScaled(weights[trace], traces.logs(trace), sums);
    }
    return sums;
  }

  private static void addWeights(int[] features, float[] weights, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weights[features[i]];
    }
  }

  private static void addScaled(float weight, float[] logs, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.fma(weight, logs[i], sums[i]);
    }
  }

  /** Adds the gradient of a song's score to those of the weights. */
  public void addGradient(int i, float gradient, float[] weights) {
    if (isSkip(i)) {
      for (int trace = 0; trace < TRACES; trace++) {
        weights[COUNT + trace] += gradient * skips.logs(trace)[i - traces.size()];
      }
      return;
    }
    for (int[] each : classes) {
      weights[each[i]] += gradient;
    }
    for (int trace = 0; trace < TRACES; trace++) {
      weights[trace] += gradient * traces.logs(trace)[i];
    }
  }
}
