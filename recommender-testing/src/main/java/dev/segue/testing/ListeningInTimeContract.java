package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Traces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The part of the recommender's contract that is about time: of recommenders whose scores read the
 * memory, and of those whose scores ignore it.
 */
abstract class ListeningInTimeContract extends SkipsAndBansContract {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration SONG = Duration.ofMinutes(4);
  private static final Duration BETWEEN_SESSIONS = Duration.ofHours(20);

  @Test
  void session_toldTheTimes_scoresAsInBulk_bitForBit() {
    SequenceRecommender recommender = recommender();
    List<Playlist> playlists =
        IntStream.range(0, 6)
            .mapToObj(
                number -> number == 4 ? playlist(recommender, number) : timed(recommender, number))
            .toList();
    PlayHistory history = PlayHistory.of(recommender.catalogue(), playlists.stream());
    Map<Long, List<float[]>> bulk = new ConcurrentHashMap<>();
    recommender.score(
        playlists.stream(),
        history,
        (number, heard, scores) ->
            bulk.computeIfAbsent(number, each -> new ArrayList<>()).add(values(scores)));
    for (int number = 0; number < playlists.size(); number++) {
      List<float[]> expected = play(recommender, playlists.get(number), history);
      assertThat(bulk.getOrDefault((long) number, List.of()).toArray())
          .as("scores of playlist %d", number)
          .isEqualTo(expected.toArray());
    }
  }

  /** The scores after each song of a playlist, when the next one was chosen. */
  private static List<float[]> play(
      SequenceRecommender recommender, Playlist playlist, PlayHistory history) {
    if (playlist.listener().isEmpty()) {
      return play(recommender, playlist);
    }
    ListeningSession session = recommender.newSession(history.before(playlist));
    return IntStream.range(0, playlist.size())
        .mapToObj(
            heard -> {
              session.play(songId(recommender, playlist.song(heard)), playlist.time(heard));
              return values(session.at(playlist.chosen(heard + 1)).scores());
            })
        .toList();
  }

  /**
   * A playlist of one of two listeners, each of whom has a session a day. Of some songs it is known
   * how long they were heard.
   */
  private static Playlist timed(SequenceRecommender recommender, int number) {
    Playlist playlist = playlist(recommender, number);
    long begun = NOW.plus(BETWEEN_SESSIONS.multipliedBy(number / 2)).getEpochSecond();
    return playlist
        .withTimes(
            number % 2 == 0 ? "ann" : "bob",
            LongStream.range(0, playlist.size()).map(i -> begun + i * SONG.toSeconds()).toArray())
        .withHeard(
            IntStream.range(0, playlist.size()).map(i -> i % 3 == 0 ? -1 : 60 + i).toArray());
  }

  @Test
  void memory_isThatOfTheSession() {
    SequenceRecommender recommender = recommender();
    ListenerMemory memory = memory(recommender);
    ListeningSession session = recommender.newSession(memory);
    assertThat(session.memory()).containsSame(memory);
    assertThat(session.now()).contains(NOW);
    session.play(songId(recommender, 1));
    assertThat(reading(memory, NOW.plus(SONG))).containsExactly(entry(1, SONG));
    session.play(songId(recommender, 0), NOW.plus(SONG));
    assertThat(reading(memory, NOW.plus(SONG)))
        .containsExactlyInAnyOrder(entry(1, SONG), entry(0, Duration.ZERO));
  }

  @Test
  void memory_ofAnotherCatalogue_isRefused() {
    SequenceRecommender recommender = recommender();
    Catalogue others = Catalogue.of(List.of(Song.of("a song that no catalogue has")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.newSession(ListenerMemory.of(others)))
        .withMessageContaining("memory");
  }

  @Test
  void recommenderWithoutTime_scoresAsIfThereWereNoMemory() {
    SequenceRecommender recommender = recommender();
    assumeFalse(recommender.knowsTime());
    String song = songId(recommender, 1);
    ListenerMemory memory = memory(recommender).play(0, NOW);
    ListeningSession session = recommender.newSession(memory);
    ListeningSession timeless = recommender.newSession().play(song);
    session.play(song, NOW.plus(SONG));
    assertThat(values(session.scores())).isEqualTo(values(timeless.scores()));
    assertThat(session.recommend(2, RecommendationRules.none(), NOW.plus(BETWEEN_SESSIONS)))
        .isEqualTo(timeless.recommend(2));
    assertThat(reading(memory, NOW.plus(SONG)))
        .as("songs in memory")
        .containsExactlyInAnyOrder(entry(0, SONG), entry(1, Duration.ZERO));
  }

  @Test
  void session_withoutMemory_hasOneFromTheTimeItIsTold() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    assertThat(session.now()).isEmpty();
    assertThat(session.memory()).isEmpty();
    ListeningSession later = session.at(NOW);
    assertThat(later.now()).contains(NOW);
    assertThat(later.memory()).isPresent();
    assertThat(session.memory().orElseThrow()).isSameAs(later.memory().orElseThrow());
  }

