package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every recommender promises. Extend it with a recommender of at least two songs. */
public abstract class SequenceRecommenderContract {

  /** Bulk scoring may add up in another order than a session does. */
  private static final double TOLERANCE = 1e-5;

  private static final int SONGS_PLAYED = 12;

  @TempDir private Path folder;

  /** For the recommender's own test. */
  protected SequenceRecommenderContract() {}

  /** The trained recommender; may be the same one on each call. */
  protected abstract SequenceRecommender recommender();

  /** Reads what {@link SequenceRecommender#save} wrote. */
  protected abstract SequenceRecommender load(Path file) throws IOException;

  @Test
  void newSession_belongsToItsRecommender() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession();
    assertThat(session.recommender()).isSameAs(recommender);
    assertThat(session.play(songId(recommender, 0))).isSameAs(session);
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
  void session_fedSongBySong_scoresAsInBulk() {
    SequenceRecommender recommender = recommender();
    List<Playlist> playlists =
        IntStream.range(0, 5).mapToObj(seed -> playlist(recommender, seed)).toList();
    Map<Long, List<float[]>> bulk = score(recommender, playlists);
    assertThat(bulk.keySet()).containsExactly(0L, 1L, 2L, 3L, 4L);
    for (int number = 0; number < playlists.size(); number++) {
      List<float[]> expected = play(recommender, playlists.get(number));
      List<float[]> actual = bulk.get((long) number);
      assertThat(actual).hasSameSizeAs(expected);
      for (int position = 0; position < expected.size(); position++) {
        assertAlike(expected.get(position), actual.get(position));
      }
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
    assertThat(restored.heard()).isEqualTo(session.heard());
    assertThat(values(restored.scores())).isEqualTo(values(session.scores()));
    String next = songId(recommender, 1);
    assertThat(values(restored.play(next).scores())).isEqualTo(values(session.play(next).scores()));
  }

  @Test
  void recommend_withRules_leavesOutWhatWasHeard() {
    SequenceRecommender recommender = recommender();
    String heard = songId(recommender, 1);
    ListeningSession session = recommender.newSession().play(heard);
    int songs = recommender.catalogue().size();
    List<Recommendation> all = session.recommend(songs);
    assertThat(session.recommend(songs, RecommendationRules.none())).isEqualTo(all);
    assertThat(session.recommend(songs, RecommendationRules.none().noRepeats()))
        .containsExactlyElementsOf(
            all.stream().filter(each -> !each.song().id().equals(heard)).toList());
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
  void recommendAll_isAsInSessions() {
    SequenceRecommender recommender = recommender();
    RecommendationRules rules = RecommendationRules.none().noRepeatWithin(1);
    List<Playlist> playlists = new ArrayList<>(List.of(Playlist.of()));
    IntStream.range(0, 300).forEach(seed -> playlists.add(playlist(recommender, seed)));
    try (Stream<List<Recommendation>> lists =
        recommender.recommendAll(playlists.stream(), 2, rules)) {
      Iterator<List<Recommendation>> list = lists.iterator();
      for (Playlist playlist : playlists) {
        ListeningSession session = recommender.newSession();
        playlist.songs().forEach(song -> session.play(songId(recommender, song)));
        assertThat(list.next()).isEqualTo(session.recommend(2, rules));
      }
      assertThat(list).isExhausted();
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
  void listener_isToldOfEachCall_andChangesNothing() {
    SequenceRecommender recommender = recommender();
    List<List<Recommendation>> told = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    SequenceRecommender watched =
        recommender.listener(
            new ServingListener() {
              @Override
              public void onRecommend(List<Recommendation> recommendations, Duration time) {
                told.add(recommendations);
                times.add(time);
              }

              @Override
              public void onPlay(Duration time) {
                times.add(time);
              }
            });
    String song = songId(recommender, 1);
    List<Recommendation> list = watched.newSession().play(song).recommend(2);
    assertThat(list).isEqualTo(recommender.newSession().play(song).recommend(2));
    assertThat(told).containsExactly(list);
    assertThat(times).hasSize(2).allMatch(time -> !time.isNegative());
    byte[] snapshot = watched.newSession().play(song).snapshot();
    assertThat(recommender.restore(snapshot).heard()).hasSize(1);
    assertThat(watched.restore(snapshot).copy().recommend(2, RecommendationRules.none()))
        .isEqualTo(list);
    assertThat(told).hasSize(2);
  }

  @Test
  void sessions_onEightThreads_scoreAsOnOne() throws Exception {
    SequenceRecommender recommender = recommender();
    List<Playlist> playlists =
        IntStream.range(0, 32).mapToObj(seed -> playlist(recommender, seed)).toList();
    List<Callable<List<float[]>>> listeners = new ArrayList<>();
    playlists.forEach(playlist -> listeners.add(() -> play(recommender, playlist)));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<float[]>>> scores = threads.invokeAll(listeners);
      for (int listener = 0; listener < scores.size(); listener++) {
        assertThat(scores.get(listener).get().toArray())
            .isEqualTo(play(recommender, playlists.get(listener)).toArray());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void probabilities_sumToOne() {
    SequenceRecommender recommender = recommender();
    assumeTrue(recommender.probabilistic());
    ListeningSession session = recommender.newSession();
    assertThat(totalProbability(session)).isEqualTo(1, within(1e-6));
    session.play(songId(recommender, 1));
    assertThat(totalProbability(session)).isEqualTo(1, within(1e-6));
    session.play(songId(recommender, 0)).play(songId(recommender, 0));
    assertThat(totalProbability(session)).isEqualTo(1, within(1e-6));
  }

  @Test
  void logProbability_notProbabilistic_isRefused() {
    SequenceRecommender recommender = recommender();
    assumeFalse(recommender.probabilistic());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> recommender.newSession().logProbability(songId(recommender, 0)))
        .withMessage(recommender + " ranks songs but defines no probabilities");
  }

  @Test
  void recommend_allSongs_areSortedByScore() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    int songs = recommender.catalogue().size();
    List<Recommendation> all = session.recommend(songs + 10);
    assertThat(all)
        .hasSize(songs)
        .isSortedAccordingTo(Comparator.comparing(Recommendation::score).reversed());
    assertThat(all.stream().map(Recommendation::song))
        .containsExactlyInAnyOrderElementsOf(recommender.catalogue().songs());
    assertThat(all.get(0).score()).isEqualTo(session.score(all.get(0).song().id()));
    assertThat(session.recommend(1)).isEqualTo(all.subList(0, 1));
  }

  @Test
  void recommend_bySongIds_isAsInASession() {
    SequenceRecommender recommender = recommender();
    List<String> songIds = List.of(songId(recommender, 1), songId(recommender, 0));
    ListeningSession session = recommender.newSession();
    songIds.forEach(session::play);
    assertThat(recommender.recommend(songIds, 2)).isEqualTo(session.recommend(2));
    assertThat(recommender.recommend(List.of(), 2))
        .isEqualTo(recommender.newSession().recommend(2));
  }

  @Test
  void recommend_countZero_givesNothing() {
    assertThat(recommender().newSession().recommend(0)).isEmpty();
    assertThat(recommender().recommend(List.of(), 0)).isEmpty();
  }

  @Test
  void recommend_countNegative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender().newSession().recommend(-1))
        .withMessage("count must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender().recommend(List.of(), -1))
        .withMessage("count must be >= 0, was -1");
  }

  @Test
  void recommend_unknownSongs_namesThemAll() {
    SequenceRecommender recommender = recommender();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> recommender.recommend(List.of("no song", songId(recommender, 0), "nor this"), 3))
        .withMessage(
            "songs must be in the catalogue of %d songs, but these are not: no song, nor this",
            recommender.catalogue().size());
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
  void load_saved_scoresBitForBit() throws IOException {
    SequenceRecommender recommender = recommender();
    Path file = folder.resolve("saved.segue");
    recommender.save(file);
    SequenceRecommender loaded = load(file);
    assertThat(loaded.catalogue().songs()).isEqualTo(recommender.catalogue().songs());
    assertThat(loaded.probabilistic()).isEqualTo(recommender.probabilistic());
    assertThat(values(loaded.newSession().scores()))
        .isEqualTo(values(recommender.newSession().scores()));
    Playlist playlist = playlist(recommender, 3);
    assertThat(play(loaded, playlist).toArray()).isEqualTo(play(recommender, playlist).toArray());
  }

  @Test
  void save_toAStream_writesTheFile_andLeavesItOpen() throws IOException {
    Path file = folder.resolve("saved.segue");
    recommender().save(file);
    AtomicBoolean closed = new AtomicBoolean();
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    load(file).save(bytes);
    assertThat(file).hasBinaryContent(bytes.toByteArray());
    assertThat(closed).isFalse();
  }

  @Test
  void score_noPlaylists_showsNothing() {
    assertThat(score(recommender(), List.of())).isEmpty();
  }

  @Test
  void score_emptyPlaylist_isCountedButNotShown() {
    Map<Long, List<float[]>> shown =
        score(recommender(), List.of(Playlist.of(), Playlist.of(1), Playlist.of()));
    assertThat(shown).containsOnlyKeys(1L);
    assertThat(shown.get(1L)).hasSize(1);
  }

  @Test
  void score_songOutsideTheCatalogue_isRefused() {
    SequenceRecommender recommender = recommender();
    int songs = recommender.catalogue().size();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> score(recommender, List.of(Playlist.of(0), Playlist.of(1, songs))))
        .withMessage("playlist 1: song index must be in 0..%d, was %d", songs - 1, songs);
  }

  private static Playlist playlist(SequenceRecommender recommender, int seed) {
    Random random = new Random(seed);
    return Playlist.of(random.ints(SONGS_PLAYED, 0, recommender.catalogue().size()).toArray());
  }

  private static String songId(SequenceRecommender recommender, int song) {
    return recommender.catalogue().song(song).id();
  }

  /** The scores after each song of a playlist, in one session. */
  private static List<float[]> play(SequenceRecommender recommender, Playlist playlist) {
    ListeningSession session = recommender.newSession();
    return playlist
        .songs()
        .mapToObj(song -> values(session.play(songId(recommender, song)).scores()))
        .toList();
  }

  /** The scores after each song of each playlist, by the number of the playlist. */
  private static Map<Long, List<float[]>> score(
      SequenceRecommender recommender, List<Playlist> playlists) {
    Map<Long, List<float[]>> shown = new ConcurrentSkipListMap<>();
    recommender.score(
        playlists.stream(),
        (number, heard, scores) -> {
          List<float[]> positions = shown.computeIfAbsent(number, n -> new ArrayList<>());
          positions.add(values(scores));
          assertThat(positions).hasSize(heard);
        });
    return shown;
  }

  private static double totalProbability(ListeningSession session) {
    return session.recommender().catalogue().songs().stream()
        .mapToDouble(song -> Math.exp(session.logProbability(song.id())))
        .sum();
  }

  private static float[] values(Scores scores) {
    float[] values = new float[scores.size()];
    for (int song = 0; song < values.length; song++) {
      values[song] = scores.get(song);
    }
    return values;
  }

  private static void assertAlike(float[] expected, float[] actual) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float score : expected) {
      if (Float.isFinite(score)) {
        least = Math.min(least, score);
        most = Math.max(most, score);
      }
    }
    assertThat(actual).hasSameSizeAs(expected);
    for (int song = 0; song < expected.length; song++) {
      if (expected[song] != actual[song]) {
        assertThat((double) actual[song])
            .as("score of song %d", song)
            .isEqualTo(expected[song], within(TOLERANCE * (most - least)));
      }
    }
  }
}
