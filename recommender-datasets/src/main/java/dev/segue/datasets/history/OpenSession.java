package dev.segue.datasets.history;

import java.time.Duration;

/**
 * The session that a listener is in: says of each next play whether it begins another. This is the
 * one place where {@link SessionRules} cut. One thread at a time.
 */
final class OpenSession {

  /** What a play is to the session. */
  enum Play {
    /** The first play of the next session. */
    BEGINS,
    /** One more play of this session. */
    CONTINUES,
    /** An immediate repeat that the rules do not count. */
    REPEATS
  }

  private final long gap;
  private final long longest;
  private final int mostSongs;
  private final boolean repeats;

  /** When the session began, and when the last play, in seconds since 1970. */
  private long begun;

  private long previous;

  /** How many songs the session has; 0 if none is open. */
  private int songs;

  OpenSession(SessionRules rules) {
    this(rules, false);
  }

  /**
   * Begins without a session.
   *
   * @param isKnown whether it is known where sessions end, so that no pause ends them
   */
  OpenSession(SessionRules rules, boolean isKnown) {
    this.gap = isKnown ? Long.MAX_VALUE : rules.sessionGap().toSeconds();
    // An offset must fit 32 bits.
    this.longest =
        Math.min(
            Integer.MAX_VALUE, rules.longest().map(Duration::toSeconds).orElse(Long.MAX_VALUE));
    this.mostSongs = rules.maximumSongs().orElse(Integer.MAX_VALUE);
    this.repeats = rules.repeats();
  }

  /** Ends the session, since the plays of its listener are at an end. */
  void end() {
    songs = 0;
  }

  /**
   * Takes the listener's next play.
   *
   * @param second when it began, in seconds since 1970; not before the play before it
   * @param sameSong whether it is of the song that the session played last
   */
  Play next(long second, boolean sameSong) {
    boolean over = songs == 0 || second - previous > gap || second - begun > longest;
    previous = second;
    if (!over && sameSong && !repeats) {
      return Play.REPEATS;
    }
    if (!over && songs < mostSongs) {
      songs++;
      return Play.CONTINUES;
    }
    begun = second;
    songs = 1;
    return Play.BEGINS;
  }
}
