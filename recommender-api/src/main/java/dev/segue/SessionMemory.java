package dev.segue;

import dev.segue.HeardSongs.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a session: the listener's, or a private one, which serves the rules only and is
 * made when they ask, because most sessions never need it. One thread at a time.
 */
final class SessionMemory {

  /** With more songs than this the memory is made unasked: it takes less from then on. */
  private static final int MAX_SECONDS = 1000;

  private boolean isPrivate;
  private @Nullable ListenerMemory memory;

  // As long as there is no memory:

  private InstantSource clock = InstantSource.system();

  /** When each song was heard or skipped. */
  private int[] seconds = new int[0];

  private int count;

  /** Makes a private memory. */
  SessionMemory() {
    this.isPrivate = true;
  }

  SessionMemory(ListenerMemory memory, boolean isPrivate) {
    this.memory = memory;
    this.isPrivate = isPrivate;
  }

  /**
   * Makes a private memory of songs.
   *
   * @param seconds when each was heard or skipped
   */
  static SessionMemory of(HeardSongs songs, int[] seconds) {
    SessionMemory memory = new SessionMemory();
    memory.seconds = seconds;
    memory.count = seconds.length;
    if (seconds.length > MAX_SECONDS) {
      memory.get(songs);
    }
    return memory;
  }

  SessionMemory copy() {
    SessionMemory copy = new SessionMemory();
    copy.isPrivate = isPrivate;
    copy.memory = memory == null ? null : memory.copy();
    copy.clock = clock;
    copy.seconds = seconds.clone();
    copy.count = count;
    return copy;
  }

  boolean isPrivate() {
    return isPrivate;
  }

  /** The listener's memory. */
  Optional<ListenerMemory> ofListener() {
    return isPrivate ? Optional.empty() : Optional.ofNullable(memory);
  }

  /** The times of all songs if there is no memory yet. */
  Optional<int[]> seconds() {
    return memory == null ? Optional.of(Arrays.copyOf(seconds, count)) : Optional.empty();
  }

  Instant now() {
    return memory == null ? clock.instant() : memory.clock().instant();
  }

  void setClock(InstantSource another) {
    clock = another;
    memory = memory == null ? null : memory.copy(another);
  }

  boolean hasBans() {
    return memory != null && !memory.contents().bans.isEmpty();
  }

  boolean isBanned(Song song) {
    return memory != null && memory.contents().bans.include(song, memory.catalogue());
  }

  /** Tells the memory of a song that is about to be added to others. */
  void tell(Event event, Instant now, HeardSongs before) {
    if (memory == null && count < MAX_SECONDS) {
      if (count == seconds.length) {
        seconds = Arrays.copyOf(seconds, count + count / 2 + 8);
      }
      seconds[count++] = SongTraces.seconds(now.getEpochSecond());
    } else {
      tell(get(before), event, now);
    }
  }

  private static void tell(ListenerMemory memory, Event event, Instant time) {
    if (event.isSkip()) {
      memory.skip(event.song(), time);
    } else {
      memory.play(event.song(), time);
    }
  }

  /**
   * Returns the memory, which is made if need be.
   *
   * @param songs all that were told
   */
  ListenerMemory get(HeardSongs songs) {
    ListenerMemory known = memory;
    if (known == null) {
      known = ListenerMemory.of(songs.catalogue, clock);
      List<Event> events = songs.events();
      for (int i = 0; i < count; i++) {
        long second = SongTraces.since1970(seconds[i]);
        tell(known, events.get(i), Instant.ofEpochSecond(second));
      }
      memory = known;
      seconds = new int[0];
      count = 0;
    }
    return known;
  }

  /** Makes this the listener's, in which each song was heard a second after the one before. */
  void begin(Instant now, HeardSongs songs) {
    InstantSource known = memory == null ? clock : memory.clock();
    ListenerMemory begun = ListenerMemory.of(songs.catalogue, known);
    if (memory != null) {
      begun.contents().bans.addAll(memory.contents().bans);
    }
    Instant then = now.minusSeconds(songs.size());
    for (Event event : songs.events()) {
      tell(begun, event, then);
      then = then.plusSeconds(1);
    }
    memory = begun;
    isPrivate = false;
  }
}
