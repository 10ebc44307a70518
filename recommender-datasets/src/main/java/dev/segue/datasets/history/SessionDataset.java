package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sessions of listeners as playlists: session {@code n} is playlist {@code n} of the dataset, from
 * 0. Immutable; may be shared by threads. A play takes 4 bytes, a session 24.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="timeSplit"}
 */
public final class SessionDataset implements PlaylistDataset {

  private final Catalogue catalogue;
  private final List<String> names;
  private final int[] songs;
  private final int[] starts;
  private final int[] listeners;
  private final long[] begun;
  private final long[] ended;

  /** Takes packed sessions from {@link SessionCutter}. */
  SessionDataset(
      Catalogue catalogue,
      List<String> names,
      int[] songs,
      int[] starts,
      int[] listeners,
      long[] begun,
      long[] ended) {
    this.catalogue = catalogue;
    this.names = names;
    this.songs = songs;
    this.starts = starts;
    this.listeners = listeners;
    this.begun = begun;
    this.ended = ended;
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
   * Returns when the first song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public Instant start(int session) {
    return Instant.ofEpochSecond(begun[session]);
  }

  /**
   * Returns when the last song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public Instant end(int session) {
    return Instant.ofEpochSecond(ended[session]);
  }

  /**
   * Splits by time: training sessions end before validation sessions, and those before test
   * sessions. A session belongs to the time at which it ends, so no play in the training part is
   * later than {@code validationFrom}.
   *
   * @param validationFrom when the validation part begins
   * @param testFrom when the test part begins; not before {@code validationFrom}
   * @return the three parts, which share this dataset's catalogue and keep its order
   * @throws IllegalArgumentException if {@code testFrom} is before {@code validationFrom}
   */
  public DatasetSplit splitByTime(Instant validationFrom, Instant testFrom) {
    Objects.requireNonNull(validationFrom, "validationFrom");
    Objects.requireNonNull(testFrom, "testFrom");
    if (testFrom.isBefore(validationFrom)) {
      throw new IllegalArgumentException(
          "testFrom must not be before validationFrom, but they are %s and %s"
              .formatted(testFrom, validationFrom));
    }
    return new DatasetSplit(
        part(session -> end(session).isBefore(validationFrom)),
        part(session -> !end(session).isBefore(validationFrom) && end(session).isBefore(testFrom)),
        part(session -> !end(session).isBefore(testFrom)));
  }

  /**
   * Splits by time, counted back from the end of the last session: the last day or week, for
   * example, is the test part, and the time before it the validation part.
   *
   * @param validation how long the validation part is, 0 or more
   * @param test how long the test part is, above 0
   * @return the three parts, as from {@link #splitByTime}
   * @throws IllegalArgumentException if a duration is out of range, or there is no session
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
    return Instant.ofEpochSecond(
        Arrays.stream(ended)
            .max()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there must be at least 1 session, but the rules left none")));
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

  private PlaylistDataset part(IntPredicate chosen) {
    return PlaylistDataset.of(
        catalogue, IntStream.range(0, size()).filter(chosen).mapToObj(this::playlist).toList());
  }

  private Playlist playlist(int session) {
    return Playlist.of(Arrays.copyOfRange(songs, starts[session], starts[session + 1]));
  }

  /** Returns the numbers of sessions and songs as text. */
  @Override
  public String toString() {
    return "%d sessions over %d songs".formatted(size(), catalogue.size());
  }
}
