package dev.segue;

import dev.segue.HeardSongs.Event;
import dev.segue.ListeningSession.UnknownSong;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session remembers, whatever its recommender does with it: the songs heard in it and those
 * skipped, the listener's memory, and what time it is. A session of your own keeps one, and tells
 * it each play. One thread at a time uses a history, its views at other times, and all sessions
 * that share its memory.
 *
 * <p>A session that has no memory and was told no time still remembers when its songs were played,
 * by the system's clock, because {@link RecommendationRules} ask; its recommender sees nothing of
 * that.
 */
public final class SessionHistory {

  private final Shared shared;

  /** What time it is; null to ask the memory's clock. */
  private final @Nullable Instant time;

  private SessionHistory(Shared shared, @Nullable Instant time) {
    this.shared = shared;
    this.time = time;
  }

  /** What all views of a history share. */
  private static final class Shared {

    private final HeardSongs songs;
    private SessionMemory memory;

    Shared(HeardSongs songs, SessionMemory memory) {
      this.songs = songs;
      this.memory = memory;
    }
  }

  /**
   * A song that the listener ended by going on to the next. Immutable; may be shared by threads.
   *
   * @param song the song
   * @param position how many songs were heard in the session before
   * @param heard how long the song was heard, to the millisecond; zero if that is not known
   */
  public record Skip(Song song, int position, Duration heard) {

    /**
     * Makes a skip.
     *
     * @param song the song
     * @param position how many songs were heard in the session before, 0 or more
     * @param heard how long the song was heard, zero or more; what is below a millisecond is cut
     *     off
     * @throws IllegalArgumentException if a number is out of range
     */
    public Skip {
      Objects.requireNonNull(song, "song");
      Objects.requireNonNull(heard, "heard");
      if (position < 0) {
        throw new IllegalArgumentException("position must be >= 0, was " + position);
      }
      if (heard.isNegative()) {
        throw new IllegalArgumentException("heard must be >= 0, was " + heard);
      }
      heard = Duration.ofMillis(heard.toMillis());
    }
  }

  /**
   * Starts the history of a session without a memory.
   *
   * @param catalogue the songs of its recommender
   * @return a new history
   */
  public static SessionHistory of(Catalogue catalogue) {
    Objects.requireNonNull(catalogue, "catalogue");
    return new SessionHistory(new Shared(new HeardSongs(catalogue), new SessionMemory()), null);
  }

  /**
   * Starts the history of a session with a memory.
   *
   * @param memory what the listener has played, over the catalogue of the session's recommender;
   *     the history adds to it what it is told, and takes the time from its clock
   * @return a new history
   */
  public static SessionHistory of(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    HeardSongs none = new HeardSongs(memory.catalogue());
    return new SessionHistory(new Shared(none, new SessionMemory(memory, false)), null);
  }

  /** Makes the history of a session from what it was. */
  static SessionHistory of(HeardSongs songs, SessionMemory memory) {
    return new SessionHistory(new Shared(songs, memory), null);
  }

  /**
   * Adds a song that the listener has heard.
   *
   * @param song the song, which the catalogue need not have
   */
  public void play(Song song) {
    Objects.requireNonNull(song, "song");
    shared.memory.tell(Event.of(song), moment(), shared.songs);
    shared.songs.add(song);
  }

  /**
   * Adds a song that the listener skipped: it is no play.
   *
   * @param song the song, which the catalogue need not have
   * @param heard how long it was heard, zero or more; zero if that is not known
   * @throws IllegalArgumentException if that is negative
   */
  public void skip(Song song, Duration heard) {
    Skip skip = new Skip(song, heard().size(), heard);
    shared.memory.tell(Event.of(skip), moment(), shared.songs);
    shared.songs.add(skip);
  }

  /**
   * Has the last play of a song count as {@link ListenerMemory#LIKE_PLAYS} plays in the listener's
   * memory, if there is one.
   *
   * @param song the song
   */
  public void like(Song song) {
    Objects.requireNonNull(song, "song");
    memory().ifPresent(memory -> memory.like(song, moment()));
  }

  /**
   * Returns the songs that the listener has heard.
   *
   * @return the songs, oldest first; an immutable view, which costs nothing and which later plays
   *     do not change
   */
  public List<Song> heard() {
    return shared.songs.heard();
  }

  /**
   * Returns the songs that the listener has skipped.
   *
   * @return the skips, oldest first; an immutable view, which costs nothing and which later skips
   *     do not change
   */
  public List<Skip> skipped() {
    return shared.songs.skipped();
  }

  /**
   * Returns what the listener has played across sessions.
   *
   * @return the memory, which the session shares; empty if it was given none and told no time
   */
  public Optional<ListenerMemory> memory() {
    return shared.memory.ofListener();
  }

  /**
   * Returns what time it is.
   *
   * @return the time of {@link #at}, or that of the memory's clock; empty without a memory
   */
  public Optional<Instant> now() {
    return memory().map(memory -> moment());
  }

  /**
   * Returns this history at a time. A history that had no memory has one from now on, in which its
   * songs were played just before.
   *
   * @param now the time, to the second
   * @return a view, which shares everything else with this one
   */
  public SessionHistory at(Instant now) {
    Objects.requireNonNull(now, "now");
    if (shared.memory.isPrivate()) {
      shared.memory.begin(now, shared.songs);
    }
    return new SessionHistory(shared, now);
  }

