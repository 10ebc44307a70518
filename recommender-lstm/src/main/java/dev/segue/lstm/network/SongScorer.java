package dev.segue.lstm.network;

import dev.segue.Catalogue;
import dev.segue.Recommendation;
import dev.segue.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores songs by a network's output for the songs heard. Immutable; may be shared by threads.
 *
 * <p>Every score is computed by the same operations in the same order, for one listener or for
 * many, so that both agree bit for bit.
 */
final class SongScorer {

  /** How many columns of the weights fit into the cache while positions are processed. */
  private static final int COLUMNS_PER_BLOCK = 1024;

  /** {@code [outputs][songs]}. */
  private final float[][] weights;

  /** {@code [songs]}. */
  private final float[] bias;

  /** {@code [1]}: the learnt bias of new songs; empty if none is learnt. */
  private final float[] newSongBias;

  private final List<Recency> recency;

  /**
   * {@code [recency][window]}: what the songs played last add to the scores of their groups, by
   * lag.
   */
  private final List<float[]> recencyWeights;

  private final @Nullable MemoryWeights memory;

  /** {@code [songs]}, all 0 between calls. */
  private final ThreadLocal<int[]> scratch;

  /** {@code [recency]}: the songs of each group. */
  private final List<GroupedSongs> members;

  /**
   * Creates a scorer.
   *
   * @param weights {@code [outputs][songs]}, multiplied by the output
   * @param bias {@code [songs]}
   * @param newSongBias {@code [1]}, or empty
   * @param recency which scores the songs played last change
   * @param recencyWeights {@code [recency][window]}
   */
  SongScorer(
      float[][] weights,
      float[] bias,
      float[] newSongBias,
      List<Recency> recency,
      List<float[]> recencyWeights,
      @Nullable MemoryWeights memory) {
    this.memory = memory;
    this.scratch = ThreadLocal.withInitial(() -> new int[bias.length]);
    this.weights = weights;
    this.bias = bias;
    this.newSongBias = newSongBias;
    this.recency = recency;
    this.recencyWeights = recencyWeights;
    this.members = recency.stream().map(each -> each.grouped(bias.length)).toList();
  }

  /**
   * Scores all songs as the next one for several listeners.
   *
   * @param heard the listeners' states
   * @param listeners how many of them to score
   * @param scores {@code [listeners][songs]}, filled: log-probabilities up to a constant
   */
  void scores(LstmState[] heard, MemoryFeatures[] memories, int listeners, float[][] scores) {
    for (int from = 0; from < songs(); from += COLUMNS_PER_BLOCK) {
      int to = Math.min(from + COLUMNS_PER_BLOCK, songs());
      for (int listener = 0; listener < listeners; listener++) {
        System.arraycopy(bias, from, scores[listener], from, to - from);
        RowMatrix.addScaled(scores[listener], heard[listener].output(), weights, from, to);
      }
    }
    for (int listener = 0; listener < listeners; listener++) {
      addRecency(heard[listener], scores[listener]);
      if (memory != null) {
        add(
            memories[listener],
            memory.scores(heard[listener], memories[listener]),
            scores[listener]);
      }
    }
  }

  /**
   * Returns what a listener's memory adds to the scores of the songs in it.
   *
   * @return {@code [features.size()]}
   */
  float[] remembered(LstmState heard, MemoryFeatures features) {
    return memory == null ? new float[0] : memory.scores(heard, features);
  }

  /** Adds what a listener's memory adds to the scores of all songs. */
  static void add(MemoryFeatures features, float[] remembered, float[] scores) {
    int[] songs = features.songs();
    for (int i = 0; i < remembered.length; i++) {
      scores[songs[i]] += remembered[i];
    }
  }

  /** Adds the recency weights of the songs played last to the scores of all songs. */
  void addRecency(LstmState heard, float[] scores) {
    for (int i = 0; i < recency.size(); i++) {
      float[] added = recencyWeights.get(i);
      int[] recent = heard.recent()[i];
      for (int ago = 0; ago < added.length; ago++) {
        if (recent[ago] >= 0) {
          members.get(i).add(recent[ago], added[ago], scores);
        }
      }
    }
  }

  /**
   * Scores some songs, by the same operations in the same order as all of them.
   *
   * @param heard the listener's state
   * @param features of the songs in the listener's memory
   * @param remembered what the memory adds to their scores
   * @param songs their indices
   * @return {@code [songs]}
   */
  float[] scores(LstmState heard, MemoryFeatures features, float[] remembered, int[] songs) {
    float[] scores = new float[songs.length];
    for (int i = 0; i < songs.length; i++) {
      scores[i] = bias[songs[i]];
    }
    for (int output = 0; output < weights.length; output++) {
      float[] row = weights[output];
      float factor = heard.output()[output];
      for (int i = 0; i < songs.length; i++) {
        scores[i] = Math.fma(factor, row[songs[i]], scores[i]);
      }
    }
    for (int i = 0; i < recency.size(); i++) {
      addRecency(recencyWeights.get(i), heard.recent()[i], recency.get(i).groupOf(), songs, scores);
    }
    addRemembered(features.songs(), remembered, songs, scores);
    return scores;
  }

