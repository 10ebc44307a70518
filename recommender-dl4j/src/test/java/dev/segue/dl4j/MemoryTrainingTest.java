package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A station of two songs a day, which change each week: what was played today comes again. */
@Tag("slow")
class MemoryTrainingTest {

  private static final int WEEKS = 12;
  private static final int UNPLAYED = 2 * WEEKS;
  private static final Catalogue CATALOGUE =
      Catalogue.of(
          IntStream.rangeClosed(0, UNPLAYED)
              .mapToObj(i -> new Song("song" + i, "", "artist" + i, List.of()))
              .toList());
  private static final PlaylistDataset TRAINING = dataset(WEEKS);
  private static final LstmRecommender TRAINED = small().build().train(TRAINING);

  @Test
  void songs_thatTrainingNeverPlayed_countAsNew() {
    ListeningSession session = TRAINED.withSongs(List.of(Song.of("stranger"))).newSession();
    assertThat(session.score("song" + UNPLAYED))
        .isEqualTo(session.score("stranger"))
        .isNotEqualTo(session.score("song0"));
    assertThat(TRAINED.similarity("song" + UNPLAYED, "song0")).as("no vector of its own").isZero();
  }

  @Test
  void song_thatTrainingNeverPlayed_isFirstOnceItIsPlayed() {
    Instant begun = Instant.parse("2024-06-03T08:00:00Z");
    ListenerMemory memory = ListenerMemory.of(CATALOGUE);
    for (int day = 0; day < 5; day++) {
      ListeningSession session = TRAINED.newSession(memory);
      for (int song = 0; song < 8; song++) {
        String id = song % 2 == 0 ? "song" + UNPLAYED : "song0";
        session.play(id, begun.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(4L * song)));
      }
      assertThat(
              session
                  .at(begun.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(32)))
                  .recommend(1))
          .extracting(each -> each.song().id())
          .containsExactly("song" + UNPLAYED);
    }
    assertThat(TRAINED.newSession().play("song0").recommend(2))
        .as("without a memory")
        .extracting(each -> each.song().id())
        .doesNotContain("song" + UNPLAYED);
  }

  @Test
  void song_thatASessionIsTold_isAmongTheFirstOnceItIsPlayed() {
    Instant begun = Instant.parse("2024-06-03T08:00:00Z");
    Song release = new Song("release", "", "artist5", List.of());
    ListeningSession session = TRAINED.newSession(ListenerMemory.of(CATALOGUE));
    session.play("song0", begun).play(release, begun.plus(Duration.ofMinutes(4)));
    session.play("song0", begun.plus(Duration.ofMinutes(8)));
    Instant now = begun.plus(Duration.ofMinutes(12));
    ListeningSession unplayed = TRAINED.withSongs(List.of(release)).newSession().at(now);
    unplayed.play("song0", begun).play("song0", begun.plus(Duration.ofMinutes(8)));

    ListeningSession resumed = TRAINED.withSongsOf(session).resume(session).at(now);

    assertThat(resumed.recommend(1))
        .extracting(Recommendation::song)
        .as("turns with song0")
        .containsExactly(release);
    assertThat(unplayed.scores().rank(CATALOGUE.size())).as("before it is played").isGreaterThan(2);
  }

  @Test
  void memory_off_orPlaylistsWithoutTimes_knowNoTime() {
    PlaylistDataset untimed =
        PlaylistDataset.of(
            CATALOGUE,
            TRAINING.playlists().map(each -> Playlist.of(each.songs().toArray())).toList());
    for (LstmRecommender without :
        List.of(small().memory(false).build().train(TRAINING), small().build().train(untimed))) {
      assertThat(without.knowsTime()).isFalse();
    }
    assertThat(TRAINED.knowsTime()).isTrue();
  }

  @Test
  void clock_tellsTheTimeOfItsZone_unlessItIsOff() {
    Instant now = Instant.parse("2024-06-03T08:00:00Z");
    Instant later = now.plus(Duration.ofHours(9));
    LstmRecommender here = small().build().train(TRAINING);
    LstmRecommender tokyo = small().zone(ZoneId.of("Asia/Tokyo")).build().train(TRAINING);
    LstmRecommender none = small().clock(false).build().train(TRAINING);

    assertThat(scores(here, now)).isNotEqualTo(scores(here, later));
    assertThat(scores(none, now)).isEqualTo(scores(none, later));
    assertThat(scores(tokyo, now))
        .as("trained at other hours, asked at the same ones")
        .isEqualTo(scores(here, now));
  }

  /** The scores of a listener who played one song an hour ago. */
  private static List<Float> scores(LstmRecommender recommender, Instant now) {
    ListenerMemory memory = ListenerMemory.of(CATALOGUE).play(0, now.minus(Duration.ofHours(1)));
    Scores scores = recommender.newSession(memory).at(now).scores();
    return IntStream.range(0, scores.size()).mapToObj(scores::get).toList();
  }

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(8)
        .recency(0)
        .artistRecency(0)
        .songDropout(0)
        .dropout(0)
        .inputDropout(0)
        .epochs(10)
        .batching(Batching.similarLength(40))
        .threads(2);
  }

  /** Each day eight plays, by turns of the two songs of the week. */
  private static PlaylistDataset dataset(int weeks) {
    List<Playlist> days = new ArrayList<>();
    for (int day = 0; day < 7 * weeks; day++) {
      int first = day / 7 * 2;
      long begun = Instant.parse("2024-01-01T08:00:00Z").getEpochSecond() + 86_400L * day;
      int[] songs = IntStream.range(0, 8).map(i -> first + i % 2).toArray();
      long[] times = IntStream.range(0, 8).mapToLong(i -> begun + 240L * i).toArray();
      days.add(Playlist.of(songs).withTimes("station", times));
    }
    return PlaylistDataset.of(CATALOGUE, days);
  }
}
