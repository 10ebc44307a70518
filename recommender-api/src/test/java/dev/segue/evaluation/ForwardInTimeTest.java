package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.byAge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.BigramRecommender;
import dev.segue.Catalogue;
import dev.segue.DayAgoRecommender;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Song;
import dev.segue.evaluation.Evaluation.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two listeners with three sessions each: the first to train on, the others to predict. */
class ForwardInTimeTest {

  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final int D = 3;
  private static final int E = 4;

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c", "d", "e").map(Song::of).toList());

  private static final List<Playlist> TRAINING =
      List.of(
          session("ann", songs(A, B), 0, 1), //
          session("bob", songs(E, D), 0, 2));

  private static final List<Playlist> TEST =
      List.of(
          session("ann", songs(C, A, E), 24, 25, 48),
          session("ann", songs(D, B), 48, 49),
          session("bob", songs(B, D), 24, 25),
          session("bob", songs(E, A), 48, 49));

  private static int[] songs(int... songs) {
    return songs;
  }

  private static Playlist session(String listener, int[] songs, long... hours) {
    return Playlist.of(songs)
        .withTimes(listener, LongStream.of(hours).map(hour -> hour * 3600).toArray());
  }

  private static PlaylistDataset dataset(List<Playlist> part, List<Playlist> whole) {
    return PlaylistDataset.of(SONGS, part).partOf(PlaylistDataset.of(SONGS, whole));
  }

  private static PlaylistDataset test() {
    return dataset(TEST, Stream.concat(TEST.stream(), TRAINING.stream()).toList());
  }

  private static Instant hour(int hours) {
    return Instant.ofEpochSecond(hours * 3600L);
  }

  private static List<ScoredTransition> transitions(PlaylistDataset dataset, Catalogue known) {
    List<ScoredTransition> transitions = new ArrayList<>();
    Evaluator.of(accuracyAt(1)).evaluate(new DayAgoRecommender(known), dataset, transitions::add);
    return transitions;
  }

  @Test
  void earlierPlaysOfTheListenerAreKnown_andTheTimeIsTheTargets() {
    assertThat(transitions(test(), SONGS))
        .extracting(ScoredTransition::rank)
        .containsExactly(
            // ann at 25 h: b is 24 h old, a 25 h, c 1 h. At the time of c, a would be the first.
            2.0,
            // ann at 48 h: c is 24 h old, a 23 h, b 47 h; d and e are not known: places 4 and 5.
            4.5,
            // ann at 49 h: a is 24 h old, c 25 h, d 1 h (23 from a day), b 48 h (24 from a day).
            // The play of e began in the second in which d did: it is not known, or b came fifth.
            4.0,
            // bob at 25 h: e is 25 h old, d 23 h, b 1 h. Ann's a, as old as e, is not known.
            1.5,
            // bob at 49 h: d is 24 h old, b 25 h, e 1 h; a and c are not known: places 4 and 5.
            4.5);
  }

  /** Ann heard c for a minute, and then nothing for most of an hour. */
  @Test
  void listIsAskedForWhenTheSongBeforeEnded_ifThatIsKnown() {
    Playlist day = session("ann", songs(C, A), 24, 25);
    Playlist heard = day.withHeard(60, -1);
    List<Playlist> known = List.of(TRAINING.get(0), heard);
    // At 24:01 h, a is 24 h and a minute old, and comes first; at 25 h, b, 24 h old, would.
    assertThat(transitions(dataset(List.of(heard), known), SONGS))
        .singleElement()
        .satisfies(target -> assertThat(target.rank()).isEqualTo(1.0))
        .satisfies(target -> assertThat(target.time()).contains(hour(25)));
    assertThat(transitions(dataset(List.of(day), known), SONGS))
        .singleElement()
        .satisfies(target -> assertThat(target.rank()).isEqualTo(2.0));
  }

  @Test
  void withoutTheWhole_onlyTheTestPlaysAreKnown() {
    assertThat(transitions(PlaylistDataset.of(SONGS, TEST), SONGS))
        .extracting(ScoredTransition::rank)
        // At 25 h c alone is known, or b; at 48 h c and a; at 49 h a, c and d, or d, b and e.
        .containsExactly(3.5, 4.0, 4.5, 3.5, 4.5);
  }

  @Test
  void eachTransitionHasTheTimeOfItsTarget() {
    assertThat(transitions(test(), SONGS))
        .extracting(each -> each.time().orElseThrow())
        .containsExactly(hour(25), hour(48), hour(49), hour(25), hour(49));
  }

  @Test
  void songsBeforeTheBoundary_areContext() {
    Playlist first = TEST.get(0).withContext(2);
    assertThat(transitions(dataset(List.of(first), List.of(TRAINING.get(0), first)), SONGS))
        .singleElement()
        .satisfies(target -> assertThat(target.rank()).isEqualTo(4.5)) // as above
        .satisfies(
            target -> assertThat(target.heard()).extracting(Song::id).containsExactly("c", "a"))
        .satisfies(target -> assertThat(target.heardAt()).containsExactly(hour(24), hour(25)));
  }

  @Test
  void unknownSongs_leaveTheMemoryAndTheTimeToThoseThatFollow() {
    Catalogue known = Catalogue.of(Stream.of("b", "a").map(Song::of).toList());
    List<Playlist> test =
        List.of(
            session("ann", songs(C, D, B), 23, 24, 26), // begins with songs that are not known
            session("ann", songs(A, E, B), 48, 60, 72));
    List<ScoredTransition> transitions =
        transitions(dataset(test, Stream.concat(TRAINING.stream(), test.stream()).toList()), known);

    assertThat(transitions)
        .extracting(ScoredTransition::known)
        .containsExactly(false, true, false, true);
    // At 26 h b is 25 h old, and a 26 h. At the time of d, a would be the first.
    assertThat(transitions.get(1).rank()).isEqualTo(1);
    // At 72 h b is 46 h old, and a 24 h. At the time of e, b would be the first.
    assertThat(transitions.get(3).rank()).isEqualTo(2);
  }

