package dev.segue.server;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.datasets.SyntheticStation;
import java.util.List;

/** Small models that can do all that a server is asked for. */
final class TestModels {

  private static final PlaylistDataset STATION = SyntheticStation.of(60, 100, 1);

  static final SequenceRecommender OLDER = trained(1);

  static final SequenceRecommender NEWER = trained(2);

  private TestModels() {}

  private static SequenceRecommender trained(long seed) {
    return LatentMarkovEmbedding.builder()
        .dimensions(4)
        .epochs(3)
        .seed(seed)
        .build()
        .train(STATION);
  }

  /** The ids of songs. */
  static List<String> songs(int... indices) {
    return java.util.Arrays.stream(indices)
        .mapToObj(index -> OLDER.catalogue().song(index).id())
        .toList();
  }

  static String song(int index) {
    return songs(index).get(0);
  }
}
