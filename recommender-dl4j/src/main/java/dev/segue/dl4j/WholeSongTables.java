package dev.segue.dl4j;

import dev.segue.lstm.network.SongFeatures;
import dev.segue.lstm.network.TensorNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.learning.config.IUpdater;

/** The tables of songs if every step touches all songs. */
final class WholeSongTables implements SongTables {

  private final List<Replica> replicas;
  private final Map<String, List<Matrix>> moments = new LinkedHashMap<>();
  private final SongVectors vectors;
  private final Composition composition;
  private final ColdSongs newSongs;
  private final int songs;

  WholeSongTables(
      List<Replica> replicas,
      List<SongFeatures.Row> features,
      ColdSongs newSongs,
      IUpdater optimiser,
      ColumnBlocks blocks) {
    this.replicas = replicas;
    this.newSongs = newSongs;
    SongEmbedding embedding = replicas.get(0).embedding();
    WholeTable own =
        new WholeTable(optimiser, embedding.param(TensorNames.EMBEDDING), replicas.size(), blocks);
    moments.put(TensorNames.EMBEDDING, own.moments());
    if (features.isEmpty()) {
      vectors = new SongVectors(own, null, blocks);
    } else {
      WholeTable rows =
          new WholeTable(optimiser, embedding.param(TensorNames.FEATURES), replicas.size(), blocks);
      moments.put(TensorNames.FEATURES, rows.moments());
      vectors = new SongVectors(own, rows, blocks);
    }
    songs = own.values().columns();
    composition = Composition.of(features);
  }

  @Override
  public List<ParameterUpdate> updates() {
    return List.of(vectors);
  }

  @Override
  public void random(SplittableRandom random) {
    newSongs.random(random);
  }

  @Override
  public Map<String, List<Matrix>> moments() {
    return moments;
  }

  @Override
  public List<PackedChunk> touch(List<PackedChunk> parts) {
    int[] chosen = newSongs.choose(songs);
    vectors.compose(composition, chosen);
    for (int part = 0; part < parts.size(); part++) {
      replicas.get(part).songVectors(vectors.values(), vectors.gradient(part));
      replicas.get(part).output().biases().newSongs(chosen);
    }
    return parts;
  }
}
