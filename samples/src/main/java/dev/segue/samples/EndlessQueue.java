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
  private static final Duration SONG = Duration.ofMinutes(4);

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
    System.out.println(rules);

    ListenerMemory memory =
        ListenerMemory.of(recommender.catalogue(), InstantSource.system(), ZoneOffset.UTC);
    ListeningSession session = recommender.newSession(memory);
    for (int hour = 0; hour < 12; hour++) {
      Instant start = EVENING.plus(Duration.ofHours(hour));
      System.out.println(start + " gave way: " + play(session, start, rules));
    }
    System.out.println(session.heard().size() + " songs");
  }

  /** Plays an hour; returns how often each rule gave way. */
  private static Map<String, Integer> play(
      ListeningSession session, Instant start, RecommendationRules rules) {
    Map<String, Integer> gaveWay = new TreeMap<>();
    for (Instant now = start; now.isBefore(start.plus(Duration.ofHours(1))); now = now.plus(SONG)) {
      Recommendation next = session.recommend(1, rules, now).get(0);
      next.gaveWay().forEach(rule -> gaveWay.merge(rule, 1, Integer::sum));
      session.play(next.song(), now);
    }
    return gaveWay;
  }
}
