package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.EpochReport;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.PlaylistDigests;
import dev.segue.Provenance;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A station plays two songs by turns, each day; from one day on another pair. */
@Tag("slow")
class UpdateTest {

  private static final Instant BEGUN = Instant.parse("2024-01-01T08:00:00Z");

  private static final PlaylistDataset OLD = days(0, 10, "a", "b");
  private static final PlaylistDataset NEW = days(10, 10, "c", "d", "a");
  private static final LstmRecommender TRAINED = small().epochs(10).build().train(OLD);

  @TempDir private Path folder;

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(8)
        .recency(0)
        .artistRecency(0)
        .songDropout(0)
        .dropout(0)
        .inputDropout(0)
        .learningRate(0.01)
        .batching(Batching.similarLength(20))
        .threads(2);
  }

  /** Playlists of 12 songs, by turns of these, on days of one station. */
  private static PlaylistDataset days(int first, int count, String... ids) {
    Catalogue songs =
        Catalogue.of(
            Arrays.stream(ids).map(id -> new Song(id, "", "artist " + id, List.of())).toList());
    List<Playlist> days = new ArrayList<>();
    for (int day = first; day < first + count; day++) {
      long begun = BEGUN.getEpochSecond() + 86_400L * day;
      days.add(
          Playlist.of(IntStream.range(0, 12).map(i -> i % ids.length).toArray())
              .withTimes(
                  "station", IntStream.range(0, 12).mapToLong(i -> begun + 240L * i).toArray()));
    }
    return PlaylistDataset.of(songs, days);
  }

  private static PlaylistDataset untimed(PlaylistDataset dataset) {
    return PlaylistDataset.of(
        dataset.catalogue(),
        dataset.playlists().map(each -> Playlist.of(each.songs().toArray())).toList());
  }

  private static byte[] bytes(LstmRecommender recommender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recommender.save(out);
    return out.toByteArray();
  }

  private static double logLikelihood(LstmRecommender recommender, PlaylistDataset dataset) {
    return Evaluator.of(Metric.logLikelihood())
        .evaluate(recommender, dataset)
        .value("log_likelihood");
  }

  static Stream<Arguments> trainings() {
    UnaryOperator<LstmTrainer.Builder> plain = builder -> builder;
    UnaryOperator<LstmTrainer.Builder> untied = builder -> builder.tiedEmbeddings(false);
    UnaryOperator<LstmTrainer.Builder> ids = builder -> builder.songFeatures(false);
    UnaryOperator<LstmTrainer.Builder> sampled = builder -> builder.sampledSoftmax(1);
    UnaryOperator<LstmTrainer.Builder> vectors =
        builder -> builder.songVectors(song -> new float[] {song.id().charAt(0) / 100f, 1});
    UnaryOperator<LstmTrainer.Builder> two = builder -> builder.ensemble(2).layers(2);
    return Stream.of(
        Arguments.of("with a memory", plain, OLD),
        Arguments.of("without times", plain, untimed(OLD)),
        Arguments.of("untied", untied, OLD),
        Arguments.of("without features", ids, OLD),
        Arguments.of("sampled softmax", sampled, OLD),
        Arguments.of("vectors of songs", vectors, OLD),
        Arguments.of("two networks", two, OLD));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void update_atALearningRateOfNothing_changesNoScore(
      String name, UnaryOperator<LstmTrainer.Builder> setting, PlaylistDataset old) {
    LstmRecommender trained = setting.apply(small()).epochs(2).build().train(old);
    LstmTrainer trainer =
        setting.apply(LstmTrainer.builder().threads(2)).learningRate(1e-30).build();

    LstmRecommender updated = trainer.update(trained, NEW, OLD);

    assertThat(updated.catalogue().songs())
        .extracting(Song::id)
        .containsExactly("a", "b", "c", "d");
    for (String heard : List.of("a", "b")) {
      ListeningSession now = updated.newSession().play(heard);
      ListeningSession before = trained.newSession().play(heard);
      assertThat(now.score("a") - now.score("b"))
          .as("the scores of several networks are all less, by what the new songs may have")
          .isCloseTo(before.score("a") - before.score("b"), within(1e-4));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void update_learnsNewSongs(
      String name, UnaryOperator<LstmTrainer.Builder> setting, PlaylistDataset old) {
    LstmRecommender trained = setting.apply(small()).epochs(2).build().train(old);

    LstmRecommender updated = setting.apply(small()).epochs(20).build().update(trained, NEW, OLD);
    LstmRecommender begun =
        setting
            .apply(LstmTrainer.builder().threads(2))
            .learningRate(1e-30)
            .build()
            .update(trained, NEW, OLD);

    assertThat(logLikelihood(updated, NEW)).isGreaterThan(logLikelihood(begun, NEW) + 0.5);
    assertThat(trained.catalogue().size()).as("the old one").isEqualTo(2);
  }

  @Test
  void update_leavesTheOldOneAsItIs_andIsTheSameEachTime() throws IOException {
    byte[] before = bytes(TRAINED);
    byte[] once = bytes(small().epochs(1).build().update(TRAINED, NEW, OLD));
    byte[] again = bytes(small().epochs(1).build().update(TRAINED, NEW, OLD));

    assertThat(bytes(TRAINED)).isEqualTo(before);
    assertThat(again).isEqualTo(once).isNotEqualTo(before);
  }

  @Test
  void replay_keepsWhatWasLearnt() {
    LstmTrainer trainer = small().epochs(20).build();
    PlaylistDataset known = untimed(OLD);
    LstmRecommender trained = small().epochs(10).build().train(known);
    PlaylistDataset news = untimed(days(10, 10, "a", "c", "d"));

    LstmRecommender replayed = trainer.update(trained, news, known);
    LstmRecommender forgetful = trainer.update(trained, news);

    assertThat(logLikelihood(replayed, known)).isGreaterThan(logLikelihood(forgetful, known) + 0.1);
  }

  @Test
  void songs_thatAnUpdateDoesNotPlay_areNotForgotten() {
    LstmRecommender updated = small().epochs(1).build().update(TRAINED, days(10, 3, "a", "c"));

    assertThat(updated.similarity("b", "b")).as("the square of a vector that is there").isOne();
    assertThat(updated.newSession().play("a").score("b"))
        .isNotEqualTo(
            updated
                .withSongs(List.of(Song.of("stranger")))
                .newSession()
                .play("a")
                .score("stranger"));
  }

  @Test
  void songs_thatNobodyPlayed_areNewAfterAnUpdateToo() {
    PlaylistDataset unplayed =
        PlaylistDataset.of(
            Catalogue.of(
                Stream.concat(NEW.catalogue().songs().stream(), Stream.of(Song.of("later")))
                    .toList()),
            NEW.playlists().toList());
    LstmRecommender updated = small().epochs(1).build().update(TRAINED, unplayed, OLD);

    assertThat(updated.similarity("later", "a")).as("no vector of its own").isZero();
    assertThat(
            small()
                .epochs(1)
                .build()
                .update(updated, days(20, 3, "a", "later"), NEW)
                .similarity("later", "later"))
        .isOne();
  }

  @Test
  void model_saysWhatItWasUpdatedWith() throws IOException {
    LstmTrainer trainer = small().epochs(2).provenance(Provenance::of).build();
    LstmRecommender trained = trainer.train(OLD);
    LstmRecommender updated = trainer.update(trained, NEW, OLD);
    Path file = folder.resolve("updated.segue");
    trainer.update(updated, days(20, 1, "a", "c"), NEW).save(file);
    ModelFile saved = ModelFile.read(file);

    assertThat(trained.provenance().trainedUntil())
        .contains(BEGUN.plus(Duration.ofDays(9)).plusSeconds(11 * 240));
    assertThat(updated.provenance().trainedUntil())
        .contains(BEGUN.plus(Duration.ofDays(19)).plusSeconds(11 * 240));
    assertThat(updated.provenance().digests().map(PlaylistDigests::size)).contains(20);
    assertThat(saved.metadata())
        .containsEntry("updates", "2")
        .containsEntry("update.transitions", "22")
        .containsEntry("update.playlists", "2")
        .containsEntry("update.epochs", "2")
        .containsEntry("training.transitions", "110");
    assertThat(saved.provenance().trainedUntil())
        .contains(BEGUN.plus(Duration.ofDays(20)).plusSeconds(11 * 240));
  }

  @Test
  void model_knowsUntilWhen_evenIfNothingElseIsRemembered() {
    assertThat(TRAINED.provenance())
        .isEqualTo(
            Provenance.unknown()
                .trainedUntil(BEGUN.plus(Duration.ofDays(9)).plusSeconds(11 * 240)));
    assertThat(small().epochs(1).build().update(TRAINED, days(2, 1, "a", "b")).provenance())
        .as("of older plays")
        .isEqualTo(TRAINED.provenance());
  }

  @Test
  void epochs_areThree_unlessSet() {
    List<EpochReport> reports = new ArrayList<>();
    TrainingListener listener =
        report -> {
          reports.add(report);
          return TrainingListener.Decision.CONTINUE;
        };

    LstmTrainer.builder().listener(listener).build().update(TRAINED, NEW, OLD);
    assertThat(reports).extracting(EpochReport::epoch).containsExactly(1, 2, 3);
    assertThat(reports)
        .as("as many old as new")
        .allSatisfy(each -> assertThat(each.transitions()).isEqualTo(2 * 10 * 11));

    reports.clear();
    small().epochs(1).listener(listener).build().update(TRAINED, NEW);
    assertThat(reports)
        .singleElement()
        .satisfies(each -> assertThat(each.transitions()).isEqualTo(10 * 11));
  }

  @Test
  void oldPlaylists_thatAreNewToo_areNotReplayed() {
    List<EpochReport> reports = new ArrayList<>();
    TrainingListener listener =
        report -> {
          reports.add(report);
          return TrainingListener.Decision.CONTINUE;
        };
    PlaylistDataset beginnings =
        PlaylistDataset.of(
            NEW.catalogue(),
            NEW.playlists()
                .map(
                    each ->
                        Playlist.of(each.song(0), each.song(1))
                            .withTimes(
                                "station",
                                each.time(0).getEpochSecond(),
                                each.time(1).getEpochSecond()))
                .toList());
    small().epochs(1).listener(listener).build().update(TRAINED, NEW, beginnings);

    assertThat(reports)
        .singleElement()
        .satisfies(each -> assertThat(each.transitions()).isEqualTo(10 * 11));
  }

  @Test
  void update_thatIsResumed_isBitForBitTheSame() throws IOException {
    Path file = folder.resolve("a.checkpoint");
    byte[] whole = bytes(small().epochs(3).build().update(TRAINED, NEW, OLD));
    int[] left = {7};
    small()
        .epochs(3)
        .checkpoint(file, Duration.ofNanos(1))
        .listener(
            new TrainingListener() {
              @Override
              public Decision onEpoch(EpochReport report) {
                return Decision.CONTINUE;
              }

              @Override
              public Decision onProgress(int epoch, long done, long total) {
                return --left[0] == 0 ? Decision.STOP : Decision.CONTINUE;
              }
            })
        .build()
        .update(TRAINED, NEW, OLD);
    LstmTrainer resumed =
        small().epochs(3).checkpoint(file, Duration.ofHours(1)).resume(true).build();

    assertThat(bytes(resumed.update(TRAINED, NEW, OLD))).isEqualTo(whole);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> resumed.update(small().seed(7).epochs(1).build().train(OLD), NEW, OLD))
        .withMessageContaining("start");
  }

  @Test
  void newPlays_withoutATransition() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LstmTrainer.builder()
                    .build()
                    .update(TRAINED, PlaylistDataset.of(List.of(List.of("a")))))
        .withMessage(
            "newPlays must have at least 1 transition, but has none: give it a playlist of two"
                + " songs");
  }

  @Test
  void newPlays_ofStrangersAlone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LstmTrainer.builder()
                    .build()
                    .update(TRAINED, PlaylistDataset.of(List.of(List.of("x", "y")))))
        .withMessage(
            "newPlays must hold a song of the recommender, but hold none: a song of the recommender"
                + " is 'a', and one of newPlays 'x'");
  }

  @Test
  void patience_needsValidationData() {
    assertThatIllegalStateException()
        .isThrownBy(() -> LstmTrainer.builder().patience(2).build().update(TRAINED, NEW, OLD))
        .withMessage("early stopping (patience) needs validation data, but an update has none");
  }
}
