package dev.segue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How often a listener played a song, and when last. Immutable; may be shared by threads.
 *
 * @param song the song
 * @param last when its last play began, to the second
 * @param pauses the time from the play before to the last one, and that before; rounded to 8 binary
 *     digits; fewer if the song was not played so often
 * @param traces one for each of {@link ListenerMemory#HALF_LIVES}, as of the last play: the number
 *     of plays, of which each counts half after each half-life; from 1 (that play alone) to 65,536
 */
public record SongPlays(Song song, Instant last, List<Duration> pauses, List<Double> traces) {

  /**
   * Makes a row.
   *
   * @param song the song
   * @param last when its last play began; what is below a second is cut off
   * @param pauses the time from the play before to the last one, and that before: at most 2, each
   *     from a second to {@code 2^32} seconds; copied
   * @param traces one for each of {@link ListenerMemory#HALF_LIVES}, from 1 to 65,536; copied
   * @throws IllegalArgumentException if there are more or fewer traces, or more pauses, or one is
   *     out of range
   */
  public SongPlays {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(last, "last");
    Objects.requireNonNull(pauses, "pauses");
    pauses.forEach(each -> Objects.requireNonNull(each, "pauses"));
    Objects.requireNonNull(traces, "traces");
    traces.forEach(each -> Objects.requireNonNull(each, "traces"));
    if (pauses.size() > Traces.PAUSES) {
      throw new IllegalArgumentException(
          "there must be at most %d pauses, but there are %d"
              .formatted(Traces.PAUSES, pauses.size()));
    }
    for (Duration pause : pauses) {
      if (pause.toSeconds() < 1 || pause.toSeconds() > SongTraces.MAX_PAUSE) {
        throw new IllegalArgumentException(
            "pauses must be in 1..%.0f seconds, were %s".formatted(SongTraces.MAX_PAUSE, pauses));
      }
    }
    if (traces.size() != ListenerMemory.TRACES) {
      throw new IllegalArgumentException(
          "there must be one trace per half-life (%d), but there are %d"
              .formatted(ListenerMemory.TRACES, traces.size()));
    }
    for (double trace : traces) {
      if (!(trace >= 1 && trace <= 1 << SongTraces.MAX_OCTAVES)) {
        throw new IllegalArgumentException(
            "traces must be in 1..%d, were %s".formatted(1 << SongTraces.MAX_OCTAVES, traces));
      }
    }
    last = Instant.ofEpochSecond(last.getEpochSecond());
    pauses = List.copyOf(pauses);
    traces = List.copyOf(traces);
  }
}
