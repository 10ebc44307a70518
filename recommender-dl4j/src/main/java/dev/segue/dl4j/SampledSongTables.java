package dev.segue.dl4j;

import dev.segue.lstm.network.TensorNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;

/** The tables of songs with {@linkplain SampledSoftmax sampled softmax}. */
final class SampledSongTables implements SongTables {

  private final List<Replica> replicas;
  private final List<SampledSoftmax> outputs;
  private final TouchedSongs songs;

  private final LazyTable own;
  private final @Nullable LazyTable features;
  private final SongVectors vectors;
  private final LazyTable bias;

  /** The weights of the output layer, unless they are the songs' vectors. */
  private final @Nullable LazyTable weights;

  /**
   * Creates the tables of a network.
   *
   * @param replicas its replicas
   * @param songs finds those that a step touches
   * @param hasFeatures whether songs have features
   * @param adam the optimiser
   * @param blocks distributes the work
   */
  SampledSongTables(
      List<Replica> replicas,
      TouchedSongs songs,
      boolean hasFeatures,
      Adam adam,
      ColumnBlocks blocks) {
    this.replicas = replicas;
    this.outputs = replicas.stream().map(each -> (SampledSoftmax) each.output()).toList();
    this.songs = songs;
    SongEmbedding embedding = replicas.get(0).embedding();
    SampledSoftmax output = outputs.get(0);
    int workers = replicas.size();
    own = new LazyTable(adam, embedding.param(TensorNames.EMBEDDING), workers, blocks);
    features =
        hasFeatures
            ? new LazyTable(adam, embedding.param(TensorNames.FEATURES), workers, blocks)
            : null;
    vectors = new SongVectors(own, features, blocks);
    bias = new LazyTable(adam, output.param(TensorNames.OUTPUT_BIAS), workers, blocks);
    weights =
        output.tied()
            ? null
            : new LazyTable(adam, output.param(TensorNames.OUTPUT_WEIGHTS), workers, blocks);
  }

  @Override
  public List<ParameterUpdate> updates() {
    return weights == null ? List.of(vectors, bias) : List.of(vectors, bias, weights);
  }

  @Override
  public void random(SplittableRandom random) {
    songs.random(random);
  }

  @Override
  public Map<String, List<Matrix>> moments() {
    Map<String, List<Matrix>> moments = new LinkedHashMap<>();
    moments.put(TensorNames.EMBEDDING, own.moments());
    if (features != null) {
      moments.put(TensorNames.FEATURES, features.moments());
    }
    moments.put(TensorNames.OUTPUT_BIAS, bias.moments());
    if (weights != null) {
      moments.put(TensorNames.OUTPUT_WEIGHTS, weights.moments());
    }
    return moments;
  }

  @Override
  public List<PackedChunk> touch(List<PackedChunk> parts) {
    TouchedSongs.Step step = songs.touch(parts);
    own.touch(step.heard());
    if (features != null) {
      features.touch(step.features());
    }
    vectors.compose(step.composition(), step.newSongs());
    bias.touch(step.scored().keys());
    if (weights != null) {
      weights.touch(step.scored().keys());
    }
    for (int part = 0; part < parts.size(); part++) {
      show(part, step);
    }
    return step.parts();
  }

  /** Gives a replica the songs that the step touches. */
  private void show(int part, TouchedSongs.Step step) {
    SampledSoftmax output = outputs.get(part);
    replicas.get(part).songVectors(vectors.values(), vectors.gradient(part));
    output.negatives(step.logProbability(), step.scored(), step.recency());
    output.biases().newSongs(step.newSongs());
    output.replace(TensorNames.OUTPUT_BIAS, bias.values(), bias.gradients().get(part));
    if (weights != null) {
      output.replace(TensorNames.OUTPUT_WEIGHTS, weights.values(), weights.gradients().get(part));
    }
  }
}
