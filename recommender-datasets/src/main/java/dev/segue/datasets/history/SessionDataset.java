package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sessions of listeners as playlists: session {@code n} is playlist {@code n} of the dataset, from
 * 0. The playlists know their listener and the time of each play, unless the history has no times;
 * and, if the history tells it, how long each song was heard, and which songs were skipped between
 * the plays of the session, or within a session's gap of them. Immutable; may be shared by threads.
 * A play takes 8 bytes, 4 of them for its time, and 4 more if it is known how long songs were
 * heard; a session takes 16, a skip 20.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="timeSplit"}
 */
public final class SessionDataset implements PlaylistDataset {

  private final Catalogue catalogue;
  private final List<String> names;
  private final int[] songs;

  /** {@code [plays]}: when each began, in seconds since its session's {@link #begun}. */
  private final int[] offsets;

  /** {@code [plays]}: for how many seconds each was heard, -1 if unknown; empty if of all. */
  private final int[] heard;

  private final int[] starts;
  private final int[] listeners;

  /** {@code [sessions]}: in seconds since 1970. */
  private final long[] begun;

  private final SessionSkips skips;

  /** How the history was read, and which plays the sessions lack. */
  private final DatasetReport report;

  /** Whether any play has a time; readers give those of a history without times 0. */
  private final boolean timed;

