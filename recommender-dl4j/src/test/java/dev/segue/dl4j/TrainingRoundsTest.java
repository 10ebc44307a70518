package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class TrainingRoundsTest {

  private static final DatasetSplit SPLIT = SyntheticStation.of(60, 100, 1).split(0.8, 0.1, 0.1, 1);
  private static final Catalogue SONGS = SPLIT.training().catalogue();
  private static final List<Playlist> PLAYLISTS = SPLIT.training().playlists().toList();

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder().embeddingSize(8).hiddenSize(10).threads(2);
  }

  private static Map<String, float[]> weights(LstmRecommender recommender) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    recommender
        .model()
        .networks()
        .get(0)
        .forEachTensor((name, values, shape) -> weights.put(name, values));
    return weights;
  }

  private static void assertSameWeights(LstmRecommender found, LstmRecommender expected) {
    Map<String, float[]> weights = weights(found);
    assertThat(weights).containsOnlyKeys(weights(expected).keySet());
    weights(expected).forEach((name, values) -> assertThat(weights.get(name)).isEqualTo(values));
  }

  private static void assertOneWorkerIsOneProcess(
      LstmTrainer.Builder builder, PlaylistDataset training, PlaylistDataset validation) {
    LstmTrainer trainer = builder.epochs(2).weightAveraging(0).build();
    LstmRecommender shared =
        new SimulatedWorkers(trainer, training, 1)
            .train(training.catalogue(), Optional.of(validation));
    assertSameWeights(shared, trainer.train(training, validation));
  }

  @Test
  void oneWorker_isTheTrainingOfOneProcess() {
    assertOneWorkerIsOneProcess(small(), SPLIT.training(), SPLIT.validation());
  }

  @Test
  void oneWorker_withSampledSoftmax_isTheTrainingOfOneProcess() {
    assertOneWorkerIsOneProcess(small().sampledSoftmax(8), SPLIT.training(), SPLIT.validation());
  }

  @Test
  void oneWorker_withTimes_isTheTrainingOfOneProcess() {
    PlaylistDataset days = days(20);
    assertOneWorkerIsOneProcess(small(), days, days);
  }

  /** Days of one station that knows a song which it never plays. */
  private static PlaylistDataset days(int count) {
    List<Playlist> days = new ArrayList<>();
    for (int day = 0; day < count; day++) {
      long begun = Instant.parse("2024-01-01T08:00:00Z").getEpochSecond() + 86_400L * day;
      days.add(
          Playlist.of(IntStream.range(0, 12).map(i -> i % 3).toArray())
              .withTimes(
                  "station", IntStream.range(0, 12).mapToLong(i -> begun + 240L * i).toArray()));
    }
    return PlaylistDataset.of(
        Catalogue.of(Stream.of("a", "b", "c", "d").map(Song::of).toList()), days);
  }

  @Test
  void order_inWhichPiecesArrive_changesNoBit() {
    LstmTrainer trainer = small().epochs(2).build();
    LstmRecommender expected =
        new SimulatedWorkers(trainer, SPLIT.training(), 3).train(SONGS, Optional.empty());
    LstmRecommender shuffled =
        new SimulatedWorkers(trainer, SPLIT.training(), 3)
            .inOrder(new Random(1))
            .train(SONGS, Optional.empty());
    assertSameWeights(shuffled, expected);
  }

  @Test
  void workers_learnLikeOneProcess() {
    LstmTrainer trainer = small().epochs(12).build();
    Evaluator evaluator = Evaluator.of(Metric.logLikelihood());
    double alone =
        evaluator
            .evaluate(trainer.train(SPLIT.training(), SPLIT.validation()), SPLIT.test())
            .value("log_likelihood");
    double shared =
        evaluator
            .evaluate(
                new SimulatedWorkers(trainer, SPLIT.training(), 4)
                    .train(SONGS, Optional.of(SPLIT.validation())),
                SPLIT.test())
            .value("log_likelihood");
    assertThat(shared).isCloseTo(alone, within(0.1));
    assertThat(shared).as("than guessing").isGreaterThan(0.3 - Math.log(SONGS.size()));
  }

  @Test
  void workersWithoutSteps_countForNothing() {
    PlaylistDataset three =
        PlaylistDataset.of(SONGS, SPLIT.training().playlists().limit(3).toList());
    LstmTrainer trainer = small().epochs(2).build();
    List<EpochReport> reports = new ArrayList<>();
    LstmRecommender shared =
        new SimulatedWorkers(small().epochs(2).listener(listening(reports)).build(), three, 5)
            .train(SONGS, Optional.empty());
    assertSameWeights(
        shared, new SimulatedWorkers(trainer, three, 5).train(SONGS, Optional.empty()));
    assertThat(weights(shared)).isNotEqualTo(weights(untrained(trainer, three)));
    assertThat(reports).extracting(EpochReport::epoch).containsExactly(1, 2);
    assertThat(reports.get(0).trainingLoss()).isPositive();
  }

  private static TrainingListener listening(List<EpochReport> reports) {
    return new TrainingListener() {
      @Override
      public Decision onEpoch(EpochReport report) {
        reports.add(report);
        return report.epoch() == 3 ? Decision.STOP : Decision.CONTINUE;
      }
    };
  }

  private static LstmRecommender untrained(LstmTrainer trainer, PlaylistDataset training) {
    return begin(trainer, training, 1).untrained();
  }

  private static TrainingRounds begin(LstmTrainer trainer, PlaylistDataset training, int workers) {
    return TrainingRounds.begin(
        trainer,
        training.catalogue(),
        TrainingSummary.of(trainer, training.playlists().toList()),
        Optional.empty(),
        workers,
        OptionalInt.empty());
  }

  @Test
  void listener_endsTheTraining() {
    LstmTrainer trainer = small().listener(listening(new ArrayList<>())).build();
    LstmRecommender recommender =
        new SimulatedWorkers(trainer, SPLIT.training(), 2).train(SONGS, Optional.empty());
    assertThat(recommender.model().description()).containsEntry("training.epochs", "3");
    assertThat(recommender.model().description()).containsEntry("training.device", "2 workers");
  }

  @Test
  void recommender_knowsUntilWhenItWasTrained() {
    PlaylistDataset days = days(2);
    TrainingSummary both =
        TrainingSummary.of(small().build(), days.playlists().toList())
            .plus(TrainingSummary.of(small().build(), days(1).playlists().toList()));
    assertThat(both.provenance().trainedUntil()).contains(Instant.parse("2024-01-02T08:44:00Z"));
  }

  @Test
  void whatTravels_canBeSerialised() throws IOException, ClassNotFoundException {
    LstmTrainer trainer = small().epochs(1).build();
    TrainingSummary summary = copy(TrainingSummary.of(trainer, PLAYLISTS));
    TrainingRounds rounds =
        TrainingRounds.begin(trainer, SONGS, summary, Optional.empty(), 1, OptionalInt.of(1));
    List<WeightPiece> pieces =
        worker(trainer, rounds).train(copy(rounds.next())).stream()
            .map(TrainingRoundsTest::copy)
            .toList();
    List<WeightPiece> own = worker(trainer, rounds).train(rounds.next());
    assertThat(pieces).hasSameSizeAs(own).isNotEmpty();
    assertSamePieces(pieces, own);
  }

  private static TrainingWorker worker(LstmTrainer trainer, TrainingRounds rounds) {
    return TrainingWorker.of(trainer, rounds.untrained(), PLAYLISTS, 0, 2);
  }

  @Test
  void round_thatIsRepeated_comesToTheSame() {
    LstmTrainer trainer = small().sampledSoftmax(8).dropout(0.5).epochs(2).build();
    TrainingRounds rounds =
        TrainingRounds.begin(
            trainer,
            SONGS,
            TrainingSummary.of(trainer, PLAYLISTS),
            Optional.empty(),
            1,
            OptionalInt.of(2));
    TrainingWorker worker = worker(trainer, rounds);
    for (int number = 0; number < 4; number++) {
      TrainingRound round = rounds.next();
      List<WeightPiece> found = worker.train(round);
      assertThat(found).isNotEmpty();
      assertSamePieces(worker.train(round), found);
      assertSamePieces(worker(trainer, rounds).train(round), found);
      rounds.add(found);
    }
    assertThat(rounds.goOn()).isFalse();
  }

  private static void assertSamePieces(List<WeightPiece> found, List<WeightPiece> expected) {
    assertThat(WeightPiece.join(found))
        .usingRecursiveComparison()
        .isEqualTo(WeightPiece.join(expected));
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void divergence_ofAWorker_endsTheTraining() {
    LstmTrainer trainer = small().optimiser(new Adam(1e38)).build();
    TrainingDivergedException thrown =
        catchThrowableOfType(
            TrainingDivergedException.class,
            () ->
                new SimulatedWorkers(trainer, SPLIT.training(), 2).train(SONGS, Optional.empty()));
    assertThat(thrown).hasMessageStartingWith("training diverged in epoch 1, step ");
    assertThat(thrown.lastGoodEpoch()).isEmpty();
  }

  @Test
  void whatItHasNot_isRefused() {
    PlaylistDataset training = SPLIT.training();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> begin(small().ensemble(3).build(), training, 2))
        .withMessage("ensemble must be 1 if workers share a training, was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                begin(small().checkpoint(Path.of("a"), Duration.ofMinutes(1)).build(), training, 2))
        .withMessage("there must be no checkpoint if workers share a training, but it is 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> begin(small().build(), training, 0))
        .withMessage("workers must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> begin(small().build(), PlaylistDataset.of(SONGS, List.of(Playlist.of(1))), 2))
        .withMessage(
            "training must have at least 1 transition, but has none: give it a playlist of two songs");
    assertThatIllegalStateException()
        .isThrownBy(() -> begin(small().patience(1).build(), training, 2))
        .withMessage("early stopping (patience) needs validation data, but none was given");
  }
}
