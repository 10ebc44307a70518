package dev.segue.datasets.history;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The rules by which a {@link ListeningHistory} is cut into sessions, and which of them are kept.
 * Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="rules"}
 *
 * <p>A session ends if more than the gap passes between the starts of two successive songs.
 * Published studies use
 *
 * <ul>
 *   <li>800 seconds: Turrin et al., "30Music Listening and Playlists Dataset", RecSys 2015 Posters,
 *       <a href="https://ceur-ws.org/Vol-1441/recsys2015_poster13.pdf">CEUR 1441</a>;
 *   <li>20 minutes: Hansen et al., "Contextual and Sequential User Embeddings for Large-Scale Music
 *       Recommendation", RecSys 2020, <a
 *       href="https://doi.org/10.1145/3383313.3412248">doi:10.1145/3383313.3412248</a>;
 *   <li>30 minutes, the default here as it is in web analysis: Ludewig and Jannach, "Evaluation of
 *       Session-based Recommendation Algorithms", UMUAI 2018, <a
 *       href="https://doi.org/10.1007/s11257-018-9209-6">doi:10.1007/s11257-018-9209-6</a>;
 *   <li>8 hours, a day's listening: Guo et al., "Streaming Session-based Recommendation", KDD 2019,
 *       <a href="https://doi.org/10.1145/3292500.3330839">doi:10.1145/3292500.3330839</a>.
 * </ul>
 *
 * <p>Radio stations play round the clock, so their logs have no pauses: there, limit sessions by
 * {@link #longest(Duration)} or {@link #maximumSongs(int)}.
 *
 * @param sessionGap the longest pause within a session; 30 minutes by default, whole seconds count
 * @param longest how long after its first song a session may continue; unlimited by default
 * @param maximumSongs how many songs a session may have; unlimited by default
 * @param repeats whether immediate repeats of a song are kept; true by default
 * @param minimumPlays the minimum number of plays of a song in all sessions; 1 by default
 * @param minimumSongs the minimum number of songs of a session; 1 by default
 * @param minimumSessions the minimum number of sessions of a listener; 1 by default
 */
public record SessionRules(
    Duration sessionGap,
    Optional<Duration> longest,
    OptionalInt maximumSongs,
    boolean repeats,
    int minimumPlays,
    int minimumSongs,
    int minimumSessions) {

  private static final SessionRules DEFAULTS =
      new SessionRules(
          Duration.ofMinutes(30), Optional.empty(), OptionalInt.empty(), true, 1, 1, 1);

  /**
   * Creates rules. Applying one minimum may leave too few for another, so they are applied in turn
   * until nothing changes.
   *
   * @param sessionGap above 0
   * @param longest above 0, or empty
   * @param maximumSongs at least 1 and {@code minimumSongs}, or empty
   * @param repeats whether immediate repeats of a song are kept
   * @param minimumPlays at least 1
   * @param minimumSongs at least 1
   * @param minimumSessions at least 1
   * @throws IllegalArgumentException if a duration is not above 0, a number is below 1, or {@code
   *     maximumSongs} is below {@code minimumSongs}
   */
  public SessionRules {
    checkAboveZero("sessionGap", sessionGap);
    Objects.requireNonNull(longest, "longest").ifPresent(value -> checkAboveZero("longest", value));
    Objects.requireNonNull(maximumSongs, "maximumSongs")
        .ifPresent(value -> checkAboveZero("maximumSongs", value));
    checkAboveZero("minimumPlays", minimumPlays);
    checkAboveZero("minimumSongs", minimumSongs);
    checkAboveZero("minimumSessions", minimumSessions);
    if (maximumSongs.orElse(minimumSongs) < minimumSongs) {
      throw new IllegalArgumentException(
          "maximumSongs must be >= minimumSongs, was %d and %d"
              .formatted(maximumSongs.getAsInt(), minimumSongs));
    }
  }

  /**
   * Returns the defaults: a gap of 30 minutes, and everything is kept.
   *
   * @return the rules
   */
  public static SessionRules ofDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns these rules with another gap.
   *
   * @param sessionGap the longest pause within a session, above 0; whole seconds count
   * @return the rules
   * @throws IllegalArgumentException if it is not above 0
   */
  public SessionRules sessionGap(Duration sessionGap) {
    return new SessionRules(
        sessionGap, longest, maximumSongs, repeats, minimumPlays, minimumSongs, minimumSessions);
  }

  /**
   * Returns these rules with a limit on the length of sessions.
   *
   * @param longest how long after its first song a session may continue, above 0; whole seconds
   *     count
   * @return the rules
   * @throws IllegalArgumentException if it is not above 0
   */
  public SessionRules longest(Duration longest) {
    Objects.requireNonNull(longest, "longest");
    return new SessionRules(
        sessionGap,
        Optional.of(longest),
        maximumSongs,
        repeats,
        minimumPlays,
        minimumSongs,
        minimumSessions);
  }

  /**
   * Returns these rules with a limit on the number of songs: the song after it begins the next
   * session. Minimums that drop songs do so after that.
   *
   * @param songs how many songs a session may have, at least 1 and the minimum
   * @return the rules
   * @throws IllegalArgumentException if it is below 1, or below the minimum
   */
  public SessionRules maximumSongs(int songs) {
    return new SessionRules(
        sessionGap,
        longest,
        OptionalInt.of(songs),
        repeats,
        minimumPlays,
        minimumSongs,
        minimumSessions);
  }

  /**
   * Returns these rules, but with another treatment of immediate repeats of a song.
   *
   * @param repeats whether they are kept; otherwise they count once
   * @return the rules
   */
  public SessionRules repeats(boolean repeats) {
    return new SessionRules(
        sessionGap, longest, maximumSongs, repeats, minimumPlays, minimumSongs, minimumSessions);
  }

  /**
   * Returns these rules, but without songs that are played less often in all sessions. Filtering
   * before a split leaks information from the test part into training; {@link
   * dev.segue.DatasetSplit#minimumPlays} does not.
   *
   * @param plays at least 1
   * @return the rules
   * @throws IllegalArgumentException if it is below 1
   */
  public SessionRules minimumPlays(int plays) {
    return new SessionRules(
        sessionGap, longest, maximumSongs, repeats, plays, minimumSongs, minimumSessions);
  }

  /**
   * Returns these rules, but without sessions of fewer songs.
   *
   * @param songs at least 1
   * @return the rules
   * @throws IllegalArgumentException if it is below 1, or above the maximum
   */
  public SessionRules minimumSongs(int songs) {
    return new SessionRules(
        sessionGap, longest, maximumSongs, repeats, minimumPlays, songs, minimumSessions);
  }

  /**
   * Returns these rules, but without listeners with fewer sessions.
   *
   * @param sessions at least 1
   * @return the rules
   * @throws IllegalArgumentException if it is below 1
   */
  public SessionRules minimumSessions(int sessions) {
    return new SessionRules(
        sessionGap, longest, maximumSongs, repeats, minimumPlays, minimumSongs, sessions);
  }

  /**
   * Cuts plays that are in order into sessions, where {@link ListeningHistory#sessions} cuts them.
   * One session is in memory at a time, so there may be any number of plays. The minimums are not
   * applied, since they need all sessions; skipped songs are no plays, and must not be among them.
   *
   * @param plays the plays of one listener after those of another, and in order of time within a
   *     listener; each an object of its own
   * @param listener tells who listened, by {@code equals}
   * @param second tells when the song began, in seconds since 1970
   * @param song tells which song was played, by {@code equals}
   * @param <P> a play
   * @return the sessions, in order: lists of at least one play, which cannot be changed. {@code
   *     next} throws an {@link IllegalArgumentException} if plays are not in order of time. One
   *     thread at a time
   */
  public <P> Iterator<List<P>> cut(
      Iterator<? extends P> plays,
      Function<? super P, ?> listener,
      ToLongFunction<? super P> second,
      Function<? super P, ?> song) {
    Objects.requireNonNull(plays, "plays");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(second, "second");
    Objects.requireNonNull(song, "song");
    return new SessionIterator<>(this, plays, listener, second, song);
  }

  private static void checkAboveZero(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
  }

  private static void checkAboveZero(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
  }
}