  private void addRemembered(int[] inMemory, float[] remembered, int[] songs, float[] scores) {
    int[] numbers = scratch.get();
    for (int i = 0; i < songs.length; i++) {
      numbers[songs[i]] = i + 1;
    }
    for (int i = 0; i < remembered.length; i++) {
      int number = numbers[inMemory[i]];
      if (number > 0) {
        scores[number - 1] += remembered[i];
      }
    }
    for (int song : songs) {
      numbers[song] = 0;
    }
  }

  private static void addRecency(
      float[] added, int[] recent, int[] groupOf, int[] songs, float[] scores) {
    for (int i = 0; i < songs.length; i++) {
      int group = groupOf[songs[i]];
      for (int ago = 0; ago < added.length; ago++) {
        if (recent[ago] >= 0 && recent[ago] == group) {
          scores[i] += added[ago];
        }
      }
    }
  }

  /**
   * Returns the best of some songs.
   *
   * @param heard the listener's state
   * @param features of the songs in the listener's memory
   * @param remembered what the memory adds to their scores
   * @param songs their indices, in ascending order
   * @param count how many at most, 0 or more
   * @param catalogue of the songs
   * @return the songs, best first; ties by index
   */
  List<Recommendation> best(
      LstmState heard,
      MemoryFeatures features,
      float[] remembered,
      int[] songs,
      int count,
      Catalogue catalogue) {
    float[] scores = scores(heard, features, remembered, songs);
    return Scores.of(scores)
        .best(count)
        .mapToObj(i -> new Recommendation(catalogue.song(songs[i]), scores[i]))
        .toList();
  }

  /** The songs whose scores are changed by the songs played last; may repeat songs. */
  IntStream moved(LstmState heard) {
    return IntStream.range(0, recency.size())
        .boxed()
        .flatMapToInt(
            i ->
                Arrays.stream(heard.recent()[i])
                    .filter(group -> group >= 0)
                    .distinct()
                    .flatMap(members.get(i)::of));
  }

  /** How many terms a score has in addition to the products. */
  int otherTerms() {
    return 1 + recencyWeights.stream().mapToInt(added -> added.length).sum();
  }

  /** An upper bound on the sum of the absolute values of these terms. */
  double otherMagnitude() {
    double sum = 0;
    for (float each : bias) {
      sum = Math.max(sum, Math.abs(each));
    }
    for (float[] added : recencyWeights) {
      for (float each : added) {
        sum += Math.abs(each);
      }
    }
    return sum;
  }

  /** {@code [outputs][songs]}. */
  float[][] weights() {
    return weights;
  }

  /** {@code [songs]}. */
  float[] bias() {
    return bias;
  }

  int songs() {
    return bias.length;
  }

  @Nullable MemoryWeights memory() {
    return memory;
  }

  List<float[]> recencyWeights() {
    return recencyWeights;
  }

  float[] newSongBias() {
    return newSongBias;
  }

  /** Returns the biases followed by those of new songs. */
  float[] biasWith(int more) {
    float[] all = Arrays.copyOf(bias, bias.length + more);
    Arrays.fill(all, bias.length, all.length, newSongBias(new boolean[bias.length]));
    return all;
  }

  /** Returns the biases, with that of new songs for some. */
  float[] biasWithout(boolean[] which) {
    float ofNew = newSongBias(which);
    float[] changed = bias.clone();
    for (int song = 0; song < bias.length; song++) {
      changed[song] = which[song] ? ofNew : bias[song];
    }
    return changed;
  }

  /** The learnt bias of new songs, or the median of the others. */
  private float newSongBias(boolean[] which) {
    if (newSongBias.length > 0) {
      return newSongBias[0];
    }
    float[] others = new float[bias.length];
    int count = 0;
    for (int song = 0; song < bias.length; song++) {
      if (!which[song]) {
        others[count++] = bias[song];
      }
    }
    Arrays.sort(others, 0, count);
    return others[count / 2];
  }

  /** Passes the tensors to the visitor; the weights only if asked for. */
  void forEachTensor(boolean withWeights, LstmNetwork.TensorVisitor visitor) {
    if (withWeights) {
      float[] vectors =
          RowMatrix.join(RowMatrix.transpose(RowMatrix.join(weights), weights.length));
      visitor.visit(TensorNames.OUTPUT_WEIGHTS, vectors, songs(), weights.length);
    }
    visitor.visit(TensorNames.OUTPUT_BIAS, bias, songs());
    if (newSongBias.length > 0) {
      visitor.visit(TensorNames.NEW_SONG_BIAS, newSongBias, 1);
    }
    for (int i = 0; i < recency.size(); i++) {
      visitor.visit(
          recency.get(i).group().tensor(), recencyWeights.get(i), recency.get(i).window());
    }
    if (memory != null) {
      int features = memory.bias().length;
      visitor.visit(TensorNames.MEMORY_BIAS, memory.bias(), features);
      float[] byFeature =
          RowMatrix.join(
              RowMatrix.transpose(RowMatrix.join(memory.weights()), memory.weights().length));
      visitor.visit(TensorNames.MEMORY_WEIGHTS, byFeature, features, memory.weights().length);
      if (memory.clock().length > 0) {
        visitor.visit(TensorNames.MEMORY_CLOCK, memory.clock(), ClockRows.COUNT, features);
      }
    }
  }
}
