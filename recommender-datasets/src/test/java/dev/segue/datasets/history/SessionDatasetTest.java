package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.testing.PlaylistDatasetContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionDatasetTest extends PlaylistDatasetContract {

  private static final Instant START = Instant.parse("2020-02-01T23:00:00Z");

  /** Ann listens for two hours a day on days 0 to 4, Bob and Cleo on day 4 alone. */
  private final SessionDataset sessions = sessions();

  private static SessionDataset sessions() {
    ListeningHistory.Builder builder = ListeningHistory.builder();
    for (int day = 0; day < 5; day++) {
      listen(builder, "ann", day);
    }
    listen(builder, "bob", 4);
    listen(builder, "cleo", 4);
    return builder.build().sessions(SessionRules.ofDefaults());
  }

  private static void listen(ListeningHistory.Builder builder, String listener, int day) {
    for (int minute = 0; minute <= 120; minute += 20) {
      Instant start = START.plus(Duration.ofDays(day)).plusSeconds(60L * minute);
      builder.add(listener, start, Song.of(listener + day + "." + minute / 20));
    }
  }

  @Override
  protected PlaylistDataset dataset() {
    return sessions;
  }

  private static List<Long> sizes(DatasetSplit split) {
    return List.of(
        split.training().playlists().count(),
        split.validation().playlists().count(),
        split.test().playlists().count());
  }

  @Test
  void splitByTime_learnsNothingThatWasPlayedLater() {
    // The session of day 2 begins on the 3rd of February and ends on the 4th.
    DatasetSplit split =
        sessions.splitByTime(
            Instant.parse("2020-02-04T00:00:00Z"), Instant.parse("2020-02-05T00:00:00Z"));

    assertThat(sizes(split)).containsExactly(3L, 2L, 4L);
    assertThat(split.training().playlists().limit(2).toList())
        .isEqualTo(sessions.playlists().limit(2).toList());
    assertThat(split.training().playlists().skip(2).map(Playlist::size)).containsExactly(3);
    assertThat(split.test().catalogue()).isSameAs(sessions.catalogue());
  }

  @Test
  void splitLast_countsBackFromTheEnd() {
    // The last songs of days 1 and 3 begin exactly at a boundary, and belong after it.
    assertThat(sizes(sessions.splitLast(Duration.ofDays(2), Duration.ofDays(1))))
        .containsExactly(2L, 3L, 4L);
    // Three sessions of day 4 are cut at midnight.
    assertThat(sizes(sessions.splitLast(Duration.ZERO, Duration.ofHours(1))))
        .containsExactly(7L, 0L, 3L);
    assertThat(sessions.lastEnd()).isEqualTo(Instant.parse("2020-02-06T01:00:00Z"));
  }

  @Test
  void time_isThatOfEachPlay() {
    assertThat(sessions.time(2, 0)).isEqualTo(Instant.parse("2020-02-03T23:00:00Z"));
    assertThat(sessions.time(2, 3)).isEqualTo(Instant.parse("2020-02-04T00:00:00Z"));
    assertThat(sessions.start(2)).isEqualTo(sessions.time(2, 0));
    assertThat(sessions.end(2)).isEqualTo(sessions.time(2, 6));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sessions.time(2, 7));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sessions.time(2, -1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sessions.time(7, 0));
  }

  @Test
  void splitByListener_keepsSessionsOfOneTogether() {
    for (long seed = 0; seed < 20; seed++) {
      DatasetSplit split = sessions.splitByListener(1.0 / 3, 1.0 / 3, 1.0 / 3, seed);

      assertThat(sizes(split)).containsExactlyInAnyOrder(5L, 1L, 1L);
      assertThat(sizes(sessions.splitByListener(1.0 / 3, 1.0 / 3, 1.0 / 3, seed)))
          .isEqualTo(sizes(split));
    }
  }

  @Test
  void splits_refuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.splitByTime(START, START.minusSeconds(1)))
        .withMessage(
            "testFrom must not be before validationFrom, but they are 2020-02-01T22:59:59Z and"
                + " 2020-02-01T23:00:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.splitLast(Duration.ZERO, Duration.ZERO))
        .withMessage("test must be > 0, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.splitLast(Duration.ofDays(-1), Duration.ofDays(1)))
        .withMessage("validation must be >= 0, was PT-24H");
    SessionDataset none = ListeningHistory.builder().build().sessions(SessionRules.ofDefaults());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.splitLast(Duration.ZERO, Duration.ofDays(1)))
        .withMessage("there must be at least 1 session, but the rules left none");
    SessionDataset untimed =
        ListeningHistory.builder()
            .add("ann", Instant.EPOCH, Song.of("a"))
            .add("ann", Instant.EPOCH, Song.of("b"))
            .build()
            .sessions(SessionRules.ofDefaults());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> untimed.splitLast(Duration.ZERO, Duration.ofDays(1)))
        .withMessage("plays must have times to be split by time, but the history has none");
  }
}
