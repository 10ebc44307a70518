package dev.segue.samples.javadoc;

import dev.segue.SequenceRecommender;
import dev.segue.baselines.MarkovChain;
import dev.segue.testing.SequenceRecommenderContract;

// @start region="contract"
class OurRecommenderTest extends SequenceRecommenderContract {

  @Override
  protected SequenceRecommender recommender() {
    return MarkovChain.trainer().train(Jazz.playlists()); // a recommender of your own
  }
}
// @end
