package dev.segue.baselines;

import dev.segue.ListenerMemory;
import dev.segue.ListenerMemory.Traces;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session of {@link RecentPlays}, which knows nothing of its listener but the memory. */
final class RecentPlaysSession implements ListeningSession {

  private final RecentPlays recommender;
  private final Listener listener;

  /** What time it is; null to ask the memory's clock. */
  private final @Nullable Instant time;

  private RecentPlaysSession(RecentPlays recommender, Listener listener, @Nullable Instant time) {
    this.recommender = recommender;
    this.listener = listener;
    this.time = time;
  }

  static RecentPlaysSession withoutTime(RecentPlays recommender) {
    ListenerMemory memory = ListenerMemory.of(recommender.catalogue());
    return new RecentPlaysSession(recommender, new Listener(List.of(), memory, false), null);
  }

  static RecentPlaysSession withMemory(RecentPlays recommender, ListenerMemory memory) {
    return new RecentPlaysSession(recommender, new Listener(List.of(), memory, true), null);
  }

  /** What all views of a session share. */
  private static final class Listener {

    private final List<Song> heard;

    /** Without times, of songs that were played a second apart. */
    private ListenerMemory memory;

    private boolean timed;
    private final Traces traces = new Traces();

    Listener(List<Song> heard, ListenerMemory memory, boolean timed) {
      this.heard = new ArrayList<>(heard);
      this.memory = memory;
      this.timed = timed;
    }
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  /**
   * {@inheritDoc} A session that had no memory has one from now on, in which its songs were played
   * just before.
   */
  @Override
  public ListeningSession at(Instant now) {
    Objects.requireNonNull(now, "now");
    if (!listener.timed) {
      listener.memory = ListenerMemory.of(recommender.catalogue());
      for (int song = 0; song < listener.heard.size(); song++) {
        listener.memory.play(
            listener.heard.get(song), now.minusSeconds(listener.heard.size() - song));
      }
      listener.timed = true;
    }
    return new RecentPlaysSession(recommender, listener, now);
  }

  @Override
  public Optional<Instant> now() {
    return listener.timed ? Optional.of(moment()) : Optional.empty();
  }

  private Instant moment() {
    if (!listener.timed) {
      return Instant.EPOCH.plusSeconds(listener.heard.size());
    }
    return time == null ? listener.memory.clock().instant() : time;
  }

  @Override
  public Optional<ListenerMemory> memory() {
    return listener.timed ? Optional.of(listener.memory) : Optional.empty();
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    listener.memory.play(song, moment());
    listener.heard.add(recommender.catalogue().song(song));
    return this;
  }

  @Override
  public List<Song> heard() {
    return List.copyOf(listener.heard);
  }

  @Override
  public ListeningSession copy() {
    Listener copy = new Listener(listener.heard, listener.memory.copy(), listener.timed);
    return new RecentPlaysSession(recommender, copy, time);
  }

  @Override
  public ListeningSession copy(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    recommender.catalogue().requireSame("the recommender", memory.catalogue(), "the memory");
    return new RecentPlaysSession(recommender, new Listener(listener.heard, memory, true), time);
  }

  @Override
  public Scores scores() {
    return recommender.scores(listener.memory, moment(), listener.traces);
  }

  @Override
  public String toString() {
    return ListeningSession.describe(this);
  }
}
