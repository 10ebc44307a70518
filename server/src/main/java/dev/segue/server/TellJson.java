package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.segue.Song;
import dev.segue.server.store.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listener did with a song, as a request tells it.
 *
 * @param listener any name, up to 200 characters
 * @param song its id
 * @param title for a song that the model may not know; empty if it is not told
 * @param artist likewise
 * @param tags likewise
 * @param time when it began, as ISO-8601 has it; now, if it is not told
 * @param heard for how many seconds a skipped song was heard
 * @param next how many songs to recommend afterwards; none, if it is not told
 */
record TellJson(
    @JsonProperty(required = true) String listener,
    @JsonProperty(required = true) String song,
    @Nullable String title,
    @Nullable String artist,
    @Nullable List<String> tags,
    @Nullable String time,
    @Nullable Double heard,
    @Nullable Integer next) {

  /** How far the clock of who tells it may be ahead. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  private static final int MOST_CHARACTERS = 1_000;
  private static final int MOST_TAGS = 50;
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_LISTED = 1_000;

  /** What happened; a song is as the model knows it, unless the request says more. */
  Event event(Event.Kind kind, Instant now, ServedModel model) throws Problem {
    double seconds = heard == null ? 0 : heard;
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw Problem.badRequest("heard must be in 0..%d, was %s".formatted(MOST_SECONDS, seconds));
    }
    return new Event(
        began(now), kind, described(model), Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** How many songs to recommend. */
  int list() throws Problem {
    int count = next == null ? 0 : next;
    if (count < 0 || count > MOST_LISTED) {
      throw Problem.badRequest("next must be in 0..%d, was %d".formatted(MOST_LISTED, count));
    }
    return count;
  }

  private Instant began(Instant now) throws Problem {
    if (time == null) {
      return now;
    }
    try {
      Instant told = Instant.parse(time);
      if (told.isBefore(Instant.EPOCH) || told.isAfter(now.plus(AHEAD))) {
        throw Problem.badRequest("time must be in 1970..now, was '%s'".formatted(time));
      }
      return told;
    } catch (DateTimeParseException e) {
      throw Problem.badRequest("time must be like 2026-11-29T12:00:00Z, was '%s'".formatted(time));
    }
  }

  private Song described(ServedModel model) throws Problem {
    List<String> told = tags == null ? List.of() : tags;
    if (told.size() > MOST_TAGS) {
      throw Problem.badRequest(
          "there must be at most %d tags, but are %d".formatted(MOST_TAGS, told.size()));
    }
    for (@Nullable String tag : told) {
      if (tag == null) {
        throw Problem.badRequest("tags must be texts, but one is null");
      }
      within("tag", tag);
    }
    Song described =
        new Song(within("song", song), within("title", title), within("artist", artist), told);
    return title == null && artist == null ? model.song(song).orElse(described) : described;
  }

  static String within(String what, @Nullable String text) throws Problem {
    String told = text == null ? "" : text;
    if (told.length() > MOST_CHARACTERS) {
      throw Problem.badRequest(
          "%s must have at most %d characters, but has %d"
              .formatted(what, MOST_CHARACTERS, told.length()));
    }
    return told;
  }
}
