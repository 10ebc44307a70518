package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Sessions are cut at the boundaries of a split by time. */
class SplitByTimeTest {

  private static final Instant NOON = Instant.parse("2020-02-02T12:00:00Z");

  private static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  /** A session for each listener: each song is a letter, and the next begins 10 minutes later. */
  private static SessionDataset sessions(String... songs) {
    ListeningHistory.Builder builder = ListeningHistory.builder();
    for (int listener = 0; listener < songs.length; listener++) {
      for (int song = 0; song < songs[listener].length(); song++) {
        builder.add(
            "listener " + listener,
            minute(10 * song),
            Song.of(songs[listener].substring(song, song + 1)));
      }
    }
    return builder.build().sessions(SessionRules.ofDefaults());
  }

  /** Each playlist as its songs, with a bar behind its context. */
  private static List<String> playlists(PlaylistDataset part) {
    return part.playlists()
        .map(
            playlist -> {
              StringBuilder text = new StringBuilder();
              playlist.songs().forEach(song -> text.append(part.catalogue().song(song).id()));
              return text.insert(playlist.context(), '|').toString();
            })
        .toList();
  }

  @Test
  void sessionOverOneBoundary_isContextOfWhatComesAfter() {
    DatasetSplit split = sessions("abcde").splitByTime(minute(25), minute(200));

    assertThat(playlists(split.training())).containsExactly("a|bc");
    assertThat(playlists(split.validation())).containsExactly("abc|de");
    assertThat(playlists(split.test())).isEmpty();
  }

  @Test
  void sessionOverBothBoundaries_isInAllParts() {
    DatasetSplit split = sessions("abcdef").splitByTime(minute(15), minute(35));

    assertThat(playlists(split.training())).containsExactly("a|b");
    assertThat(playlists(split.validation())).containsExactly("ab|cd");
    assertThat(playlists(split.test())).containsExactly("abcd|ef");
  }

  @Test
  void sessionWithAPauseOverTheValidationPart_isInTheOthers() {
    DatasetSplit split = sessions("abcd").splitByTime(minute(12), minute(18));

    assertThat(playlists(split.training())).containsExactly("a|b");
    assertThat(playlists(split.validation())).isEmpty();
    assertThat(playlists(split.test())).containsExactly("ab|cd");
  }

  @Test
  void playAtTheBoundary_belongsAfterIt() {
    DatasetSplit split = sessions("abc").splitByTime(minute(10), minute(20));

    assertThat(playlists(split.training())).containsExactly("a|");
    assertThat(playlists(split.validation())).containsExactly("a|b");
    assertThat(playlists(split.test())).containsExactly("ab|c");
  }

  @Test
  void boundaryWithinASecond_isAfterThePlayOfThatSecond() {
    DatasetSplit split =
        sessions("abc").splitByTime(minute(10).plusMillis(1), minute(20).minusNanos(1));

    assertThat(playlists(split.training())).containsExactly("a|b");
    assertThat(playlists(split.validation())).isEmpty();
    assertThat(playlists(split.test())).containsExactly("ab|c");
  }

  @Test
  void sessionThatBeginsAtTheBoundary_isNotCut() {
    DatasetSplit split = sessions("abc").splitByTime(minute(0), minute(0));

    assertThat(playlists(split.training())).isEmpty();
    assertThat(playlists(split.validation())).isEmpty();
    assertThat(playlists(split.test())).containsExactly("a|bc");
  }

  @Test
  void parts_keepTheOrderOfSessions() {
    DatasetSplit split = sessions("ab", "abcdef", "c", "fedc").splitByTime(minute(15), minute(35));

    assertThat(playlists(split.training())).containsExactly("a|b", "a|b", "c|", "f|e");
    assertThat(playlists(split.validation())).containsExactly("ab|cd", "fe|dc");
    assertThat(playlists(split.test())).containsExactly("abcd|ef");
    assertThat(split.training().catalogue()).isSameAs(split.test().catalogue());
  }

