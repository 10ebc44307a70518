package dev.segue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * For each song of a memory, when it was last played, the pauses before its last plays, and its
 * traces at that time. Times are seconds since 2038, so that 32 bits reach from 1970 to 2106. One
 * thread at a time.
 */
final class SongTraces {

  private static final int TRACES = ListenerMemory.TRACES;
  private static final int PAUSES = Traces.PAUSES;

  /** The largest trace, as a binary logarithm. */
  static final int MAX_OCTAVES = 16;

  private static final long EPOCH = 1L << 31;
  private static final int BYTES_PER_SONG = 2 * Integer.BYTES + (PAUSES + TRACES) * Short.BYTES;

  /** Traces are stored as 16-bit binary logarithms, in units of this. */
  private static final float UNITS_PER_OCTAVE = 2047;

  private static final int MAX_UNITS = (int) (MAX_OCTAVES * UNITS_PER_OCTAVE);

  /** Above it, one play is so few units that rounding to the nearest one would lose plays. */
  private static final float OCTAVES_ROUNDED_AT_RANDOM = 8;

  private static final float FORGOTTEN_OCTAVES = -6;

  /** No song is forgotten within this time of a play, which adds 1 to its longest trace. */
  private static final long SECONDS_NEVER_FORGOTTEN =
      5 * ListenerMemory.HALF_LIVES.get(TRACES - 1).toSeconds();

  /** From 1970 to 2106, in seconds. */
  static final float MAX_PAUSE = 1L << 32;

  /** What a trace is multiplied by in an hour, as a negative binary logarithm. */
  private static final float[] OCTAVES_PER_HOUR = new float[TRACES];

  static {
    for (int trace = 0; trace < TRACES; trace++) {
      OCTAVES_PER_HOUR[trace] = 3600f / ListenerMemory.HALF_LIVES.get(trace).toSeconds();
    }
  }

  private int size;
  private int[] songs = new int[0];

  /** {@code [songs]}: when each was last played. */
  private int[] last = new int[0];

  /**
   * {@code [songs * PAUSES]}: the pause before its last play and the one before that, in seconds:
   * the upper half of a float's bits; 0 for none.
   */
  private short[] pauses = new short[0];

  /** {@code [songs * TRACES]}: after the last play of each song, so at least 0. */
  private short[] traces = new short[0];

  private SongPlaces places = new SongPlaces();

  /** When the last play began. */
  private int latest = Integer.MIN_VALUE;

