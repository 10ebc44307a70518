package dev.segue.testing;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Recommends the songs heard last: each song heard halves all scores, then adds 1 to its own. An
 * example of a recommender of your own, with only the required methods.
 */
class RecentSongs implements SequenceRecommender {

  private final Catalogue catalogue;
  private final boolean probabilistic;

  RecentSongs(Catalogue catalogue, boolean probabilistic) {
    this.catalogue = catalogue;
    this.probabilistic = probabilistic;
  }

  static RecentSongs load(Path file) throws IOException {
    ModelFile model = ModelFile.read(file);
    return new RecentSongs(model.catalogue(), Boolean.parseBoolean(model.text("probabilistic")));
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
    return new Session(SessionHistory.of(catalogue), new float[catalogue.size()]);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.builder("recent_songs")
        .text("probabilistic", Boolean.toString(probabilistic))
        .catalogue(catalogue)
        .write(out);
  }

  @Override
  public String toString() {
    return "recent songs";
  }

  class Session implements ListeningSession {

    private final SessionHistory history;
    private final float[] scores;

    Session(SessionHistory history, float[] scores) {
      this.history = history;
      this.scores = scores;
    }

    @Override
    public SequenceRecommender recommender() {
      return RecentSongs.this;
    }

    @Override
    public SessionHistory history() {
      return history;
    }

    @Override
    public ListeningSession at(Instant now) {
      return new Session(history.at(now), scores);
    }

    @Override
    public ListeningSession play(String songId) {
      Objects.requireNonNull(songId, "songId");
      int played = catalogue.playlist(List.of(songId)).song(0);
      for (int song = 0; song < scores.length; song++) {
        scores[song] /= 2;
      }
      scores[played]++;
      history.play(catalogue.song(played));
      return this;
    }

    @Override
    public Scores scores() {
      return Scores.of(scores.clone());
    }
  }
}
