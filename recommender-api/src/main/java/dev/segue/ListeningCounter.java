package dev.segue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Counts who listened, and from when to when, playlist by playlist. One thread at a time. */
final class ListeningCounter {

  private final Set<String> listeners = new HashSet<>();
  private int sessions;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /** Counts a playlist, if it knows its listener and has a song. */
  void add(Playlist playlist) {
    Optional<String> listener = playlist.listener();
    if (listener.isEmpty() || playlist.size() == 0) {
      return;
    }
    listeners.add(listener.get());
    sessions++;
    Instant begun = playlist.time(0);
    Instant ended = playlist.time(playlist.size() - 1);
    first = begun.isBefore(first) ? begun : first;
    last = ended.isAfter(last) ? ended : last;
  }

  /** Returns what was counted; empty if no playlist knew its listener. */
  Optional<DatasetReport.Listening> listening() {
    return sessions == 0
        ? Optional.empty()
        : Optional.of(
            new DatasetReport.Listening(
                listeners.size(), OptionalInt.of(sessions), Optional.of(first), Optional.of(last)));
  }
}
