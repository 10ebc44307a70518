package dev.segue;

import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;

/**
 * A recommender that knows the time, small enough to work out by hand: a song scores -|h - 24| if
 * its listener last played it h hours ago, and -1000 if never.
 */
public final class DayAgoRecommender implements SequenceRecommender {

  private final Catalogue catalogue;

  /**
   * Makes a recommender.
   *
   * @param catalogue its songs
   */
  public DayAgoRecommender(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public boolean knowsTime() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return newSession(ListenerMemory.of(catalogue));
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    catalogue.requireSame("the recommender", memory.catalogue(), "the memory");
    return new Session(SessionHistory.of(memory));
  }

  @Override
  public void save(OutputStream out) {
    throw new UnsupportedOperationException("made for tests");
  }

  private final class Session implements ListeningSession {

    private final SessionHistory history;

    Session(SessionHistory history) {
      this.history = history;
    }

    @Override
    public SequenceRecommender recommender() {
      return DayAgoRecommender.this;
    }

    @Override
    public SessionHistory history() {
      return history;
    }

    @Override
    public ListeningSession at(Instant now) {
      return new Session(history.at(now));
    }

    @Override
    public ListeningSession play(String songId) {
      history.play(catalogue.song(catalogue.index(songId).orElseThrow()));
      return this;
    }

    @Override
    public Scores scores() {
      float[] scores = new float[catalogue.size()];
      Arrays.fill(scores, -1000);
      Traces traces = new Traces();
      memory().orElseThrow().read(now().orElseThrow(), traces);
      for (int i = 0; i < traces.size(); i++) {
        scores[traces.song(i)] = -Math.abs(traces.hours()[i] - 24);
      }
      return Scores.of(scores);
    }
  }
}
