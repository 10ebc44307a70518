package dev.segue.samples;

import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionRules;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A dataset of events as they come, in any order. */
public final class FromEvents {

  /** What one's own program knows of a play. */
  private record Played(String account, long epochSecond, String track, String name, String by) {}

  private FromEvents() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Stream<Played> events =
        Stream.of(
            new Played("ann", 1_600_000_000, "t1", "So What", "Miles Davis"),
            new Played("bob", 1_600_000_100, "t3", "Naima", "John Coltrane"),
            new Played("ann", 1_600_000_560, "t2", "Blue in Green", "Miles Davis"),
            new Played("ann", 1_600_090_000, "t3", "Naima", "John Coltrane"));

    ListeningHistory.Builder history = ListeningHistory.builder();
    events.forEach(
        event ->
            history.add(
                event.account(),
                Instant.ofEpochSecond(event.epochSecond()),
                new Song(event.track(), event.name(), event.by(), List.of())));

    PlaylistDataset sessions = history.build().sessions(SessionRules.ofDefaults());

    System.out.println(sessions);
  }
}
