package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who played what, and when; it can be cut into {@linkplain #sessions sessions}. {@link
 * LastFmHistory} and others read one; a {@link #builder} makes one of your own events. Immutable;
 * may be shared by threads. A play takes 12 bytes.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="history"}
 */
public final class ListeningHistory {

  private final Catalogue catalogue;
  private final List<String> listeners;
  private final OrderedPlays plays;
  private final long skippedLines;
  private final List<String> firstSkipped;

  private ListeningHistory(
      Catalogue catalogue,
      List<String> listeners,
      OrderedPlays plays,
      long skippedLines,
      List<String> firstSkipped) {
    this.catalogue = catalogue;
    this.listeners = listeners;
    this.plays = plays;
    this.skippedLines = skippedLines;
    this.firstSkipped = firstSkipped;
  }

  /** Makes the history that a reader has found. */
  static ListeningHistory of(
      SongResolver songs, PlayLog log, boolean newestFirst, SkippedLines skipped) {
    return new ListeningHistory(
        songs.catalogue(),
        log.listeners(),
        log.ordered(songs.songs(), newestFirst),
        skipped.count(),
        skipped.first());
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
    return plays.size();
  }

  /**
   * Returns the number of unreadable lines that were skipped, or entries of a file that has no
   * lines.
   *
   * @return the number of lines, 0 or more
   */
  public long skippedLines() {
    return skippedLines;
  }

  /**
   * Returns the first skipped lines.
   *
   * @return messages with file, line and reason, at most 5
   */
  public List<String> firstSkipped() {
    return firstSkipped;
  }

  /**
   * Cuts the plays of each listener into sessions.
   *
   * @param rules where to cut, and what to keep
   * @return a dataset with a playlist for each session, ordered by listener, then by time; its
   *     catalogue holds the remaining songs, in this catalogue's order
   */
  public SessionDataset sessions(SessionRules rules) {
    Objects.requireNonNull(rules, "rules");
    return SessionCutter.cut(rules, catalogue, listeners, plays, Optional.empty());
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
      return add(listener, start.getEpochSecond(), song);
    }

    /** Adds a play at a second since 1970. */
    Builder add(String listener, long start, Song song) {
      int who = log.listener(listener);
      Integer known = indices.putIfAbsent(song.id(), songs.size());
      if (known == null) {
        songs.add(song);
      }
      log.add(who, start, known == null ? songs.size() - 1 : known);
      return this;
    }

    /**
     * Builds the history of the plays added so far.
     *
     * @return the history
     */
    public ListeningHistory build() {
      return build(0, List.of());
    }

    /** Builds the history of a reader that skipped lines. */
    ListeningHistory build(SkippedLines skipped) {
      return build(skipped.count(), skipped.first());
    }

    private ListeningHistory build(long skippedLines, List<String> firstSkipped) {
      int[] same = IntStream.range(0, songs.size()).toArray();
      return new ListeningHistory(
          Catalogue.of(songs),
          log.listeners(),
          log.ordered(same, false),
          skippedLines,
          firstSkipped);
    }
  }
}
