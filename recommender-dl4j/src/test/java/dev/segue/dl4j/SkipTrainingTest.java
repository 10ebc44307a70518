package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.Explanation.Kind;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Listeners of whom half like only even songs and the others only odd ones. All begin with the same
 * song, and skip what they do not like.
 */
@Tag("slow")
class SkipTrainingTest {

  private static final int FIRST = 8;
  private static final Catalogue CATALOGUE =
      Catalogue.of(
          IntStream.rangeClosed(0, FIRST)
              .mapToObj(i -> new Song("song" + i, "", i % 2 == 0 ? "even" : "odd", List.of()))
              .toList());
  private static final Instant BEGUN = Instant.parse("2024-06-03T08:00:00Z");
  private static final PlaylistDataset TRAINING = dataset(false);
  private static final LstmRecommender TRAINED = small().build().train(TRAINING);

  @Test
  void skip_changesTheList_andExplainSaysSo() {
    ListeningSession session = TRAINED.newSession().play("song" + FIRST).skip("song2");
    assertThat(likes(session)).as("skipped an even song").containsOnly("odd");
    assertThat(likes(TRAINED.newSession().play("song" + FIRST).skip("song3"))).containsOnly("even");

    Explanation explanation = session.explain("song5");
    assertThat(explanation.skipped()).hasSize(1);
    assertThat(explanation.skipped().get(0).influence()).isGreaterThan(0.3);
    assertThat(explanation.toString()).contains("you skipped song2");
    assertThat(session.parts("song2"))
        .extracting(Explanation.Part::kind)
        .contains(Kind.SONG_SKIPPED, Kind.ARTIST_SKIPPED);
  }

  @Test
  void songThatTheCatalogueLacks_isSkippedByItsArtist() {
    Song stranger = new Song("stranger", "", "even", List.of());
    ListeningSession session =
        TRAINED.newSession().play("song" + FIRST).skip(stranger, Duration.ofSeconds(3));

    assertThat(likes(session)).containsOnly("odd");
  }

  @Test
  void snapshot_goesOnAsIfItHadNotBeenTaken() {
    ListeningSession session =
        TRAINED.newSession().play("song" + FIRST).skip("song2").play("song1").skip("song4");
    ListeningSession restored = TRAINED.restore(session.snapshot());

    assertThat(scores(restored)).isEqualTo(scores(session));
    assertThat(scores(restored.skip("song6").play("song3")))
        .isEqualTo(scores(session.skip("song6").play("song3")));
  }

  @Test
  void playlists_areScoredAsSessions() {
    LstmRecommender timed = small().build().train(dataset(true));
    for (LstmRecommender each : List.of(TRAINED, timed)) {
      PlaylistDataset data = each == timed ? dataset(true) : TRAINING;
      List<Playlist> playlists = data.playlists().limit(20).toList();
      PlayHistory history = PlayHistory.of(CATALOGUE, playlists.stream());
      List<List<Float>> batches = new ArrayList<>();
      each.score(
          playlists.stream(),
          history,
          (playlist, heard, scores) -> {
            synchronized (batches) {
              if (playlist == 19) {
                batches.add(IntStream.range(0, scores.size()).mapToObj(scores::get).toList());
              }
            }
          });
      Playlist last = playlists.get(19);
      assertThat(batches).hasSize(last.size()).contains(scores(told(each, last, history)));
    }
  }

  /** A session that was told a whole playlist. */
  private static ListeningSession told(
      LstmRecommender recommender, Playlist playlist, PlayHistory history) {
    boolean timed = playlist.listener().isPresent();
    ListeningSession session =
        timed ? recommender.newSession(history.before(playlist)) : recommender.newSession();
    for (int position = 0; position <= playlist.size(); position++) {
      if (position > 0) {
        ListeningSession now = timed ? session.at(playlist.time(position - 1)) : session;
        now.play("song" + playlist.song(position - 1));
      }
      for (Playlist.Skip skip : playlist.skips()) {
        if (skip.position() == position) {
          skip.time().map(session::at).orElse(session).skip("song" + skip.song());
        }
      }
    }
    return timed ? session.at(playlist.chosen(playlist.size())) : session;
  }

  @Test
  void memory_tellsOfSkipsAcrossSessions() {
    LstmRecommender timed = small().build().train(dataset(true));
    ListenerMemory memory = ListenerMemory.of(CATALOGUE).skip(2, BEGUN);
    ListeningSession later = timed.newSession(memory).at(BEGUN.plus(Duration.ofHours(1)));

    assertThat(later.play("song" + FIRST).parts("song2"))
        .filteredOn(part -> part.kind() == Kind.SKIPPED)
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.name()).isEqualTo("skipped 60 minutes ago");
              assertThat(part.contribution()).isNegative();
            });
  }

  @Test
  void skips_off_orNoneInTheData_areIgnored() throws IOException {
    PlaylistDataset without =
        PlaylistDataset.of(
            CATALOGUE, TRAINING.playlists().map(each -> each.withSkips(List.of())).toList());
    LstmRecommender off = small().skips(false).build().train(TRAINING);
    LstmRecommender none = small().build().train(without);

    assertThat(bytes(off)).as("as if there were none").isEqualTo(bytes(none));
    assertThat(scores(none.newSession().play("song0").skip("song2")))
        .isEqualTo(scores(none.newSession().play("song0")));
  }

  private static byte[] bytes(LstmRecommender recommender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recommender.save(out);
    return out.toByteArray();
  }

  /** The artists of the first three songs of the list. */
  private static Stream<String> likes(ListeningSession session) {
    return session.recommend(3).stream().map(Recommendation::song).map(Song::artist);
  }

  private static List<Float> scores(ListeningSession session) {
    return IntStream.range(0, CATALOGUE.size()).mapToObj(session.scores()::get).toList();
  }

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(8)
        .recency(2)
        .artistRecency(2)
        .songDropout(0)
        .dropout(0)
        .inputDropout(0)
        .epochs(10)
        .batching(Batching.similarLength(40))
        .threads(2);
  }

  /** Three plays each, which listeners choose at random among six songs. */
  private static PlaylistDataset dataset(boolean timed) {
    Random random = new Random(1);
    List<Playlist> playlists = new ArrayList<>();
    for (int number = 0; number < 300; number++) {
      int[] songs = new int[4];
      songs[0] = FIRST;
      long begun = BEGUN.getEpochSecond() + 86_400L * (number / 20);
      long[] times = {begun, 0, 0, 0};
      List<Playlist.Skip> skips = new ArrayList<>();
      long now = begun;
      for (int position = 1; position < songs.length; ) {
        int song = random.nextInt(FIRST);
        now += 200;
        if (song % 2 == number % 2) {
          times[position] = now;
          songs[position++] = song;
        } else {
          Optional<Instant> time =
              timed ? Optional.of(Instant.ofEpochSecond(now)) : Optional.empty();
          skips.add(new Playlist.Skip(song, position, time, Optional.empty()));
        }
      }
      Playlist playlist = Playlist.of(songs);
      playlists.add(
          (timed ? playlist.withTimes("listener" + number % 20, times) : playlist)
              .withSkips(skips));
    }
    return PlaylistDataset.of(CATALOGUE, playlists);
  }
}
