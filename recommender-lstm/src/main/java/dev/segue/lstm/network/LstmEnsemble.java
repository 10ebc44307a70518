package dev.segue.lstm.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Catalogue;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.lstm.network.SongFeatures.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several networks that were trained on the same playlists, each from weights of its own: a song's
 * probability is the mean of theirs. Of one network it is that network. Immutable; may be shared by
 * threads, each with {@link LstmState states} of its own.
 */
public final class LstmEnsemble {

  /** A ranking pays if one song of so many is wanted, or fewer. */
  private static final int RANKED = 16;

  private final List<LstmNetwork> networks;
  private final Lazy ranking;
  private final boolean parallel;
  private final @Nullable SongIndex index;

  /** {@code [1][songs]}: working space of the thread. */
  private final ThreadLocal<float[][]> scratch = ThreadLocal.withInitial(() -> scores(1));

  /**
   * Makes an ensemble.
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

  /** The same networks; all cores rank songs for one listener. */
  public LstmEnsemble parallel() {
    return new LstmEnsemble(networks, ranking, true, index);
  }

  /** The same networks; the best songs are looked for among so many that an index finds. */
  public LstmEnsemble withIndex(int candidates) {
    if (networks.size() > 1) {
      throw new IllegalStateException(
          "an index needs a recommender of one network, this has " + networks.size());
    }
    SongIndex found =
        index == null
            ? new SongIndex(networks.get(0).scorer(), candidates)
            : index.withCandidates(candidates);
    return new LstmEnsemble(networks, ranking, parallel, found);
  }

  /**
   * The same change to every network, for which an index would have to be built anew: it has none.
   */
  public LstmEnsemble map(UnaryOperator<LstmNetwork> change) {
    List<LstmNetwork> changed = networks.stream().map(change).toList();
    return new LstmEnsemble(changed, new Lazy(changed.get(0).scorer()), parallel, null);
  }

  /** A checksum over some text and all weights. */
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

  /** The states of a listener who has heard nothing, one per network. */
  public List<LstmState> start() {
    return networks.stream().map(LstmNetwork::start).toList();
  }

  /** Moves the states on by one song heard. */
  public void step(int song, List<LstmState> states) {
    for (int i = 0; i < networks.size(); i++) {
      networks.get(i).step(song, states.get(i));
    }
  }

  /** Moves the states on by one song heard that the networks do not know, but its features. */
  public void step(Row features, List<LstmState> states) {
    for (int i = 0; i < networks.size(); i++) {
      networks.get(i).step(features, states.get(i));
    }
  }

  /**
   * Scores all songs as the next one for several listeners.
   *
   * @param listeners {@code [networks][listeners]}: what each network goes by
   * @param count how many listeners there are
   * @param scores {@code [listeners][songs]}, filled: logarithms of probabilities up to a constant
   */
  public void scores(LstmState[][] listeners, int count, float[][] scores) {
    networks.get(0).scorer().scores(listeners[0], count, scores);
    if (networks.size() == 1) {
      return;
    }
    for (int listener = 0; listener < count; listener++) {
      normalise(scores[listener]);
    }
    float[][] others = scores(count);
    for (int network = 1; network < networks.size(); network++) {
      networks.get(network).scorer().scores(listeners[network], count, others);
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
   * The songs with the highest scores for one listener, as {@link Scores#best(int, Catalogue)} of
   * all scores has them; with an index, nearly.
   */
  public List<Recommendation> best(LstmState[][] listener, int count, Catalogue catalogue) {
    LstmState state = listener[0][0];
    if (index != null && count <= index.candidates()) {
      SongScorer scorer = networks.get(0).scorer();
      return scorer.best(state, index.candidates(state), count, catalogue);
    }
    if (networks.size() == 1 && count > 0 && count <= songs() / RANKED) {
      SongRanking made = ranking.get();
      if (made != null) {
        return made.best(state, count, parallel, catalogue);
      }
    }
    float[][] scores = scratch.get();
    scores(listener, 1, scores);
    return Scores.of(scores[0]).best(count, catalogue);
  }

  private float[][] scores(int listeners) {
    return new float[listeners][songs()];
  }

  /** Turns logarithms of probabilities up to a constant into probabilities. */
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
   * The ranking, which is made beside the first recommendations, because that takes longer than
   * they do without it.
   */
  private static final class Lazy {

    private final SongScorer scorer;
    private volatile @Nullable CompletableFuture<SongRanking> ranking;

    Lazy(SongScorer scorer) {
      this.scorer = scorer;
    }

    /** The ranking, or null as long as it is not made. */
    @Nullable SongRanking get() {
      CompletableFuture<SongRanking> begun = ranking;
      return (begun == null ? begin() : begun).getNow(null);
    }

    private synchronized CompletableFuture<SongRanking> begin() {
      CompletableFuture<SongRanking> begun = ranking;
      if (begun == null) {
        begun = CompletableFuture.supplyAsync(() -> new SongRanking(scorer));
        ranking = begun;
      }
      return begun;
    }
  }
}
