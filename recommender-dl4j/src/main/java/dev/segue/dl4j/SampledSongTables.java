package dev.segue.dl4j;

import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The tables of songs with {@linkplain SampledSoftmax sampled softmax}: a step touches its
 * negatives, which get the first indices, then targets and songs heard.
 */
final class SampledSongTables implements SongTables {

  private final List<Replica> replicas;
  private final List<SampledSoftmax> outputs;
  private final NegativeSampler sampler;
  private final ColdSongs newSongs;
  private final List<SongFeatures.Row> rows;

  private final LazyTable own;
  private final @Nullable LazyTable features;
  private final SongVectors vectors;
  private final LazyTable bias;

  /** The weights of the output layer, unless they are the songs' vectors. */
  private final @Nullable LazyTable weights;

  private final IndexMap scored;
  private final IndexMap heard;
  private final IndexMap numberedFeatures;
  private final List<IndexMap> groups;

  SampledSongTables(
      List<Replica> replicas,
      List<SongFeatures.Row> rows,
      NegativeSampler sampler,
      ColdSongs newSongs,
      Adam adam,
      ColumnBlocks blocks) {
    this.replicas = replicas;
    this.outputs = replicas.stream().map(each -> (SampledSoftmax) each.output()).toList();
    this.sampler = sampler;
    this.newSongs = newSongs;
    this.rows = rows;
    SongEmbedding embedding = replicas.get(0).embedding();
    SampledSoftmax output = outputs.get(0);
    int workers = replicas.size();
    own = new LazyTable(adam, embedding.param(TensorNames.EMBEDDING), workers, blocks);
    features =
        rows.isEmpty()
            ? null
            : new LazyTable(adam, embedding.param(TensorNames.FEATURES), workers, blocks);
    vectors = new SongVectors(own, features, blocks);
    bias = new LazyTable(adam, output.param(TensorNames.OUTPUT_BIAS), workers, blocks);
    weights =
        output.tied()
            ? null
            : new LazyTable(adam, output.param(TensorNames.OUTPUT_WEIGHTS), workers, blocks);
    int songs = output.param(TensorNames.OUTPUT_BIAS).columns();
    scored = new IndexMap(songs);
    heard = output.tied() ? scored : new IndexMap(songs);
    numberedFeatures =
        new IndexMap(rows.isEmpty() ? 0 : embedding.param(TensorNames.FEATURES).columns());
    groups = output.recency().stream().map(each -> new IndexMap(each.groups())).toList();
  }

  @Override
  public List<ParameterUpdate> updates() {
    return weights == null ? List.of(vectors, bias) : List.of(vectors, bias, weights);
  }

  @Override
  public void random(SplittableRandom random) {
    sampler.random(random.split());
    newSongs.random(random);
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
    heard.clear();
    scored.clear();
    NegativeSampler.Negatives negatives = sampler.draw();
    scored.indices(negatives.songs());
    List<int[]> targets = parts.stream().map(part -> scored.indices(part.targets())).toList();
    List<Recency> recency = recency(scored.keys());
    List<PackedChunk> indexed = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      PackedChunk chunk = parts.get(part);
      indexed.add(
          new PackedChunk(
              heard.indices(chunk.songs()),
              chunk.skips(),
              targets.get(part),
              indexed(chunk.recent()),
              chunk.counts(),
              chunk.starts(),
              chunk.memories()));
    }
    int[] chosen = newSongs.choose(heard.keys().length);
    touchTables(chosen);
    show(parts.size(), negatives, recency, chosen);
    return indexed;
  }

  private void touchTables(int[] chosen) {
    own.touch(heard.keys());
    if (features == null) {
      vectors.compose(SongVectors.Composition.of(List.of()), chosen);
    } else {
      numberedFeatures.clear();
      SongVectors.Composition composition =
          SongVectors.Composition.of(rows, heard.keys(), numberedFeatures);
      features.touch(numberedFeatures.keys());
      vectors.compose(composition, chosen);
    }
    bias.touch(scored.keys());
    if (weights != null) {
      weights.touch(scored.keys());
    }
  }

  private void show(
      int parts, NegativeSampler.Negatives negatives, List<Recency> recency, int[] chosen) {
    for (int part = 0; part < parts; part++) {
      SampledSoftmax output = outputs.get(part);
      replicas.get(part).songVectors(vectors.values(), vectors.gradient(part));
      output.negatives(negatives.logProbability(), scored, recency);
      output.biases().newSongs(chosen);
      output.replace(TensorNames.OUTPUT_BIAS, bias.values(), bias.gradients().get(part));
      if (weights != null) {
        output.replace(TensorNames.OUTPUT_WEIGHTS, weights.values(), weights.gradients().get(part));
      }
    }
  }

  /** Restricts the recency to the songs scored; their groups get indices. */
  private List<Recency> recency(int[] songs) {
    List<Recency> all = outputs.get(0).recency();
    groups.forEach(IndexMap::clear);
    return IntStream.range(0, groups.size())
        .mapToObj(i -> groups.get(i).restrict(all.get(i), songs))
        .toList();
  }

  /**
   * Maps the groups of songs played recently to the indices of the groups scored; -1 for others.
   */
  private List<int[]> indexed(List<int[]> recent) {
    return IntStream.range(0, groups.size())
        .mapToObj(i -> groups.get(i).find(recent.get(i)))
        .toList();
  }
}