  @Test
  void at_isTheSameSession_atATime() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession(memory(recommender));
    ListeningSession later = session.at(NOW.plus(SONG));
    later.play(songId(recommender, 1));
    session.play(songId(recommender, 0), NOW.plus(SONG.multipliedBy(2)));
    assertThat(session.heard())
        .isEqualTo(later.heard())
        .containsExactly(recommender.catalogue().song(1), recommender.catalogue().song(0));
    Instant next = NOW.plus(SONG.multipliedBy(3));
    assertThat(values(later.at(next).scores())).isEqualTo(values(session.at(next).scores()));
    assertThat(session.recommend(2, RecommendationRules.none(), next))
        .isEqualTo(session.at(next).recommend(2));
  }

  @Test
  void sessions_thatShareAMemory_seeEachOthersPlays() {
    SequenceRecommender recommender = recommender();
    ListenerMemory memory = memory(recommender);
    ListeningSession one = recommender.newSession(memory);
    ListeningSession other = recommender.newSession(memory);
    one.play(songId(recommender, 1), NOW.plus(SONG));
    Instant next = NOW.plus(SONG.multipliedBy(2));
    ListenerMemory same = memory(recommender).play(1, NOW.plus(SONG));
    assertThat(values(other.at(next).scores()))
        .isEqualTo(values(recommender.newSession(same).at(next).scores()));
    assertThat(other.heard()).isEmpty();
  }

  @Test
  void copy_hasAMemoryOfItsOwn() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession(memory(recommender));
    session.play(songId(recommender, 1), NOW.plus(SONG));
    Instant next = NOW.plus(SONG.multipliedBy(2));
    float[] before = values(session.at(next).scores());
    ListeningSession copy = session.at(next).copy();
    assertThat(copy.now()).contains(next);
    assertThat(values(copy.scores())).isEqualTo(before);
    copy.play(songId(recommender, 0));
    assertThat(values(session.at(next).scores())).isEqualTo(before);
    assertThat(session.memory().orElseThrow().songs()).isOne();
  }

  @Test
  void copy_withAMemory_sharesIt() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession().play(songId(recommender, 0));
    ListenerMemory memory = memory(recommender).play(1, NOW.minus(BETWEEN_SESSIONS));
    ListeningSession copy = session.copy(memory);
    assertThat(copy.heard()).isEqualTo(session.heard());
    assertThat(session.memory()).isEmpty();
    assertThat(reading(memory, NOW)).containsExactly(entry(1, BETWEEN_SESSIONS));
    assertThat(copy.memory()).containsSame(memory);
    assertThat(copy.now()).contains(NOW);
    ListeningSession other = recommender.newSession(memory);
    other.play(songId(recommender, 0), NOW);
    copy.play(songId(recommender, 1), NOW.plus(SONG));
    session.copy(memory(recommender).play(0, NOW)).play(songId(recommender, 1));
    assertThat(session.heard()).hasSize(1);
    Instant next = NOW.plus(SONG.multipliedBy(2));
    ListenerMemory same =
        memory(recommender)
            .play(1, NOW.minus(BETWEEN_SESSIONS))
            .play(0, NOW)
            .play(1, NOW.plus(SONG));
    assertThat(values(copy.at(next).scores()))
        .isEqualTo(values(session.play(songId(recommender, 1)).copy(same).at(next).scores()));
  }

  @Test
  void restore_withAClock_takesTheTimeFromIt() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession(memory(recommender));
    session.play(songId(recommender, 1), NOW);
    Instant later = NOW.plus(BETWEEN_SESSIONS);
    ListeningSession restored = recommender.restore(session.snapshot(), InstantSource.fixed(later));
    assertThat(restored.heard()).isEqualTo(session.heard());
    assertThat(restored.now()).contains(later);
    assertThat(values(restored.scores())).isEqualTo(values(session.at(later).scores()));
  }

  @Test
  void resume_hasACopyOfTheMemory() {
    SequenceRecommender recommender = recommender();
    ListeningSession session =
        recommender.newSession(memory(recommender).play(1, NOW.minus(BETWEEN_SESSIONS)));
    session.play(songId(recommender, 0), NOW).play(songId(recommender, 1), NOW.plus(SONG));
    Instant next = NOW.plus(SONG.multipliedBy(2));
    float[] before = values(session.at(next).scores());
    ListeningSession resumed = recommender.resume(session);
    assertThat(resumed.memory()).isPresent();
    assertThat(resumed.now()).isEqualTo(session.now());
    assertThat(values(resumed.at(next).scores())).isEqualTo(before);
    resumed.play(songId(recommender, 0), next);
    assertThat(values(session.at(next).scores())).isEqualTo(before);
  }

  @Test
  void snapshot_keepsTheMemory() {
    SequenceRecommender recommender = recommender();
    Playlist playlist = timed(recommender, 2);
    ListeningSession session =
        recommender.newSession(memory(recommender).play(1, NOW.minus(BETWEEN_SESSIONS)));
    for (int i = 0; i < playlist.size(); i++) {
      session.play(songId(recommender, playlist.song(i)), playlist.time(i));
    }
    ListeningSession restored = recommender.restore(session.snapshot());
    Instant next = playlist.time(playlist.size() - 1).plus(SONG);
    assertThat(restored.heard()).isEqualTo(session.heard());
    assertThat(restored.memory()).isPresent();
    assertThat(values(restored.at(next).scores())).isEqualTo(values(session.at(next).scores()));
    restored.play(songId(recommender, 0), next);
    session.play(songId(recommender, 0), next);
    assertThat(values(restored.at(next).scores())).isEqualTo(values(session.at(next).scores()));
  }

  @Test
  void explainAndContinuation_leaveTheMemoryAsItIs() {
    SequenceRecommender recommender = recommender();
    ListenerMemory memory = memory(recommender);
    ListeningSession session = recommender.newSession(memory);
    session.play(songId(recommender, 1), NOW);
    List<Map.Entry<Integer, Duration>> before = reading(memory, NOW);
    float[] scores = values(session.at(NOW).scores());
    session.at(NOW).explain(songId(recommender, 0));
    session.at(NOW).continuation(3, RecommendationRules.none());
    assertThat(reading(memory, NOW)).isEqualTo(before);
    assertThat(values(session.at(NOW).scores())).isEqualTo(scores);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void nullTime_isRefusedByNameAndForgotten() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession(memory(recommender));
    String song = songId(recommender, 1);
    assertRefusesNull("memory", () -> recommender.newSession(null));
    assertRefusesNull("memory", () -> session.copy(null));
    assertRefusesNull("session", () -> recommender.resume(null));
    assertRefusesNull("clock", () -> recommender.restore(session.snapshot(), (InstantSource) null));
    assertRefusesNull(
        "history", () -> recommender.score(Stream.empty(), null, (playlist, heard, scores) -> {}));
    assertRefusesNull("now", () -> session.at(null));
    assertRefusesNull("time", () -> session.play(song, (Instant) null));
    assertRefusesNull("now", () -> session.recommend(1, RecommendationRules.none(), null));
    assertThat(session.heard()).isEmpty();
  }

  /** An empty memory, whose clock stands still. */
  private static ListenerMemory memory(SequenceRecommender recommender) {
    return ListenerMemory.of(recommender.catalogue(), InstantSource.fixed(NOW));
  }

  /** The songs in memory, and how long ago each was played. */
  private static List<Map.Entry<Integer, Duration>> reading(ListenerMemory memory, Instant time) {
    Traces traces = new Traces();
    memory.read(time, traces);
    return IntStream.range(0, traces.size())
        .mapToObj(
            i -> entry(traces.song(i), Duration.ofSeconds(Math.round(3600.0 * traces.hours()[i]))))
        .toList();
  }

  private static Map.Entry<Integer, Duration> entry(int song, Duration ago) {
    return Map.entry(song, ago);
  }
}
