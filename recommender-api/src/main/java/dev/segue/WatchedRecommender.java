package dev.segue;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A recommender whose sessions tell a listener what they do. */
final class WatchedRecommender implements SequenceRecommender {

  private final SequenceRecommender recommender;
  private final ServingListener listener;

  WatchedRecommender(SequenceRecommender recommender, ServingListener listener) {
    this.recommender = recommender;
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  @Override
  public Catalogue catalogue() {
    return recommender.catalogue();
  }

  @Override
  public boolean probabilistic() {
    return recommender.probabilistic();
  }

  @Override
  public ListeningSession newSession() {
    return new Session(recommender.newSession());
  }

  @Override
  public ListeningSession restore(byte[] snapshot) {
    return new Session(recommender.restore(snapshot));
  }

  @Override
  public String fingerprint() {
    return recommender.fingerprint();
  }

  @Override
  public double similarity(String songId, String otherId) {
    return recommender.similarity(songId, otherId);
  }

  @Override
  public void score(Stream<Playlist> playlists, ScoreVisitor visitor) {
    recommender.score(playlists, visitor);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    recommender.save(out);
  }

  @Override
  public String toString() {
    return recommender.toString();
  }

  private final class Session implements ListeningSession {

    private final ListeningSession session;

    Session(ListeningSession session) {
      this.session = session;
    }

    @Override
    public SequenceRecommender recommender() {
      return WatchedRecommender.this;
    }

    @Override
    public ListeningSession play(String songId) {
      return timedPlay(() -> session.play(songId));
    }

    @Override
    public ListeningSession play(Song song) {
      return timedPlay(() -> session.play(song));
    }

    private ListeningSession timedPlay(Runnable play) {
      long start = System.nanoTime();
      play.run();
      listener.onPlay(Duration.ofNanos(System.nanoTime() - start));
      return this;
    }

    @Override
    public List<Recommendation> recommend(int count) {
      return timed(() -> session.recommend(count));
    }

    @Override
    public List<Recommendation> recommend(int count, RecommendationRules rules) {
      return timed(() -> session.recommend(count, rules));
    }

    private List<Recommendation> timed(Supplier<List<Recommendation>> recommend) {
      long start = System.nanoTime();
      List<Recommendation> recommendations = recommend.get();
      listener.onRecommend(recommendations, Duration.ofNanos(System.nanoTime() - start));
      return recommendations;
    }

    @Override
    public List<Song> heard() {
      return session.heard();
    }

    @Override
    public ListeningSession copy() {
      return new Session(session.copy());
    }

    @Override
    public byte[] snapshot() {
      return session.snapshot();
    }

    @Override
    public Scores scores() {
      return session.scores();
    }

    @Override
    public List<Explanation.Part> parts(String songId) {
      return session.parts(songId);
    }
  }
}
