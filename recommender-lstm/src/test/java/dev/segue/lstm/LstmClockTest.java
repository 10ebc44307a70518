package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** An LSTM whose clock is that of Lisbon. */
class LstmClockTest {

  private static final LstmRecommender RECOMMENDER = RandomLstm.of(1);
  private static final int PLAYED = 3;
  private static final int UNPLAYED = 5;

  /** Noon in Lisbon, nine in the evening in Tokyo. */
  private static final Instant NOON = Instant.parse("2025-01-08T12:00:00Z");

  /** The scores of a listener who played one song, an hour ago. */
  private static Scores scores(Instant now, InstantSource clock) {
    ListenerMemory memory = ListenerMemory.of(RECOMMENDER.catalogue(), clock);
    memory.play(PLAYED, now.minus(Duration.ofHours(1)));
    return RECOMMENDER.newSession(memory).at(now).scores();
  }

  private static Scores after(Duration time) {
    return scores(NOON.plus(time), () -> NOON);
  }

  private static Clock clockIn(String zone) {
    return Clock.fixed(NOON, ZoneId.of(zone));
  }

  @Test
  void time_changesTheScoresOfSongsInMemory() {
    Scores noon = after(Duration.ZERO);
    assertThat(after(Duration.ofMinutes(4)).get(PLAYED)).isEqualTo(noon.get(PLAYED));
    assertThat(after(Duration.ofMinutes(5)).get(PLAYED)).isNotEqualTo(noon.get(PLAYED));
    assertThat(after(Duration.ofHours(9)).get(PLAYED)).isNotEqualTo(noon.get(PLAYED));
    assertThat(after(Duration.ofDays(1)).get(PLAYED)).isNotEqualTo(noon.get(PLAYED));
    assertThat(after(Duration.ofDays(7)).get(PLAYED)).isEqualTo(noon.get(PLAYED));
    assertThat(after(Duration.ofHours(9)).get(UNPLAYED)).isEqualTo(noon.get(UNPLAYED));
  }

  @Test
  void listener_hasTheZoneOfTheMemorysClock_orElseThatOfTheModel() {
    float noonInLisbon = scores(NOON, clockIn("Europe/Lisbon")).get(PLAYED);
    Instant noonInTokyo = NOON.minus(Duration.ofHours(9));

    assertThat(scores(NOON, () -> NOON).get(PLAYED)).isEqualTo(noonInLisbon);
    assertThat(scores(NOON, clockIn("Asia/Tokyo")).get(PLAYED)).isNotEqualTo(noonInLisbon);
    assertThat(scores(noonInTokyo, clockIn("Asia/Tokyo")).get(PLAYED)).isEqualTo(noonInLisbon);
  }

  @Test
  void memory_hasAZoneIfItsClockHasOne() {
    ListenerMemory memory = ListenerMemory.of(RECOMMENDER.catalogue(), clockIn("Asia/Tokyo"));
    assertThat(memory.copy().zone()).contains(ZoneId.of("Asia/Tokyo"));
    assertThat(ListenerMemory.of(RECOMMENDER.catalogue(), () -> NOON).zone()).isEmpty();
  }

  @Test
  void session_keepsItsZone_whenItIsRestoredWithTheClock() {
    Clock clock = clockIn("Asia/Tokyo");
    ListenerMemory memory = ListenerMemory.of(RECOMMENDER.catalogue(), clock);
    ListeningSession session =
        RECOMMENDER.newSession(memory).play(RECOMMENDER.catalogue().song(PLAYED).id());
    assertThat(RECOMMENDER.restore(session.snapshot(), clock).recommend(5))
        .isEqualTo(session.recommend(5));
  }
}
