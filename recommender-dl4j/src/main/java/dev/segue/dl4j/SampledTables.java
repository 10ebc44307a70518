package dev.segue.dl4j;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The tables of songs in a network with {@linkplain SampledSoftmax sampled softmax}. In each step
 * the replicas work on the columns of the songs that it touches: those heard, the negatives, and
 * the targets. One thread at a time.
 */
final class SampledTables {

  private final NegativeSampler sampler;
  private final List<Replica> replicas;
  private final LazyTable embedding;
  private final LazyTable weights;
  private final LazyTable bias;
  private final Numbering heard;
  private final Numbering scored;

  SampledTables(NegativeSampler sampler, List<Replica> replicas, Adam adam, Blocks blocks) {
    Replica first = replicas.get(0);
    this.sampler = sampler;
    this.replicas = replicas;
    embedding =
        new LazyTable(adam, first.embedding().param(SongEmbedding.TABLE), replicas.size(), blocks);
    weights =
        new LazyTable(adam, first.output().param(OutputLayer.WEIGHTS), replicas.size(), blocks);
    bias = new LazyTable(adam, first.output().param(OutputLayer.BIAS), replicas.size(), blocks);
    int songs = first.output().param(OutputLayer.BIAS).columns();
    heard = new Numbering(songs);
    scored = new Numbering(songs);
  }

  /** What moves the tables. */
  List<LazyTable> updates() {
    return List.of(embedding, weights, bias);
  }

  /**
   * Draws negatives and shows the replicas the songs that the step touches.
   *
   * @param parts a chunk for each of the first workers
   * @return the chunks with songs and targets numbered as the replicas see them
   */
  List<PackedChunk> touch(List<PackedChunk> parts) {
    heard.clear();
    scored.clear();
    NegativeSampler.Negatives negatives = sampler.draw();
    scored.numbers(negatives.songs());
    List<PackedChunk> numbered =
        parts.stream()
            .map(
                chunk ->
                    new PackedChunk(
                        heard.numbers(chunk.songs()),
                        scored.numbers(chunk.targets()),
                        chunk.counts(),
                        chunk.starts()))
            .toList();
    embedding.touch(heard.songs());
    weights.touch(scored.songs());
    bias.touch(scored.songs());
    Matrix negativeBias = correctedBias(negatives.logChance());
    for (int part = 0; part < parts.size(); part++) {
      SongEmbedding input = replicas.get(part).embedding();
      SampledSoftmax output = (SampledSoftmax) replicas.get(part).output();
      input.replace(SongEmbedding.TABLE, embedding.values(), embedding.gradients().get(part));
      output.replace(OutputLayer.WEIGHTS, weights.values(), weights.gradients().get(part));
      output.replace(OutputLayer.BIAS, bias.values(), bias.gradients().get(part));
      output.negatives(negativeBias);
    }
    return numbered;
  }

  private Matrix correctedBias(double[] logChance) {
    INDArray own = bias.values().columns(0, logChance.length).array();
    return Matrix.of(own.sub(Nd4j.create(new double[][] {logChance}).castTo(own.dataType())));
  }

  /** Numbers songs from 0 in the order in which they come up. */
  private static final class Numbering {

    /** {@code [songs]}: one more than the number of a song, 0 for none. */
    private final int[] numbers;

    private int[] songs = new int[16];
    private int count;

    Numbering(int songs) {
      numbers = new int[songs];
    }

    int[] numbers(int[] some) {
      int[] result = new int[some.length];
      for (int i = 0; i < some.length; i++) {
        if (numbers[some[i]] == 0) {
          if (count == songs.length) {
            songs = Arrays.copyOf(songs, 2 * count);
          }
          songs[count++] = some[i];
          numbers[some[i]] = count;
        }
        result[i] = numbers[some[i]] - 1;
      }
      return result;
    }

    /** The songs in the order of their numbers. */
    int[] songs() {
      return Arrays.copyOf(songs, count);
    }

    void clear() {
      for (int i = 0; i < count; i++) {
        numbers[songs[i]] = 0;
      }
      count = 0;
    }
  }
}