  /**
   * Returns an independent history, with a memory of its own.
   *
   * @return a copy at the same time
   */
  public SessionHistory copy() {
    return new SessionHistory(new Shared(shared.songs.copy(), shared.memory.copy()), time);
  }

  /**
   * Returns an independent history of the same songs, with another memory.
   *
   * @param memory what the listener has played, over the same catalogue; not changed until the
   *     history is told something
   * @return a copy at the same time
   * @throws IllegalArgumentException if the memory is of another catalogue
   */
  public SessionHistory copy(ListenerMemory memory) {
    requireSameCatalogue(memory);
    Shared copy = new Shared(shared.songs.copy(), new SessionMemory(memory, false));
    return new SessionHistory(copy, time);
  }

  private void requireSameCatalogue(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    catalogue().requireSame("the recommender", memory.catalogue(), "the memory");
  }

  private Catalogue catalogue() {
    return shared.songs.catalogue;
  }

  /** All that the session was told, oldest first. */
  List<Event> events() {
    return shared.songs.events();
  }

  /** Makes a fresh session a copy of this one's, with a copy of the memory; returns it. */
  ListeningSession copyTo(ListeningSession fresh) {
    return copyTo(fresh, shared.memory.copy());
  }

  /** Makes a fresh session a copy of this one's, but for the memory; returns it. */
  ListeningSession copyTo(ListeningSession fresh, ListenerMemory memory) {
    requireSameCatalogue(memory);
    return copyTo(fresh, new SessionMemory(memory, false));
  }

  private ListeningSession copyTo(ListeningSession fresh, SessionMemory memory) {
    events().forEach(event -> event.tell(fresh, UnknownSong.FAIL));
    fresh.history().shared.memory = memory;
    return time == null ? fresh : fresh.at(time);
  }

  /** Tells a fresh session all this, and has it take over the memory; returns it. */
  ListeningSession moveTo(ListeningSession fresh) {
    events().forEach(event -> event.tell(fresh, UnknownSong.FAIL));
    if (memory().isPresent()) {
      return fresh.copy(memory().get());
    }
    fresh.history().shared.memory = shared.memory;
    return fresh;
  }

  /**
   * Tells a fresh session of another recommender what it knows of this, with the memory; returns
   * it.
   */
  ListeningSession resumeIn(ListeningSession fresh) {
    events().forEach(event -> event.tell(fresh, UnknownSong.IGNORE));
    ListenerMemory memory =
        shared.memory.copy().get(shared.songs).over(fresh.history().catalogue());
    if (memory().isPresent()) {
      return fresh.copy(memory);
    }
    fresh.history().shared.memory = new SessionMemory(memory, true);
    return fresh;
  }

  /** Takes the time that nobody says from a clock. */
  void setClock(InstantSource clock) {
    shared.memory.setClock(clock);
  }

  /** The listener's memory, or that of the rules. */
  ListenerMemory remembered() {
    return shared.memory.get(shared.songs);
  }

  private MemoryContents contents() {
    return remembered().contents();
  }

  /** For snapshots. */
  SessionMemory sessionMemory() {
    return shared.memory;
  }

  // What rules ask. None takes longer after a million plays than after a hundred.

  /** What time it is for rules. */
  Instant moment() {
    return time == null ? shared.memory.now() : time;
  }

  /** Where the hours of the day are told. */
  ZoneId zone() {
    return memory().flatMap(ListenerMemory::zone).orElseGet(ZoneId::systemDefault);
  }

  boolean hasBans() {
    return shared.memory.hasBans();
  }

  boolean isBanned(Song song) {
    return shared.memory.isBanned(song);
  }

  /**
   * Whether a song is among the last ones heard in this session; skipped ones count as heard.
   *
   * @param songs how many of them
   */
  boolean heardWithin(Song song, int songs) {
    return shared.songs.isWithin(song, songs);
  }

  /**
   * Whether one of the last songs heard in this session has a lead artist.
   *
   * @param songs how many of them
   */
  boolean artistHeardWithin(String leadArtist, int songs) {
    List<Song> heard = heard();
    Catalogue catalogue = catalogue();
    for (int i = heard.size() - 1; i >= Math.max(0, heard.size() - songs); i--) {
      if (catalogue.leadArtist(heard.get(i)).equals(leadArtist)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a song was played or skipped after a time, in any session that shared the memory. */
  boolean playedSince(Song song, Instant since) {
    return contents().playedSince(song, seconds(since));
  }

  /** Whether a song by a lead artist was played after a time, as in {@link #playedSince}. */
  boolean artistPlayedSince(String leadArtist, Instant since) {
    return contents().artistPlayedSince(leadArtist, seconds(since));
  }

  /** How many songs by a lead artist were played after a time, which is at most an hour ago. */
  int playsOfArtistSince(String leadArtist, Instant since) {
    return contents().playsOfArtistSince(leadArtist, seconds(since));
  }

  private static int seconds(Instant time) {
    return SongTraces.seconds(time.getEpochSecond());
  }

  /** Whether the listener has heard or skipped a song, in this session or another. */
  boolean isKnown(Song song) {
    return heardWithin(song, Integer.MAX_VALUE) || contents().knows(song);
  }

  /** Describes the history. */
  @Override
  public String toString() {
    return "%d songs heard, %d skipped".formatted(heard().size(), skipped().size());
  }
}
