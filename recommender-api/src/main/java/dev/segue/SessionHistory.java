package dev.segue;

import dev.segue.ListeningSession.UnknownSong;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
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

    private final GrowingList<Song> heard;
    private final GrowingList<Skip> skipped;
    private final LastHeard last;
    private ListenerMemory memory;

    /** Whether the memory serves the rules only. */
    private boolean isPrivate;

    Shared(ListenerMemory memory, boolean isPrivate) {
      this(
          new GrowingList<>(),
          new GrowingList<>(),
          new LastHeard(memory.catalogue()),
          memory,
          isPrivate);
    }

    Shared(
        GrowingList<Song> heard,
        GrowingList<Skip> skipped,
        LastHeard last,
        ListenerMemory memory,
        boolean isPrivate) {
      this.heard = heard;
      this.skipped = skipped;
      this.last = last;
      this.memory = memory;
      this.isPrivate = isPrivate;
    }

    Shared copy(ListenerMemory another, boolean privateToo) {
      return new Shared(heard.copy(), skipped.copy(), last.copy(), another, privateToo);
    }

    /** The number of songs heard or skipped. */
    int events() {
      return heard.size() + skipped.size();
    }

    void add(Event event) {
      last.put(event.song(), events());
      event
          .heard()
          .ifPresentOrElse(
              duration -> skipped.add(new Skip(event.song(), heard.size(), duration)),
              () -> heard.add(event.song()));
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
   * A song that was heard, or skipped.
   *
   * @param heard how long, if it was skipped
   */
  record Event(Song song, Optional<Duration> heard) {

    boolean isSkip() {
      return heard.isPresent();
    }

    void tell(ListeningSession session, UnknownSong unknown) {
      heard.ifPresentOrElse(
          duration -> session.skip(song, duration), () -> session.play(song, unknown));
    }
  }

  /**
   * Starts the history of a session without a memory.
   *
   * @param catalogue the songs of its recommender
   * @return a new history
   */
  public static SessionHistory of(Catalogue catalogue) {
    return new SessionHistory(new Shared(ListenerMemory.of(catalogue), true), null);
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
    return new SessionHistory(new Shared(memory, false), null);
  }

  /**
   * Makes the history of a session from what it was.
   *
   * @param memory if there is none, the songs were heard just before
   */
  static SessionHistory of(
      Catalogue catalogue,
      List<Song> heard,
      List<Skip> skipped,
      Optional<ListenerMemory> memory,
      boolean isPrivate) {
    SessionHistory history =
        memory
            .map(known -> new SessionHistory(new Shared(known, isPrivate), null))
            .orElseGet(() -> of(catalogue));
    events(heard, skipped).forEach(history.shared::add);
    if (memory.isEmpty()) {
      history.shared.memory = history.justHeard(history.moment());
    }
    return history;
  }

  /**
   * Adds a song that the listener has heard.
   *
   * @param song the song, which the catalogue need not have
   */
  public void play(Song song) {
    shared.memory.play(song, moment());
    shared.add(new Event(song, Optional.empty()));
  }

  /**
   * Adds a song that the listener skipped: it is no play.
   *
   * @param song the song, which the catalogue need not have
   * @param heard how long it was heard, zero or more; zero if that is not known
   * @throws IllegalArgumentException if that is negative
   */
  public void skip(Song song, Duration heard) {
    Skip skip = new Skip(song, shared.heard.size(), heard);
    shared.memory.skip(song, moment());
    shared.add(new Event(song, Optional.of(skip.heard())));
  }

  /**
   * Has the last play of a song count as {@link ListenerMemory#LIKE_PLAYS} plays.
   *
   * @param song the song
   */
  public void like(Song song) {
    shared.memory.like(song, moment());
  }

  /**
   * Returns the songs that the listener has heard.
   *
   * @return the songs, oldest first; an immutable view, which costs nothing and which later plays
   *     do not change
   */
  public List<Song> heard() {
    return shared.heard.view();
  }

  /**
   * Returns the songs that the listener has skipped.
   *
   * @return the skips, oldest first; an immutable view, which costs nothing and which later skips
   *     do not change
   */
  public List<Skip> skipped() {
    return shared.skipped.view();
  }

  /**
   * Returns what the listener has played across sessions.
   *
   * @return the memory, which the session shares; empty if it was given none and told no time
   */
  public Optional<ListenerMemory> memory() {
    return shared.isPrivate ? Optional.empty() : Optional.of(shared.memory);
  }

  /**
   * Returns what time it is.
   *
   * @return the time of {@link #at}, or that of the memory's clock; empty without a memory
   */
  public Optional<Instant> now() {
    return shared.isPrivate ? Optional.empty() : Optional.of(moment());
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
    if (shared.isPrivate) {
      shared.memory = justHeard(now);
      shared.isPrivate = false;
    }
    return new SessionHistory(shared, now);
  }

  /** A memory in which each song was heard a second after the one before. */
  private ListenerMemory justHeard(Instant now) {
    ListenerMemory memory = ListenerMemory.of(shared.memory.catalogue());
    memory.contents().bans.addAll(shared.memory.contents().bans);
    Instant then = now.minusSeconds(shared.events());
    for (Event event : events()) {
      if (event.heard().isEmpty()) {
        memory.play(event.song(), then);
      } else {
        memory.skip(event.song(), then);
      }
      then = then.plusSeconds(1);
    }
    return memory;
  }

  /**
   * Returns an independent history, with a memory of its own.
   *
   * @return a copy at the same time
   */
  public SessionHistory copy() {
    return new SessionHistory(shared.copy(shared.memory.copy(), shared.isPrivate), time);
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
    return new SessionHistory(shared.copy(memory, false), time);
  }

  private void requireSameCatalogue(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    shared.memory.catalogue().requireSame("the recommender", memory.catalogue(), "the memory");
  }

  /** All that the session was told, oldest first. */
  List<Event> events() {
    return events(heard(), skipped());
  }

  private static List<Event> events(List<Song> heard, List<Skip> skipped) {
    List<Event> events = new ArrayList<>(heard.size() + skipped.size());
    int next = 0;
    for (int position = 0; position <= heard.size(); position++) {
      for (; next < skipped.size() && skipped.get(next).position() <= position; next++) {
        Skip skip = skipped.get(next);
        events.add(new Event(skip.song(), Optional.of(skip.heard())));
      }
      if (position < heard.size()) {
        events.add(new Event(heard.get(position), Optional.empty()));
      }
    }
    return events;
  }

  /** Tells a session all this, and gives it this memory and time; returns it. */
  ListeningSession copyTo(ListeningSession fresh, ListenerMemory memory, boolean isPrivate) {
    requireSameCatalogue(memory);
    events().forEach(event -> event.tell(fresh, UnknownSong.FAIL));
    SessionHistory copy = fresh.history();
    copy.shared.memory = memory;
    copy.shared.isPrivate = isPrivate;
    return time == null ? fresh : fresh.at(time);
  }

  /** Tells a session all this, and lets it go on with a memory; returns it. */
  ListeningSession resumeIn(ListeningSession fresh, ListenerMemory memory, UnknownSong unknown) {
    events().forEach(event -> event.tell(fresh, unknown));
    if (!shared.isPrivate) {
      return fresh.copy(memory);
    }
    fresh.history().shared.memory = memory;
    return fresh;
  }

  /** Takes the time that nobody says from a clock. */
  void setClock(InstantSource clock) {
    shared.memory = shared.memory.copy(clock);
  }

  /** The listener's memory, or that of the rules. */
  ListenerMemory remembered() {
    return shared.memory;
  }

  boolean isPrivate() {
    return shared.isPrivate;
  }

  // What rules ask. None takes longer after a million plays than after a hundred.

  /** What time it is for rules. */
  Instant moment() {
    return time == null ? shared.memory.clock().instant() : time;
  }

  /** Where the hours of the day are told. */
  ZoneId zone() {
    return shared.memory.zone().orElseGet(ZoneId::systemDefault);
  }

  boolean hasBans() {
    return !shared.memory.contents().bans.isEmpty();
  }

  boolean isBanned(Song song) {
    return shared.memory.contents().bans.include(song, shared.memory.catalogue());
  }

  /**
   * Whether a song is among the last ones heard in this session; skipped ones count as heard.
   *
   * @param songs how many of them
   */
  boolean heardWithin(Song song, int songs) {
    int last = shared.last.get(song);
    return last != LastHeard.NEVER && shared.events() - last <= songs;
  }

  /**
   * Whether one of the last songs heard in this session has a lead artist.
   *
   * @param songs how many of them
   */
  boolean artistHeardWithin(String leadArtist, int songs) {
    List<Song> heard = heard();
    Catalogue catalogue = shared.memory.catalogue();
    for (int i = heard.size() - 1; i >= Math.max(0, heard.size() - songs); i--) {
      if (catalogue.leadArtist(heard.get(i)).equals(leadArtist)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a song was played or skipped after a time, in any session that shared the memory. */
  boolean playedSince(Song song, Instant since) {
    return shared.memory.contents().playedSince(song, seconds(since));
  }

  /** Whether a song by a lead artist was played after a time, as in {@link #playedSince}. */
  boolean artistPlayedSince(String leadArtist, Instant since) {
    return shared.memory.contents().artistPlayedSince(leadArtist, seconds(since));
  }

  /** How many songs by a lead artist were played after a time, which is at most an hour ago. */
  int playsOfArtistSince(String leadArtist, Instant since) {
    return shared.memory.contents().playsOfArtistSince(leadArtist, seconds(since));
  }

  private static int seconds(Instant time) {
    return SongTraces.seconds(time.getEpochSecond());
  }

  /** Whether the listener has heard or skipped a song, in this session or another. */
  boolean isKnown(Song song) {
    return heardWithin(song, Integer.MAX_VALUE) || shared.memory.contents().knows(song);
  }

  /** Describes the history. */
  @Override
  public String toString() {
    return "%d songs heard, %d skipped".formatted(shared.heard.size(), shared.skipped.size());
  }
}
