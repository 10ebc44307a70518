package dev.segue.server.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.baselines.Popularity;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import dev.segue.server.store.Event;
import dev.segue.server.store.Limits;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station that played its songs forwards while the model was trained, and then backwards. */
class ModelUpdateTest {

  private static final Instant TRAINED = Instant.parse("2026-03-01T00:00:00Z");
  private static final int SESSIONS = 6;
  private static final long SECONDS = 240;
  private static final List<Song> SONGS =
      IntStream.range(0, 8).mapToObj(i -> Song.of("song " + i)).toList();

  @TempDir private Path folder;

  private ListenerStore store;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    store = ListenerStore.open(folder.resolve("state"), new Limits(10, 1_000_000));
    model = folder.resolve("model.segue");
    List<Playlist> sessions = new ArrayList<>();
    for (int number = 0; number < 20 * SESSIONS; number++) {
      long begun = begin(number - 20 * SESSIONS).getEpochSecond();
      sessions.add(
          Playlist.of(songs(number, 1))
              .withTimes(
                  "station", begun, begun + SECONDS, begun + 2 * SECONDS, begun + 3 * SECONDS));
    }
    LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(8)
        .memory(false)
        .epochs(60)
        .threads(1)
        .build()
        .train(PlaylistDataset.of(Catalogue.of(SONGS), sessions))
        .save(model);
  }

  /** When a session begins, by its number since the training. */
  private static Instant begin(int number) {
    return TRAINED.plus(Duration.ofHours(24 / SESSIONS * (long) number));
  }

  /** The four songs of a session: some of eight that go round, in steps. */
  private static int[] songs(int number, int step) {
    return IntStream.range(0, 4).map(i -> Math.floorMod(number * 3 + step * i, 8)).toArray();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  /** Plays some days, each session in steps. */
  private void play(int fromDay, int toDay, int step) throws IOException {
    for (int number = fromDay * SESSIONS; number < toDay * SESSIONS; number++) {
      int[] songs = songs(number, step);
      for (int i = 0; i < songs.length; i++) {
        Instant time = begin(number).plusSeconds(i * SECONDS);
        store.add("station", new Event(time, Event.Kind.PLAY, SONGS.get(songs[i]), Duration.ZERO));
      }
    }
  }

  private String run(int day) throws IOException {
    return new ModelUpdate(model, store).run(TRAINED.plus(Duration.ofDays(day)));
  }

  @Test
  void model_learnsWhatWasPlayed_upToTheLastDay() throws IOException {
    play(1, 15, -1);
    assertThat(run(15)).matches("updated: mrr@20 0\\.\\d{4} in the last day, 0\\.\\d{4} before");
    assertThat(LstmRecommender.load(model).provenance().trainedUntil())
        .contains(begin(14 * SESSIONS - 1).plusSeconds(3 * SECONDS));
    assertThat(
            LstmRecommender.load(folder.resolve("model.segue.previous"))
                .provenance()
                .trainedUntil())
        .hasValueSatisfying(until -> assertThat(until).isBefore(TRAINED));
    assertThat(run(15))
        .isEqualTo("not updated: nothing was played between its training and the last day");
  }

  @Test
  void model_thatWouldBeWorse_staysAsItIs() throws IOException {
    play(1, 600, -1);
    play(600, 601, 1); // as in the training
    byte[] before = Files.readAllBytes(model);
    assertThat(run(601)).startsWith("not updated: mrr@20 0.");
    assertThat(Files.readAllBytes(model)).isEqualTo(before);
  }

  @Test
  void tooLittle_isSaid() throws IOException {
    assertThat(run(5))
        .isEqualTo("not updated: nothing was played between its training and the last day");
    play(1, 3, 1);
    assertThat(run(9))
        .isEqualTo("not updated: nothing was played in the last day, by which it is measured");
  }

  @Test
  void otherModels_areRefused() throws IOException {
    Popularity.trainer()
        .train(PlaylistDataset.of(Catalogue.of(SONGS), List.of(Playlist.of(0, 1))))
        .save(model);
    assertThatIOException()
        .isThrownBy(() -> new ModelUpdate(model, store).check())
        .withMessageContaining("model must be of kind 'lstm' to be updated, was 'popularity'");
  }
}
