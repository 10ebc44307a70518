package dev.segue.lstm;

import dev.segue.Explanation;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.lstm.network.HeardSong;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures.Row;
import dev.segue.quotation.Quotation;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A session of an {@link LstmRecommender}: it owns the networks' state and shares their weights.
 */
final class LstmSession implements ListeningSession {

  private final LstmRecommender recommender;
  private final LstmEnsemble networks;
  private final SessionHistory history;
  private final List<LstmState> states;

  /** {@code [networks][1]}: the states, as scoring takes them. */
  private final LstmState[][] scored;

  /** Starts a session. */
  LstmSession(LstmRecommender recommender, LstmEnsemble networks, SessionHistory history) {
    this(recommender, networks, history, networks.start());
  }

  private LstmSession(
      LstmRecommender recommender,
      LstmEnsemble networks,
      SessionHistory history,
      List<LstmState> states) {
    this.recommender = recommender;
    this.networks = networks;
    this.history = history;
    this.states = states;
    this.scored = states.stream().map(state -> new LstmState[] {state}).toArray(LstmState[][]::new);
  }

  @Override
  public SessionHistory history() {
    return history;
  }

  @Override
  public ListeningSession copy() {
    return copy(history.copy());
  }

  @Override
  public ListeningSession copy(ListenerMemory memory) {
    return copy(history.copy(memory));
  }

  private LstmSession copy(SessionHistory copy) {
    return new LstmSession(
        recommender, networks, copy, states.stream().map(LstmState::copy).toList());
  }

  @Override
  public ListeningSession at(Instant now) {
    return new LstmSession(recommender, networks, history.at(now), states);
  }

  /** Computes with what the listener's memory says now. */
  private <R> R withFeatures(Function<MemoryFeatures, R> computation) {
    return networks
        .features()
        .use(
            features -> {
              features.clear();
              if (networks.remembers()) {
                memory()
                    .ifPresent(
                        memory -> features.read(memory, now().orElseThrow(), networks.clock()));
              }
              return computation.apply(features);
            });
  }

  /** Resumes a session from a snapshot. */
  static LstmSession restore(
      LstmRecommender recommender, LstmEnsemble networks, SessionSnapshot snapshot) {
    LstmSession session = new LstmSession(recommender, networks, snapshot.history());
    session.setStates(snapshot.state());
    int window =
        networks.networks().get(0).architecture().recency().stream()
            .mapToInt(Recency::window)
            .max()
            .orElse(0);
    last(window, session.heard()).forEach(song -> session.recall(session.heard(song, false)));
    last(window, session.history.skipped())
        .forEach(skip -> session.recall(session.heard(skip.song(), true)));
    return session;
  }

  private void setStates(float[] numbers) {
    if (numbers.length != numbers()) {
      throw new IllegalArgumentException(
          "state in the snapshot must have %d numbers, but has %d"
              .formatted(numbers(), numbers.length));
    }
    FloatBuffer buffer = FloatBuffer.wrap(numbers);
    states.forEach(state -> state.forEachArray(buffer::get));
    int steps = heard().size() + history.skipped().size();
    for (int i = 0; i < states.size(); i++) {
      networks.networks().get(i).check(states.get(i), steps);
    }
  }

  /** How many numbers the states have. */
  private int numbers() {
    int[] length = {0};
    states.forEach(state -> state.forEachArray(array -> length[0] += array.length));
    return length[0];
  }

  private static <T> List<T> last(int count, List<T> all) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /** Records a song for recency, without a step of the networks. */
  private void recall(HeardSong heard) {
    for (int i = 0; i < states.size(); i++) {
      networks.networks().get(i).remember(heard, states.get(i));
    }
  }

  private HeardSong heard(Song song, boolean skipped) {
    OptionalInt index = recommender.catalogue().index(song.id());
    return index.isPresent()
        ? HeardSong.of(index.getAsInt(), skipped)
        : HeardSong.unknown(recommender.features(song), skipped);
  }

  @Override
  public byte[] snapshot() {
    FloatBuffer numbers = FloatBuffer.allocate(numbers());
    states.forEach(state -> state.forEachArray(numbers::put));
    return new SessionSnapshot(history, numbers.array()).toBytes(recommender);
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    networks.step(HeardSong.of(song, false), states);
    history.play(recommender.catalogue().song(song));
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
          "song %s must be in the catalogue, or have an artist or a tag known from training"
              .formatted(Quotation.quote(song.id())));
    }
    networks.step(HeardSong.unknown(features, false), states);
    history.play(song);
    return this;
  }

  @Override
  public ListeningSession skip(String songId, Duration heard) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(heard, "heard");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    return skip(recommender.catalogue().song(song), heard);
  }

  /** {@inheritDoc} If the catalogue lacks the song, its known features are used. */
  @Override
  public ListeningSession skip(Song song, Duration heard) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(heard, "heard");
    history.skip(song, heard);
    networks.step(heard(song, true), states);
    return this;
  }

  @Override
  public Scores scores() {
    float[][] scores = new float[1][networks.songs()];
    return withFeatures(
        features -> {
          networks.scores(scored, new MemoryFeatures[] {features}, 1, scores);
          return Scores.of(scores[0]);
        });
  }

  @Override
  public List<Recommendation> best(int count) {
    return withFeatures(
        features -> networks.best(scored, features, count, recommender.catalogue()));
  }

  /**
   * {@inheritDoc} With tied embeddings, the parts are the bias, the products of the listener's
   * output with the vectors of the song, its artist, its tags and its description, and what the
   * songs played recently and the listener's memory add. A recommender of several networks has no
   * parts.
   */
  @Override
  public List<Explanation.Part> parts(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    String plays =
        memory()
            .filter(memory -> networks.remembers())
            .flatMap(memory -> memory.describe(songId, now().orElseThrow()))
            .orElse("");
    return withFeatures(features -> recommender.parts(song, states, features, plays));
  }

  @Override
  public String toString() {
    return ListeningSession.describe(this);
  }
}
