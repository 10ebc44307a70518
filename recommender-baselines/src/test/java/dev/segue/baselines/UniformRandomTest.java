package dev.segue.baselines;

import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;

class UniformRandomTest extends SequenceRecommenderContract {

  private static final UniformRandom TRAINED =
      UniformRandom.trainer().train(SyntheticStation.of(40, 120, 1));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }
}
