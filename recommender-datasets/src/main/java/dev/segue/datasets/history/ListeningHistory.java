package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Who played what, and when: what is cut into {@linkplain #sessions sessions}. Read by {@link
 * LastFmHistory} and others, or made of events of one's own with a {@link #builder}. Immutable; may
 * be shared by threads. A play takes 12 bytes.
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

  /** What a reader has found. */
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
   * Makes a history of events of one's own.
   *
   * @return a builder of a history without plays
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * All songs that were played, in the order in which they were found.
   *
   * @return the catalogue
   */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Who listened, in the order in which they were found.
   *
   * @return the names, each once
   */
  public List<String> listeners() {
    return listeners;
  }

  /**
   * How many plays there are.
   *
   * @return the number of plays, 0 or more
   */
  public int plays() {
    return plays.size();
  }

  /**
   * How many lines, or entries of a file that has no lines, could not be read and were left out.
   *
   * @return the number of lines, 0 or more
   */
  public long skippedLines() {
    return skippedLines;
  }

  /**
   * The first of the lines that were left out.
   *
   * @return sentences with file, line and reason, up to 5
   */
  public List<String> firstSkipped() {
    return firstSkipped;
  }

  /**
   * Cuts what each listener played into sessions.
   *
   * @param rules where to cut, and what to keep
   * @return a dataset with a playlist for each session, listener by listener, and by time for each;
   *     its catalogue holds the songs that are left, in this catalogue's order
   */
  public SessionDataset sessions(SessionRules rules) {
    return SessionCutter.cut(Objects.requireNonNull(rules, "rules"), catalogue, listeners, plays);
  }

  /** Says how many plays of how many listeners there are. */
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
     * Adds a play. Plays may come in any order; those of a listener at the same time are taken to
     * be in the order in which they come.
     *
     * @param listener who listened; any text
     * @param start when the song began, to the second
     * @param song what was played; songs with the same id are the same song, of which the first is
     *     kept
     * @return this builder
     */
    public Builder add(String listener, Instant start, Song song) {
      return add(listener, start.getEpochSecond(), song);
    }

    /** Adds a play at a second since 1970. */
    Builder add(String listener, long start, Song song) {
      Objects.requireNonNull(song, "song");
      int who = log.listener(Objects.requireNonNull(listener, "listener"));
      Integer known = indices.putIfAbsent(song.id(), songs.size());
      if (known == null) {
        songs.add(song);
      }
      log.add(who, start, known == null ? songs.size() - 1 : known);
      return this;
    }

    /**
     * Makes the history of the plays so far.
     *
     * @return the history
     */
    public ListeningHistory build() {
      return build(0, List.of());
    }

    /** What a reader has found that could not read everything. */
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
