package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Playlist;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Plays one by one are cut where a history in memory is. */
class SessionIteratorTest {

  private static final int GAP = 1800;
  private static final SessionRules DEFAULTS =
      SessionRules.ofDefaults().sessionGap(Duration.ofSeconds(GAP));

  private record Play(String listener, long second, String song) {}

  private static Iterator<List<Play>> cut(SessionRules rules, List<Play> plays) {
    return rules.cut(plays.iterator(), Play::listener, Play::second, Play::song);
  }

  private static List<List<Play>> all(Iterator<List<Play>> sessions) {
    List<List<Play>> all = new ArrayList<>();
    sessions.forEachRemaining(all::add);
    return all;
  }

  /** The sessions of a history in memory. */
  private static List<List<Play>> inMemory(SessionRules rules, List<Play> plays) {
    ListeningHistory.Builder history = ListeningHistory.builder();
    plays.forEach(
        play ->
            history.add(
                play.listener(), Instant.ofEpochSecond(play.second()), Song.of(play.song())));
    SessionDataset sessions = history.build().sessions(rules);
    List<List<Play>> all = new ArrayList<>();
    for (Playlist playlist : sessions.playlists().toList()) {
      List<Play> session = new ArrayList<>();
      for (int play = 0; play < playlist.size(); play++) {
        session.add(
            new Play(
                sessions.listener(all.size()),
                sessions.second(all.size(), play),
                sessions.catalogue().song(playlist.song(play)).id()));
      }
      all.add(session);
    }
    return all;
  }

  @Provide
  Arbitrary<List<Play>> plays() {
    Arbitrary<Integer> pauses =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(0, GAP, GAP + 1)),
            Tuple.of(4, Arbitraries.integers().between(1, GAP)),
            Tuple.of(1, Arbitraries.integers().between(GAP, 3 * GAP)));
    Arbitrary<Play> steps =
        Combinators.combine(
                Arbitraries.integers().between(0, 9), pauses, Arbitraries.of("abc".split("")))
            .as((listener, pause, song) -> new Play(listener == 0 ? "next" : "", pause, song));
    return steps.list().ofMaxSize(60).map(SessionIteratorTest::inOrder);
  }

  /** Takes the seconds as pauses, and {@code next} as a change of the listener. */
  private static List<Play> inOrder(List<Play> steps) {
    List<Play> plays = new ArrayList<>();
    int listener = 0;
    long second = -2 * GAP; // before 1970 too
    for (Play step : steps) {
      listener += step.listener().isEmpty() ? 0 : 1;
      second = step.listener().isEmpty() ? second + step.second() : step.second();
      plays.add(new Play("listener " + listener, second, step.song()));
    }
    return plays;
  }

  @Provide
  Arbitrary<SessionRules> rules() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(1, 2, 5, Integer.MAX_VALUE),
            Arbitraries.of(GAP, 2 * GAP, 2 * GAP + 1, Integer.MAX_VALUE))
        .as(
            (repeats, songs, longest) ->
                DEFAULTS.repeats(repeats).maximumSongs(songs).longest(Duration.ofSeconds(longest)));
  }

  @Property(tries = 500)
  void sessions_areThoseOfAHistoryInMemory(
      @ForAll("plays") List<Play> plays, @ForAll("rules") SessionRules rules) {
    assertThat(all(cut(rules, plays))).isEqualTo(inMemory(rules, plays));
  }

  @Test
  void sessions_endAfterPausesOfMoreThanTheGap() {
    Play first = new Play("ann", 0, "a");
    Play atTheGap = new Play("ann", GAP, "b");
    Play sameSecond = new Play("ann", GAP, "a");
    Play later = new Play("ann", 2 * GAP + 1, "a");
    Play ofAnother = new Play("bob", 0, "a");

    assertThat(all(cut(DEFAULTS, List.of(first, atTheGap, sameSecond, later, ofAnother))))
        .containsExactly(List.of(first, atTheGap, sameSecond), List.of(later), List.of(ofAnother));
  }

  @Test
  void sessions_areOneInMemory() {
    int[] taken = {0};
    Iterator<Play> radio =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Play next() {
            return new Play("radio", taken[0]++, "a");
          }
        };
    Iterator<List<Play>> sessions =
        DEFAULTS.maximumSongs(3).cut(radio, Play::listener, Play::second, Play::song);

    assertThat(taken[0]).isZero();
    assertThat(sessions.next()).hasSize(3);
    assertThat(sessions.next()).hasSize(3);
    assertThat(taken[0]).as("two sessions, and the play that ended the second").isEqualTo(7);
  }

  @Test
  void minimums_areNotApplied() {
    Play play = new Play("ann", 0, "a");
    SessionRules rules = DEFAULTS.minimumPlays(2).minimumSongs(2).minimumSessions(2);

    assertThat(all(cut(rules, List.of(play)))).containsExactly(List.of(play));
  }

  @Test
  void plays_outOfOrder() {
    Iterator<List<Play>> sessions =
        cut(DEFAULTS, List.of(new Play("ann", 5, "a"), new Play("ann", 4, "b")));

    assertThatIllegalArgumentException()
        .isThrownBy(sessions::next)
        .withMessage(
            "plays of a listener must be in order of time, was 4 after 5 (seconds; listener 'ann')");
  }

  @Test
  void plays_none() {
    Iterator<List<Play>> sessions = cut(DEFAULTS, List.of());

    assertThat(sessions).isExhausted();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(sessions::next);
  }
}
