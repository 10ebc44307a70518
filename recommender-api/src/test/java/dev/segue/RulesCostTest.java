package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules cost no more after a million plays than after a hundred. */
@Tag("slow")
class RulesCostTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final int RUNS = 300;

  private static final Catalogue SONGS =
      Catalogue.of(
          IntStream.range(0, 1000)
              .mapToObj(i -> new Song("song " + i, "", "artist " + i % 100, List.of()))
              .toList());

  /** Every four minutes, one of 50 songs; each tenth is skipped. */
  private static ListeningSession after(int plays) {
    ListeningSession session =
        BigramRecommender.of(SONGS, true, new float[1001][1000])
            .newSession(ListenerMemory.of(SONGS));
    Random random = new Random(1);
    for (int play = 0; play < plays; play++) {
      ListeningSession then = session.at(NOW.minusSeconds(240L * (plays - play)));
      String song = "song " + random.nextInt(50);
      if (play % 10 == 9) {
        then.skip(song);
      } else {
        then.play(song);
      }
    }
    return session.at(NOW);
  }

  private static void ask(ListeningSession session) {
    RecommendationRules rules = RecommendationRules.none().noRepeatWithin(40).artistGap(10);
    assertThat(session.recommend(10, rules)).hasSize(10);
    SessionHistory history = session.history();
    Instant anHourAgo = NOW.minus(Duration.ofHours(1));
    for (Song song : SONGS.songs()) {
      String artist = SONGS.leadArtist(song);
      assertThat(history.isBanned(song)).isFalse();
      history.isKnown(song);
      history.playedSince(song, anHourAgo);
      history.artistPlayedSince(artist, anHourAgo);
      history.playsOfArtistSince(artist, anHourAgo);
    }
  }

  /** The best of many, since the machine may be busy. */
  private static long nanos(ListeningSession session) {
    long least = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      ask(session);
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  @Test
  @Timeout(300)
  void list_afterAMillionPlays_costsAsAfterAHundred() {
    ListeningSession few = after(100);
    ListeningSession many = after(1_000_000);
    nanos(few); // so that both run compiled
    assertThat(nanos(many)).isLessThan(3 * nanos(few));
    assertThat(many.heard()).hasSize(900_000);
    assertThat(many.history().skipped()).hasSize(100_000);
  }
}
