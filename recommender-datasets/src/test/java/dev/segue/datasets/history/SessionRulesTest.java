package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

  private static final SessionRules DEFAULTS = SessionRules.ofDefaults();

  @Test
  void settings_leaveTheRulesAsTheyWere() {
    SessionRules others =
        DEFAULTS
            .sessionGap(Duration.ofMinutes(20))
            .longest(Duration.ofHours(3))
            .repeats(false)
            .minimumPlays(2)
            .minimumSongs(3)
            .minimumSessions(4);

    assertThat(SessionRules.ofDefaults()).isEqualTo(DEFAULTS).isNotEqualTo(others);
    assertThat(others.repeats(true).repeats()).isTrue();
    assertThat(others.minimumPlays()).isEqualTo(2);
    assertThat(others.minimumSongs()).isEqualTo(3);
    assertThat(others.minimumSessions()).isEqualTo(4);
  }

  @Test
  void documents_giveTheDefaults() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/dev/segue/datasets/history/SessionRules.java"));
    long gap = DEFAULTS.sessionGap().toMinutes();

    assertThat(Files.readString(Path.of("../docs/datasets.md")))
        .containsPattern("\\| " + gap + " min \\|.*; the default \\|")
        .contains("the gap, " + gap + " minutes if nothing else is said");
    assertThat(DEFAULTS.longest()).isEmpty();
    assertThat(source)
        .contains(" a session; " + gap + " minutes by default, ")
        .contains(" unlimited by default\n")
        .contains(" immediate repeats of a song are kept; " + DEFAULTS.repeats() + " by default\n")
        .contains(" of a song in all sessions; " + DEFAULTS.minimumPlays() + " by default\n")
        .contains(" of songs of a session; " + DEFAULTS.minimumSongs() + " by default\n")
        .contains(" of sessions of a listener; " + DEFAULTS.minimumSessions() + " by default\n");
  }
}
