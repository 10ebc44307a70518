package dev.segue.baselines;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session with a memory, which its views at other times share. */
abstract class MemorySession<S extends MemorySession<S>> implements ListeningSession {

  private final SequenceRecommender recommender;

  /** What time it is; null to ask the memory's clock. */
  private final @Nullable Instant time;

  MemorySession(SequenceRecommender recommender, @Nullable Instant time) {
    this.recommender = recommender;
    this.time = time;
  }

  /** Returns this session at a time. */
  abstract S view(Instant now);

  /** Gives a session that has no memory one. */
  abstract void join(ListenerMemory memory);

  /** Returns an independent session at the same time; without a memory, one that knows no time. */
  abstract S copyWith(@Nullable ListenerMemory memory, @Nullable Instant now);

  @Override
  public final SequenceRecommender recommender() {
    return recommender;
  }

  /**
   * {@inheritDoc} A session that had no memory has one from now on, in which its songs were played
   * just before.
   */
  @Override
  public S at(Instant now) {
    Objects.requireNonNull(now, "now");
    if (memory().isEmpty()) {
      join(justHeard(now));
    }
    return view(now);
  }

  private ListenerMemory justHeard(Instant now) {
    ListenerMemory memory = ListenerMemory.of(recommender.catalogue());
    List<Song> heard = heard();
    for (int song = 0; song < heard.size(); song++) {
      memory.play(heard.get(song), now.minusSeconds(heard.size() - song));
    }
    return memory;
  }

  @Override
  public final Optional<Instant> now() {
    return memory().map(memory -> time == null ? memory.clock().instant() : time);
  }

  @Override
  public final S copy() {
    return copyWith(memory().map(ListenerMemory::copy).orElse(null), time);
  }

  @Override
  public final S copy(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    recommender.catalogue().requireSame("the recommender", memory.catalogue(), "the memory");
    return copyWith(memory, time);
  }

  @Override
  public final String toString() {
    return ListeningSession.describe(this);
  }
}
