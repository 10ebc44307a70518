package dev.segue.baselines;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.Song;
import dev.segue.Traces;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A session of {@link RecentPlays}, which knows nothing of its listener but the memory. */
final class RecentPlaysSession implements ListeningSession {

  private final RecentPlays recommender;
  private final SessionHistory history;

  /** Without times: of songs that were played a second apart. */
  private final ListenerMemory inOrder;

  private final Traces traces;

  RecentPlaysSession(RecentPlays recommender, SessionHistory history) {
    this(recommender, history, ListenerMemory.of(recommender.catalogue()), new Traces());
  }

  private RecentPlaysSession(
      RecentPlays recommender, SessionHistory history, ListenerMemory inOrder, Traces traces) {
    this.recommender = recommender;
    this.history = history;
    this.inOrder = inOrder;
    this.traces = traces;
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  public SessionHistory history() {
    return history;
  }

  @Override
  public ListeningSession at(Instant now) {
    return new RecentPlaysSession(recommender, history.at(now), inOrder, traces);
  }

  @Override
  public ListeningSession copy() {
    return new RecentPlaysSession(recommender, history.copy(), inOrder.copy(), new Traces());
  }

  @Override
  public ListeningSession copy(ListenerMemory memory) {
    return new RecentPlaysSession(recommender, history.copy(memory));
  }

  /** The time without times: as many seconds as songs. */
  private Instant place() {
    return Instant.EPOCH.plusSeconds(history.heard().size());
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    Song song =
        recommender.catalogue().song(recommender.catalogue().playlist(List.of(songId)).song(0));
    if (memory().isEmpty()) {
      inOrder.play(song, place());
    }
    history.play(song);
    return this;
  }

  @Override
  public Scores scores() {
    return recommender.scores(memory().orElse(inOrder), now().orElseGet(this::place), traces);
  }

  @Override
  public String toString() {
    return ListeningSession.describe(this);
  }
}
