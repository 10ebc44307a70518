package dev.segue.samples;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.baselines.MarkovChain;
import dev.segue.datasets.SyntheticStation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/**
 * A queue that never ends: half a day of songs, by rules that are too strict for so few songs.
 * There is always a next song, and each hour tells which rules gave way how often.
 */
public final class EndlessQueue {

  private static final Instant EVENING = Instant.parse("2024-03-01T18:00:00Z");

  private EndlessQueue() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    MarkovChain recommender = MarkovChain.trainer().train(SyntheticStation.of(40, 400, 42));
    RecommendationRules rules =
        RecommendationRules.parse(
            "noRepeatWithin(2h), artistGap(20m), atMostPerArtist(3, 1h),"
                + " during(22:00-04:00: noRepeatWithin(3h)),"
                + " relaxing(artistGap, atMostPerArtist, noRepeatWithin)");

    ListenerMemory memory =
        ListenerMemory.of(recommender.catalogue(), InstantSource.system(), ZoneOffset.UTC);
    ListeningSession session = recommender.newSession(memory);
    for (int hour = 0; hour < 12; hour++) {
      Instant start = EVENING.plus(Duration.ofHours(hour));
      Map<String, Integer> gaveWay = new TreeMap<>();
      for (int minute = 0; minute < 60; minute += 4) {
        Instant now = start.plus(Duration.ofMinutes(minute));
        Recommendation next = session.recommend(1, rules, now).get(0);
        next.gaveWay().forEach(rule -> gaveWay.merge(rule, 1, Integer::sum));
        session.play(next.song(), now);
      }
      System.out.println(start + " gave way: " + gaveWay);
    }
    System.out.println(session.heard().size() + " songs");
  }
}
