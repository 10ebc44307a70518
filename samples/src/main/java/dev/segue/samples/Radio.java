package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.util.List;

/** A listener and the rules of a radio station: what may come next, and what might come after. */
public final class Radio {

  private Radio() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    var split = SyntheticStation.of(60, 600, 42).split(0.8, 0.1, 0.1, 42);
    LstmRecommender recommender =
        LstmTrainer.builder()
            .embeddingSize(32)
            .hiddenSize(32)
            .build()
            .train(split.training(), split.validation());
    Catalogue catalogue = recommender.catalogue();
    Song opener = catalogue.song(7);
    Song request = catalogue.song(20);

    RecommendationRules rules =
        RecommendationRules.none()
            .noRepeatWithin(50)
            .artistGap(3)
            .atMostPerArtist(2)
            .never(List.of(catalogue.song(3).id()))
            .boost(song -> song.tags().contains("jazz") ? Math.log(2) : 0);

    ListeningSession session = recommender.newSession().play(opener).play(request);
    session.recommend(3, rules).forEach(System.out::println);

    System.out.println("less alike:");
    session.recommend(3, rules.diversity(1)).forEach(System.out::println);

    System.out.println("why:");
    for (Recommendation recommendation : session.recommend(3, rules)) {
      System.out.println(session.explain(recommendation.song().id()));
    }

    System.out.println("the hour to come:");
    session.continuation(5, rules).forEach(System.out::println);

    System.out.println("another one, a little bolder:");
    session.continuation(5, rules, 1.2, 42).forEach(System.out::println);

    byte[] snapshot = session.snapshot();
    ListeningSession restored = recommender.restore(snapshot);
    System.out.println("heard: " + restored.heard());

    System.out.println("after each of the test playlists:");
    try (var lists = recommender.recommendAll(split.test().playlists(), 10, rules)) {
      System.out.println(lists.mapToInt(List::size).sum() + " songs");
    }

    System.out.println("like " + opener + ":");
    recommender.similarTo(opener.id(), 3).forEach(System.out::println);
  }
}
