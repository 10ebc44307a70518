package dev.segue.server.store;

import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a listener did with a song. Events of one listener with the same time, song and kind are one
 * event. Immutable; may be shared by threads.
 *
 * @param time when the song began, or was liked; to the millisecond
 * @param kind what the listener did
 * @param song the song
 * @param heard how long it was heard, to the millisecond; zero if unknown
 */
public record Event(Instant time, Kind kind, Song song, Duration heard) {

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /** No song is longer. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** What a listener does with a song. */
  public enum Kind {
    /** The song was played. */
    PLAY(0),
    /** The song was skipped. */
    SKIP(1),
    /** The listener likes the song. */
    LIKE(2);

    /** The number that stands for it in a database. */
    final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("kind must be in 0..2, was " + code);
    }
  }

  /**
   * Makes an event.
   *
   * @param time when; cut to milliseconds
   * @param kind what the listener did
   * @param song the song
   * @param heard how long it was heard; cut to milliseconds
   * @throws IllegalArgumentException if the time is not in the years 0 to 9999, or the song was
   *     heard for less than nothing or more than 365 days
   */
  public Event {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(heard, "heard");
    if (time.isBefore(EARLIEST) || time.truncatedTo(ChronoUnit.MILLIS).isAfter(LATEST)) {
      throw new IllegalArgumentException("time must be in the years 0..9999, was " + time);
    }
    if (heard.isNegative() || heard.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("heard must be in PT0S.." + LONGEST + ", was " + heard);
    }
    time = time.truncatedTo(ChronoUnit.MILLIS);
    heard = heard.truncatedTo(ChronoUnit.MILLIS);
  }
}
