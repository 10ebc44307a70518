package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which sessions skips belong to. The gap is half an hour. */
class SessionSkipsTest {

  private static final Instant NOON = Instant.parse("2020-02-02T12:00:00Z");

  private final ListeningHistory.Builder history = ListeningHistory.builder();

  private SessionSkipsTest play(int minute, String song) {
    history.add("ann", minute(minute), Song.of(song), Duration.ofMinutes(3));
    return this;
  }

  private SessionSkipsTest skip(int minute, String song) {
    history.skip("ann", minute(minute), Song.of(song), Duration.ofSeconds(9));
    return this;
  }

  private static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private static List<String> told(SessionDataset sessions) {
    return sessions.playlists().map(playlist -> told(playlist, sessions)).toList();
  }

  /** The songs of a playlist, and each skip as the position before it and its minute. */
  private static String told(Playlist playlist, SessionDataset sessions) {
    return playlist.songs().mapToObj(song -> sessions.catalogue().song(song).id()).toList()
        + " "
        + playlist.skips().stream()
            .map(
                skip ->
                    "%s@%d:%d"
                        .formatted(
                            sessions.catalogue().song(skip.song()).id(),
                            skip.position(),
                            Duration.between(NOON, skip.time().orElseThrow()).toMinutes()))
            .toList();
  }

  private SessionDataset sessions() {
    return history.build().sessions(SessionRules.ofDefaults());
  }

  @Test
  void skip_betweenPlays_belongsToTheirSession() {
    play(0, "a").skip(3, "b").play(4, "b").skip(7, "a").skip(8, "a").play(9, "a");

    assertThat(told(sessions())).containsExactly("[a, b, a] [b@1:3, a@2:7, a@2:8]");
    assertThat(history.build().skips()).isEqualTo(3);
    assertThat(history.build().plays()).isEqualTo(3);
  }

  @Test
  void skip_outside_belongsToTheNearerSessionWithinTheGap() {
    skip(-31, "b").skip(-30, "a"); // too early, and just not
    play(0, "a").play(4, "b").skip(20, "a").skip(29, "b"); // the middle is at 27
    play(50, "b").skip(81, "a");
    SessionDataset sessions = sessions();

    assertThat(told(sessions)).containsExactly("[a, b] [a@0:-30, a@2:20]", "[b] [b@0:29]");
    assertThat(sessions.report().orElseThrow().skips()).isEqualTo(3);
    assertThat(sessions.report().orElseThrow().leftOut())
        .containsExactly(entry("skipped outside all sessions", 2L));
  }

  @Test
  void skip_isNoPlay_thatWouldJoinSessions() {
    play(0, "a").skip(20, "a").play(40, "b");

    assertThat(sessions().size()).isEqualTo(2);
  }

  @Test
  void skip_ofASongThatIsNeverPlayed_isLeftOut() {
    play(0, "a").skip(1, "z").play(4, "b");
    ListeningHistory built = history.build();

    assertThat(built.catalogue().songs()).containsExactly(Song.of("a"), Song.of("b"));
    assertThat(built.skips()).isZero();
    assertThat(built.report().leftOut())
        .containsExactly(entry("skipped, of songs that are never played", 1L));
    assertThat(told(built.sessions(SessionRules.ofDefaults()))).containsExactly("[a, b] []");
  }

  @Test
  void skip_ofASongThatTheRulesDrop_isLeftOut() {
    play(0, "a").play(4, "rare").skip(7, "rare").skip(8, "a").play(9, "a").play(13, "a");
    SessionDataset sessions = history.build().sessions(SessionRules.ofDefaults().minimumPlays(2));

    assertThat(told(sessions)).containsExactly("[a, a, a] [a@1:8]");
    assertThat(sessions.report().orElseThrow().leftOut())
        .containsEntry("skipped, of songs in no session", 1L);
    Playlist playlist = sessions.playlists().findFirst().orElseThrow();
    assertThat(playlist.heard(0)).as("before a song that was dropped").isEmpty();
    assertThat(playlist.heard(1)).contains(Duration.ofMinutes(3));
    assertThat(playlist.heard(2)).contains(Duration.ofMinutes(3));
  }

  @Test
  void splitByTime_learnsFromNoLaterSkip() {
    play(0, "a").skip(3, "b").skip(6, "a").play(7, "b").play(11, "a").skip(14, "b");
    DatasetSplit split = sessions().splitByTime(minute(5), minute(11));

    assertThat(split.training().playlists().findFirst().orElseThrow().skips())
        .extracting(Playlist.Skip::position)
        .containsExactly(1);
    assertThat(split.validation().playlists().findFirst().orElseThrow().skips()).hasSize(2);
    assertThat(split.test().playlists().findFirst().orElseThrow().skips()).hasSize(3);
  }

  @Test
  void skipsOfSeveralListeners_areTheirOwn() {
    play(0, "a").skip(3, "a");
    history.add("bob", minute(1), Song.of("a"));
    history.skip("cleo", minute(1), Song.of("a"), Duration.ZERO);
    history.skip("bob", minute(2), Song.of("a"), Duration.ZERO);

    assertThat(told(sessions())).containsExactly("[a] [a@1:3]", "[a] [a@1:2]");
  }

  @Test
  void heard_outOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.skip("ann", NOON, Song.of("a"), Duration.ofSeconds(-1)))
        .withMessage("heard must be in 0..2147483647 seconds, was -1");
  }
}
