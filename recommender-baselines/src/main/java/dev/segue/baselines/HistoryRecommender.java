package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

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
    return new Session(new int[16], 0);
  }

  private final class Session implements ListeningSession {

    private int[] heard;
    private int count;

    Session(int[] heard, int count) {
      this.heard = heard;
      this.count = count;
    }

    @Override
    public SequenceRecommender recommender() {
      return HistoryRecommender.this;
    }

    @Override
    public ListeningSession play(String songId) {
      Objects.requireNonNull(songId, "songId");
      int song = catalogue.playlist(List.of(songId)).song(0);
      if (count == heard.length) {
        heard = Arrays.copyOf(heard, 2 * count);
      }
      heard[count++] = song;
      return this;
    }

    @Override
    public List<Song> heard() {
      return IntStream.range(0, count).mapToObj(i -> catalogue.song(heard[i])).toList();
    }

    @Override
    public ListeningSession copy() {
      return new Session(heard.clone(), count);
    }

    @Override
    public Scores scores() {
      float[] scores = new float[catalogue.size()];
      HistoryRecommender.this.score(heard, count, scores);
      return Scores.of(scores);
    }

    @Override
    public String toString() {
      return ListeningSession.describe(this);
    }
  }
}
