package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Explanation;
import dev.segue.ListeningSession;
import dev.segue.ListeningSession.UnknownSong;
import dev.segue.Playlist;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.util.List;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The part of the recommender's contract that is about sessions. */
abstract class ListeningSessionContract {

  /** Bulk scoring may sum in another order than a session. */
  private static final double TOLERANCE = 1e-5;

  private static final int SONGS_PLAYED = 12;

  abstract SequenceRecommender recommender();

  @Test
  void newSession_belongsToItsRecommender() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession();
    assertThat(session.recommender()).isSameAs(recommender);
    assertThat(session.play(songId(recommender, 0))).isSameAs(session);
  }

  @Test
  void play_unknownSong_failsUnlessItIsToBeIgnored() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession();
    String stranger = "an id that no catalogue has";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.play(stranger, UnknownSong.FAIL))
        .withMessageContaining(stranger);
    assertThat(session.play(stranger, UnknownSong.IGNORE).heard()).isEmpty();
    assertThat(session.play(songId(recommender, 0), UnknownSong.IGNORE).heard())
        .containsExactly(recommender.catalogue().song(0));
  }

  @Test
  void scores_beforeAnythingIsPlayed_areFinite() {
    SequenceRecommender recommender = recommender();
    float[] scores = values(recommender.newSession().scores());
    assertThat(scores).hasSize(recommender.catalogue().size());
    for (float score : scores) {
      assertThat(score).isFinite();
    }
  }

  @Test
  void scores_afterMoreIsPlayed_stayAsTheyWere() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 0));
    Scores scores = session.scores();
    float[] before = values(scores);
    session.play(songId(recommender, 1)).scores();
    assertThat(values(scores)).isEqualTo(before);
  }

  @Test
  void recommend_isTheHeadOfAllScores() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession();
    for (int song : playlist(recommender, 5).songs().toArray()) {
      session.play(songId(recommender, song));
      for (int count : new int[] {1, 2, 3, 10}) {
        assertThat(session.recommend(count))
            .isEqualTo(session.scores().best(count, recommender.catalogue()));
      }
    }
  }

  @Test
  void session_fedSongBySong_scoresAsAFreshOne() {
    SequenceRecommender recommender = recommender();
    Playlist playlist = playlist(recommender, 1);
    List<float[]> incremental = play(recommender, playlist);
    for (int heard = 1; heard <= playlist.size(); heard++) {
      ListeningSession fresh = recommender.newSession();
      playlist.songs().limit(heard).forEach(song -> fresh.play(songId(recommender, song)));
      assertAlike(values(fresh.scores()), incremental.get(heard - 1));
    }
  }

  @Test
  void sessions_interleaved_doNotDisturbEachOther() {
    SequenceRecommender recommender = recommender();
    Playlist one = playlist(recommender, 1);
    Playlist other = playlist(recommender, 2);
    List<float[]> expected = play(recommender, one);
    ListeningSession session = recommender.newSession();
    ListeningSession disturbing = recommender.newSession();
    for (int position = 0; position < one.size(); position++) {
      session.play(songId(recommender, one.song(position)));
      disturbing.play(songId(recommender, other.song(position))).recommend(3);
      assertThat(values(session.scores())).isEqualTo(expected.get(position));
    }
  }

  @Test
  void session_knowsWhatWasHeard() {
    SequenceRecommender recommender = recommender();
    Song one = recommender.catalogue().song(1);
    Song other = recommender.catalogue().song(0);
    ListeningSession session = recommender.newSession().play(one.id()).play(other);
    List<Song> heard = session.heard();
    session.play(one.id());
    assertThat(heard).containsExactly(one, other);
    assertThat(session.heard()).containsExactly(one, other, one);
  }

  @Test
  void copy_hasHeardTheSame_andGoesItsOwnWay() {
    SequenceRecommender recommender = recommender();
    Playlist playlist = playlist(recommender, 3);
    ListeningSession session = recommender.newSession();
    playlist.songs().forEach(song -> session.play(songId(recommender, song)));
    float[] before = values(session.scores());
    ListeningSession copy = session.copy();
    assertThat(copy.heard()).isEqualTo(session.heard());
    assertThat(values(copy.scores())).isEqualTo(before);
    copy.play(songId(recommender, 0)).play(songId(recommender, 1));
    assertThat(session.heard()).hasSize(playlist.size());
    assertThat(values(session.scores())).isEqualTo(before);
  }

  @Test
  void snapshot_isRestored() {
    SequenceRecommender recommender = recommender();
    Playlist playlist = playlist(recommender, 4);
    ListeningSession session = recommender.newSession();
    playlist.songs().forEach(song -> session.play(songId(recommender, song)));
    ListeningSession restored = recommender.restore(session.snapshot());
    SecretKey key = new SecretKeySpec(new byte[32], "HmacSHA256");
    assertThat(values(recommender.restore(session.snapshot(key), key).scores()))
        .isEqualTo(values(restored.scores()));
    assertThat(restored.heard()).isEqualTo(session.heard());
    assertThat(values(restored.scores())).isEqualTo(values(session.scores()));
    String next = songId(recommender, 1);
    assertThat(values(restored.play(next).scores())).isEqualTo(values(session.play(next).scores()));
  }

  @Test
  void resume_hasHeardTheSame_andGoesItsOwnWay() {
    SequenceRecommender recommender = recommender();
    Playlist playlist = playlist(recommender, 4);
    ListeningSession session = recommender.newSession();
    playlist.songs().forEach(song -> session.play(songId(recommender, song)));
    float[] before = values(session.scores());
    ListeningSession resumed = recommender.resume(session);
    assertThat(resumed.recommender()).isSameAs(recommender);
    assertThat(resumed.heard()).isEqualTo(session.heard());
    assertThat(values(resumed.scores())).isEqualTo(before);
    resumed.play(songId(recommender, 1));
    assertThat(session.heard()).hasSize(playlist.size());
    assertThat(values(session.scores())).isEqualTo(before);
  }

  @Test
  void continuation_playsTheBestSongEachTime_andLeavesTheSessionAsItIs() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    float[] before = values(session.scores());
    ListeningSession copy = session.copy();
    for (Song song : session.continuation(3, RecommendationRules.none())) {
      assertThat(copy.recommend(1)).extracting(Recommendation::song).containsExactly(song);
      copy.play(song.id());
    }
    assertThat(copy.heard()).hasSize(4);
    assertThat(session.heard()).hasSize(1);
    assertThat(values(session.scores())).isEqualTo(before);
  }

  @Test
  void relaxedList_isFull_andSaysWhatGaveWay() {
    SequenceRecommender recommender = recommender();
    int songs = recommender.catalogue().size();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    RecommendationRules rules = RecommendationRules.parse("noRepeats(), relaxing(noRepeatWithin)");
    List<Recommendation> list = session.recommend(songs, rules);
    assertThat(list).hasSize(songs);
    assertThat(list.subList(0, songs - 1)).allMatch(each -> each.gaveWay().isEmpty());
    assertThat(list.get(songs - 1).song().id()).isEqualTo(songId(recommender, 1));
    assertThat(list.get(songs - 1).gaveWay()).containsExactly("noRepeats()");
  }

  @Test
  void wayToASong_hasTheLogProbabilityOfEachStep_andLeavesTheSessionAsItIs() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    RecommendationRules rules = RecommendationRules.none();
    if (!recommender.probabilistic()) {
      assertThatThrownBy(() -> session.towards(songId(recommender, 0), 2, rules))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    float[] before = values(session.scores());
    List<Recommendation> way = session.towards(songId(recommender, 0), 2, rules);
    assertThat(values(session.scores())).isEqualTo(before);
    assertThat(way).hasSize(2);
    assertThat(way.get(1).song().id()).isEqualTo(songId(recommender, 0));
    ListeningSession copy = session.copy();
    for (Recommendation each : way) {
      assertThat(each.score()).isCloseTo(copy.logProbability(each.song().id()), within(1e-4));
      copy.play(each.song());
    }
  }

  @Test
  void explain_leavesOutOneSongAfterTheOther() {
    SequenceRecommender recommender = recommender();
    Playlist playlist = playlist(recommender, 6);
    ListeningSession session = recommender.newSession();
    playlist.songs().forEach(song -> session.play(songId(recommender, song)));
    String target = session.recommend(1).get(0).song().id();
    Explanation explanation = session.explain(target);
    assertThat(explanation.heard()).hasSize(Math.min(30, playlist.size()));
    for (Explanation.Influence influence : explanation.heard()) {
      int left = playlist.size() - influence.ago();
      ListeningSession without = recommender.newSession();
      for (int position = 0; position < playlist.size(); position++) {
        if (position != left) {
          without.play(songId(recommender, playlist.song(position)));
        }
      }
      assertThat(influence.song().id()).isEqualTo(songId(recommender, playlist.song(left)));
      assertThat(influence.influence())
          .isEqualTo(
              recommender.probabilistic()
                  ? session.logProbability(target) - without.logProbability(target)
                  : session.score(target) - without.score(target));
    }
    if (!explanation.parts().isEmpty()) {
      assertThat(explanation.parts().stream().mapToDouble(Explanation.Part::contribution).sum())
          .isCloseTo(session.score(target), within(1e-4));
    }
  }

  @Test
  void play_unknownSong_isRefusedAndForgotten() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    float[] before = values(session.scores());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.play("no song"))
        .withMessageContaining("no song");
    assertThat(values(session.scores())).isEqualTo(before);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.score("no song"))
        .withMessageContaining("no song");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void null_isRefusedByNameAndForgotten() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    float[] before = values(session.scores());
    assertRefusesNull("songId", () -> session.play((String) null));
    assertRefusesNull("song", () -> session.play((Song) null));
    assertThat(values(session.scores())).isEqualTo(before);
    assertRefusesNull("songId", () -> session.score(null));
    assertRefusesNull("songId", () -> session.logProbability(null));
    assertRefusesNull("songId", () -> session.explain(null));
    assertRefusesNull("songId", () -> session.parts(null));
    assertRefusesNull("rules", () -> session.recommend(1, null));
    assertRefusesNull("rules", () -> session.continuation(1, null));
    assertRefusesNull("rules", () -> session.recommend(1, null, 1, 1));
    assertRefusesNull("songId", () -> session.towards(null, 1, RecommendationRules.none()));
  }

  static void assertRefusesNull(String parameter, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(parameter);
  }

  static Playlist playlist(SequenceRecommender recommender, int seed) {
    Random random = new Random(seed);
    return Playlist.of(random.ints(SONGS_PLAYED, 0, recommender.catalogue().size()).toArray());
  }

  static String songId(SequenceRecommender recommender, int song) {
    return recommender.catalogue().song(song).id();
  }

  /** The scores after each song of a playlist, in one session. */
  static List<float[]> play(SequenceRecommender recommender, Playlist playlist) {
    ListeningSession session = recommender.newSession();
    return playlist
        .songs()
        .mapToObj(song -> values(session.play(songId(recommender, song)).scores()))
        .toList();
  }

  static float[] values(Scores scores) {
    float[] values = new float[scores.size()];
    for (int song = 0; song < values.length; song++) {
      values[song] = scores.get(song);
    }
    return values;
  }

  static void assertAlike(float[] expected, float[] actual) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float score : expected) {
      if (Float.isFinite(score)) {
        min = Math.min(min, score);
        max = Math.max(max, score);
      }
    }
    assertThat(actual).hasSameSizeAs(expected);
    for (int song = 0; song < expected.length; song++) {
      if (expected[song] != actual[song]) {
        assertThat((double) actual[song])
            .as("score of song %d", song)
            .isEqualTo(expected[song], within(TOLERANCE * (max - min)));
      }
    }
  }
}
