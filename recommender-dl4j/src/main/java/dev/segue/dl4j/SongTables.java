package dev.segue.dl4j;

import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The tables of songs in a network whose replicas do not work on them as they are stored: with song
 * features or tied embeddings they work on composed vectors, with {@linkplain SampledSoftmax
 * sampled softmax} on the songs alone that a step touches. One thread at a time.
 */
final class SongTables {

  private final List<Replica> replicas;
  private final SongVectors vectors;
  private final @Nullable Sample sample;

  /**
   * Makes the tables of a network.
   *
   * @param replicas its replicas
   * @param features the features of each song; empty for none
   * @param sampler draws the negatives of each step, or null to score all songs
   * @param optimiser turns gradients into updates; Adam if there is a sampler
   * @param blocks shares out the work
   */
  SongTables(
      List<Replica> replicas,
      List<SongFeatures.Row> features,
      @Nullable NegativeSampler sampler,
      IUpdater optimiser,
      Blocks blocks) {
    this.replicas = replicas;
    SongEmbedding embedding = replicas.get(0).embedding();
    vectors =
        new SongVectors(
            table(embedding, SongEmbedding.TABLE, optimiser, blocks),
            features.isEmpty() ? null : table(embedding, SongEmbedding.FEATURES, optimiser, blocks),
            features,
            blocks);
    sample = sampler == null ? null : new Sample(sampler, optimiser, blocks);
  }

  private LazyTable table(PackedLayer layer, String name, IUpdater optimiser, Blocks blocks) {
    return new LazyTable(optimiser, layer.param(name), replicas.size(), blocks);
  }

  /** What moves the tables. */
  List<ParameterUpdate> updates() {
    List<ParameterUpdate> updates = new ArrayList<>(List.of(vectors));
    if (sample != null) {
      updates.addAll(sample.tables);
    }
    return updates;
  }

  /**
   * Begins a step, and shows the replicas the songs that it touches.
   *
   * @param parts a chunk for each of the first workers
   * @return the chunks with songs numbered as the replicas see them
   */
  List<PackedChunk> touch(List<PackedChunk> parts) {
    List<PackedChunk> numbered = parts;
    if (sample == null) {
      vectors.touchAll();
    } else {
      numbered = sample.touch(parts);
    }
    for (int part = 0; part < parts.size(); part++) {
      SongEmbedding input = replicas.get(part).embedding();
      OutputLayer output = replicas.get(part).output();
      input.replace(SongEmbedding.TABLE, vectors.values(), vectors.gradient(part));
      if (output.tied()) {
        output.replace(OutputLayer.WEIGHTS, vectors.values(), vectors.gradient(part));
      }
      if (sample != null) {
        sample.show((SampledSoftmax) output, part);
      }
    }
    return numbered;
  }

  /** The songs that a step touches: the negatives first, then targets and songs heard. */
  private final class Sample {

    private final NegativeSampler sampler;
    private final List<LazyTable> tables = new ArrayList<>();
    private final LazyTable bias;
    private final Numbering scored;
    private final Numbering heard;
    private final List<Numbering> groups;
    private List<Recency> recency = List.of();
    private Matrix negativeBias;

    Sample(NegativeSampler sampler, IUpdater optimiser, Blocks blocks) {
      OutputLayer output = replicas.get(0).output();
      this.sampler = sampler;
      bias = table(output, OutputLayer.BIAS, optimiser, blocks);
      negativeBias = bias.values();
      tables.add(bias);
      int songs = output.param(OutputLayer.BIAS).columns();
      scored = new Numbering(songs);
      groups = output.recency().stream().map(each -> new Numbering(each.groups())).toList();
      if (output.tied()) {
        heard = scored;
      } else {
        heard = new Numbering(songs);
        tables.add(table(output, OutputLayer.WEIGHTS, optimiser, blocks));
      }
    }

    List<PackedChunk> touch(List<PackedChunk> parts) {
      heard.clear();
      scored.clear();
      NegativeSampler.Negatives negatives = sampler.draw();
      scored.numbers(negatives.songs());
      List<int[]> targets = parts.stream().map(part -> scored.numbers(part.targets())).toList();
      recency = recency(scored.numbered());
      List<PackedChunk> numbered = new ArrayList<>();
      for (int part = 0; part < parts.size(); part++) {
        PackedChunk chunk = parts.get(part);
        numbered.add(
            new PackedChunk(
                heard.numbers(chunk.songs()),
                targets.get(part),
                numbered(chunk.recent()),
                chunk.counts(),
                chunk.starts()));
      }
      vectors.touch(heard.numbered());
      tables.forEach(table -> table.touch(scored.numbered()));
      INDArray own = bias.values().columns(0, negatives.songs().length).array();
      INDArray chance = Nd4j.create(new double[][] {negatives.logChance()});
      negativeBias = Matrix.of(own.sub(chance.castTo(own.dataType())));
      return numbered;
    }

    /** The recency of the songs scored, whose groups are numbered. */
    private List<Recency> recency(int[] songs) {
      List<Recency> all = replicas.get(0).output().recency();
      groups.forEach(Numbering::clear);
      return IntStream.range(0, groups.size())
          .mapToObj(i -> groups.get(i).restrict(all.get(i), songs))
          .toList();
    }

    /** The groups of songs played lately by the numbers of those that are scored; -1 for others. */
    private List<int[]> numbered(List<int[]> recent) {
      return IntStream.range(0, groups.size())
          .mapToObj(i -> groups.get(i).find(recent.get(i)))
          .toList();
    }

    void show(SampledSoftmax output, int part) {
      output.negatives(negativeBias, recency);
      output.replace(OutputLayer.BIAS, bias.values(), bias.gradients().get(part));
      if (!output.tied()) {
        LazyTable weights = tables.get(1);
        output.replace(OutputLayer.WEIGHTS, weights.values(), weights.gradients().get(part));
      }
    }
  }
}