  /** Takes packed sessions from {@link SessionCutter}. */
  SessionDataset(
      Catalogue catalogue,
      List<String> names,
      int[] songs,
      int[] offsets,
      int[] heard,
      int[] starts,
      int[] listeners,
      long[] begun,
      SessionSkips skips,
      DatasetReport report) {
    this.catalogue = catalogue;
    this.names = names;
    this.songs = songs;
    this.offsets = offsets;
    this.heard = heard;
    this.starts = starts;
    this.listeners = listeners;
    this.begun = begun;
    this.skips = skips;
    this.report = report;
    this.timed =
        IntStream.range(0, size())
            .anyMatch(session -> begun[session] != 0 || second(session, plays(session) - 1) != 0);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Stream<Playlist> playlists() {
    return IntStream.range(0, size()).mapToObj(this::playlist);
  }

  /**
   * Returns the number of sessions.
   *
   * @return the number of sessions, 0 or more
   */
  public int size() {
    return listeners.length;
  }

  /**
   * Returns the listener of a session.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the listener
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public String listener(int session) {
    return names.get(listeners[session]);
  }

  /**
   * Returns when a song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @param play the song's position in the session's playlist, from 0
   * @return the time, to the second; 1970-01-01T00:00:00Z for all plays of a history without times
   * @throws IndexOutOfBoundsException if the session is outside that range, or has no such play
   */
  public Instant time(int session, int play) {
    return Instant.ofEpochSecond(second(session, Objects.checkIndex(play, plays(session))));
  }

  /**
   * Returns when the first song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public Instant start(int session) {
    return time(session, 0);
  }

  /**
   * Returns when the last song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public Instant end(int session) {
    return time(session, plays(session) - 1);
  }

  /** The number of plays of a session, at least 1. */
  int plays(int session) {
    return starts[session + 1] - starts[session];
  }

  /** When a song of a session began, in seconds since 1970. */
  long second(int session, int play) {
    return begun[session] + offsets[starts[session] + play];
  }

  /**
   * Splits at two points in time. A play belongs to the part in which it began; one that began
   * exactly at a boundary belongs after it. A session that spans a boundary is cut there: the songs
   * before it are a playlist of their own in the earlier part, and {@linkplain Playlist#context()
   * context} of the playlist in the later part, where only the songs after the boundary are
   * targets. So every transition is learnt from or predicted in exactly one part, and nothing in
   * training was played or skipped at or after {@code validationFrom}.
   *
   * <p>A part may be empty, if nothing was played in its time.
   *
   * @param validationFrom when the validation part begins
   * @param testFrom when the test part begins; not before {@code validationFrom}. If it is equal,
   *     the validation part is empty
   * @return the three parts, which share this dataset's catalogue and keep its order; the
   *     {@linkplain #history() history} of each is this dataset
   * @throws IllegalArgumentException if {@code testFrom} is before {@code validationFrom}, or the
   *     plays have no times
   */
  public DatasetSplit splitByTime(Instant validationFrom, Instant testFrom) {
    Objects.requireNonNull(validationFrom, "validationFrom");
    Objects.requireNonNull(testFrom, "testFrom");
    if (testFrom.isBefore(validationFrom)) {
      throw new IllegalArgumentException(
          "testFrom must not be before validationFrom, but they are %s and %s"
              .formatted(testFrom, validationFrom));
    }
    if (!hasTimes()) {
      throw new IllegalArgumentException(
          "plays must have times to be split by time, but the history has none");
    }
    return new DatasetSplit(
        played(Instant.MIN, validationFrom),
        played(validationFrom, testFrom),
        played(testFrom, Instant.MAX));
  }

  /**
   * Splits by time, counted back from the end of the last session: the last day or week, for
   * example, is the test part, and the time before it the validation part.
   *
   * @param validation how long the validation part is, 0 or more
   * @param test how long the test part is, above 0
   * @return the three parts, as from {@link #splitByTime}
   * @throws IllegalArgumentException if a duration is out of range, there is no session, or the
   *     plays have no times
   */
  public DatasetSplit splitLast(Duration validation, Duration test) {
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
    if (validation.isNegative()) {
      throw new IllegalArgumentException("validation must be >= 0, was " + validation);
    }
    if (test.isNegative() || test.isZero()) {
      throw new IllegalArgumentException("test must be > 0, was " + test);
    }
    Instant testFrom = lastEnd().minus(test);
    return splitByTime(testFrom.minus(validation), testFrom);
  }

  /**
   * Returns the end of the last session.
   *
   * @return the time at which its last song began
   * @throws IllegalArgumentException if there is no session
   */
  public Instant lastEnd() {
    return IntStream.range(0, size())
        .mapToObj(this::end)
        .max(Comparator.naturalOrder())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there must be at least 1 session, but the rules left none"));
  }

  /** Whether plays have times, or there are none. */
  boolean hasTimes() {
    return timed || size() == 0;
  }

  /**
   * Splits at random by listener: all sessions of a listener are in the same part.
   *
   * @param training the share of listeners in the training part, from 0 to 1
   * @param validation the share in the validation part, from 0 to 1
   * @param test the share in the test part, from 0 to 1; the three sum to 1
   * @param seed the seed of the random choice
   * @return the three parts, which share this dataset's catalogue and keep its order
   * @throws IllegalArgumentException if a share is outside 0 to 1 or the sum is not 1
   */
  public DatasetSplit splitByListener(double training, double validation, double test, long seed) {
    return splitByGroup(session -> listeners[session], training, validation, test, seed);
  }

  /**
   * How the history was read and cut. The warnings include sessions and times that are implausible,
   * such as sessions that last for days.
   *
   * @return the report; of a history of your own events too
   */
  @Override
  public Optional<DatasetReport> report() {
    return Optional.of(SessionReport.of(this, report, Instant.now()));
  }

  /** The plays from one time until before another, with what came before them as context. */
  private PlaylistDataset played(Instant from, Instant until) {
    List<Playlist> playlists = new ArrayList<>();
    for (int session = 0; session < size(); session++) {
      int before = playsBefore(session, from);
      int end = playsBefore(session, until);
      if (before < end) {
        playlists.add(playlist(session, end, until).withContext(Math.max(1, before)));
      }
    }
    return PlaylistDataset.of(catalogue, playlists).partOf(this);
  }

  /** How many songs of a session began before a time, by binary search. */
  private int playsBefore(int session, Instant time) {
    int before = 0;
    int notBefore = plays(session);
    while (before < notBefore) {
      int middle = (before + notBefore) >>> 1;
      if (time(session, middle).isBefore(time)) {
        before = middle + 1;
      } else {
        notBefore = middle;
      }
    }
    return before;
  }

  private Playlist playlist(int session) {
    return playlist(session, plays(session), Instant.MAX);
  }

  /** The first songs of a session, and what was skipped before a time. */
  private Playlist playlist(int session, int size, Instant until) {
    int from = starts[session];
    Playlist playlist = Playlist.of(Arrays.copyOfRange(songs, from, from + size));
    if (timed) {
      playlist =
          playlist.withTimes(
              listener(session),
              IntStream.range(0, size).mapToLong(play -> second(session, play)).toArray());
    }
    if (heard.length > 0) {
      playlist = playlist.withHeard(Arrays.copyOfRange(heard, from, from + size));
    }
    return playlist.withSkips(skips.of(session, size, until, timed));
  }

  /** Returns the numbers of sessions and songs as text. */
  @Override
  public String toString() {
    return "%d sessions over %d songs".formatted(size(), catalogue.size());
  }
}
