package dev.segue.samples;

import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.util.List;

/**
 * A listener who skips the first recommendation twice. The model has learnt from listeners who skip
 * what is not to their taste, so each skip changes the list, and the explanation says so.
 */
public final class SkippingListener {

  private SkippingListener() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    LstmRecommender recommender =
        LstmTrainer.builder()
            .embeddingSize(16)
            .hiddenSize(16)
            .learningRate(0.01)
            .epochs(5)
            .build()
            .train(SyntheticStation.of(30, 1200, 42).withSkips());

    ListeningSession session = recommender.newSession().play(recommender.catalogue().song(7));
    for (int skips = 0; skips < 2; skips++) {
      Song first = print(session);
      session.skip(first.id());
      System.out.println("skipped " + first);
    }
    System.out.println(session.explain(print(session).id()));
  }

  /** Prints a list; returns its first song. */
  private static Song print(ListeningSession session) {
    List<Recommendation> list = session.recommend(5, RecommendationRules.none().noRepeats());
    list.forEach(System.out::println);
    return list.get(0).song();
  }
}
