package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An LSTM whose clock is that of Lisbon. */
class LstmClockTest {

  private static final LstmRecommender RECOMMENDER = RandomLstm.of(1);
  private static final int PLAYED = 3;
  private static final int UNPLAYED = 5;

  /** Noon in Lisbon, nine in the evening in Tokyo. */
  private static final Instant NOON = Instant.parse("2025-01-08T12:00:00Z");

  /** The scores of a listener who played one song, an hour ago. */
  private static Scores scores(Instant now, ListenerMemory memory) {
    memory.play(PLAYED, now.minus(Duration.ofHours(1)));
    return RECOMMENDER.newSession(memory).at(now).scores();
  }

  private static Scores after(Duration time) {
    return scores(NOON.plus(time), memory());
  }

  private static ListenerMemory memory() {
    return ListenerMemory.of(RECOMMENDER.catalogue(), InstantSource.fixed(NOON));
  }

  private static ListenerMemory memoryIn(String zone) {
    return ListenerMemory.of(RECOMMENDER.catalogue(), InstantSource.fixed(NOON), ZoneId.of(zone));
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
  void listener_hasTheZoneOfTheMemory_orElseThatOfTheModel() {
    float noonInLisbon = scores(NOON, memoryIn("Europe/Lisbon")).get(PLAYED);
    Instant noonInTokyo = NOON.minus(Duration.ofHours(9));

    assertThat(scores(NOON, memory()).get(PLAYED)).isEqualTo(noonInLisbon);
    assertThat(scores(NOON, memoryIn("Asia/Tokyo")).get(PLAYED)).isNotEqualTo(noonInLisbon);
    assertThat(scores(noonInTokyo, memoryIn("Asia/Tokyo")).get(PLAYED)).isEqualTo(noonInLisbon);
  }

  @Test
  void zone_staysWithTheMemory() {
    ListenerMemory memory = memoryIn("Asia/Tokyo");
    ListeningSession session = RECOMMENDER.newSession(memory).at(NOON);
    session.play(RECOMMENDER.catalogue().song(PLAYED).id());
    ListeningSession restored = RECOMMENDER.restore(session.snapshot(), InstantSource.fixed(NOON));

    assertThat(memory().zone()).isEmpty();
    assertThat(memory.copy().zone()).contains(ZoneId.of("Asia/Tokyo"));
    for (ListeningSession other : List.of(restored, RECOMMENDER.resume(session))) {
      assertThat(other.memory().flatMap(ListenerMemory::zone)).contains(ZoneId.of("Asia/Tokyo"));
      assertThat(other.scores().get(PLAYED)).isEqualTo(session.scores().get(PLAYED));
    }
  }
}
