package dev.segue.lstm.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Catalogue;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.scratch.ScratchPool;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several networks that were trained on the same playlists from different initial weights: a song's
 * probability is the mean of theirs. An ensemble of one network is that network. Immutable; may be
 * shared by threads, each with its own {@link LstmState states}.
 */
public final class LstmEnsemble {

  /** The share of the songs up to which a ranking is faster than scoring all of them. */
  private static final double MAX_SHARE_FOR_RANKING = 1.0 / 16;

  private final List<LstmNetwork> networks;
  private final Lazy ranking;
  private final boolean parallel;
  private final @Nullable SongIndex index;

  /** {@code [1][songs]}: scratch array of the thread; an array of floats keeps no class loader. */
  private final ThreadLocal<float[][]> scratch = ThreadLocal.withInitial(() -> scores(1));

  private final ScratchPool<MemoryFeatures> features = new ScratchPool<>(this::newFeatures);

  /**
   * Creates an ensemble.
   *
   * @param networks at least one, over the same songs
   */
  public LstmEnsemble(List<LstmNetwork> networks) {
    this(List.copyOf(networks), new Lazy(networks.get(0).scorer()), false, null);
  }

  private LstmEnsemble(
      List<LstmNetwork> networks, Lazy ranking, boolean parallel, @Nullable SongIndex index) {
    this.networks = networks;
    this.ranking = ranking;
    this.parallel = parallel;
    this.index = index;
  }

  public List<LstmNetwork> networks() {
    return networks;
  }

  public int songs() {
    return networks.get(0).songs();
  }

  /** Returns the same networks, which rank songs for one listener on all cores. */
  public LstmEnsemble parallel() {
    return new LstmEnsemble(networks, ranking, true, index);
  }

  /** Returns the same networks, which look for the best songs among the candidates of an index. */
  public LstmEnsemble withIndex(int candidates) {
    if (networks.size() > 1) {
      throw new IllegalStateException(
          "an index needs a recommender of one network, but this one has " + networks.size());
    }
    SongIndex found =
        index == null
            ? new SongIndex(networks.get(0).scorer(), candidates)
            : index.withCandidates(candidates);
    return new LstmEnsemble(networks, ranking, parallel, found);
  }

  /** Applies a change to every network; the result has no index, which would have to be rebuilt. */
  public LstmEnsemble map(UnaryOperator<LstmNetwork> change) {
    List<LstmNetwork> changed = networks.stream().map(change).toList();
    return new LstmEnsemble(changed, new Lazy(changed.get(0).scorer()), parallel, null);
  }

  /** A song's vector; of several networks one after another, each divided by its length. */
  public float[] vector(int song) {
    if (networks.size() == 1) {
      return networks.get(0).vector(song);
    }
    FloatBuffer all = FloatBuffer.allocate(networks.size() * networks.get(0).vector(song).length);
    for (LstmNetwork network : networks) {
      float[] vector = network.vector(song);
      double square = 0;
      for (float value : vector) {
        square += value * value;
      }
      for (float value : vector) {
        all.put(square == 0 ? 0 : (float) (value / Math.sqrt(square)));
      }
    }
    return all.array();
  }

