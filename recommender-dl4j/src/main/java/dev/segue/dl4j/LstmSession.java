package dev.segue.dl4j;

import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import java.util.List;

/** A listener of an {@link LstmRecommender}: owns the network's state, shares its weights. */
final class LstmSession implements ListeningSession {

  private final LstmRecommender recommender;
  private final LstmNetwork network;
  private final LstmNetwork.State state;

  LstmSession(LstmRecommender recommender, LstmNetwork network) {
    this.recommender = recommender;
    this.network = network;
    this.state = network.start();
  }

  @Override
  public SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  public ListeningSession play(String songId) {
    network.step(recommender.catalogue().playlist(List.of(songId)).song(0), state);
    return this;
  }

  @Override
  public Scores scores() {
    float[][] scores = new float[1][network.songs()];
    network.scores(new float[][] {state.output()}, new int[][] {state.recent()}, 1, scores);
    return Scores.of(scores[0]);
  }
}