  @Test
  void sessionWhoseLastSongIsUnknown_isPredicted() {
    Catalogue known = Catalogue.of(Stream.of("a", "b").map(Song::of).toList());
    PlaylistDataset dataset =
        dataset(
            List.of(
                session("ann", songs(A, B, C), 24, 25, 26), session("ann", songs(C, D), 50, 51)),
            TRAINING);
    assertThat(transitions(dataset, known))
        .extracting(ScoredTransition::rank)
        .containsExactly(1.0, 2.0, 2.0); // b at 25 h is 24 h old; the others are not known
  }

  @Test
  void evaluation_saysItsProtocol() {
    Evaluator evaluator = Evaluator.of(accuracyAt(1));
    List<Playlist> plain = List.of(Playlist.of(A, B));
    List<Playlist> mixed = List.of(Playlist.of(A, B), session("ann", songs(A, B), 1, 2));
    DayAgoRecommender recommender = new DayAgoRecommender(SONGS);

    assertThat(evaluator.evaluate(recommender, test()).protocol())
        .isEqualTo(Protocol.FORWARD_IN_TIME)
        .hasToString("forward in time");
    assertThat(evaluator.evaluate(recommender, PlaylistDataset.of(SONGS, mixed)).protocol())
        .isEqualTo(Protocol.FORWARD_IN_TIME);
    assertThat(evaluator.evaluate(recommender, PlaylistDataset.of(SONGS, plain)).protocol())
        .isEqualTo(Protocol.WITHIN_PLAYLIST)
        .hasToString("within the playlist");
  }

  @Test
  void recommenderThatKnowsNoTime_isMeasuredAsWithoutTimes() {
    float[] row = {5, 4, 3, 2, 1};
    BigramRecommender bigram = BigramRecommender.of(SONGS, true, row, row, row, row, row, row);
    List<Double> ranks = new ArrayList<>();
    Evaluator.of(accuracyAt(1)).evaluate(bigram, test(), each -> ranks.add(each.rank()));
    assertThat(ranks).containsExactly(1.0, 5.0, 2.0, 4.0, 1.0);
  }

  @Test
  void byAge_countsFromTheLastTrainingPlay() {
    // Bob's d, at 2 h, ends training: 25 h is within the first day, 48 h and 49 h within the
    // second.
    Instant end = Provenance.of(PlaylistDataset.of(SONGS, TRAINING)).trainedUntil().orElseThrow();
    Evaluation evaluation =
        Evaluator.of(byAge(accuracyAt(2), end, 1, 2, 8))
            .evaluate(new DayAgoRecommender(SONGS), test());
    assertThat(end).isEqualTo(hour(2));
    assertThat(evaluation.results())
        .extracting(Evaluation.Result::count)
        .containsExactly(2L, 3L, 0L);
    assertThat(evaluation.results())
        .extracting(Evaluation.Result::value)
        .containsExactly(1.0, 0.0, Double.NaN);
    assertThat(evaluation.result("accuracy@2[day 1]").standardError()).isZero();
  }

  @Test
  void bulkScoring_equalsSessionsFedByHand() {
    List<Playlist> all = randomSessions();
    List<Playlist> part = all.stream().filter(each -> each.time(0).isAfter(hour(100))).toList();
    List<ScoredTransition> transitions = transitions(dataset(part, all), SONGS);

    assertThat(transitions).hasSizeGreaterThan(300);
    assertThat(transitions)
        .extracting(ScoredTransition::rank)
        .containsExactlyElementsOf(part.stream().flatMap(each -> ranksByHand(each, all)).toList());
  }

  /** Sessions of 2 to 6 songs, some of which begin in the second in which another one ends. */
  private static List<Playlist> randomSessions() {
    Random random = new Random(1);
    List<Playlist> sessions = new ArrayList<>();
    for (String listener : List.of("ann", "bob", "cid")) {
      long hours = 0;
      for (int session = 0; session < 60; session++) {
        int[] songs = random.ints(2 + random.nextInt(5), 0, SONGS.size()).toArray();
        long[] times = new long[songs.length];
        for (int play = 0; play < songs.length; play++) {
          times[play] = hours;
          hours += random.nextInt(3);
        }
        sessions.add(session(listener, songs, times));
        hours = times[times.length - 1] + random.nextInt(4);
      }
    }
    return sessions;
  }

  /** As a caller would who plays the listener's history, and asks at the time of each target. */
  private static Stream<Double> ranksByHand(Playlist playlist, List<Playlist> all) {
    ListenerMemory memory = ListenerMemory.of(SONGS);
    all.stream()
        .filter(other -> other.listener().equals(playlist.listener()))
        .sorted(Comparator.comparing(other -> other.time(0)))
        .forEach(
            other -> {
              for (int play = 0; play < other.size(); play++) {
                if (other.time(play).isBefore(playlist.time(0))) {
                  memory.play(other.song(play), other.time(play));
                }
              }
            });
    ListeningSession session = new DayAgoRecommender(SONGS).newSession(memory);
    List<Double> ranks = new ArrayList<>();
    for (int play = 0; play < playlist.size(); play++) {
      Instant now = playlist.time(play);
      if (play > 0) {
        ranks.add(session.at(now).scores().rank(playlist.song(play)));
      }
      session.play(SONGS.song(playlist.song(play)), now);
    }
    return ranks.stream();
  }
}
