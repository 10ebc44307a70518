package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The tables of songs in a network whose replicas do not use them as they are stored: with song
 * features or tied embeddings, the replicas use composed vectors; with {@linkplain SampledSoftmax
 * sampled softmax}, only the songs that a step touches. One thread at a time.
 */
interface SongTables {

  /**
   * Creates the tables of a network.
   *
   * @param replicas its replicas
   * @param architecture of the network
   * @param sampler draws the negatives of each step, or null to score all songs
   * @param newSongs chooses the songs that a step takes as new
   * @param optimiser turns gradients into updates; Adam if there is a sampler
   * @param blocks distributes the work
   */
  static SongTables of(
      List<Replica> replicas,
      Architecture architecture,
      @Nullable NegativeSampler sampler,
      ColdSongs newSongs,
      IUpdater optimiser,
      ColumnBlocks blocks) {
    return sampler == null
        ? new WholeSongTables(replicas, architecture.features(), newSongs, optimiser, blocks)
        : new SampledSongTables(
            replicas,
            new TouchedSongs(architecture, sampler, newSongs),
            !architecture.features().isEmpty(),
            (Adam) optimiser,
            blocks);
  }

  /** The updates of the tables. */
  List<ParameterUpdate> updates();

  /** Sets the source of the random choices. */
  void random(SplittableRandom random);

  /** The moments of each tensor, as {@link ParameterUpdate#moments} has them, by its name. */
  Map<String, List<Matrix>> moments();

  /**
   * Begins a step and gives the replicas the songs that it touches.
   *
   * @param parts a chunk for each of the first workers
   * @return the chunks, with songs as indices into the replicas' tables
   */
  List<PackedChunk> touch(List<PackedChunk> parts);
}
