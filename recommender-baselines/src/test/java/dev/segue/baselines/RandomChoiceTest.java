package dev.segue.baselines;

import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;

class RandomChoiceTest extends SequenceRecommenderContract {

  private static final RandomChoice TRAINED =
      RandomChoice.trainer().train(SyntheticStation.of(40, 120, 1));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }
}
