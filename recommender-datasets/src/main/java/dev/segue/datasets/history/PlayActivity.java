package dev.segue.datasets.history;

import dev.segue.datasets.reading.SongColumns;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The rules of the table {@code Apple Music Play Activity.csv}, whose rows are events: only the
 * ends of plays count, since each has a twin for its beginning. Immutable.
 *
 * @param type where a row has the kind of the event
 * @param start where it has the time at which the play began
 * @param end where it has the time at which it ended
 * @param played where it has how many milliseconds it was played
 * @param reason where it has why it ended
 */
record PlayActivity(
    int type, OptionalInt start, OptionalInt end, OptionalInt played, OptionalInt reason) {

  static final String NO_END = "events that are not the end of a play";
  static final String NO_TITLE = "without a title, such as radio and videos";

  private static final String END = "PLAY_END";
  private static final Set<String> SKIPS =
      Set.of("TRACK_SKIPPED_FORWARDS", "TRACK_SKIPPED_BACKWARDS");

  /** What is skipped later was heard. */
  private static final long SKIP_MILLIS = 30_000;

  /** The rules, if a table has events. */
  static Optional<PlayActivity> of(List<String> names) {
    List<String> plain = names.stream().map(SongColumns::plain).toList();
    OptionalInt start = at(plain, "eventstarttimestamp");
    OptionalInt end = at(plain, "eventendtimestamp");
    OptionalInt type = at(plain, "eventtype");
    return type.isEmpty() || (start.isEmpty() && end.isEmpty())
        ? Optional.empty()
        : Optional.of(
            new PlayActivity(
                type.getAsInt(),
                start,
                end,
                at(plain, "playdurationmilliseconds"),
                at(plain, "endreasontype")));
  }

  private static OptionalInt at(List<String> names, String name) {
    int at = names.indexOf(name);
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
  }

  boolean isEnd(IntFunction<String> row) {
    return row.apply(type).equals(END);
  }

  /** Whether the listener went on to another song soon. */
  boolean isSkip(IntFunction<String> row) {
    return SKIPS.contains(text(row, reason)) && millis(row) < SKIP_MILLIS;
  }

  /** When the play began, in seconds since 1970; empty if the row does not tell it. */
  Optional<Long> second(IntFunction<String> row) {
    String began = MissingId.orEmpty(text(row, start));
    String ended = MissingId.orEmpty(text(row, end));
    if (!began.isEmpty()) {
      return Optional.of(PlayTime.seconds(began));
    }
    return ended.isEmpty()
        ? Optional.empty()
        : Optional.of(PlayTime.seconds(ended) - millis(row) / 1_000);
  }

  private long millis(IntFunction<String> row) {
    return 1_000L * Math.max(0, HeardTime.seconds(MissingId.orEmpty(text(row, played)), true));
  }

  private static String text(IntFunction<String> row, OptionalInt field) {
    return field.isEmpty() ? "" : row.apply(field.getAsInt());
  }
}
