package dev.segue.dl4j;

import dev.segue.lstm.network.SongFeatures;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.learning.config.IUpdater;

/** The tables of songs if every step touches all songs. */
final class WholeSongTables implements SongTables {

  private final List<Replica> replicas;
  private final SongVectors vectors;
  private final SongVectors.Composition composition;

  /** At what rate a step takes songs as new, so that new songs are scored as they should be. */
  private final double newSongs;

  private final SplittableRandom random;

  WholeSongTables(
      List<Replica> replicas,
      List<SongFeatures.Row> features,
      IUpdater optimiser,
      double newSongs,
      ColumnBlocks blocks) {
    this.newSongs = newSongs;
    this.random = new SplittableRandom(1);
    this.replicas = replicas;
    SongEmbedding embedding = replicas.get(0).embedding();
    WholeTable own =
        new WholeTable(optimiser, embedding.param(SongEmbedding.TABLE), replicas.size(), blocks);
    vectors =
        features.isEmpty()
            ? new SongVectors(own, null, blocks)
            : new SongVectors(
                own,
                new WholeTable(
                    optimiser, embedding.param(SongEmbedding.FEATURES), replicas.size(), blocks),
                blocks);
    composition = SongVectors.Composition.of(features);
  }

  @Override
  public List<ParameterUpdate> updates() {
    return List.of(vectors);
  }

  @Override
  public List<PackedChunk> touch(List<PackedChunk> parts) {
    int songs = replicas.get(0).embedding().param(SongEmbedding.TABLE).columns();
    int[] drawn =
        newSongs == 0
            ? new int[0]
            : IntStream.range(0, songs).filter(i -> random.nextDouble() < newSongs).toArray();
    vectors.compose(composition, drawn);
    for (int part = 0; part < parts.size(); part++) {
      replicas.get(part).songVectors(vectors.values(), vectors.gradient(part));
      replicas.get(part).output().newSongs(drawn);
    }
    return parts;
  }
}
