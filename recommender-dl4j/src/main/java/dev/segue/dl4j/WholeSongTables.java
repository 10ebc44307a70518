package dev.segue.dl4j;

import dev.segue.lstm.network.SongFeatures;
import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;

/** The tables of songs if every step touches all songs. */
final class WholeSongTables implements SongTables {

  private final List<Replica> replicas;
  private final SongVectors vectors;
  private final SongVectors.Composition composition;

  WholeSongTables(
      List<Replica> replicas,
      List<SongFeatures.Row> features,
      IUpdater optimiser,
      ColumnBlocks blocks) {
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
    vectors.compose(composition);
    for (int part = 0; part < parts.size(); part++) {
      replicas.get(part).songVectors(vectors.values(), vectors.gradient(part));
    }
    return parts;
  }
}
