package dev.segue.springboot;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.MarkovChain;
import java.util.List;

/** A small model that recommends b after a, and c after b. */
public final class TestModel {

  public static final SequenceRecommender RECOMMENDER =
      MarkovChain.trainer()
          .train(PlaylistDataset.of(List.of(List.of("a", "b", "c"), List.of("b", "c"))));

  private TestModel() {}
}
