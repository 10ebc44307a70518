package dev.segue.baselines;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.Song;
import dev.segue.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session of {@link RecentPlays}, which knows nothing of its listener but the memory. */
final class RecentPlaysSession extends MemorySession<RecentPlaysSession> {

  private final RecentPlays recommender;
  private final Listener listener;

  private RecentPlaysSession(RecentPlays recommender, Listener listener, @Nullable Instant time) {
    super(recommender, time);
    this.recommender = recommender;
    this.listener = listener;
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
  RecentPlaysSession view(Instant now) {
    return new RecentPlaysSession(recommender, listener, now);
  }

  @Override
  void join(ListenerMemory memory) {
    listener.memory = memory;
    listener.timed = true;
  }

  private Instant moment() {
    return now().orElseGet(() -> Instant.EPOCH.plusSeconds(listener.heard.size()));
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
  RecentPlaysSession copyWith(@Nullable ListenerMemory memory, @Nullable Instant now) {
    Listener copy =
        memory == null
            ? new Listener(listener.heard, listener.memory.copy(), false)
            : new Listener(listener.heard, memory, true);
    return new RecentPlaysSession(recommender, copy, now);
  }

  @Override
  public Scores scores() {
    return recommender.scores(listener.memory, moment(), listener.traces);
  }
}
