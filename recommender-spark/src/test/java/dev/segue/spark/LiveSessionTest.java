package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.ListeningSession;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.spark.LiveSession.After;
import dev.segue.spark.RecommenderParams.UnknownSongs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How one listener's session goes on from batch to batch, in this process. */
class LiveSessionTest {

  private static final SequenceRecommender LSTM = GoldenRecommenders.read("lstm_in_time");

  /** Knows s9, which the other lacks, and lacks s0, s2, s4 and s5. */
  private static final SequenceRecommender MARKOV =
      GoldenRecommenders.markovChain(List.of("s9", "s1", "s3", "s9", "s3", "s1"));

  private static LiveSession<String> session(
      SequenceRecommender recommender, UnknownSongs unknown, boolean numericIds)
      throws IOException {
    return new LiveSession<>(
        new RowLists(
            GoldenRecommenders.opened(recommender), 4, "noRepeatWithin(5m)", unknown, numericIds),
        Duration.ofHours(8));
  }

  private static LiveSession<String> session(SequenceRecommender recommender) throws IOException {
    return session(recommender, UnknownSongs.IGNORE, false);
  }

  private static Row play(long second, Object song) {
    return play(second, song, null, false);
  }

  private static Row play(long second, Object song, @Nullable Long place, boolean skipped) {
    return RowFactory.create("ann", second, song, place, skipped);
  }

  private static After after(LiveSession<String> session, @Nullable After before, Row... plays)
      throws IOException {
    return session.after(
        before == null ? null : before.state(), LiveSession.ordered(List.of(plays)));
  }

  private static String list(After after) {
    return Lists.ofRows(List.of(after.list()));
  }

  private static String list(ListeningSession session, long second) {
    RecommendationRules rules = RecommendationRules.parse("noRepeatWithin(5m)");
    return Lists.text(session.recommend(4, rules, Instant.ofEpochSecond(second)));
  }

  private static ListeningSession play(ListeningSession session, long second, String song) {
    return session.play(song, Instant.ofEpochSecond(second));
  }

  @Test
  void plays_ofASecondAreOrderedByPlaceThenBySong() throws IOException {
    String emoji = "\uD83C\uDFB5"; // after U+FFFD by its bytes, before it by its chars
    After after =
        after(
            session(LSTM),
            null,
            play(9, "s0"),
            play(7, "s1", 2L, false),
            play(7, "s2", 1L, false),
            play(7, emoji, 1L, false),
            play(7, "\uFFFD", 1L, false),
            play(7, "s4", 1L, true),
            play(7, "s4", 1L, false),
            play(7, "s5"));

    assertThat(after.state().getList(2))
        .isEqualTo(List.of("s5", "s2", "s4", "s4", "\uFFFD", emoji, "s1", "s0"));
    assertThat(after.state().getList(4))
        .isEqualTo(List.of(false, false, false, true, false, false, false, false));
  }

  @Test
  void batches_areOneSession() throws IOException {
    LiveSession<String> live = session(LSTM);
    After first = after(live, null, play(500, "s2"), play(100, "s1"));
    After second = after(live, first, play(400, "s4")); // late, so as late as the last play

    ListeningSession session = play(play(LSTM.newSession(), 100, "s1"), 500, "s2");
    assertThat(list(first)).isEqualTo(list(session, 500));
    assertThat(list(second)).isEqualTo(list(play(session, 500, "s4"), 500));
    assertThat(List.of(first.heard(), second.heard())).isEqualTo(List.of(2, 3));
    assertThat(after(live, first, play(400, "s4")).state()).isEqualTo(second.state());
  }

  @Test
  void skips_areSkips() throws IOException {
    After after =
        after(session(LSTM), null, play(100, "s1"), play(200, "s2", null, true), play(300, "s3"));

    ListeningSession session = play(LSTM.newSession(), 100, "s1");
    session.at(Instant.ofEpochSecond(200)).skip("s2");
    assertThat(list(after))
        .isEqualTo(list(play(session, 300, "s3"), 300))
        .isNotEqualTo(list(play(play(LSTM.newSession(), 100, "s1"), 300, "s3"), 300));
    assertThat(after.heard()).isEqualTo(2);
  }

  @Test
  void anotherModel_isToldAllPlays() throws IOException {
    After before =
        after(session(LSTM), null, play(100, "s9"), play(500, "s4"), play(900, "s1", null, true));
    After after = after(session(MARKOV), before, play(1300, "s3"));

    ListeningSession session = play(MARKOV.newSession(), 100, "s9");
    session.at(Instant.ofEpochSecond(900)).skip("s1");
    assertThat(list(after)).isEqualTo(list(play(session, 1300, "s3"), 1300));
    assertThat(List.of(before.heard(), after.heard())).isEqualTo(List.of(1, 2));
    assertThat(after.state().getList(2)).isEqualTo(List.of("s9", "s4", "s1", "s3"));
  }

  /** So a batch costs its plays, and not the session's. */
  @Test
  void sameModel_isToldNewPlaysAlone() throws IOException {
    byte[] snapshot = play(LSTM.newSession(), 100, "s1").snapshot();
    Row state = ToldPlays.none().state(GoldenRecommenders.opened(LSTM).fingerprint(), snapshot);

    After after = session(LSTM).after(state, List.of(play(400, "s2")));

    assertThat(after.heard()).isEqualTo(2);
    assertThat(after.state().getList(2)).isEqualTo(List.of("s2"));
  }

  @Test
  void unknownSongs_asTheParamSays() throws IOException {
    String known = list(play(LSTM.newSession(), 100, "s1"), 400);
    Row[] plays = {play(100, "s1"), play(400, "s9")};
    LiveSession<String> emptying = session(LSTM, UnknownSongs.EMPTY_LIST, false);

    assertThat(list(after(session(LSTM), null, plays))).isEqualTo(known);
    After empty = after(emptying, null, plays);
    assertThat(list(empty)).isEqualTo("[]");
    assertThat(list(after(emptying, empty, play(800, "s2"))))
        .isEqualTo(list(play(play(LSTM.newSession(), 100, "s1"), 800, "s2"), 800));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> after(session(LSTM, UnknownSongs.FAIL, false), null, plays))
        .withMessage("songs must be in the catalogue of 6 songs, but these are not: 's9'");
  }

  @Test
  void numericIds_areIndicesInTheCatalogue() throws IOException {
    After after =
        after(
            session(LSTM, UnknownSongs.IGNORE, true), null, play(100, 1), play(400, 2), play(5, 6));
    String expected = list(play(play(LSTM.newSession(), 100, "s1"), 400, "s2"), 400);

    assertThat(after.state().getList(2)).isEqualTo(List.of("s1", "s2"));
    assertThat(after.list()[0].get(0))
        .isEqualTo(LSTM.catalogue().index(expected.substring(1, 3)).getAsInt());
    assertThat(after.list()[0].get(1)).isInstanceOf(Float.class);
  }

  @Test
  void plays_withoutASong_orOutOfTime() {
    refuses(play(100, null), "song of a play must be given, was null");
    refuses(RowFactory.create(null, 5L, "s1", null, false), "listener of a play must be given");
    refuses(RowFactory.create("ann", null, "s1", null, false), "time of a play must be given");
    refuses(play(1_700_000_000_000L, "s1"), "time must be in ");
  }

  private static void refuses(Row play, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LiveSession.ordered(List.of(play)))
        .withMessageStartingWith(message);
  }
}
