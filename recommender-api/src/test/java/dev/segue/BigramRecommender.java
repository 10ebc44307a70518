package dev.segue;

import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A recommender small enough to work out by hand: scores depend only on the last song. */
public final class BigramRecommender implements SequenceRecommender {

  private final Catalogue catalogue;
  private final boolean probabilistic;

  /**
   * {@code [songs + 1, songs]}: the scores after each song, and in the last row before the first.
   */
  private final float[] scores;

  private BigramRecommender(Catalogue catalogue, boolean probabilistic, float[] scores) {
    this.catalogue = catalogue;
    this.probabilistic = probabilistic;
    this.scores = scores;
  }

  /**
   * Makes a recommender.
   *
   * @param catalogue its songs
   * @param probabilistic whether the scores are log-probabilities
   * @param rows the scores of all songs after each song, and in the last row before the first
   */
  public static BigramRecommender of(Catalogue catalogue, boolean probabilistic, float[]... rows) {
    float[] scores = new float[rows.length * catalogue.size()];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, scores, row * catalogue.size(), catalogue.size());
    }
    return new BigramRecommender(catalogue, probabilistic, scores);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public boolean probabilistic() {
    return probabilistic;
  }

  @Override
  public ListeningSession newSession() {
    return new Session(SessionHistory.of(catalogue));
  }

  /** Made-up similarities; only a probabilistic one has them. */
  @Override
  public double similarity(String songId, String otherId) {
    if (!probabilistic) {
      return SequenceRecommender.super.similarity(songId, otherId);
    }
    Playlist songs = catalogue.playlist(List.of(songId, otherId));
    int sum = songs.song(0) + songs.song(1);
    return songs.song(0) == songs.song(1) ? 1 : (sum % 5 - 1) / 4.0;
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.builder("bigram")
        .text("probabilistic", Boolean.toString(probabilistic))
        .floats("scores", scores, catalogue.size() + 1, catalogue.size())
        .catalogue(catalogue)
        .write(out);
  }

  @Override
  public String toString() {
    return "bigram";
  }

  private final class Session implements ListeningSession {

    private final SessionHistory history;

    Session(SessionHistory history) {
      this.history = history;
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
    public SequenceRecommender recommender() {
      return BigramRecommender.this;
    }

    @Override
    public ListeningSession play(String songId) {
      int song =
          catalogue
              .index(songId)
              .orElseThrow(() -> new IllegalArgumentException("unknown song " + songId));
      history.play(catalogue.song(song));
      return this;
    }

    @Override
    public Scores scores() {
      List<Song> heard = history.heard();
      int last =
          heard.isEmpty()
              ? catalogue.size()
              : catalogue.index(heard.get(heard.size() - 1).id()).orElseThrow();
      int from = last * catalogue.size();
      return Scores.of(Arrays.copyOfRange(scores, from, from + catalogue.size()));
    }
  }
}
