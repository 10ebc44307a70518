package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.DatasetReport;
import dev.segue.Playlist;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ListeningHistoryTest {

  private static final Instant NOON = Instant.parse("2020-02-02T12:00:00Z");

  /** A history of one listener: song and minute, song and minute. */
  private static ListeningHistory history(String... plays) {
    ListeningHistory.Builder builder = ListeningHistory.builder();
    for (String play : plays) {
      String[] parts = play.split(" ");
      builder.add("ann", NOON.plusSeconds(60L * Integer.parseInt(parts[1])), Song.of(parts[0]));
    }
    return builder.build();
  }

  /** Each session as the ids of its songs. */
  private static List<String> sessions(ListeningHistory history, SessionRules rules) {
    SessionDataset sessions = history.sessions(rules);
    return sessions
        .playlists()
        .map(
            playlist ->
                String.join(
                    "",
                    playlist
                        .songs()
                        .mapToObj(song -> sessions.catalogue().song(song).id())
                        .toList()))
        .toList();
  }

  /** A session: minute and song, minute and song. */
  private static Playlist played(String listener, int... minutesAndSongs) {
    int size = minutesAndSongs.length / 2;
    return Playlist.of(IntStream.range(0, size).map(i -> minutesAndSongs[2 * i + 1]).toArray())
        .withTimes(
            listener,
            IntStream.range(0, size)
                .mapToLong(i -> NOON.getEpochSecond() + 60L * minutesAndSongs[2 * i])
                .toArray());
  }

  private static SessionRules gap(int minutes) {
    return SessionRules.ofDefaults().sessionGap(Duration.ofMinutes(minutes));
  }

  @Test
  void sessions_endAtPausesLongerThanTheGap() {
    ListeningHistory history = history("a 0", "b 30", "c 61", "d 62");

    assertThat(sessions(history, SessionRules.ofDefaults())).containsExactly("ab", "cd");
    assertThat(sessions(history, gap(31))).containsExactly("abcd");
    assertThat(sessions(history, gap(29))).containsExactly("a", "b", "cd");
  }

  @Test
  void sessions_endWhenTheyAreTooLong() {
    ListeningHistory history = history("a 0", "b 20", "c 40", "d 60", "e 80");

    assertThat(sessions(history, gap(30).longest(Duration.ofMinutes(40))))
        .containsExactly("abc", "de");
  }

  @Test
  void sessions_endWhenTheyHaveEnoughSongs() {
    ListeningHistory history = history("a 0", "b 1", "b 2", "c 3", "c 4", "d 5", "e 100");

    assertThat(sessions(history, gap(30).maximumSongs(3))).containsExactly("abb", "ccd", "e");
    assertThat(sessions(history, gap(30).repeats(false).maximumSongs(2)))
        .containsExactly("ab", "cd", "e");
    assertThat(sessions(history, gap(30).maximumSongs(4).longest(Duration.ofMinutes(2))))
        .containsExactly("abb", "ccd", "e");
  }

  @Test
  void sessions_endAfter68Years_sinceTimesAreOffsetsOf32Bits() {
    ListeningHistory history =
        ListeningHistory.builder()
            .add("ann", Instant.ofEpochSecond(-2), Song.of("a"))
            .add("ann", Instant.ofEpochSecond(Integer.MAX_VALUE - 2L), Song.of("b"))
            .add("ann", Instant.ofEpochSecond(Integer.MAX_VALUE - 1L), Song.of("c"))
            .build();
    SessionDataset sessions = history.sessions(gap(1).sessionGap(Duration.ofDays(365_000)));

    assertThat(sessions.playlists())
        .containsExactly(
            Playlist.of(0, 1).withTimes("ann", -2, Integer.MAX_VALUE - 2L),
            Playlist.of(2).withTimes("ann", Integer.MAX_VALUE - 1L));
    assertThat(sessions.end(0)).isEqualTo(Instant.ofEpochSecond(Integer.MAX_VALUE - 2L));
  }

  @Test
  void times_stayWithTheirSongsWhenOthersAreDropped() {
    SessionDataset sessions =
        history("x 0", "a 4", "a 5", "y 8", "b 12", "a 100", "b 104")
            .sessions(gap(30).repeats(false).minimumPlays(2));

    assertThat(sessions.playlists())
        .containsExactly(played("ann", 4, 0, 12, 1), played("ann", 100, 0, 104, 1));
    assertThat(sessions.time(0, 0)).isEqualTo(NOON.plusSeconds(4 * 60));
    assertThat(sessions.time(0, 1)).isEqualTo(NOON.plusSeconds(12 * 60));
    assertThat(sessions.time(1, 1)).isEqualTo(NOON.plusSeconds(104 * 60));
    assertThat(sessions.start(0)).isEqualTo(sessions.time(0, 0));
    assertThat(sessions.report().orElseThrow().leftOut())
        .containsExactly(
            entry("immediate repeats", 1L), entry("of songs played less than 2 times", 2L));
  }

  @Test
  void playlistsOfAHistoryWithoutTimes_haveNone() {
    SessionDataset sessions =
        ListeningHistory.builder()
            .add("ann", Instant.EPOCH, Song.of("a"))
            .add("ann", Instant.EPOCH, Song.of("b"))
            .build()
            .sessions(gap(1));

    assertThat(sessions.playlists()).containsExactly(Playlist.of(0, 1));
  }

  @Test
  void repeats_areKeptOrCountOnce() {
    ListeningHistory history = history("a 0", "a 4", "b 8", "b 100", "a 104");

    assertThat(sessions(history, gap(30))).containsExactly("aab", "ba");
    assertThat(sessions(history, gap(30).repeats(false))).containsExactly("ab", "ba");
  }

  @Test
  void repeats_thatComeAboutByLeavingSongsOutCountOnceToo() {
    ListeningHistory history = history("a 0", "x 4", "a 8", "b 12", "b 100", "a 104");

    assertThat(sessions(history, gap(30).repeats(false).minimumPlays(2)))
        .containsExactly("ab", "ba");
  }

  @Test
  void minimums_areAppliedUntilNothingChanges() {
    // c is played once: session cb loses it and is too short; so b is played once, and ab too
    // short.
    ListeningHistory history = history("a 0", "a 4", "a 50", "b 54", "c 100", "b 104");

    assertThat(sessions(history, gap(30).minimumPlays(2).minimumSongs(2))).containsExactly("aa");
    assertThat(history.sessions(gap(30).minimumPlays(2).minimumSongs(2)).catalogue().songs())
        .containsExactly(Song.of("a"));
  }

  @Test
  void listenersWithFewSessions_areLeftOut() {
    SessionDataset sessions =
        ListeningHistory.builder()
            .add("ann", NOON, Song.of("a"))
            .add("bob", NOON, Song.of("b"))
            .add("bob", NOON.plusSeconds(7200), Song.of("c"))
            .build()
            .sessions(SessionRules.ofDefaults().minimumSessions(2));

    assertThat(sessions.playlists()).containsExactly(played("bob", 0, 0), played("bob", 120, 1));
    assertThat(sessions.catalogue().songs()).containsExactly(Song.of("b"), Song.of("c"));
    assertThat(sessions.listener(1)).isEqualTo("bob");
    assertThat(sessions.start(1)).isEqualTo(NOON.plusSeconds(7200));
  }

  @Test
  void report_ofEvents() {
    DatasetReport report = history("a 0", "a 0", "b 30").report();

    assertThat(report.format()).isEqualTo("events");
    assertThat(report.entries().count()).as("none is left out").isEqualTo(3);
    assertThat(report.listening())
        .contains(
            new DatasetReport.Listening(
                1, OptionalInt.empty(), Optional.of(NOON), Optional.of(NOON.plusSeconds(1800))));
  }

  @Test
  void events_mayComeInAnyOrder() {
    SessionDataset sessions =
        ListeningHistory.builder()
            .add("bob", NOON.plusSeconds(200), Song.of("d"))
            .add("ann", NOON, Song.of("b"))
            .add("bob", NOON.plusSeconds(100), Song.of("b"))
            .add("bob", NOON.plusSeconds(100), Song.of("a"))
            .build()
            .sessions(SessionRules.ofDefaults());

    long noon = NOON.getEpochSecond();
    assertThat(sessions.playlists())
        .containsExactly(
            Playlist.of(1, 2, 0).withTimes("bob", noon + 100, noon + 100, noon + 200),
            Playlist.of(1).withTimes("ann", noon));
    assertThat(List.of(sessions.listener(0), sessions.listener(1))).containsExactly("bob", "ann");
    assertThat(sessions.end(0)).isEqualTo(NOON.plusSeconds(200));
    assertThat(sessions).hasToString("2 sessions over 3 songs");
  }

  @Property(tries = 200)
  void sessions_holdEveryPlayOnceAndNoLongPause(
      @ForAll @Size(max = 40) List<@IntRange(max = 300) Integer> minutes,
      @ForAll @IntRange(min = 1, max = 60) int gap) {
    ListeningHistory.Builder builder = ListeningHistory.builder();
    for (int i = 0; i < minutes.size(); i++) {
      builder.add("ann", NOON.plusSeconds(60L * minutes.get(i)), Song.of("" + i));
    }
    SessionDataset sessions = builder.build().sessions(gap(gap));
    int[] sorted = minutes.stream().mapToInt(Integer::intValue).sorted().toArray();
    long pauses = 0;
    for (int i = 1; i < sorted.length; i++) {
      pauses += sorted[i] - sorted[i - 1] > gap ? 1 : 0;
    }
    int[] played =
        sessions
            .playlists()
            .flatMapToInt(Playlist::songs)
            .map(song -> Integer.parseInt(sessions.catalogue().song(song).id()))
            .map(minutes::get)
            .toArray();

    assertThat(played).isEqualTo(sorted);
    assertThat((long) sessions.size()).isEqualTo(sorted.length == 0 ? 0 : pauses + 1);
    assertThat(Arrays.stream(played).count()).isEqualTo(minutes.size());
  }

  @Test
  void rules_refuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(0))
        .withMessage("sessionGap must be > 0, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(1).longest(Duration.ofSeconds(-1)))
        .withMessage("longest must be > 0, was PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(1).minimumPlays(0))
        .withMessage("minimumPlays must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(1).minimumSongs(-1))
        .withMessage("minimumSongs must be > 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(1).minimumSessions(0))
        .withMessage("minimumSessions must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(1).maximumSongs(0))
        .withMessage("maximumSongs must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gap(1).maximumSongs(4).minimumSongs(5))
        .withMessage("maximumSongs must be >= minimumSongs, was 4 and 5");
  }
}
