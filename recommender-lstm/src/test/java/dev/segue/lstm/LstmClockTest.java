package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** An LSTM whose clock is that of Lisbon. */
class LstmClockTest {

  private static final LstmRecommender RECOMMENDER = RandomLstm.of(1);

  /** Noon in Lisbon, nine in the evening in Tokyo. */
  private static final Instant NOON = Instant.parse("2025-01-08T12:00:00Z");

  private static Scores scores(Instant now, ListenerMemory memory) {
    return RECOMMENDER.newSession(memory).play(song(3)).at(now).scores();
  }

  private static String song(int index) {
    return RECOMMENDER.catalogue().song(index).id();
  }

  private static ListenerMemory memoryIn(String zone) {
    return ListenerMemory.of(RECOMMENDER.catalogue(), Clock.fixed(NOON, ZoneId.of(zone)));
  }

  @Test
  void hour_changesScoresOfSongsThatWereNeverPlayed() {
    ListenerMemory memory = ListenerMemory.of(RECOMMENDER.catalogue(), () -> NOON);
    float noon = scores(NOON, memory).get(5);
    assertThat(scores(NOON.plus(Duration.ofMinutes(4)), memory).get(5)).isEqualTo(noon);
    assertThat(scores(NOON.plus(Duration.ofMinutes(5)), memory).get(5)).isNotEqualTo(noon);
    assertThat(scores(NOON.plus(Duration.ofHours(9)), memory).get(5)).isNotEqualTo(noon);
    assertThat(scores(NOON.plus(Duration.ofDays(7)), memory).get(5)).isEqualTo(noon);
  }

  @Test
  void listener_hasTheZoneOfTheMemorysClock_orElseThatOfTheModel() {
    float noonInLisbon = scores(NOON, memoryIn("Europe/Lisbon")).get(5);
    ListenerMemory without = ListenerMemory.of(RECOMMENDER.catalogue(), () -> NOON);
    assertThat(without.zone()).isEmpty();
    assertThat(scores(NOON, without).get(5)).isEqualTo(noonInLisbon);
    ListenerMemory inTokyo = memoryIn("Asia/Tokyo");
    assertThat(inTokyo.copy().zone()).contains(ZoneId.of("Asia/Tokyo"));
    assertThat(scores(NOON, inTokyo).get(5)).isNotEqualTo(noonInLisbon);
    Instant noonInTokyo = NOON.minus(Duration.ofHours(9));
    assertThat(scores(noonInTokyo, memoryIn("Asia/Tokyo")).get(5)).isEqualTo(noonInLisbon);
  }

  @Test
  void session_keepsItsZone_whenItIsRestoredWithTheClock() {
    ListeningSession session = RECOMMENDER.newSession(memoryIn("Asia/Tokyo")).play(song(3));
    Clock clock = Clock.fixed(NOON, ZoneId.of("Asia/Tokyo"));
    assertThat(RECOMMENDER.restore(session.snapshot(), clock).recommend(5))
        .isEqualTo(session.recommend(5));
  }
}
