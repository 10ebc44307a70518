package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecentPlaysTest extends SequenceRecommenderContract {

  private static final RecentPlays TRAINED =
      RecentPlays.builder().leaveOutLast(3).build().train(SyntheticStation.of(40, 120, 1));

  /** Song a is the most popular, d the next. */
  private static final PlaylistDataset PLAYLISTS =
      PlaylistDataset.of(
          List.of(List.of("a", "d"), List.of("a", "d"), List.of("a", "b"), List.of("c", "e")));

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  /** Logarithms of traces are stored with an error of 10^-3. */
  private static final double PRECISION = 3e-3;

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  /** A listener who counts and times leaves the time as it is. */
  @Nested
  class Watched extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return TRAINED.withListener((list, time) -> {});
    }
  }

  private static ListeningSession listener(int leaveOutLast) {
    RecentPlays recommender =
        RecentPlays.builder().leaveOutLast(leaveOutLast).build().train(PLAYLISTS);
    return recommender.newSession(ListenerMemory.of(PLAYLISTS.catalogue()));
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static List<String> ranking(ListeningSession session) {
    return session.recommend(5).stream().map(each -> each.song().id()).toList();
  }

  @Test
  void play_countsHalf_afterFiveDays() { // b: 1/4 + 1/2; c: 1/2; e: 1
    ListeningSession session =
        listener(0)
            .play("b", daysAgo(10))
            .play("b", daysAgo(5))
            .play("c", daysAgo(5))
            .play("e", NOW)
            .at(NOW);
    assertThat(session.score("b")).isEqualTo(0.75, within(PRECISION));
    assertThat(session.score("c")).isEqualTo(0.5, within(PRECISION));
    assertThat(session.score("e")).isEqualTo(1, within(PRECISION));
    assertThat(ranking(session)).as("then by popularity").containsExactly("e", "b", "c", "a", "d");
  }

  @Test
  void songsPlayedLast_areBehindAllOthers_theLastOneLast() {
    ListeningSession session =
        listener(2)
            .play("e", daysAgo(3))
            .play("b", daysAgo(2))
            .play("c", daysAgo(1))
            .play("c", NOW)
            .at(NOW);
    assertThat(session.score("b")).isEqualTo(-0.5);
    assertThat(session.score("c")).isEqualTo(-1);
    assertThat(ranking(session)).containsExactly("e", "a", "d", "b", "c");
  }

  /** 20 songs in turn, so that 19 others are between two plays of one. */
  @Test
  void songsLeftOut_areLearnt_acrossTheSessionsOfAListener() {
    Catalogue songs =
        Catalogue.of(IntStream.range(0, 20).mapToObj(i -> Song.of("song " + i)).toList());
    List<Playlist> days =
        IntStream.range(0, 30)
            .mapToObj(
                day ->
                    Playlist.of(IntStream.range(0, 8).map(i -> (8 * day + i) % 20).toArray())
                        .withTimes(
                            "radio", LongStream.range(0, 8).map(i -> 86400L * day).toArray()))
            .toList();
    assertThat(RecentPlays.builder().build().train(PlaylistDataset.of(songs, days)))
        .hasToString("recent plays (half-life PT120H, less the last 19) over 20 songs");
  }

  /** Of 21 plays one repeats the one before: less than 1 in 20; of 20 it would be 1 in 20. */
  @Test
  void songsLeftOut_areNone_ifListenersRepeatAtOnce() {
    assertThat(leftOut(List.of("a", "b", "b"))).isZero();
    List<String> songs =
        new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> "song " + i).toList());
    songs.add("song 19");
    assertThat(leftOut(songs)).as("1 repeat in 21 plays").isEqualTo(500);
    songs.add("song 18");
    assertThat(leftOut(songs)).as("another after one song in between").isOne();
  }

  private static int leftOut(List<String> songs) {
    return RepeatGap.of(PlaylistDataset.of(List.of(songs)));
  }

  @Test
  void sessionWithoutTime_countsWhatItHasHeard() {
    ListeningSession session = listener(1).recommender().newSession();
    List.of("b", "c", "b", "e", "d").forEach(session::play);
    assertThat(session.score("b")).isEqualTo(2, within(PRECISION));
    assertThat(session.memory()).isEmpty();
    assertThat(ranking(session)).containsExactly("b", "e", "c", "a", "d");
  }

  @Test
  void sessionWithoutTime_thatIsToldTheTime_hasJustHeardItsSongs() {
    ListeningSession session = listener(1).recommender().newSession();
    List.of("b", "c", "b", "e", "d").forEach(session::play);
    assertThat(ranking(session.at(NOW))).containsExactly("b", "e", "c", "a", "d");
    assertThat(session.at(NOW.plus(Duration.ofDays(5))).score("b")).isEqualTo(1, within(PRECISION));
    assertThat(session.heard()).hasSize(5);
  }

  @Test
  void personalPopularity_countsHalfAfterHalfAYear_andLeavesOutNoSong() {
    ListeningSession session =
        RecentPlays.personalPopularity()
            .train(PLAYLISTS)
            .newSession(ListenerMemory.of(PLAYLISTS.catalogue()))
            .play("c", daysAgo(180))
            .play("b", daysAgo(180))
            .play("b", NOW)
            .at(NOW);
    assertThat(session.score("b")).isEqualTo(1.5, within(PRECISION));
    assertThat(session.score("c")).isEqualTo(0.5, within(PRECISION));
    assertThat(ranking(session)).containsExactly("b", "c", "a", "d", "e");
  }

  @Test
  void halfLife_ofNoMemory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecentPlays.builder().halfLife(Duration.ofDays(7)))
        .withMessage(
            "halfLife must be one of [PT1H, PT3H, PT12H, PT36H, PT120H, PT432H, PT1440H, PT4320H],"
                + " was PT168H");
  }

  @Test
  void leaveOutLast_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecentPlays.builder().leaveOutLast(-1))
        .withMessage("leaveOutLast must be >= 0, was -1");
  }

  @Test
  void toString_tellsTheSettings() {
    assertThat(TRAINED)
        .hasToString("recent plays (half-life PT120H, less the last 3) over 40 songs");
  }
}
