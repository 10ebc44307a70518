package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A recommender whose sessions store only the songs heard and compute scores on demand. Immutable;
 * may be shared by threads.
 */
abstract class HistoryRecommender implements SequenceRecommender {

  private final Catalogue catalogue;

  HistoryRecommender(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Scores all songs as candidates for the next one.
   *
   * @param heard indices of the songs heard, oldest first
   * @param count the number of songs heard
   * @param scores {@code [songs]}, all 0; receives the scores
   */
  abstract void score(int[] heard, int count, float[] scores);

  @Override
  public ListeningSession newSession() {
    return new Session(SessionHistory.of(catalogue), new Played(new int[16], 0));
  }

  /** The songs that a session has heard, as indices. */
  private static final class Played {

    private int[] songs;
    private int count;

    Played(int[] songs, int count) {
      this.songs = songs;
      this.count = count;
    }

    void add(int song) {
      if (count == songs.length) {
        songs = Arrays.copyOf(songs, 2 * count);
      }
      songs[count++] = song;
    }

    Played copy() {
      return new Played(songs.clone(), count);
    }
  }

  private final class Session implements ListeningSession {

    private final SessionHistory history;
    private final Played played;

    Session(SessionHistory history, Played played) {
      this.history = history;
      this.played = played;
    }

    @Override
    public SequenceRecommender recommender() {
      return HistoryRecommender.this;
    }

    @Override
    public SessionHistory history() {
      return history;
    }

    @Override
    public ListeningSession at(Instant now) {
      return new Session(history.at(now), played);
    }

    @Override
    public ListeningSession play(String songId) {
      Objects.requireNonNull(songId, "songId");
      int song = catalogue.playlist(List.of(songId)).song(0);
      played.add(song);
      history.play(catalogue.song(song));
      return this;
    }

    @Override
    public ListeningSession copy() {
      return new Session(history.copy(), played.copy());
    }

    @Override
    public ListeningSession copy(ListenerMemory memory) {
      return new Session(history.copy(memory), played.copy());
    }

    @Override
    public Scores scores() {
      float[] scores = new float[catalogue.size()];
      HistoryRecommender.this.score(played.songs, played.count, scores);
      return Scores.of(scores);
    }

    @Override
    public String toString() {
      return ListeningSession.describe(this);
    }
  }
}
