package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetReport;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SessionReportTest {

  private static final Instant NOON = Instant.parse("2020-02-02T12:00:00Z");
  private static final Instant NOW = Instant.parse("2021-01-01T00:00:00Z");

  /** Enough sessions of two songs, four minutes apart, so that there is nothing to warn of. */
  private final ListeningHistory.Builder builder = ListeningHistory.builder();

  {
    for (int day = 0; day < 30; day++) {
      play("ann", NOON.plus(Duration.ofDays(day)));
      play("ann", NOON.plus(Duration.ofDays(day)).plusSeconds(240));
    }
  }

  private void play(String listener, Instant start) {
    builder.add(listener, start, Song.of("song"));
  }

  private static DatasetReport report(ListeningHistory.Builder builder, SessionRules rules) {
    ListeningHistory history = builder.build();
    return SessionReport.of(history.sessions(rules), history.report(), NOW);
  }

  private List<String> warnings() {
    return report(builder, SessionRules.ofDefaults()).warnings();
  }

  @Test
  void listening_isThatOfTheSessions() {
    play("bob", NOON.minusSeconds(60));

    assertThat(report(builder, SessionRules.ofDefaults()).listening())
        .contains(
            new DatasetReport.Listening(
                2,
                OptionalInt.of(31),
                Optional.of(NOON.minusSeconds(60)),
                Optional.of(NOON.plus(Duration.ofDays(29)).plusSeconds(240))));
    assertThat(report(builder, SessionRules.ofDefaults().minimumSessions(2)).listening())
        .map(DatasetReport.Listening::listeners)
        .contains(1);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void report_saysWhatTheHistoryHad() {
    SessionDataset sessions = builder.build().sessions(SessionRules.ofDefaults().repeats(false));

    DatasetReport report = sessions.report().orElseThrow();
    assertThat(report.entries().count()).isEqualTo(60);
    assertThat(report)
        .hasToString(
            """
            format      events
            entries     60
            left out    30 immediate repeats
            listeners   1, 30 sessions, from 2020-02-02T12:00:00Z to 2020-03-02T12:00:00Z""");
  }

  @Test
  void sessionsOfDays_areThoseOfAStation() {
    for (int song = 0; song <= 300; song++) {
      play("radio", NOON.plus(Duration.ofMinutes(10L * song)));
    }

    assertThat(warnings())
        .containsExactly(
            "sessions last up to 2.1 days, and 83.4% of plays are in sessions of more than a day:"
                + " a radio station? --session-max 12h (SessionRules.longest) cuts them");
    assertThat(report(builder, SessionRules.ofDefaults().longest(Duration.ofHours(12))).warnings())
        .isEmpty();
  }

  @Test
  void sessionOfADay_isStillPlausible() {
    for (int song = 0; song <= 144; song++) {
      play("radio", NOON.plus(Duration.ofMinutes(10L * song)));
    }

    assertThat(warnings()).isEmpty();
  }

  @Test
  void timesBefore1995_areImplausible() {
    play("ann", Instant.parse("1994-12-31T23:59:59Z"));
    play("ann", Instant.parse("1995-01-01T00:00:00Z"));

    assertThat(warnings())
        .containsExactly(
            "1 play is before 1995, the first at 1994-12-31T23:59:59Z: correct these times, or"
                + " leave the plays out");
  }

  @Test
  void timesAfterNow_areImplausible() {
    play("ann", NOW.plus(Duration.ofDays(1)));
    assertThat(warnings()).isEmpty();

    play("ann", NOW.plus(Duration.ofDays(1)).plusSeconds(1));
    play("ann", NOW.plus(Duration.ofDays(300)));
    assertThat(warnings())
        .containsExactly(
            "2 plays are later than now, the last at 2021-10-28T00:00:00Z: correct these times, or"
                + " leave the plays out");
  }

  @Test
  void timesThatAreDatesAlone_areImplausible() {
    for (int song = 0; song < 40; song++) {
      play("bob", NOON);
    }

    assertThat(warnings())
        .containsExactly(
            "56.5% of songs begin less than 10 seconds after the one before: are the times those"
                + " of plays, and more exact than a day?");
  }

  @Test
  void fewSessions_areCutByTime() {
    ListeningHistory.Builder few = ListeningHistory.builder().add("ann", NOON, Song.of("a"));
    assertThat(report(few, SessionRules.ofDefaults()).warnings())
        .containsExactly(
            "1 session is too few to divide by session: --split time:7d/7d (splitLast) cuts"
                + " sessions at the time");
  }

  @Test
  void historyWithoutTimes_hasNone() {
    ListeningHistory.Builder untimed =
        ListeningHistory.builder()
            .add("ann", Instant.EPOCH, Song.of("a"))
            .add("bob", Instant.EPOCH, Song.of("b"));

    DatasetReport report = report(untimed, SessionRules.ofDefaults());
    assertThat(report.listening())
        .contains(
            new DatasetReport.Listening(2, OptionalInt.of(2), Optional.empty(), Optional.empty()));
    assertThat(report.warnings())
        .containsExactly(
            "2 sessions are too few to divide by session: without times, --split leave-last-out"
                + " (splitLastOut) divides each");
  }
}
