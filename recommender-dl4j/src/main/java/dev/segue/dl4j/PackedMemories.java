package dev.segue.dl4j;

import dev.segue.ListenerMemory;
import dev.segue.PlayHistory;
import dev.segue.lstm.network.MemoryFeatures;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The memories of the listeners of a worker's playlists, read position after position in the order
 * in which {@link PackedChunk} packs them. One thread at a time.
 */
final class PackedMemories {

  private final List<PlaylistSteps> longestFirst;
  private final PlayHistory history;
  private final ListenerMemory[] memories;
  private int step;
  private int playlist;

  PackedMemories(List<PlaylistSteps> longestFirst, PlayHistory history) {
    this.longestFirst = longestFirst;
    this.history = history;
    this.memories = new ListenerMemory[longestFirst.size()];
  }

  /** Returns to the first position. */
  void rewind() {
    step = 0;
    playlist = 0;
  }

  /**
   * Reads the memory at the next position.
   *
   * @param clock the zone of the clock; empty for no clock
   */
  void next(MemoryFeatures features, Optional<ZoneId> clock) {
    PlaylistSteps now = longestFirst.get(playlist);
    if (now.playlist().listener().isEmpty()) {
      features.clear();
    } else {
      if (step == 0) {
        memories[playlist] = history.before(now.playlist());
      }
      ListenerMemory memory = memories[playlist];
      if (now.isSkip(step)) {
        memory.skip(now.song(step), now.time(step));
      } else {
        memory.play(now.song(step), now.time(step));
      }
      features.read(memory, now.chosen(step), clock);
    }
    playlist++;
    if (playlist == longestFirst.size() || longestFirst.get(playlist).count() <= step) {
      playlist = 0;
      step++;
    }
  }
}
