package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
import dev.segue.FileFormatException;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Who played what, and when; it can be cut into {@linkplain #sessions sessions}. {@link
 * LastFmHistory} and others read one; a {@link #builder} makes one of your own events. Immutable;
 * may be shared by threads. A play, or a skip, takes 12 bytes, 4 more if it is known how long songs
 * were heard, and 4 more if a table says in which sessions.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="history"}
 */
public final class ListeningHistory {

  private final Catalogue catalogue;
  private final List<String> listeners;
  private final OrderedPlays plays;
  private final DatasetReport report;

  private ListeningHistory(
      Catalogue catalogue, List<String> listeners, OrderedPlays plays, DatasetReport report) {
    this.catalogue = catalogue;
    this.listeners = listeners;
    this.plays = plays;
    this.report = report;
  }

  /**
   * Makes the history that a reader has found.
   *
   * @throws FileFormatException if too many lines could not be read, or no play is left of them
   */
  static ListeningHistory of(
      SongResolver songs, PlayLog log, boolean newestFirst, ReadingReport report)
      throws FileFormatException {
    report.check(!log.isEmpty());
    return of(songs.catalogue(), log, log.ordered(songs.songs(), newestFirst), report);
  }

  /** Drops what was read twice, and completes the report. */
  private static ListeningHistory of(
      Catalogue catalogue, PlayLog log, OrderedPlays plays, ReadingReport report) {
    List<String> listeners = log.listeners();
    report.unnamed(log.unnamed(), listeners.size());
    int duplicates = plays.dropDuplicates(catalogue.size(), 1);
    int near = plays.dropDuplicates(catalogue.size(), report.samePlay());
    int skips = plays.skips();
    Catalogue played = played(catalogue, plays);
    return new ListeningHistory(
        played,
        listeners,
        plays,
        report.complete(
            listening(listeners.size(), plays),
            duplicates,
            near,
            plays.skips(),
            skips - plays.skips()));
  }

  /** Drops the skips of songs that are never played, and returns the songs that are. */
  private static Catalogue played(Catalogue all, OrderedPlays plays) {
    PlayedSongs played =
        PlayedSongs.of(
            all,
            IntStream.range(0, plays.size()).filter(play -> !plays.isSkip(play)).map(plays::song));
    if (played.catalogue() != all) {
      plays.renumber(played.indices());
    }
    return played.catalogue();
  }

  private static DatasetReport.Listening listening(int listeners, OrderedPlays plays) {
    LongSummaryStatistics times =
        IntStream.range(0, plays.size())
            .filter(play -> !plays.isSkip(play))
            .mapToLong(plays::time)
            .summaryStatistics();
    boolean timed = times.getCount() > 0 && (times.getMin() != 0 || times.getMax() != 0);
    return new DatasetReport.Listening(
        listeners,
        OptionalInt.empty(),
        timed ? Optional.of(Instant.ofEpochSecond(times.getMin())) : Optional.empty(),
        timed ? Optional.of(Instant.ofEpochSecond(times.getMax())) : Optional.empty());
  }

  /**
   * Begins a history of your own events.
   *
   * @return a builder without plays
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the songs that were played, in the order in which they were found.
   *
   * @return the catalogue
   */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Returns the listeners, in the order in which they were found.
   *
   * @return the names, without duplicates
   */
  public List<String> listeners() {
    return listeners;
  }

  /**
   * Returns the number of plays.
   *
   * @return the number of plays, 0 or more
   */
  public int plays() {
    return plays.size() - plays.skips();
  }

  /**
   * Returns how often listeners skipped songs that are also played. A skipped song is no play.
   *
   * @return the number of skips; 0 also if the history does not tell them
   */
  public int skips() {
    return plays.skips();
  }

  /**
   * Returns how the history was read: the columns that were used, the lines that could not be read,
   * the plays that were left out and by which rule, who listened and when.
   *
   * @return the report; its format is {@code events} for a history of your own events, of which
   *     only skips of songs that are never played are left out
   */
  public DatasetReport report() {
    return report;
  }

  /**
   * Cuts the plays of each listener into sessions. Where the file says which session a play was in
   * ({@link CsvColumn#SESSION}), the gap of the rules cuts none.
   *
   * @param rules where to cut, and what to keep
   * @return a dataset with a playlist for each session, ordered by listener, then by time; its
   *     catalogue holds the remaining songs, in this catalogue's order
   */
  public SessionDataset sessions(SessionRules rules) {
    Objects.requireNonNull(rules, "rules");
    return SessionCutter.cut(rules, catalogue, listeners, plays, report);
  }