  /** Returns a checksum over a text and all weights. */
  public String fingerprint(String text) {
    MessageDigest digest = sha256();
    digest.update(text.getBytes(UTF_8));
    for (LstmNetwork network : networks) {
      network.forEachTensor(
          (name, values, shape) -> {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            digest.update(name.getBytes(UTF_8));
            digest.update(bytes);
          });
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether what a listener played earlier changes scores. */
  public boolean remembers() {
    return networks.get(0).architecture().memory();
  }

  /** Whether skips change scores. */
  public boolean learnsFromSkips() {
    return networks.get(0).architecture().skips();
  }

  /** The zone of the clock, if there is one. */
  public Optional<ZoneId> clock() {
    return networks.get(0).architecture().clock();
  }

  /** Returns space for what a listener's memory says. */
  public MemoryFeatures newFeatures() {
    return new MemoryFeatures(learnsFromSkips());
  }

  /** Scratch space for what a listener's memory says. */
  public ScratchPool<MemoryFeatures> features() {
    return features;
  }

  /** Returns the states of a listener who has heard nothing, one per network. */
  public List<LstmState> start() {
    return networks.stream().map(LstmNetwork::start).toList();
  }

  /** Updates the states by a song. */
  public void step(HeardSong heard, List<LstmState> states) {
    for (int i = 0; i < networks.size(); i++) {
      networks.get(i).step(heard, states.get(i));
    }
  }

  /**
   * Scores all songs as the next one for several listeners.
   *
   * @param listeners {@code [networks][listeners]}: the states
   * @param count how many listeners there are
   * @param scores {@code [listeners][songs]}, filled: log-probabilities up to a constant
   */
  public void scores(
      LstmState[][] listeners, MemoryFeatures[] memories, int count, float[][] scores) {
    networks.get(0).scorer().scores(listeners[0], memories, count, scores);
    if (networks.size() == 1) {
      return;
    }
    for (int listener = 0; listener < count; listener++) {
      normalise(scores[listener]);
    }
    float[][] others = scores(count);
    for (int network = 1; network < networks.size(); network++) {
      networks.get(network).scorer().scores(listeners[network], memories, count, others);
      for (int listener = 0; listener < count; listener++) {
        normalise(others[listener]);
        add(scores[listener], others[listener]);
      }
    }
    for (int listener = 0; listener < count; listener++) {
      for (int song = 0; song < scores[listener].length; song++) {
        scores[listener][song] =
            (float) Math.log(Math.max(scores[listener][song], Float.MIN_NORMAL));
      }
    }
  }

  /**
   * Returns the songs with the highest scores for one listener, as {@link Scores#best(int,
   * Catalogue)} of all scores does; with an index, approximately.
   */
  public List<Recommendation> best(
      LstmState[][] listener, MemoryFeatures memory, int count, Catalogue catalogue) {
    LstmState state = listener[0][0];
    if (index != null && count <= index.candidates()) {
      SongScorer scorer = networks.get(0).scorer();
      return scorer.best(
          state,
          memory,
          scorer.remembered(state, memory),
          index.candidates(state, memory),
          count,
          catalogue);
    }
    if (networks.size() == 1 && count > 0 && count <= MAX_SHARE_FOR_RANKING * songs()) {
      SongRanking made = ranking.get();
      if (made != null) {
        return made.best(state, memory, count, parallel, catalogue);
      }
    }
    float[][] scores = scratch.get();
    scores(listener, new MemoryFeatures[] {memory}, 1, scores);
    return Scores.of(scores[0]).best(count, catalogue);
  }

  private float[][] scores(int listeners) {
    return new float[listeners][songs()];
  }

  /** Turns log-probabilities up to a constant into probabilities. */
  private static void normalise(float[] scores) {
    float max = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      max = Math.max(max, score);
    }
    Activations.exp(scores, max, scores.length);
    double sum = 0;
    for (float value : scores) {
      sum += value;
    }
    for (int song = 0; song < scores.length; song++) {
      scores[song] /= (float) sum;
    }
  }

  private static void add(float[] to, float[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  /**
   * Builds the ranking in the background during the first recommendations, because that takes
   * longer than recommending without it.
   */
  private static final class Lazy {

    private final SongScorer scorer;
    private volatile @Nullable CompletableFuture<SongRanking> ranking;

    Lazy(SongScorer scorer) {
      this.scorer = scorer;
    }

    /** Returns the ranking, or null while it is being built. */
    @Nullable SongRanking get() {
      CompletableFuture<SongRanking> known = ranking;
      CompletableFuture<SongRanking> begun = known == null ? begin() : known;
      try {
        return begun.getNow(null);
      } catch (CompletionException e) {
        forget(begun); // there may be memory for it next time
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      }
    }

    private synchronized CompletableFuture<SongRanking> begin() {
      CompletableFuture<SongRanking> begun = ranking;
      if (begun == null) {
        begun = CompletableFuture.supplyAsync(() -> new SongRanking(scorer));
        ranking = begun;
      }
      return begun;
    }

    /** Does nothing if another thread has begun anew, or else two would be built at once. */
    private synchronized void forget(CompletableFuture<SongRanking> failed) {
      if (ranking == failed) {
        ranking = null;
      }
    }
  }
}
