package dev.segue.samples;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.time.Duration;
import java.time.Instant;

/**
 * A radio that never repeats: for a week, round the clock, no song comes twice within three hours,
 * and no artist within half an hour. On air, leave the times out: the memory asks the clock.
 */
public final class RadioWeek {

  private static final int LOG_DAYS = 28;
  private static final Instant MONDAY = RotatingStation.FIRST_DAY.plus(Duration.ofDays(LOG_DAYS));

  private RadioWeek() {}

  /**
   * Prints what it plays, as a table that Segue reads.
   *
   * @param args none
   */
  public static void main(String[] args) {
    PlaylistDataset log = RotatingStation.history(LOG_DAYS).sessions(SessionRules.ofDefaults());
    LstmRecommender recommender =
        LstmTrainer.builder().embeddingSize(32).hiddenSize(32).epochs(10).build().train(log);

    ListenerMemory memory = ListenerMemory.of(recommender.catalogue());
    log.history().forEach(memory::play);
    ListeningSession session = recommender.newSession(memory);
    RecommendationRules rules =
        RecommendationRules.none()
            .noRepeatWithin(Duration.ofHours(3))
            .artistGap(Duration.ofMinutes(30));

    System.out.println("time,artist,title");
    Instant now = MONDAY;
    while (now.isBefore(MONDAY.plus(Duration.ofDays(7)))) {
      Song next = session.at(now).recommend(1, rules, 1, now.getEpochSecond()).get(0).song();
      session.play(next, now);
      System.out.println(now + "," + next.artist() + "," + next.title());
      now = now.plus(RotatingStation.length(next));
    }
  }
}