  /**
   * Returns this history with other songs, such as one for all versions of a song. A song of a
   * listener in the same second as another play of it is then read before, and left out.
   *
   * @param other the other catalogue
   * @param index gives for each song of this catalogue its index in the other one
   * @param note a sentence for the report that says what became of the songs
   * @return the history, of the songs of the other catalogue that are played
   * @throws IllegalArgumentException if an index is outside the other catalogue
   */
  public ListeningHistory withSongs(Catalogue other, IntUnaryOperator index, String note) {
    Objects.requireNonNull(other, "other");
    Objects.requireNonNull(index, "index");
    Objects.requireNonNull(note, "note");
    int[] indices = IntStream.range(0, catalogue.size()).map(index).toArray();
    for (int each : indices) {
      if (each < 0 || each >= other.size()) {
        throw new IllegalArgumentException(
            "index must be in 0..%d, was %d".formatted(other.size() - 1, each));
      }
    }
    OrderedPlays renumbered = plays.copy();
    renumbered.renumber(indices);
    int duplicates = renumbered.dropDuplicates(other.size(), 1);
    Catalogue played = played(other, renumbered);
    return new ListeningHistory(
        played, listeners, renumbered, ReadingReport.merged(report, note, duplicates));
  }

  /** Returns the numbers of plays, songs and listeners as text. */
  @Override
  public String toString() {
    return "%d plays of %d songs by %d listeners"
        .formatted(plays(), catalogue.size(), listeners.size());
  }

  /** Gathers plays. One thread at a time. */
  public static final class Builder {

    private final PlayLog log = new PlayLog();
    private final Map<String, Integer> indices = new HashMap<>();
    private final List<Song> songs = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a play. Plays may be added in any order; those of a listener at the same time keep the
     * order in which they are added.
     *
     * @param listener who listened; any text
     * @param start when the song began, to the second
     * @param song the song; if several have the same id, the first is kept
     * @return this builder
     */
    public Builder add(String listener, Instant start, Song song) {
      Objects.requireNonNull(listener, "listener");
      Objects.requireNonNull(start, "start");
      Objects.requireNonNull(song, "song");
      return add(listener, start.getEpochSecond(), song, -1);
    }

    /**
     * Adds a play that is known to have been heard for a time.
     *
     * @param listener who listened; any text
     * @param start when the song began, to the second
     * @param song the song; if several have the same id, the first is kept
     * @param heard how long it was heard, to the second
     * @return this builder
     * @throws IllegalArgumentException if the time is negative, or above 2^31 - 1 seconds
     */
    public Builder add(String listener, Instant start, Song song, Duration heard) {
      Objects.requireNonNull(listener, "listener");
      Objects.requireNonNull(start, "start");
      Objects.requireNonNull(song, "song");
      return add(listener, start.getEpochSecond(), song, seconds(heard));
    }

    /**
     * Adds a song that the listener ended by going on to the next. A skipped song is no play;
     * {@link ListeningHistory#sessions} tells it to the playlist between whose plays it lies.
     *
     * @param listener who listened; any text
     * @param start when the song began, to the second
     * @param song the song; if several have the same id, the first is kept
     * @param heard how long it was heard, to the second
     * @return this builder
     * @throws IllegalArgumentException if the time is negative, or above 2^31 - 1 seconds
     */
    public Builder skip(String listener, Instant start, Song song, Duration heard) {
      Objects.requireNonNull(listener, "listener");
      Objects.requireNonNull(start, "start");
      Objects.requireNonNull(song, "song");
      return skip(listener, start.getEpochSecond(), song, seconds(heard));
    }

    private static int seconds(Duration heard) {
      Objects.requireNonNull(heard, "heard");
      if (heard.isNegative() || heard.toSeconds() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "heard must be in 0..%d seconds, was %d"
                .formatted(Integer.MAX_VALUE, heard.toSeconds()));
      }
      return (int) heard.toSeconds();
    }

    /** Adds a play at a second since 1970. */
    Builder add(String listener, long start, Song song, int seconds) {
      log.add(log.listener(listener), start, number(song), seconds);
      return this;
    }

    /** Adds a skip at a second since 1970. */
    Builder skip(String listener, long start, Song song, int seconds) {
      log.skip(log.listener(listener), start, number(song), seconds);
      return this;
    }

    /** Says which session of a listener the play belongs to that is added next. */
    void session(String listener, String name) {
      log.session(listener, name);
    }

    private int number(Song song) {
      Integer known = indices.putIfAbsent(song.id(), songs.size());
      if (known == null) {
        songs.add(song);
        return songs.size() - 1;
      }
      return known;
    }

    /**
     * Builds the history of the plays added so far.
     *
     * @return the history
     */
    public ListeningHistory build() {
      List<String> listeners = log.listeners();
      OrderedPlays plays = ordered(false);
      int skips = plays.skips();
      Catalogue played = played(Catalogue.of(songs), plays);
      return new ListeningHistory(
          played,
          listeners,
          plays,
          SessionReport.ofEvents(plays, skips - plays.skips(), listening(listeners.size(), plays)));
    }

    /**
     * Builds the history of a reader.
     *
     * @throws FileFormatException if too many lines could not be read, or no play is left of them
     */
    ListeningHistory build(ReadingReport report) throws FileFormatException {
      report.check(!log.isEmpty());
      return of(Catalogue.of(songs), log, ordered(log.isNewestFirst()), report);
    }

    private OrderedPlays ordered(boolean newestFirst) {
      return log.ordered(IntStream.range(0, songs.size()).toArray(), newestFirst);
    }
  }
}
