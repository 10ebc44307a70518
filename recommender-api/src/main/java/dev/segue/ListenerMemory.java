package dev.segue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a listener, or a station, has played over months, across sessions. It holds no history: for
 * each song, when it was last played, the pauses before its last two plays, and {@value #TRACES}
 * traces. A trace grows by 1 with each play, and halves in a {@linkplain #HALF_LIVES half-life}; so
 * the trace with a half-life of an hour tells whether a song was just played, and that of half a
 * year how often it is played at all. The pauses tell whether a song that comes at regular times is
 * due.
 *
 * <p>A sum of exponentials over such half-lives approximates a power of time, by which human memory
 * fades: the base-level activation of Anderson and Schooler, "Reflections of the Environment in
 * Memory" (Psychological Science 2(6), 1991); for music see Tran et al., "Transformers Meet ACT-R:
 * Repeat-Aware and Sequential Listening Session Recommendation" (RecSys 2024, <a
 * href="https://arxiv.org/abs/2408.16578">arXiv:2408.16578</a>). Unlike a power, each trace is
 * updated in constant time.
 *
 * {@snippet class="dev.segue.samples.javadoc.MemoryExamplesTest" region="memory"}
 *
 * <p>All sessions of one listener share one memory: each starts with it ({@link
 * SequenceRecommender#newSession(ListenerMemory)}) or joins it ({@link
 * ListeningSession#copy(ListenerMemory)}). A play counts once although several of them report it: a
 * play of a song at the same second as its last play is known. One thread at a time uses a memory,
 * and so all sessions that share it.
 *
 * <p>Times are kept to the second, from 1970 to 2106; one outside counts as the nearest inside. A
 * song takes 28 bytes and its place in an index, which is at most 45 in all; one that the catalogue
 * lacks is kept as well. A song is forgotten when its longest trace is below 1/64, three years
 * after a single play.
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

  private final Catalogue catalogue;
  private final InstantSource clock;
  private final Optional<ZoneId> zone;

  /** Whether plays leave it as it is. */
  private final boolean fixed;

  private MemorySongs songs;
  private SongTraces traces = new SongTraces();

  private ListenerMemory(
      Catalogue catalogue, InstantSource clock, Optional<ZoneId> zone, boolean fixed) {
    this.zone = zone;
    this.catalogue = catalogue;
    this.songs = new MemorySongs(catalogue);
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
    return of(catalogue, clock, Optional.empty());
  }

  /**
   * Makes an empty memory of a listener whose time zone is known.
   *
   * @param catalogue the songs that can be played
   * @param clock what sessions take for the time if the caller does not say
   * @param zone the listener's time zone
   * @return a new memory
   */
  public static ListenerMemory of(Catalogue catalogue, InstantSource clock, ZoneId zone) {
    Objects.requireNonNull(zone, "zone");
    return of(catalogue, clock, Optional.of(zone));
  }

  private static ListenerMemory of(
      Catalogue catalogue, InstantSource clock, Optional<ZoneId> zone) {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(clock, "clock");
    return new ListenerMemory(catalogue, clock, zone, false);
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
   * Returns the listener's time zone, in which recommenders that know the time of day tell it.
   *
   * @return the zone; if it is not known, recommenders take that of what they were trained on
   */
  public Optional<ZoneId> zone() {
    return zone;
  }

  /**
   * Adds a play.
   *
   * @param song its index in the catalogue
   * @param time when it began, to the second; one before an earlier play counts as at its time
   * @return this memory
   * @throws IndexOutOfBoundsException if the catalogue has no such index
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
    if (!fixed) {
      add(songs.index(song, traces), time.getEpochSecond());
    }
    return this;
  }

  /**
   * Adds the plays of a playlist. A listener's playlists, oldest first, make a memory of a history.
   *
   * @param playlist a playlist of this catalogue, whose songs have times
   * @return this memory
   * @throws IllegalArgumentException if the playlist has no times, or holds a song that the
   *     catalogue lacks; the memory is then as before
   */
  public ListenerMemory play(Playlist playlist) {
    Objects.requireNonNull(playlist, "playlist");
    if (playlist.listener().isEmpty()) {
      throw new IllegalArgumentException(
          "playlist must have times, but this one of %d songs has none".formatted(playlist.size()));
    }
    catalogue.check(playlist, 0);
    for (int position = 0; position < playlist.size(); position++) {
      add(playlist.song(position), playlist.time(position).getEpochSecond());
    }
    return this;
  }

  /** Adds a play at a second since 1970. */
  void add(int song, long second) {
    if (!fixed) {
      traces.play(song, SongTraces.seconds(second));
    }
  }

  /**
   * Adds what another memory tells of a song, such as one of another catalogue. If the song is in
   * this memory, its plays add up, and its pauses are those of the memory that played it last.
   *
   * @param plays the song and its plays; the catalogue need not have it
   * @return this memory
   */
  public ListenerMemory add(SongPlays plays) {
    Objects.requireNonNull(plays, "plays");
    if (!fixed) {
      double[] values = plays.traces().stream().mapToDouble(Double::doubleValue).toArray();
      int second = SongTraces.seconds(plays.last().getEpochSecond());
      float[] pauses = new float[Traces.PAUSES];
      for (int back = 0; back < plays.pauses().size(); back++) {
        pauses[back] = plays.pauses().get(back).toSeconds();
      }
      traces.add(songs.index(plays.song(), traces), second, pauses, values);
    }
    return this;
  }

  /**
   * Returns the memory as a table.
   *
   * @return a row for each song that is not forgotten at the time of the last play, the song played
   *     last first; later plays do not change it
   */
  public List<SongPlays> plays() {
    return IntStream.range(0, traces.size())
        .filter(place -> !traces.isForgotten(place, traces.latest()))
        .boxed()
        .sorted(Comparator.comparingInt(place -> -1 - traces.last(place)))
        .map(this::row)
        .toList();
  }

  private SongPlays row(int place) {
    return new SongPlays(
        songs.get(traces.song(place)),
        Instant.ofEpochSecond(SongTraces.since1970(traces.last(place))),
        IntStream.range(0, Traces.PAUSES)
            .mapToObj(back -> Duration.ofSeconds((long) traces.pause(place, back)))
            .takeWhile(pause -> !pause.isZero())
            .toList(),
        IntStream.range(0, TRACES)
            .mapToObj(trace -> Math.pow(2, traces.octaves(place, trace, 0)))
            .toList());
  }

  /** Forgets all plays, as if the memory were new. */
  public void clear() {
    if (!fixed) {
      traces = new SongTraces();
      songs = new MemorySongs(catalogue);
    }
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

  /** Returns a copy with another clock. */
  ListenerMemory copy(InstantSource another) {
    return copy(another, fixed);
  }

  /** Returns a memory of the same plays over another catalogue. */
  ListenerMemory over(Catalogue another) {
    ListenerMemory moved = of(another, clock, zone);
    plays().forEach(moved::add);
    return moved;
  }

  private ListenerMemory copy(InstantSource time, boolean unchanging) {
    ListenerMemory copy = new ListenerMemory(catalogue, time, zone, unchanging);
    copy.songs = new MemorySongs(catalogue, others());
    copy.traces = traces.copy();
    return copy;
  }

  /** The bytes of what grows with the plays, without the songs that the catalogue lacks. */
  long bytesInMemory() {
    return traces.bytesInMemory();
  }

  /** The number of bytes that {@link #write} writes. */
  int bytes() {
    return traces.bytes();
  }

  /** Writes the memory, without the songs that the catalogue lacks. */
  void write(ByteBuffer to) {
    traces.write(to);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param others the songs that the catalogue lacks
   * @param zone the listener's time zone, if it is known
   * @throws IllegalArgumentException if a number is out of its range
   * @throws java.nio.BufferUnderflowException if the bytes are cut off
   */
  static ListenerMemory read(
      ByteBuffer from, Catalogue catalogue, List<Song> others, Optional<ZoneId> zone) {
    ListenerMemory memory = of(catalogue, InstantSource.system(), zone);
    memory.songs = new MemorySongs(catalogue, others);
    memory.traces = SongTraces.read(from, memory.songs.size());
    return memory;
  }

  /** The songs in memory that the catalogue lacks; their indices follow those of the catalogue. */
  List<Song> others() {
    return songs.others();
  }

  /**
   * Returns the number of different songs in memory.
   *
   * @return the number of songs, 0 or more
   */
  public int songs() {
    return traces.size();
  }

  /**
   * Reads the traces of all songs in memory that the catalogue has.
   *
   * @param time the time to read them at, to the second; one before the last play counts as its
   *     time
   * @param into filled, whatever it held before
   */
  public void read(Instant time, Traces into) {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(into, "into");
    into.read(traces, catalogue.size(), secondsNow(time));
  }

  private int secondsNow(Instant time) {
    return Math.max(traces.latest(), SongTraces.seconds(time.getEpochSecond()));
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
    int place = traces.place(catalogue.playlist(List.of(songId)).song(0));
    int then = secondsNow(now);
    if (place < 0 || traces.isForgotten(place, then)) {
      return Optional.empty();
    }
    float hours = traces.hours(place, then);
    double plays = Math.pow(2, traces.octaves(place, RATE_TRACE, hours));
    double perHour = SongTraces.perHour(plays, RATE_TRACE);
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
}