  @Test
  void parts_knowTheWholeHistory() {
    SessionDataset sessions = sessions("ab", "abcdef");
    DatasetSplit split = sessions.splitByTime(minute(15), minute(35));

    for (PlaylistDataset part : List.of(split.training(), split.validation(), split.test())) {
      assertThat(part.history()).containsExactlyElementsOf(sessions.playlists().toList());
    }
    assertThat(playlists(split.test())).containsExactly("abcd|ef");
    assertThat(split.test().playlists().findFirst().orElseThrow().time(4)).isEqualTo(minute(40));
  }

  @Test
  void splitByListener_knowsTheWholeHistoryToo() {
    SessionDataset sessions = sessions("ab", "abcdef", "cd", "e");

    assertThat(sessions.splitByListener(0.5, 0, 0.5, 1).test().history())
        .containsExactlyElementsOf(sessions.playlists().toList());
  }

  @Test
  void statistics_countTargetsAfterTheBoundaryAlone() {
    DatasetSplit split = sessions("abcdef", "fedc").splitByTime(minute(15), minute(35));

    assertThat(split.statistics().training().targets()).isEqualTo(2);
    assertThat(split.statistics().validation().targets()).isEqualTo(4);
    assertThat(split.statistics().test().targets()).isEqualTo(2);
    assertThat(split.statistics().copies()).isZero();
  }

  @Test
  void minimumPlays_keepsTheContextOfTheTestPart() {
    DatasetSplit split = sessions("aabac").splitByTime(minute(25), minute(35)).minimumPlays(2);

    assertThat(playlists(split.training())).containsExactly("a|a");
    assertThat(playlists(split.validation())).containsExactly("aa|a");
    assertThat(playlists(split.test())).containsExactly("aaba|c");
  }

  /** Songs are numbered by play, so a transition is known by its second song. */
  @Property(tries = 300)
  void everyTransition_isInThePartOfItsTime(
      @ForAll @Size(max = 40) List<@IntRange(max = 300) Integer> minutes,
      @ForAll @IntRange(min = 1, max = 60) int gap,
      @ForAll @IntRange(min = -10, max = 310) int validationFrom,
      @ForAll @IntRange(max = 100) int validationLength) {
    ListeningHistory.Builder builder = ListeningHistory.builder();
    for (int play = 0; play < minutes.size(); play++) {
      builder.add("listener " + play % 3, minute(minutes.get(play)), Song.of("" + play));
    }
    SessionDataset sessions =
        builder.build().sessions(SessionRules.ofDefaults().sessionGap(Duration.ofMinutes(gap)));
    int testFrom = validationFrom + validationLength;
    DatasetSplit split = sessions.splitByTime(minute(validationFrom), minute(testFrom));

    List<Integer> targets = new ArrayList<>();
    targets.addAll(targets(split.training(), minutes, -1, validationFrom));
    targets.addAll(targets(split.validation(), minutes, validationFrom, testFrom));
    targets.addAll(targets(split.test(), minutes, testFrom, 301));
    assertThat(targets).containsExactlyInAnyOrderElementsOf(targets(sessions, minutes, -1, 301));
    assertThat(split.training().playlists().map(Playlist::context)).allMatch(size -> size == 1);
    assertThat(split.training().playlists().flatMapToInt(Playlist::songs).boxed())
        .allMatch(song -> minutes.get(play(sessions, song)) < validationFrom);
  }

  /** The targets of a part, each of which must have begun in its time. */
  private static List<Integer> targets(
      PlaylistDataset part, List<Integer> minutes, int from, int until) {
    List<Integer> targets =
        part.playlists()
            .flatMapToInt(playlist -> playlist.songs().skip(playlist.context()))
            .mapToObj(song -> play(part, song))
            .toList();
    assertThat(targets)
        .allSatisfy(play -> assertThat(minutes.get(play)).isBetween(from, until - 1));
    return targets;
  }

  private static int play(PlaylistDataset dataset, int song) {
    return Integer.parseInt(dataset.catalogue().song(song).id());
  }
}
