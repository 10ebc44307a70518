package dev.segue;

import dev.segue.quotation.Quotation;
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
 * <p>Skips have traces of their own, as those of plays. The memory also keeps the plays of the last
 * hour, at most 1,000, and the songs and artists that the listener has banned.
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

  /** How many plays a liked one counts as. */
  public static final int LIKE_PLAYS = 5;

  private final Catalogue catalogue;
  private final InstantSource clock;
  private final Optional<ZoneId> zone;

  /** Whether plays leave it as it is. */
  private final boolean fixed;

  private MemoryContents contents;

  private ListenerMemory(
      Catalogue catalogue, InstantSource clock, Optional<ZoneId> zone, boolean fixed) {
    this.zone = zone;
    this.catalogue = catalogue;
    this.contents = new MemoryContents(catalogue);
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
      add(contents.index(song), time.getEpochSecond());
    }
    return this;
  }

  /**
   * Has the last play of a song count as {@value #LIKE_PLAYS} plays, because the listener likes it.
   *
   * @param song the song, which the catalogue need not have
   * @param time when it was played if the memory knows no play of it, to the second
   * @return this memory
   */
  public ListenerMemory like(Song song, Instant time) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(time, "time");
    return change(() -> contents.like(contents.index(song), seconds(time)));
  }

  /**
   * Adds a skip: the listener went on from a song to the next. It is no play.
   *
   * @param song its index in the catalogue
   * @param time when the song began, to the second; one before an earlier skip counts as at its
   *     time
   * @return this memory
   * @throws IndexOutOfBoundsException if the catalogue has no such index
   */
  public ListenerMemory skip(int song, Instant time) {
    Objects.requireNonNull(time, "time");
    Objects.checkIndex(song, catalogue.size());
    addSkip(song, time.getEpochSecond());
    return this;
  }

  /**
   * Adds a skip of a song that the catalogue need not have.
   *
   * @param song the song
   * @param time when the song began, to the second; one before an earlier skip counts as at its
   *     time
   * @return this memory
   */
  public ListenerMemory skip(Song song, Instant time) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(time, "time");
    return change(() -> contents.skips.play(contents.index(song), seconds(time)));
  }

  /**
   * Bans a song: no list of a session with this memory holds it.
   *
   * @param songId the song's id; the catalogue need not have it
   * @return this memory
   */
  public ListenerMemory ban(String songId) {
    Objects.requireNonNull(songId, "songId");
    return change(() -> contents.bans.songs.add(songId));
  }

  /**
   * Bans all songs with a {@linkplain Catalogue#leadArtist(Song) lead artist}.
   *
   * @param artist the artist, as songs have it: another one by the same lead artist is banned too
   * @return this memory
   * @throws IllegalArgumentException if the artist is unknown, such as the empty string
   */
  public ListenerMemory banArtist(String artist) {
    String leadArtist = leadArtist(artist);
    if (leadArtist.isEmpty()) {
      throw new IllegalArgumentException(
          "artist must be known, was %s".formatted(Quotation.quote(artist)));
    }
    return change(() -> contents.bans.artists.add(leadArtist));
  }

  /**
   * Lifts the ban of a song; does nothing if there is none.
   *
   * @param songId the song's id
   * @return this memory
   */
  public ListenerMemory unban(String songId) {
    Objects.requireNonNull(songId, "songId");
    return change(() -> contents.bans.songs.remove(songId));
  }

  /**
   * Lifts the ban of an artist; does nothing if there is none.
   *
   * @param artist the artist
   * @return this memory
   */
  public ListenerMemory unbanArtist(String artist) {
    String leadArtist = leadArtist(artist);
    return change(() -> contents.bans.artists.remove(leadArtist));
  }

  private String leadArtist(String artist) {
    Objects.requireNonNull(artist, "artist");
    return catalogue.leadArtistNamed(artist);
  }

  private ListenerMemory change(Runnable change) {
    if (!fixed) {
      change.run();
    }
    return this;
  }

  /**
   * Returns the songs that the listener has banned.
   *
   * @return their ids, in the order of the bans; later bans do not change it
   */
  public List<String> bannedSongs() {
    return List.copyOf(contents.bans.songs);
  }

  /**
   * Returns the artists that the listener has banned.
   *
   * @return the lead artists, in the order of the bans; later bans do not change it
   */
  public List<String> bannedArtists() {
    return List.copyOf(contents.bans.artists);
  }

  /**
   * Adds the plays and skips of a playlist. A listener's playlists, oldest first, make a memory of
   * a history.
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
    playlist.skips().forEach(skip -> skip(skip.song(), skip.time().orElseThrow()));
    return this;
  }

  /** Adds a skip at a second since 1970. */
  void addSkip(int song, long second) {
    if (!fixed) {
      contents.skips.play(song, SongTraces.seconds(second));
    }
  }

  /** Adds a play at a second since 1970. */
  void add(int song, long second) {
    if (!fixed) {
      contents.play(song, SongTraces.seconds(second));
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
    return change(() -> contents.add(plays, contents.plays));
  }

  /**
   * Adds what another memory tells of the skips of a song, as {@link #add} does for plays.
   *
   * @param skips the song and its skips; the catalogue need not have it
   * @return this memory
   */
  public ListenerMemory addSkips(SongPlays skips) {
    Objects.requireNonNull(skips, "skips");
    return change(() -> contents.add(skips, contents.skips));
  }

  /**
   * Returns the memory as a table.
   *
   * @return a row for each song that is not forgotten at the time of the last play, the song played
   *     last first; later plays do not change it
   */
  public List<SongPlays> plays() {
    return rows(contents.plays);
  }

  /**
   * Returns the skips as a table like that of {@link #plays}.
   *
   * @return a row for each song that was skipped, whose times and traces are those of the skips;
   *     the song skipped last first; later skips do not change it
   */
  public List<SongPlays> skips() {
    return rows(contents.skips);
  }

  private List<SongPlays> rows(SongTraces traces) {
    return IntStream.range(0, traces.size())
        .filter(place -> !traces.isForgotten(place, traces.latest()))
        .boxed()
        .sorted(Comparator.comparingInt(place -> -1 - traces.last(place)))
        .map(place -> row(traces, place))
        .toList();
  }

  private SongPlays row(SongTraces traces, int place) {
    return new SongPlays(
        contents.songs.get(traces.song(place)),
        Instant.ofEpochSecond(SongTraces.since1970(traces.last(place))),
        IntStream.range(0, Traces.PAUSES)
            .mapToObj(back -> Duration.ofSeconds((long) traces.pause(place, back)))
            .takeWhile(pause -> !pause.isZero())
            .toList(),
        IntStream.range(0, TRACES)
            .mapToObj(trace -> Math.pow(2, traces.octaves(place, trace, 0)))
            .toList());
  }

  /** Forgets all plays, skips and bans, as if the memory were new. */
  public void clear() {
    if (!fixed) {
      contents = new MemoryContents(catalogue);
    }
  }

  /**
   * Returns an independent memory of the same plays, skips and bans.
   *
   * @return a copy
   */
  public ListenerMemory copy() {
    return copy(clock, fixed);
  }

  /** Returns a copy that nothing changes, and whose clock stands still. */
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
    moved.contents.addAll(this);
    return moved;
  }

  private ListenerMemory copy(InstantSource time, boolean unchanging) {
    ListenerMemory copy = new ListenerMemory(catalogue, time, zone, unchanging);
    copy.contents = contents.copy();
    return copy;
  }

  /** The bytes of what grows with the plays, without the songs that the catalogue lacks. */
  long bytesInMemory() {
    return contents.plays.bytesInMemory() + contents.skips.bytesInMemory();
  }

  MemoryContents contents() {
    return contents;
  }

  /** Makes a memory of what was in another one, whose clock is the system's. */
  static ListenerMemory of(Catalogue catalogue, Optional<ZoneId> zone, MemoryContents contents) {
    ListenerMemory memory = of(catalogue, InstantSource.system(), zone);
    memory.contents = contents;
    return memory;
  }

  /** The songs in memory that the catalogue lacks; their indices follow those of the catalogue. */
  List<Song> others() {
    return contents.songs.others();
  }

  /**
   * Returns the number of different songs in memory.
   *
   * @return the number of songs, 0 or more
   */
  public int songs() {
    return contents.plays.size();
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
    read(contents.plays, time, into);
  }

  /**
   * Reads the traces of the skips of all songs in memory that the catalogue has. They are those of
   * plays, but of skips.
   *
   * @param time the time to read them at, to the second; one before the last skip counts as its
   *     time
   * @param into filled, whatever it held before
   */
  public void readSkips(Instant time, Traces into) {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(into, "into");
    read(contents.skips, time, into);
  }

  private void read(SongTraces from, Instant time, Traces into) {
    into.read(from, catalogue.size(), Math.max(from.latest(), seconds(time)));
  }

  private static int seconds(Instant time) {
    return SongTraces.seconds(time.getEpochSecond());
  }

  /**
   * Describes the plays and skips of a song in words.
   *
   * @param songId the song's id
   * @param now the time to look back from
   * @return such as {@code played 3 times a week, last 2 days ago, skipped 3 hours ago}, where the
   *     number is that of the weeks before, of which a week counts twice as much as the third
   *     before it; empty if the song is not in memory
   * @throws IllegalArgumentException if the catalogue lacks the song
   */
  public Optional<String> describe(String songId, Instant now) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(now, "now");
    int song = catalogue.playlist(List.of(songId)).song(0);
    int then = Math.max(Math.max(contents.plays.latest(), contents.skips.latest()), seconds(now));
    return PlaysInWords.of(contents, song, then);
  }
}
