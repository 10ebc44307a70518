package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SongPlaysTest {

  private static final Instant LAST = Instant.parse("2020-01-01T00:00:00.900Z");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(1L << 32);

  private static SongPlays plays(List<Duration> pauses, List<Double> traces) {
    return new SongPlays(Song.of("a"), LAST, pauses, traces);
  }

  private static List<Double> traces(double each) {
    return Collections.nCopies(ListenerMemory.TRACES, each);
  }

  @Test
  void theEndsOfTheRanges_areTaken() {
    SongPlays plays = plays(List.of(SHORTEST, LONGEST), traces(1));

    assertThat(plays.last()).isEqualTo("2020-01-01T00:00:00Z");
    assertThat(plays.pauses()).containsExactly(SHORTEST, LONGEST);
    assertThat(plays(List.of(), traces(65_536)).traces()).isEqualTo(traces(65_536));
  }

  @Test
  void pauses_outOfRange() {
    for (Duration wrong : List.of(SHORTEST.minusMillis(1), LONGEST.plusDays(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plays(List.of(wrong), traces(1)))
          .withMessage("pauses must be in 1..4294967296 seconds, were [%s]", wrong);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plays(Collections.nCopies(3, SHORTEST), traces(1)))
        .withMessage("there must be at most 2 pauses, but there are 3");
  }

  @Test
  void traces_outOfRange() {
    for (double wrong : new double[] {0.999, 65_537, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plays(List.of(), traces(wrong)))
          .withMessageStartingWith("traces must be in 1..65536, were [" + wrong);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plays(List.of(), List.of(1.0)))
        .withMessage(
            "there must be one trace per half-life (%d), but there are 1", ListenerMemory.TRACES);
  }

  @Test
  void lists_holdNoNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> plays(Arrays.asList((Duration) null), traces(1)))
        .withMessage("pauses");
    assertThatNullPointerException()
        .isThrownBy(() -> plays(List.of(), Arrays.asList((Double) null)))
        .withMessage("traces");
  }
}
