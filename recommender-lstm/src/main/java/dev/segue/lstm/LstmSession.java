package dev.segue.lstm;

import dev.segue.Explanation;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures.Row;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A session of an {@link LstmRecommender}: it owns the networks' state and shares their weights.
 */
final class LstmSession implements ListeningSession {

  private final LstmRecommender recommender;
  private final LstmEnsemble networks;
  private final List<LstmState> states;

  /** {@code [networks][1]}: the states, as scoring takes them. */
  private final LstmState[][] listener;

  private final List<Song> heard;

  LstmSession(LstmRecommender recommender, LstmEnsemble networks) {
    this(recommender, networks, networks.start(), new ArrayList<>());
  }

  private LstmSession(
      LstmRecommender recommender,
      LstmEnsemble networks,
      List<LstmState> states,
      List<Song> heard) {
    this.recommender = recommender;
    this.networks = networks;
    this.states = states;
    this.heard = heard;
    this.listener =
        states.stream().map(state -> new LstmState[] {state}).toArray(LstmState[][]::new);
  }

  @Override
  public List<Song> heard() {
    return List.copyOf(heard);
  }

  @Override
  public ListeningSession copy() {
    List<LstmState> copies = states.stream().map(LstmState::copy).toList();
    return new LstmSession(recommender, networks, copies, new ArrayList<>(heard));
  }

  /** Resumes a session from a snapshot. */
  static LstmSession restore(
      LstmRecommender recommender, LstmEnsemble networks, SessionSnapshot snapshot) {
    LstmSession session = new LstmSession(recommender, networks);
    session.heard.addAll(snapshot.heard());
    FloatBuffer numbers = FloatBuffer.wrap(snapshot.state());
    session.states.forEach(state -> state.forEachArray(numbers::get));
    int window =
        networks.networks().get(0).architecture().recency().stream()
            .mapToInt(Recency::window)
            .max()
            .orElse(0);
    List<Song> recent =
        snapshot
            .heard()
            .subList(Math.max(0, snapshot.heard().size() - window), snapshot.heard().size());
    recent.forEach(session::remember);
    return session;
  }

  /** Records a song as played for recency, without a step of the networks. */
  private void remember(Song song) {
    OptionalInt index = recommender.catalogue().index(song.id());
    for (int i = 0; i < states.size(); i++) {
      LstmNetwork network = networks.networks().get(i);
      if (index.isPresent()) {
        network.remember(index.getAsInt(), states.get(i));
      } else {
        network.remember(recommender.features(song), states.get(i));
      }
    }
  }

  @Override
  public byte[] snapshot() {
    int[] length = {0};
    states.forEach(state -> state.forEachArray(array -> length[0] += array.length));
    FloatBuffer numbers = FloatBuffer.allocate(length[0]);
    states.forEach(state -> state.forEachArray(numbers::put));
    return new SessionSnapshot(heard, numbers.array()).toBytes(recommender);
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    networks.step(song, states);
    heard.add(recommender.catalogue().song(song));
    return this;
  }

  /** {@inheritDoc} If the catalogue lacks the song, its known features are used. */
  @Override
  public ListeningSession play(Song song) {
    return play(song, UnknownSong.FAIL);
  }

  @Override
  public ListeningSession play(Song song, UnknownSong unknown) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(unknown, "unknown");
    if (recommender.catalogue().index(song.id()).isPresent()) {
      return play(song.id());
    }
    Row features = recommender.features(song);
    if (features.features().length == 0 && unknown == UnknownSong.IGNORE) {
      return this;
    }
    if (features.features().length == 0) {
      throw new IllegalArgumentException(
          "song '%s' must be in the catalogue, or have an artist or a tag known from training"
              .formatted(song.id()));
    }
    networks.step(features, states);
    heard.add(song);
    return this;
  }

  @Override
  public Scores scores() {
    float[][] scores = new float[1][networks.songs()];
    networks.scores(
        listener,
        new dev.segue.lstm.network.MemoryFeatures[] {new dev.segue.lstm.network.MemoryFeatures()},
        1,
        scores);
    return Scores.of(scores[0]);
  }

  @Override
  public List<Recommendation> recommend(int count) {
    return networks.best(listener, count, recommender.catalogue());
  }

  /**
   * {@inheritDoc} With tied embeddings, the parts are the bias, the products of the listener's
   * output with the vectors of the song, its artist, its tags and its description, and what the
   * songs played recently add. A recommender of several networks has no parts.
   */
  @Override
  public List<Explanation.Part> parts(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    return recommender.parts(song, states);
  }

  @Override
  public String toString() {
    return ListeningSession.describe(this);
  }
}
