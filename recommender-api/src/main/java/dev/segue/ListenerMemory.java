package dev.segue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a listener, or a station, has played over months, across sessions. It holds no history: for
 * each song, when it was last played, and {@value #TRACES} traces. A trace grows by 1 with each
 * play, and halves in a {@linkplain #HALF_LIVES half-life}; so the trace with a half-life of an
 * hour tells whether a song was just played, and that of half a year how often it is played at all.
 *
 * <p>A sum of exponentials over such half-lives approximates a power of time, by which human memory
 * fades: the base-level activation of Anderson and Schooler, "Reflections of the Environment in
 * Memory" (Psychological Science 2(6), 1991); for music see Tran et al., "Transformers Meet ACT-R:
 * Repeat-Aware and Sequential Listening Session Recommendation" (RecSys 2024, <a
 * href="https://arxiv.org/abs/2408.16578">arXiv:2408.16578</a>). Unlike a power, each trace is
 * updated in constant time.
 *
 * <p>A song takes 24 bytes and its place in an index. A song is forgotten when its longest trace is
 * below 1/64. One thread at a time, which includes all sessions that share the memory.
 */
public final class ListenerMemory {

  /** The half-lives of the traces, shortest first. */
  public static final List<Duration> HALF_LIVES =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(12),
          Duration.ofHours(36),
          Duration.ofDays(5),
          Duration.ofDays(18),
          Duration.ofDays(60),
          Duration.ofDays(180));

  static final int TRACES = 8;

  /** The trace that tells how often a song is played in a week. */
  private static final int RATE_TRACE = 5;

  /** What a trace is multiplied by in an hour, as a negative binary logarithm. */
  private static final float[] OCTAVES_PER_HOUR = new float[TRACES];

  /** Traces are stored as 16-bit binary logarithms, in units of this: up to 2^16 plays. */
  private static final float UNITS_PER_OCTAVE = 2047;

  private static final float FORGOTTEN_OCTAVES = -6;
  private static final int EMPTY = -1;

  /** Seconds since 2038 are 32-bit numbers from 1970 to 2106. */
  private static final long EPOCH = 1L << 31;

  static {
    for (int trace = 0; trace < TRACES; trace++) {
      OCTAVES_PER_HOUR[trace] = 3600f / HALF_LIVES.get(trace).toSeconds();
    }
  }

  private final Catalogue catalogue;
  private final InstantSource clock;

  /** Whether plays leave it as it is. */
  private final boolean fixed;

  /** Songs that the catalogue lacks; their indices follow those of the catalogue. */
  private final List<Song> others = new ArrayList<>();

  private int size;
  private int[] songs = new int[16];

  /** {@code [songs]}: when each was last played, in seconds since {@link #EPOCH}. */
  private int[] last = new int[16];

  /** {@code [songs * TRACES]}: after the last play of each song, so at least 0. */
  private short[] traces = new short[16 * TRACES];

  /** Open addressing: the place of each song, or {@link #EMPTY}. */
  private int[] places = emptyPlaces(32);

  /** When the last play began, in seconds since {@link #EPOCH}. */
  private int latest = Integer.MIN_VALUE;

  private ListenerMemory(Catalogue catalogue, InstantSource clock, boolean fixed) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.fixed = fixed;
  }

  /**
   * Makes an empty memory, whose time is the system's.
   *
   * @param catalogue the songs that can be played
   * @return a new memory
   */
  public static ListenerMemory of(Catalogue catalogue) {
    return of(catalogue, InstantSource.system());
  }

  /**
   * Makes an empty memory.
   *
   * @param catalogue the songs that can be played
   * @param clock what sessions take for the time if the caller does not say
   * @return a new memory
   */
  public static ListenerMemory of(Catalogue catalogue, InstantSource clock) {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(clock, "clock");
    return new ListenerMemory(catalogue, clock, false);
  }

  /**
   * Returns the songs that can be played.
   *
   * @return the catalogue
   */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Returns what sessions take for the time if the caller does not say.
   *
   * @return the clock
   */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Adds a play.
   *
   * @param song its index in the catalogue
   * @param time when it began, to the second; one before an earlier play counts as at its time
   * @return this memory
   */
  public ListenerMemory play(int song, Instant time) {
    Objects.requireNonNull(time, "time");
    Objects.checkIndex(song, catalogue.size());
    add(song, time.getEpochSecond());
    return this;
  }

  /**
   * Adds a play of a song that the catalogue need not have.
   *
   * @param song the song
   * @param time when it began, to the second; one before an earlier play counts as at its time
   * @return this memory
   */
  public ListenerMemory play(Song song, Instant time) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(time, "time");
    add(index(song), time.getEpochSecond());
    return this;
  }

  private int index(Song song) {
    OptionalInt known = catalogue.index(song.id());
    if (known.isPresent()) {
      return known.getAsInt();
    }
    for (int other = 0; other < others.size(); other++) {
      if (others.get(other).id().equals(song.id())) {
        return catalogue.size() + other;
      }
    }
    others.add(song);
    return catalogue.size() + others.size() - 1;
  }

  /** Adds a play at a second since 1970. */
  void add(int song, long second) {
    if (fixed) {
      return;
    }
    int place = place(song);
    if (place >= 0 && isKnown(place, seconds(second))) {
      return;
    }
    latest = Math.max(latest, seconds(second));
    if (place < 0) {
      place = append(song);
    } else if (isForgotten(place, latest)) {
      Arrays.fill(traces, place * TRACES, (place + 1) * TRACES, Short.MIN_VALUE);
    }
    float hours = hours(place, latest);
    for (int trace = 0; trace < TRACES; trace++) {
      float octaves = octaves(place, trace, hours);
      traces[place * TRACES + trace] =
          (short)
              Math.min(Short.MAX_VALUE, Math.round(LogTraces.plusOne(octaves) * UNITS_PER_OCTAVE));
    }
    last[place] = latest;
  }

  /** Whether another session that shares this memory has reported the play. */
  private boolean isKnown(int place, int second) {
    return last[place] == second || last[place] == Math.max(latest, second);
  }

  private float octaves(int place, int trace, float hours) {
    return traces[place * TRACES + trace] * (1 / UNITS_PER_OCTAVE)
        - hours * OCTAVES_PER_HOUR[trace];
  }

  private boolean isForgotten(int place, int now) {
    return octaves(place, TRACES - 1, hours(place, now)) < FORGOTTEN_OCTAVES;
  }

  /** How long before a time a song was last played. */
  private float hours(int place, int now) {
    return ((long) now - last[place]) / 3600f;
  }

  private static int seconds(long since1970) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, since1970 - EPOCH));
  }

  /** The place of a song, or a negative number. */
  private int place(int song) {
    int mask = places.length - 1;
    for (int at = hash(song) & mask; ; at = (at + 1) & mask) {
      int place = places[at];
      if (place == EMPTY || songs[place] == song) {
        return place;
      }
    }
  }

  private static int hash(int song) {
    int mixed = song * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  private int append(int song) {
    if (size == songs.length) {
      forget();
      int capacity = Math.max(size + 1, size + size / 4 + 16);
      songs = Arrays.copyOf(songs, capacity);
      last = Arrays.copyOf(last, capacity);
      traces = Arrays.copyOf(traces, capacity * TRACES);
    }
    songs[size] = song;
    last[size] = latest;
    Arrays.fill(traces, size * TRACES, (size + 1) * TRACES, Short.MIN_VALUE);
    size++;
    index();
    return size - 1;
  }

  /** Removes the songs that are forgotten. */
  private void forget() {
    int kept = 0;
    for (int place = 0; place < size; place++) {
      if (!isForgotten(place, latest)) {
        songs[kept] = songs[place];
        last[kept] = last[place];
        System.arraycopy(traces, place * TRACES, traces, kept * TRACES, TRACES);
        kept++;
      }
    }
    if (kept < size) {
      size = kept;
      Arrays.fill(places, EMPTY);
      for (int place = 0; place < size; place++) {
        enter(place);
      }
    }
  }

  /** Enters the last song into the index. */
  private void index() {
    if (size * 4 > places.length * 3) {
      places = emptyPlaces(places.length * 2);
      for (int place = 0; place < size; place++) {
        enter(place);
      }
    } else {
      enter(size - 1);
    }
  }

  private void enter(int place) {
    int mask = places.length - 1;
    int at = hash(songs[place]) & mask;
    while (places[at] != EMPTY) {
      at = (at + 1) & mask;
    }
    places[at] = place;
  }

  private static int[] emptyPlaces(int length) {
    int[] places = new int[length];
    Arrays.fill(places, EMPTY);
    return places;
  }

  /**
   * Returns an independent memory of the same plays.
   *
   * @return a copy
   */
  public ListenerMemory copy() {
    return copy(clock, fixed);
  }

  /** Returns a copy that plays leave as it is, and whose clock stands still. */
  ListenerMemory fixed(Instant now) {
    return copy(InstantSource.fixed(now), true);
  }

  private ListenerMemory copy(InstantSource time, boolean unchanging) {
    ListenerMemory copy = new ListenerMemory(catalogue, time, unchanging);
    copy.others.addAll(others);
    copy.size = size;
    copy.songs = songs.clone();
    copy.last = last.clone();
    copy.traces = traces.clone();
    copy.places = places.clone();
    copy.latest = latest;
    return copy;
  }

  /** The number of bytes that {@link #write} writes, without the songs that the catalogue lacks. */
  int bytes() {
    return size * (2 * Integer.BYTES + TRACES * Short.BYTES) + 2 * Integer.BYTES;
  }

  /** Writes the memory, without the songs that the catalogue lacks. */
  void write(ByteBuffer to) {
    to.putInt(latest).putInt(size);
    to.asIntBuffer().put(songs, 0, size).put(last, 0, size);
    to.position(to.position() + 2 * Integer.BYTES * size);
    to.asShortBuffer().put(traces, 0, size * TRACES);
    to.position(to.position() + Short.BYTES * TRACES * size);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param others the songs that the catalogue lacks
   * @throws IllegalArgumentException if a number is out of its range
   * @throws java.nio.BufferUnderflowException if the bytes are cut off
   */
  static ListenerMemory read(ByteBuffer from, Catalogue catalogue, List<Song> others) {
    ListenerMemory memory = of(catalogue);
    memory.others.addAll(others);
    memory.latest = from.getInt();
    int size = from.getInt();
    if (size < 0 || size > from.remaining() / (2 * Integer.BYTES + TRACES * Short.BYTES)) {
      throw new BufferUnderflowException();
    }
    memory.songs = new int[size];
    memory.last = new int[size];
    memory.traces = new short[size * TRACES];
    from.asIntBuffer().get(memory.songs).get(memory.last);
    from.position(from.position() + 2 * Integer.BYTES * size);
    from.asShortBuffer().get(memory.traces);
    from.position(from.position() + Short.BYTES * TRACES * size);
    memory.places = emptyPlaces(Math.max(32, Integer.highestOneBit(2 * size + 1) * 2));
    int known = catalogue.size() + others.size();
    for (int place = 0; place < size; place++) {
      if (memory.songs[place] < 0 || memory.songs[place] >= known) {
        throw new IllegalArgumentException(
            "song index in the memory must be in 0..%d, was %d"
                .formatted(known - 1, memory.songs[place]));
      }
      memory.size++;
      memory.enter(place);
    }
    return memory;
  }

  /** The songs in memory that the catalogue lacks; their indices follow those of the catalogue. */
  List<Song> others() {
    return List.copyOf(others);
  }

  /**
   * Returns the number of different songs in memory.
   *
   * @return the number of songs, 0 or more
   */
  public int songs() {
    return size;
  }

  /**
   * Reads the traces of all songs in memory that the catalogue has.
   *
   * @param time the time to read them at, to the second; not before the last play
   * @param into filled, whatever it held before
   */
  public void read(Instant time, Traces into) {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(into, "into");
    int now = Math.max(latest, seconds(time.getEpochSecond()));
    into.clear(size);
    for (int place = 0; place < size; place++) {
      if (songs[place] < catalogue.size() && !isForgotten(place, now)) {
        float hours = hours(place, now);
        int at = into.add(songs[place], hours);
        for (int trace = TRACES - 1; trace >= 0; trace--) {
          into.logs[at + trace] = LogTraces.LN_2 * LogTraces.plusOne(octaves(place, trace, hours));
        }
      }
    }
  }

  /**
   * Describes the plays of a song in words.
   *
   * @param songId the song's id
   * @param now the time to look back from
   * @return such as {@code played 3 times a week, last 2 days ago}, where the number is that of the
   *     weeks before, of which a week counts twice as much as the third before it; empty if the
   *     song is not in memory
   * @throws IllegalArgumentException if the catalogue lacks the song
   */
  public Optional<String> describe(String songId, Instant now) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(now, "now");
    int place = place(catalogue.playlist(List.of(songId)).song(0));
    int then = Math.max(latest, seconds(now.getEpochSecond()));
    if (place < 0 || isForgotten(place, then)) {
      return Optional.empty();
    }
    float hours = hours(place, then);
    double trace = Math.pow(2, octaves(place, RATE_TRACE, hours));
    double perHour = trace * Math.log(2) * OCTAVES_PER_HOUR[RATE_TRACE];
    long aWeek = Math.round(perHour * Duration.ofDays(7).toHours());
    return Optional.of("played %s, last %s ago".formatted(rate(aWeek), age(hours)));
  }

  private static String rate(long aWeek) {
    if (aWeek == 0) {
      return "less than once a week";
    }
    return aWeek == 1 ? "once a week" : aWeek + " times a week";
  }

  private static String age(float hours) {
    if (hours < 2) {
      return "%.0f minutes".formatted(hours * 60);
    }
    return hours < 48 ? "%.0f hours".formatted(hours) : "%.0f days".formatted(hours / 24);
  }

  /**
   * What a memory holds at a point in time. Reused from one reading to the next. One thread at a
   * time.
   */
  public static final class Traces {

    private int size;
    private int[] songs = {};
    private float[] hours = {};
    private float[] logs = {};

    /** Makes an empty reading. */
    public Traces() {}

    /** Removes all songs. */
    public void clear() {
      size = 0;
    }

    private void clear(int capacity) {
      size = 0;
      if (songs.length < capacity) {
        songs = new int[capacity];
        hours = new float[capacity];
        logs = new float[capacity * TRACES];
      }
    }

    private int add(int song, float age) {
      songs[size] = song;
      hours[size] = age;
      return TRACES * size++;
    }

    /**
     * Returns the number of songs.
     *
     * @return the number of songs, 0 or more
     */
    public int size() {
      return size;
    }

    /**
     * Returns a song.
     *
     * @param i from 0 to {@code size() - 1}
     * @return its index in the catalogue
     */
    public int song(int i) {
      return songs[i];
    }

    /**
     * Returns all songs.
     *
     * @return {@code [size()]} or longer: their indices in the catalogue; valid until the next
     *     reading, and not to be changed
     */
    public int[] songs() {
      return songs;
    }

    /**
     * Returns how long ago a song was last played.
     *
     * @param i from 0 to {@code size() - 1}
     * @return the time since its last play began, in hours, 0 or more
     */
    public float hours(int i) {
      return hours[i];
    }

    /**
     * Returns the natural logarithm of 1 + a trace of a song.
     *
     * @param i from 0 to {@code size() - 1}
     * @param trace index into {@link #HALF_LIVES}
     * @return the logarithm, 0 or more, with an error of at most 10^-3
     */
    public float log(int i, int trace) {
      return logs[i * TRACES + trace];
    }
  }
}
