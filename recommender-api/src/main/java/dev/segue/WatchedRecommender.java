package dev.segue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * A recommender whose sessions report their calls to a listener. Delegates every call to the
 * watched recommender, so that the calls which that makes to itself are not reported and stay as
 * fast.
 */
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
  public boolean knowsTime() {
    return recommender.knowsTime();
  }

  @Override
  public ListeningSession newSession() {
    return new Session(recommender.newSession());
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    return new Session(recommender.newSession(memory));
  }

  @Override
  public ListeningSession restore(byte[] snapshot) {
    return new Session(recommender.restore(snapshot));
  }

  @Override
  public ListeningSession restore(byte[] snapshot, InstantSource clock) {
    return new Session(recommender.restore(snapshot, clock));
  }

  @Override
  public ListeningSession restore(byte[] snapshot, SecretKey key) {
    return new Session(recommender.restore(snapshot, key));
  }

  @Override
  public ListeningSession restore(byte[] snapshot, SecretKey key, InstantSource clock) {
    return new Session(recommender.restore(snapshot, key, clock));
  }

  @Override
  public ListeningSession resume(ListeningSession session) {
    return new Session(recommender.resume(session));
  }

  @Override
  public String fingerprint() {
    return recommender.fingerprint();
  }

  @Override
  public Provenance provenance() {
    return recommender.provenance();
  }

  @Override
  public List<Recommendation> recommend(List<String> songIds, int count) {
    return timedList(() -> recommender.recommend(songIds, count));
  }

  @Override
  public List<Recommendation> recommend(
      List<String> songIds, int count, RecommendationRules rules) {
    return timedList(() -> recommender.recommend(songIds, count, rules));
  }

  @Override
  public double similarity(String songId, String otherId) {
    return recommender.similarity(songId, otherId);
  }

  @Override
  public List<Recommendation> similarTo(String songId, int count) {
    return recommender.similarTo(songId, count);
  }

  @Override
  public Stream<List<Recommendation>> recommendAll(
      Stream<Playlist> playlists, int count, RecommendationRules rules) {
    return recommender.recommendAll(playlists, count, rules);
  }

  @Override
  public Stream<List<Recommendation>> recommendAll(Stream<Playlist> playlists, int count) {
    return recommender.recommendAll(playlists, count);
  }

  @Override
  public void score(Stream<Playlist> playlists, ScoreVisitor visitor) {
    recommender.score(playlists, visitor);
  }

  @Override
  public void score(Stream<Playlist> playlists, PlayHistory history, ScoreVisitor visitor) {
    recommender.score(playlists, history, visitor);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    recommender.save(out);
  }

  @Override
  public void save(Path file) throws IOException {
    recommender.save(file);
  }

  @Override
  public String toString() {
    return recommender.toString();
  }

  private List<Recommendation> timedList(Supplier<List<Recommendation>> recommend) {
    long start = System.nanoTime();
    List<Recommendation> recommendations = recommend.get();
    listener.onRecommend(recommendations, Duration.ofNanos(System.nanoTime() - start));
    return recommendations;
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
    public SessionHistory history() {
      return session.history();
    }

    @Override
    public ListeningSession at(Instant now) {
      return new Session(session.at(now));
    }

    @Override
    public Optional<Instant> now() {
      return session.now();
    }

    @Override
    public Optional<ListenerMemory> memory() {
      return session.memory();
    }

    @Override
    public ListeningSession play(String songId) {
      return timedPlay(() -> session.play(songId));
    }

    @Override
    public ListeningSession play(String songId, Instant time) {
      return timedPlay(() -> session.play(songId, time));
    }

    @Override
    public ListeningSession play(Song song, Instant time) {
      return timedPlay(() -> session.play(song, time));
    }

    @Override
    public ListeningSession play(Song song) {
      return timedPlay(() -> session.play(song));
    }

    @Override
    public ListeningSession play(String songId, UnknownSong unknown) {
      return timedPlay(() -> session.play(songId, unknown));
    }

    @Override
    public ListeningSession play(Song song, UnknownSong unknown) {
      return timedPlay(() -> session.play(song, unknown));
    }

    private ListeningSession timedPlay(Runnable play) {
      return timed(play, listener::onPlay);
    }

    private ListeningSession timed(Runnable call, Consumer<Duration> report) {
      long start = System.nanoTime();
      call.run();
      report.accept(Duration.ofNanos(System.nanoTime() - start));
      return this;
    }

    @Override
    public ListeningSession skip(String songId, Duration heard) {
      return timed(() -> session.skip(songId, heard), listener::onSkip);
    }

    @Override
    public ListeningSession skip(String songId) {
      return timed(() -> session.skip(songId), listener::onSkip);
    }

    @Override
    public ListeningSession skip(Song song, Duration heard) {
      return timed(() -> session.skip(song, heard), listener::onSkip);
    }

    @Override
    public ListeningSession like(String songId) {
      return timed(() -> session.like(songId), listener::onLike);
    }

    @Override
    public ListeningSession like(Song song) {
      return timed(() -> session.like(song), listener::onLike);
    }

    @Override
    public ListeningSession ban(String songId) {
      session.ban(songId);
      return this;
    }

    @Override
    public ListeningSession banArtist(String artist) {
      session.banArtist(artist);
      return this;
    }

    @Override
    public ListeningSession unban(String songId) {
      session.unban(songId);
      return this;
    }

    @Override
    public ListeningSession unbanArtist(String artist) {
      session.unbanArtist(artist);
      return this;
    }

    @Override
    public List<Recommendation> best(int count) {
      return session.best(count);
    }

    @Override
    public List<Recommendation> recommend(int count) {
      return timedList(() -> session.recommend(count));
    }

    @Override
    public List<Recommendation> recommend(int count, RecommendationRules rules, Instant now) {
      return timedList(() -> session.recommend(count, rules, now));
    }

    @Override
    public List<Recommendation> recommend(int count, RecommendationRules rules) {
      return timedList(() -> session.recommend(count, rules));
    }

    @Override
    public List<Recommendation> recommend(
        int count, RecommendationRules rules, double temperature, long seed) {
      return timedList(() -> session.recommend(count, rules, temperature, seed));
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
    public ListeningSession copy(ListenerMemory memory) {
      return new Session(session.copy(memory));
    }

    @Override
    public byte[] snapshot() {
      return session.snapshot();
    }

    @Override
    public byte[] snapshot(SecretKey key) {
      return session.snapshot(key);
    }

    @Override
    public Scores scores() {
      return session.scores();
    }

    @Override
    public List<Song> continuation(int count, RecommendationRules rules) {
      return session.continuation(count, rules);
    }

    @Override
    public List<Song> continuation(
        int count, RecommendationRules rules, double temperature, long seed) {
      return session.continuation(count, rules, temperature, seed);
    }

    @Override
    public List<Recommendation> towards(String songId, int steps, RecommendationRules rules) {
      return session.towards(songId, steps, rules);
    }

    @Override
    public double score(String songId) {
      return session.score(songId);
    }

    @Override
    public double logProbability(String songId) {
      return session.logProbability(songId);
    }

    @Override
    public Explanation explain(String songId) {
      return session.explain(songId);
    }

    @Override
    public List<Explanation.Part> parts(String songId) {
      return session.parts(songId);
    }

    @Override
    public String toString() {
      return session.toString();
    }
  }
}
