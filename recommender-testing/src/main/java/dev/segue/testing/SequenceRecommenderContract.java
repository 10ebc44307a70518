package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.ServingListener;
import dev.segue.model.ModelFile;
import dev.segue.model.RecommenderLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of every {@link SequenceRecommender} and its {@link ListeningSession}s, as tests. To
 * test a recommender of your own, extend this class and return a trained one from {@link
 * #recommender}; JUnit runs the inherited tests:
 *
 * {@snippet class="dev.segue.samples.javadoc.OurRecommenderTest" region="contract"}
 *
 * <p>Sessions must give the same scores for the same songs, whether played song by song, in a fresh
 * session, beside others, on other threads, from a snapshot, or in bulk. If scores read the {@link
 * dev.segue.ListenerMemory}, they must be the same at the same times too. All sessions must share
 * the memory that they are given, tell it plays and skips, and keep it in snapshots; no list may
 * hold what the listener banned. Copies, explanations and continuations must not change a session.
 * Lists must hold the best songs that the rules allow, best first. Probabilities must sum to one,
 * and a saved recommender must load with the same scores bit for bit. The recommender must refuse
 * unknown songs and negative counts by messages that name them, and null by the name of its
 * parameter. A {@link ServingListener} must be called once for each play and each list, and for
 * nothing that is only tried to find an answer.
 */
public abstract class SequenceRecommenderContract extends ThreadsContract {

  /** Makes the contract; subclasses call this. */
  protected SequenceRecommenderContract() {}

  /**
   * Returns the recommender to test.
   *
   * @return a trained recommender of at least two songs; may be the same on each call
   */
  @Override
  protected abstract SequenceRecommender recommender();

  /**
   * Reads what {@link SequenceRecommender#save} wrote, by {@link ModelFile#recommender}. Override
   * it for a recommender without a {@link RecommenderLoader}.
   *
   * @param file the model file
   * @return the recommender, with the same scores
   * @throws IOException if it cannot be read
   */
  @Override
  protected SequenceRecommender load(Path file) throws IOException {
    return ModelFile.read(file).recommender();
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
      List<float[]> actual = bulk.getOrDefault((long) number, List.of());
      assertThat(actual).hasSameSizeAs(expected);
      for (int position = 0; position < expected.size(); position++) {
        assertAlike(expected.get(position), actual.get(position));
      }
    }
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
            all.stream().filter(each -> !each.song().id().equals(heard)).toList())
        .isEqualTo(
            recommender.recommend(List.of(heard), songs, RecommendationRules.none().noRepeats()));
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
  void listener_isCalled_andChangesNothing() {
    SequenceRecommender recommender = recommender();
    List<List<Recommendation>> calls = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    SequenceRecommender watched =
        recommender.withListener(
            new ServingListener() {
              @Override
              public void onRecommend(List<Recommendation> recommendations, Duration time) {
                calls.add(recommendations);
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
    assertThat(calls).containsExactly(list);
    assertThat(times).hasSize(2).allMatch(time -> !time.isNegative());
    byte[] snapshot = watched.newSession().play(song).snapshot();
    assertThat(recommender.restore(snapshot).heard()).hasSize(1);
    assertThat(watched.restore(snapshot).copy().recommend(2, RecommendationRules.none()))
        .isEqualTo(list);
    assertThat(calls).hasSize(2);
  }

  @Test
  void listener_isCalledOnce_forEachPlaySkipLikeAndList() {
    List<String> calls = new ArrayList<>();
    SequenceRecommender watched = watched(calls);
    ListeningSession session = watched.newSession();
    session.play(songId(watched, 1)).play(watched.catalogue().song(0));
    assertThat(calls).containsExactly("play", "play");
    calls.clear();
    session.skip(songId(watched, 1)).skip(watched.catalogue().song(0), Duration.ZERO);
    session.like(songId(watched, 1)).ban(songId(watched, 0));
    assertThat(calls).containsExactly("skip", "skip", "like");
    calls.clear();
    session.recommend(2);
    session.recommend(2, RecommendationRules.none().noRepeats());
    session.recommend(2, RecommendationRules.none().boost(song -> 1));
    watched.recommend(List.of(songId(watched, 0)), 2);
    assertThat(calls).containsExactly("list", "list", "list", "list");
  }

  @Test
  void listener_isCalled_forCopiesAndRestoredSessions() {
    List<String> calls = new ArrayList<>();
    SequenceRecommender watched = watched(calls);
    ListeningSession session = watched.newSession();
    session.copy().play(songId(watched, 1)).recommend(1);
    watched.restore(session.snapshot()).play(songId(watched, 1)).recommend(1);
    assertThat(calls).containsExactly("play", "list", "play", "list");
  }

  @Test
  void listener_isNotCalled_forWhatNobodyHears() {
    List<String> calls = new ArrayList<>();
    SequenceRecommender watched = watched(calls);
    String song = songId(watched, 1);
    ListeningSession session = watched.newSession().play(song).play(songId(watched, 0));
    calls.clear();
    session.best(2);
    session.explain(song);
    session.parts(song);
    session.score(song);
    session.continuation(3, RecommendationRules.none());
    if (watched.probabilistic()) {
      session.continuation(3, RecommendationRules.none(), 1, 42);
      session.logProbability(song);
    }
    score(watched, List.of(playlist(watched, 1)));
    try (Stream<List<Recommendation>> lists =
        watched.recommendAll(Stream.of(playlist(watched, 1)), 2)) {
      assertThat(lists).hasSize(1);
    }
    recommender().restore(session.snapshot()).play(song).recommend(2);
    assertThat(calls).isEmpty();
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
  void load_saved_scoresBitForBit(@TempDir Path folder) throws IOException {
    SequenceRecommender recommender = recommender();
    Path file = folder.resolve("saved.segue");
    recommender.save(file);
    SequenceRecommender loaded = load(file);
    assertThat(loaded.catalogue().songs()).isEqualTo(recommender.catalogue().songs());
    assertThat(loaded.probabilistic()).isEqualTo(recommender.probabilistic());
    assertThat(loaded.provenance()).isEqualTo(recommender.provenance());
    assertThat(values(loaded.newSession().scores()))
        .isEqualTo(values(recommender.newSession().scores()));
    Playlist playlist = playlist(recommender, 3);
    assertThat(play(loaded, playlist).toArray()).isEqualTo(play(recommender, playlist).toArray());
  }

  @Test
  void save_toAStream_writesTheFile_andLeavesItOpen(@TempDir Path folder) throws IOException {
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
        .withMessage(
            "playlist 1, position 1: song index must be in 0..%d, was %d", songs - 1, songs);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void null_isRefusedByTheNameOfItsParameter() {
    SequenceRecommender recommender = recommender();
    RecommendationRules rules = RecommendationRules.none();
    assertRefusesNull("songIds", () -> recommender.recommend(null, 1));
    assertRefusesNull("songIds", () -> recommender.recommend(Collections.singletonList(null), 1));
    assertRefusesNull("rules", () -> recommender.recommend(List.of(), 1, null));
    assertRefusesNull("songId", () -> recommender.similarity(null, songId(recommender, 0)));
    assertRefusesNull("otherId", () -> recommender.similarity(songId(recommender, 0), null));
    assertRefusesNull("songId", () -> recommender.similarTo(null, 1));
    assertRefusesNull("playlists", () -> recommender.recommendAll(null, 1, rules));
    assertRefusesNull("playlists", () -> recommender.score(null, (playlist, heard, scores) -> {}));
    assertRefusesNull("visitor", () -> recommender.score(Stream.empty(), null));
    assertRefusesNull("snapshot", () -> recommender.restore(null));
    byte[] snapshot = recommender.newSession().snapshot();
    assertRefusesNull("key", () -> recommender.restore(snapshot, (SecretKey) null));
    assertRefusesNull("listener", () -> recommender.withListener(null));
    assertRefusesNull("file", () -> recommender.save((Path) null));
    assertRefusesNull("out", () -> recommender.save((OutputStream) null));
  }

  /** The recommender with a listener that records its calls. */
  private SequenceRecommender watched(List<String> calls) {
    return recommender()
        .withListener(
            new ServingListener() {
              @Override
              public void onRecommend(List<Recommendation> recommendations, Duration time) {
                calls.add("list");
              }

              @Override
              public void onPlay(Duration time) {
                calls.add("play");
              }

              @Override
              public void onSkip(Duration time) {
                calls.add("skip");
              }

              @Override
              public void onLike(Duration time) {
                calls.add("like");
              }
            });
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
}
