package dev.segue.lstm;

import dev.segue.Explanation;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures.Row;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session of an {@link LstmRecommender}: it owns the networks' state and shares their weights.
 */
final class LstmSession implements ListeningSession {

  private final LstmRecommender recommender;
  private final LstmEnsemble networks;
  private final Listener listener;

  /** What time it is; null to ask the memory's clock. */
  private final @Nullable Instant time;

  /** Starts a session; without a memory it knows no time. */
  LstmSession(LstmRecommender recommender, LstmEnsemble networks, @Nullable ListenerMemory memory) {
    this(recommender, networks, new Listener(networks.start(), new ArrayList<>(), memory), null);
  }

  private LstmSession(
      LstmRecommender recommender,
      LstmEnsemble networks,
      Listener listener,
      @Nullable Instant time) {
    this.recommender = recommender;
    this.networks = networks;
    this.listener = listener;
    this.time = time;
  }

  /** What all views of a session share. */
  private static final class Listener {

    private final List<LstmState> states;
    private final List<Song> heard;
    private @Nullable ListenerMemory memory;

    /** {@code [networks][1]}: the states, as scoring takes them. */
    private final LstmState[][] scored;

    Listener(List<LstmState> states, List<Song> heard, @Nullable ListenerMemory memory) {
      this.states = states;
      this.heard = heard;
      this.memory = memory;
      this.scored =
          states.stream().map(state -> new LstmState[] {state}).toArray(LstmState[][]::new);
    }

    Listener copy() {
      return copy(memory == null ? null : memory.copy());
    }

    Listener copy(@Nullable ListenerMemory another) {
      return new Listener(
          states.stream().map(LstmState::copy).toList(), new ArrayList<>(heard), another);
    }
  }

  @Override
  public List<Song> heard() {
    return List.copyOf(listener.heard);
  }

  @Override
  public ListeningSession copy() {
    return new LstmSession(recommender, networks, listener.copy(), time);
  }

  @Override
  public ListeningSession copy(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    recommender.catalogue().requireSame("the recommender", memory.catalogue(), "the memory");
    return new LstmSession(recommender, networks, listener.copy(memory), time);
  }

  /** {@inheritDoc} A session that had no memory has one from now on. */
  @Override
  public ListeningSession at(Instant now) {
    Objects.requireNonNull(now, "now");
    if (listener.memory == null && networks.remembers()) {
      listener.memory = ListenerMemory.of(recommender.catalogue());
    }
    return new LstmSession(recommender, networks, listener, now);
  }

  @Override
  public Optional<Instant> now() {
    return memory().map(memory -> time == null ? memory.clock().instant() : time);
  }

  @Override
  public Optional<ListenerMemory> memory() {
    return networks.remembers() ? Optional.ofNullable(listener.memory) : Optional.empty();
  }

  /** Computes with what the listener's memory says now. */
  private <R> R withFeatures(Function<MemoryFeatures, R> computation) {
    return networks
        .features()
        .use(
            features -> {
              features.clear();
              memory()
                  .ifPresent(
                      memory -> features.read(memory, now().orElseThrow(), networks.clock()));
              return computation.apply(features);
            });
  }

  private void remember(Song song) {
    memory().ifPresent(memory -> memory.play(song, now().orElseThrow()));
    listener.heard.add(song);
  }

  /** Resumes a session from a snapshot. */
  static LstmSession restore(
      LstmRecommender recommender, LstmEnsemble networks, SessionSnapshot snapshot) {
    LstmSession session = new LstmSession(recommender, networks, snapshot.memory().orElse(null));
    List<Song> heard = snapshot.heard();
    session.listener.heard.addAll(heard);
    FloatBuffer numbers = FloatBuffer.wrap(snapshot.state());
    session.listener.states.forEach(state -> state.forEachArray(numbers::get));
    int window =
        networks.networks().get(0).architecture().recency().stream()
            .mapToInt(Recency::window)
            .max()
            .orElse(0);
    heard.subList(Math.max(0, heard.size() - window), heard.size()).forEach(session::recall);
    return session;
  }

  /** Records a song as played for recency, without a step of the networks. */
  private void recall(Song song) {
    OptionalInt index = recommender.catalogue().index(song.id());
    for (int i = 0; i < listener.states.size(); i++) {
      LstmNetwork network = networks.networks().get(i);
      if (index.isPresent()) {
        network.remember(index.getAsInt(), listener.states.get(i));
      } else {
        network.remember(recommender.features(song), listener.states.get(i));
      }
    }
  }

  @Override
  public byte[] snapshot() {
    int[] length = {0};
    listener.states.forEach(state -> state.forEachArray(array -> length[0] += array.length));
    FloatBuffer numbers = FloatBuffer.allocate(length[0]);
    listener.states.forEach(state -> state.forEachArray(numbers::put));
    return new SessionSnapshot(listener.heard, numbers.array(), memory()).toBytes(recommender);
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    int song = recommender.catalogue().playlist(List.of(songId)).song(0);
    networks.step(song, listener.states);
    remember(recommender.catalogue().song(song));
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
    networks.step(features, listener.states);
    remember(song);
    return this;
  }

  @Override
  public Scores scores() {
    float[][] scores = new float[1][networks.songs()];
    return withFeatures(
        features -> {
          networks.scores(listener.scored, new MemoryFeatures[] {features}, 1, scores);
          return Scores.of(scores[0]);
        });
  }

  @Override
  public List<Recommendation> recommend(int count) {
    return withFeatures(
        features -> networks.best(listener.scored, features, count, recommender.catalogue()));
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
        memory().flatMap(memory -> memory.describe(songId, now().orElseThrow())).orElse("");
    return withFeatures(features -> recommender.parts(song, listener.states, features, plays));
  }

  @Override
  public String toString() {
    return ListeningSession.describe(this);
  }
}