  /** Converts seconds since 1970. */
  static int seconds(long since1970) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, since1970 - EPOCH));
  }

  /** Converts to seconds since 1970. */
  static long since1970(int second) {
    return EPOCH + second;
  }

  /** Adds a play; returns whether it is a new one. */
  boolean play(int song, int second) {
    int place = place(song);
    if (place >= 0 && isKnown(place, second)) {
      return false;
    }
    latest = Math.max(latest, second);
    if (place < 0) {
      place = append(song);
    } else if (isForgotten(place, latest)) {
      begin(place);
    } else {
      notePause(place, latest);
    }
    float hours = hours(place, latest);
    for (int trace = 0; trace < TRACES; trace++) {
      float log = LogTraces.addOne(octaves(place, trace, hours));
      traces[place * TRACES + trace] = units(log / LogTraces.LN_2, latest * TRACES + trace);
    }
    last[place] = latest;
    return true;
  }

  /** Has the last play of the song at a place count as more plays. */
  void addToLast(int place, int more) {
    for (int trace = 0; trace < TRACES; trace++) {
      double sum = Math.pow(2, octaves(place, trace, 0)) + more;
      int salt = last[place] * TRACES + trace;
      traces[place * TRACES + trace] = units((float) (Math.log(sum) / Math.log(2)), salt);
    }
  }

  /** Notes the pause before a play. */
  private void notePause(int place, int second) {
    System.arraycopy(pauses, place * PAUSES, pauses, place * PAUSES + 1, PAUSES - 1);
    pauses[place * PAUSES] = packed((float) ((long) second - last[place]));
  }

  /** The nearest float that ends with 16 zeros, without these; 1 in 256 is told apart. */
  private static short packed(float seconds) {
    return (short) ((Float.floatToRawIntBits(seconds) + (1 << 15)) >>> 16);
  }

  /** The pause before the last play of a song, or before an earlier one, in seconds; 0 for none. */
  float pause(int place, int back) {
    return Float.intBitsToFloat(pauses[place * PAUSES + back] << 16);
  }

  /** Whether another session that shares this memory has reported the play. */
  private boolean isKnown(int place, int second) {
    return last[place] == second || last[place] == Math.max(latest, second);
  }

  /**
   * Rounds a trace.
   *
   * @param salt of the random rounding, which is the same for the same plays
   */
  private static short units(float octaves, int salt) {
    float units = Math.min(octaves, MAX_OCTAVES) * UNITS_PER_OCTAVE;
    if (octaves < OCTAVES_ROUNDED_AT_RANDOM) {
      return (short) Math.round(units);
    }
    int mixed = salt * 0x9E3779B9;
    mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
    float random = ((mixed ^ (mixed >>> 13)) >>> 8) * 0x1p-24f;
    return (short) (units + random);
  }

  /** Adds plays to those of a song, whose pauses and traces were these when it was played last. */
  void add(int song, int second, float[] pausesBefore, double[] plays) {
    latest = Math.max(latest, second);
    int place = place(song);
    boolean isNew = place < 0;
    if (isNew) {
      place = append(song);
      last[place] = second;
    }
    if (second >= last[place]) {
      for (int back = 0; back < PAUSES; back++) {
        pauses[place * PAUSES + back] = packed(pausesBefore[back]);
      }
    }
    int later = Math.max(last[place], second);
    float hours = hours(place, later);
    double hoursOfOthers = ((long) later - second) / 3600.0;
    for (int trace = 0; trace < TRACES; trace++) {
      double here = isNew ? 0 : Math.pow(2, octaves(place, trace, hours));
      double sum = here + plays[trace] * Math.pow(2, -hoursOfOthers * OCTAVES_PER_HOUR[trace]);
      double octaves = Math.min(Math.log(sum) / Math.log(2), MAX_OCTAVES);
      traces[place * TRACES + trace] = (short) Math.round(octaves * UNITS_PER_OCTAVE);
    }
    last[place] = later;
  }

  /** The binary logarithm of a trace of a song, some hours after its last play. */
  float octaves(int place, int trace, float hours) {
    return octaves(traces[place * TRACES + trace], hours, OCTAVES_PER_HOUR[trace]);
  }

  private static float octaves(float units, float hours, float perHour) {
    return units * (1 / UNITS_PER_OCTAVE) - hours * perHour;
  }

  /** The plays per hour that a trace amounts to if they go on for ever. */
  static double perHour(double plays, int trace) {
    return plays * Math.log(2) * OCTAVES_PER_HOUR[trace];
  }

  boolean isForgotten(int place, int now) {
    return seconds(place, now) > SECONDS_NEVER_FORGOTTEN
        && octaves(place, TRACES - 1, hours(place, now)) < FORGOTTEN_OCTAVES;
  }

  /** How long before a time a song was last played. */
  float hours(int place, int now) {
    return seconds(place, now) / 3600f;
  }

  private long seconds(int place, int now) {
    return (long) now - last[place];
  }

  // Readings of many songs: loops so short that the JIT vectorises all that has vector
  // instructions, which lookups and conversions lack.

  /**
   * Finds the songs that are not forgotten.
   *
   * @param known the songs below it are asked for
   * @param into filled with their places
   * @return how many they are
   */
  int find(int known, int now, int[] into) {
    int count = 0;
    for (int place = 0; place < size; place++) {
      if (songs[place] < known && !isForgotten(place, now)) {
        into[count++] = place;
      }
    }
    return count;
  }

  /** Reads the songs at some places. */
  void readSongs(int[] at, int count, int[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = songs[at[i]];
    }
  }

  /** Reads how long before a time the songs at some places were last played, in hours. */
  void readHours(int[] at, int count, int now, float[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = seconds(at[i], now);
    }
    toHours(into, count);
  }

  /** Reads a pause of the songs at some places, in hours. */
  void readPauses(int[] at, int count, int back, float[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = pause(at[i], back);
    }
    toHours(into, count);
  }

  private static void toHours(float[] seconds, int count) {
    for (int i = 0; i < count; i++) {
      seconds[i] /= 3600;
    }
  }

  /** Reads the logarithms of 1 + each trace of the songs at some places, some hours later. */
  void readLogs(int[] at, int count, float[] hours, float[][] into) {
    for (int trace = 0; trace < TRACES; trace += 4) {
      readUnits(at, count, trace, into[trace], into[trace + 1], into[trace + 2], into[trace + 3]);
    }
    for (int trace = 0; trace < TRACES; trace++) {
      toLogs(into[trace], hours, OCTAVES_PER_HOUR[trace], count);
    }
  }

  /** Four traces at once, because a place costs as much to look up as a trace. */
  private void readUnits(
      int[] at, int count, int trace, float[] a, float[] b, float[] c, float[] d) {
    for (int i = 0; i < count; i++) {
      int first = at[i] * TRACES + trace;
      a[i] = traces[first];
      b[i] = traces[first + 1];
      c[i] = traces[first + 2];
      d[i] = traces[first + 3];
    }
  }

  private static void toLogs(float[] units, float[] hours, float perHour, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = LogTraces.addOne(octaves(units[i], hours[i], perHour));
    }
  }

  int size() {
    return size;
  }

  int song(int place) {
    return songs[place];
  }

  int last(int place) {
    return last[place];
  }

  int latest() {
    return latest;
  }

  /** The place of a song, or a negative number. */
  int place(int song) {
    return places.find(song, songs);
  }

  /** Whether a song was last played after a second. */
  boolean isAfter(int song, int second) {
    int place = place(song);
    return place >= 0 && last[place] > second;
  }

  private int append(int song) {
    if (size == songs.length) {
      forget();
      int capacity = Math.max(size + 1, size + size / 4 + 16);
      songs = Arrays.copyOf(songs, capacity);
      last = Arrays.copyOf(last, capacity);
      pauses = Arrays.copyOf(pauses, capacity * PAUSES);
      traces = Arrays.copyOf(traces, capacity * TRACES);
    }
    songs[size] = song;
    last[size] = latest;
    begin(size);
    size++;
    places.append(songs, size);
    return size - 1;
  }

  private void begin(int place) {
    Arrays.fill(pauses, place * PAUSES, (place + 1) * PAUSES, (short) 0);
    Arrays.fill(traces, place * TRACES, (place + 1) * TRACES, Short.MIN_VALUE);
  }

  /** Removes the songs that are forgotten. */
  void forget() {
    int kept = 0;
    for (int place = 0; place < size; place++) {
      if (!isForgotten(place, latest)) {
        songs[kept] = songs[place];
        last[kept] = last[place];
        System.arraycopy(pauses, place * PAUSES, pauses, kept * PAUSES, PAUSES);
        System.arraycopy(traces, place * TRACES, traces, kept * TRACES, TRACES);
        kept++;
      }
    }
    size = kept;
    places.rebuild(songs, size);
  }

  /** Gives the songs new indices. */
  void renumber(IntUnaryOperator number) {
    for (int place = 0; place < size; place++) {
      songs[place] = number.applyAsInt(songs[place]);
    }
    places.rebuild(songs, size);
  }

  SongTraces copy() {
    SongTraces copy = new SongTraces();
    copy.size = size;
    copy.songs = songs.clone();
    copy.last = last.clone();
    copy.pauses = pauses.clone();
    copy.traces = traces.clone();
    copy.places = places.copy();
    copy.latest = latest;
    return copy;
  }

  /** The bytes of the arrays. */
  long bytesInMemory() {
    return (long) BYTES_PER_SONG * songs.length + places.bytes();
  }

  /** The number of bytes that {@link #write} writes. */
  int bytes() {
    return size * BYTES_PER_SONG + 2 * Integer.BYTES;
  }

  void write(ByteBuffer to) {
    to.putInt(latest).putInt(size);
    to.asIntBuffer().put(songs, 0, size).put(last, 0, size);
    to.position(to.position() + 2 * Integer.BYTES * size);
    to.asShortBuffer().put(pauses, 0, size * PAUSES).put(traces, 0, size * TRACES);
    to.position(to.position() + Short.BYTES * (PAUSES + TRACES) * size);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param known the number of songs that there are
   * @throws IllegalArgumentException if a number is out of its range
   * @throws BufferUnderflowException if the bytes are cut off
   */
  static SongTraces read(ByteBuffer from, int known) {
    SongTraces read = new SongTraces();
    read.latest = from.getInt();
    int size = from.getInt();
    if (size < 0 || size > from.remaining() / BYTES_PER_SONG) {
      throw new BufferUnderflowException();
    }
    read.songs = new int[size];
    read.last = new int[size];
    read.pauses = new short[size * PAUSES];
    read.traces = new short[size * TRACES];
    from.asIntBuffer().get(read.songs).get(read.last);
    from.position(from.position() + 2 * Integer.BYTES * size);
    from.asShortBuffer().get(read.pauses).get(read.traces);
    from.position(from.position() + Short.BYTES * (PAUSES + TRACES) * size);
    read.size = size;
    read.places.rebuild(read.songs, size);
    read.checkRanges(known);
    return read;
  }

  private void checkRanges(int known) {
    for (int place = 0; place < size; place++) {
      check("song index", 0, songs[place], known - 1L);
      if (place(songs[place]) != place) {
        throw new IllegalArgumentException(
            "each song must be in the memory once, but song %d is there twice"
                .formatted(songs[place]));
      }
      check(
          "time of a play",
          since1970(Integer.MIN_VALUE),
          since1970(last[place]),
          since1970(latest));
    }
    for (int i = 0; i < pauses.length; i++) {
      float pause = pause(i / PAUSES, i % PAUSES);
      if (!(pause >= 0 && pause <= MAX_PAUSE)) {
        throw new IllegalArgumentException(
            "pause in the memory must be in 0..%.0f seconds, was %s".formatted(MAX_PAUSE, pause));
      }
    }
    for (short trace : traces) {
      check("trace", 0, trace, MAX_UNITS);
    }
  }

  private static void check(String number, long min, long value, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s in the memory must be in %d..%d, was %d".formatted(number, min, max, value));
    }
  }
}
