package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

@Tag("slow")
class LstmTrainerTest extends SequenceRecommenderContract {

  private static final DatasetSplit SPLIT = SyntheticStation.of(60, 600, 1).split(0.8, 0.1, 0.1, 1);
  private static final LstmRecommender TRAINED =
      small().build().train(SPLIT.training(), SPLIT.validation());

  @TempDir private Path folder;

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder()
        .layers(2)
        .embeddingSize(10)
        .hiddenSize(12)
        .batching(Batching.similarLength(100))
        .optimiser(new Adam(0.01))
        .epochs(4)
        .threads(2);
  }

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Override
  protected SequenceRecommender load(Path file) throws IOException {
    return LstmRecommender.load(file);
  }

  @Test
  void train_learns() {
    Evaluator evaluator = Evaluator.of(Metric.logLikelihood());
    double before = -Math.log(SPLIT.test().catalogue().size());

    assertThat(evaluator.evaluate(TRAINED, SPLIT.test()).value("log_likelihood"))
        .isGreaterThan(before + 0.15);
  }

  @Test
  void train_withTheSameSeed_givesTheSameFile() throws IOException {
    Path one = folder.resolve("one.segue");
    Path other = folder.resolve("other.segue");
    TRAINED.save(one);
    small().build().train(SPLIT.training(), SPLIT.validation()).save(other);

    assertThat(other).hasSameBinaryContentAs(one);
  }

  @Test
  void train_remembersWhatItWasTrainedOn_ifAsked() {
    LstmTrainer trainer =
        small().provenance(training -> Provenance.of(training).split("random:80/10/10@1")).build();

    LstmRecommender trained = trainer.train(SPLIT.training());

    assertThat(trained.provenance())
        .isEqualTo(Provenance.of(SPLIT.training()).split("random:80/10/10@1"));
    assertThat(TRAINED.provenance()).isEqualTo(Provenance.unknown());
  }

  @Test
  void train_withAnotherSeed_givesAnotherModel() throws IOException {
    Path one = folder.resolve("one.segue");
    Path other = folder.resolve("other.segue");
    small().seed(1).build().train(SPLIT.training()).save(one);
    small().seed(2).build().train(SPLIT.training()).save(other);

    assertThat(Files.mismatch(one, other)).isNotNegative();
    assertThat(LstmRecommender.load(one).recommend(List.of(), 60))
        .isNotEqualTo(LstmRecommender.load(other).recommend(List.of(), 60));
  }

  @Test
  void listener_seesEveryEpoch() {
    List<EpochReport> reports = new ArrayList<>();
    List<Long> progress = new ArrayList<>();
    long transitions;
    try (var playlists = SPLIT.training().playlists()) {
      transitions = playlists.mapToLong(Playlist::transitions).sum();
    }
    small()
        .listener(
            new TrainingListener() {
              @Override
              public Decision onEpoch(EpochReport report) {
                reports.add(report);
                return Decision.CONTINUE;
              }

              @Override
              public Decision onProgress(int epoch, long done, long total) {
                progress.add(done);
                assertThat(total).isEqualTo(transitions);
                return Decision.CONTINUE;
              }
            })
        .build()
        .train(SPLIT.training(), SPLIT.validation());

    assertThat(reports).extracting(EpochReport::epoch).containsExactly(1, 2, 3, 4);
    assertThat(reports).allSatisfy(r -> assertThat(r.transitions()).isEqualTo(transitions));
    assertThat(reports.get(3).trainingLoss()).isLessThan(reports.get(0).trainingLoss());
    assertThat(reports.get(3).validationLogLikelihood().getAsDouble())
        .isGreaterThan(reports.get(0).validationLogLikelihood().getAsDouble());
    assertThat(reports.get(3).validationAccuracyAt10().getAsDouble()).isBetween(0.1, 1.0);
    assertThat(reports.get(3).timeLeft()).isZero();
    assertThat(progress.get(progress.size() - 1)).isEqualTo(transitions);
  }

  @Test
  void learningRate_isReported() {
    List<Double> rates = new ArrayList<>();
    small()
        .schedule(Schedule.cosine(0, 0.5))
        .listener(
            report -> {
              rates.add(report.learningRate().getAsDouble());
              return TrainingListener.Decision.CONTINUE;
            })
        .build()
        .train(SPLIT.training());
    assertThat(rates).hasSize(4);
    assertThat(rates.get(1)).isCloseTo(0.0075, within(1e-12));
    assertThat(rates.get(3)).isCloseTo(0.005, within(1e-12));
  }

  @Test
  void listener_stops() {
    List<Integer> epochs = new ArrayList<>();
    small()
        .listener(
            report -> {
              epochs.add(report.epoch());
              return TrainingListener.Decision.STOP;
            })
        .build()
        .train(SPLIT.training());

    assertThat(epochs).containsExactly(1);
  }

  @Test
  void listener_failure_reachesTheCaller() {
    var trainer =
        small()
            .listener(
                report -> {
                  throw new IllegalStateException("disk full");
                })
            .build();

    assertThatThrownBy(() -> trainer.train(SPLIT.training())).hasMessage("disk full");
  }

  @Test
  void train_withPlaylistsOfOneSong_countsTransitionsOnly() {
    List<EpochReport> reports = new ArrayList<>();
    PlaylistDataset dataset =
        PlaylistDataset.of(List.of(List.of("a"), List.of("b", "c", "a"), List.of("c")));
    LstmRecommender recommender =
        small()
            .listener(
                report -> {
                  reports.add(report);
                  return TrainingListener.Decision.STOP;
                })
            .build()
            .train(dataset);

    assertThat(reports.get(0).transitions()).isEqualTo(2);
    assertThat(reports.get(0).validationLogLikelihood()).isEmpty();
    assertThat(recommender.recommend(List.of("a"), 5)).hasSize(3);
  }

  @Test
  void train_validationWithNothingToPredict_isAsWithout() {
    List<EpochReport> reports = new ArrayList<>();
    PlaylistDataset training = PlaylistDataset.of(List.of(List.of("b", "c", "a")));
    PlaylistDataset given =
        PlaylistDataset.of(training.catalogue(), List.of(Playlist.of(0, 1).withContext(2)));
    small()
        .listener(
            report -> {
              reports.add(report);
              return TrainingListener.Decision.STOP;
            })
        .build()
        .train(training, given);

    assertThat(reports.get(0).validationLogLikelihood()).isEmpty();
  }

  @Test
  void paper_hasThePapersConfiguration() throws IOException {
    Path file = folder.resolve("paper.segue");
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a", "b")));
    LstmTrainer.paper().build().train(dataset).save(file);

    assertThat(ModelFile.read(file).metadata())
        .containsEntry("layers", "2")
        .containsEntry("embedding_size", "100")
        .containsEntry("hidden_size", "100")
        .containsEntry("unroll", "20")
        .containsEntry("gradient_clip", "5.0")
        .containsEntry("batching", "inOrder(100)")
        .containsEntry("batch_size", "100")
        .containsEntry("gradient_of", "sum_per_playlist")
        .containsEntry("epochs", "20")
        .hasEntrySatisfying("training.device", text -> assertThat(text).matches("[CG]PU.*, .+"))
        .hasEntrySatisfying("optimiser", text -> assertThat(text).contains("Adam", "=0.001,"));
  }

  @Test
  void paper_dividesTheSummedLossByThePlaylists() {
    // Two playlists of three transitions: the sum over 6, divided by 2, is 3 times their mean.
    PlaylistDataset dataset =
        PlaylistDataset.of(List.of(List.of("a", "b", "c", "d"), List.of("b", "a", "d", "c")));
    float[] ofPaper = firstBiases(LstmTrainer.paper(), dataset);
    float[] ofMean = firstBiases(LstmTrainer.builder(), dataset);

    for (int song = 0; song < 4; song++) {
      assertThat(ofPaper[song]).isCloseTo(3 * ofMean[song], within(1e-6f));
      assertThat(ofMean[song]).isNotZero();
    }
  }

  /**
   * The output biases after one step of gradient descent from zero: the scores of a new session.
   */
  private static float[] firstBiases(LstmTrainer.Builder builder, PlaylistDataset dataset) {
    Scores scores =
        builder
            .layers(2)
            .embeddingSize(3)
            .hiddenSize(3)
            .tiedEmbeddings(false)
            .recency(0)
            .artistRecency(0)
            .inputDropout(0)
            .dropout(0)
            .optimiser(new Sgd(0.1))
            .gradientClip(Double.POSITIVE_INFINITY)
            .schedule(Schedule.constant())
            .epochs(1)
            .build()
            .train(dataset)
            .newSession()
            .scores();
    float[] biases = new float[scores.size()];
    for (int song = 0; song < biases.length; song++) {
      biases[song] = scores.get(song);
    }
    return biases;
  }

  @Test
  void train_keepsTheBestEpoch_andEndsWhenPatienceDoes() {
    List<EpochReport> reports = new ArrayList<>();
    LstmRecommender trained =
        LstmTrainer.builder()
            .embeddingSize(16)
            .hiddenSize(16)
            .batching(Batching.similarLength(100))
            .threads(2)
            .optimiser(new Adam(0.1))
            .schedule(Schedule.constant())
            .inputDropout(0)
            .dropout(0)
            .epochs(30)
            .patience(3)
            .listener(
                report -> {
                  reports.add(report);
                  return TrainingListener.Decision.CONTINUE;
                })
            .build()
            .train(SPLIT.training(), SPLIT.validation());

    List<Double> reached =
        reports.stream().map(report -> report.validationLogLikelihood().orElseThrow()).toList();
    double best = Collections.max(reached);
    assertThat(reached).hasSizeLessThan(30);
    assertThat(reached.indexOf(best)).isEqualTo(reached.size() - 4);
    assertThat(
            Evaluator.of(Metric.logLikelihood())
                .evaluate(trained, SPLIT.validation())
                .value("log_likelihood"))
        .isEqualTo(best);
  }

  @Test
  void withoutSongFeatures_takesNoNewSongs() {
    LstmRecommender plain = small().songFeatures(false).build().train(SPLIT.training());

    assertThatIllegalStateException()
        .isThrownBy(() -> plain.withSongs(List.of(Song.of("new"))))
        .withMessageStartingWith("new songs need a recommender trained with songFeatures");
  }

  @Test
  void weightAveraging_takesAnotherModel_andLearnsAsWell() {
    Evaluator evaluator = Evaluator.of(Metric.logLikelihood());
    LstmRecommender averaged = small().weightAveraging(0.9).build().train(SPLIT.training());

    assertThat(evaluator.evaluate(averaged, SPLIT.test()).value("log_likelihood"))
        .isGreaterThan(-Math.log(60) + 0.15)
        .isNotEqualTo(evaluator.evaluate(TRAINED, SPLIT.test()).value("log_likelihood"));
  }

  @Test
  void regularisedAndResidual_learn() throws IOException {
    LstmRecommender trained =
        LstmTrainer.builder()
            .layers(2)
            .embeddingSize(10)
            .hiddenSize(10)
            .batching(Batching.similarLength(100))
            .threads(2)
            .optimiser(new Adam(0.01))
            .epochs(4)
            .residual(true)
            .songDropout(0.1)
            .labelSmoothing(0.05)
            .weightDecay(0.01)
            .schedule(Schedule.plateau(0.5, 1))
            .build()
            .train(SPLIT.training(), SPLIT.validation());
    Path file = folder.resolve("residual.segue");
    trained.save(file);

    assertThat(
            Evaluator.of(Metric.logLikelihood())
                .evaluate(LstmRecommender.load(file), SPLIT.test())
                .value("log_likelihood"))
        .isGreaterThan(-Math.log(60) + 0.15);
  }

  @Test
  void songVectors_standForNewSongs() throws IOException {
    Map<Song, float[]> vectors = new HashMap<>();
    SPLIT
        .training()
        .catalogue()
        .songs()
        .forEach(s -> vectors.put(s, new float[] {1, s.id().length()}));
    LstmRecommender trained =
        small().songVectors(vectors::get).build().train(SPLIT.training(), SPLIT.validation());
    Song one = Song.of("one");
    Song other = Song.of("other");
    vectors.put(one, new float[] {1, 0});
    vectors.put(other, new float[] {0, 1});

    LstmRecommender more = trained.withSongs(List.of(one, other), vectors::get);

    ListeningSession session = more.newSession().play("one");
    assertThat(session.score("one")).isNotEqualTo(session.score("other"));
    Path file = folder.resolve("vectors.segue");
    more.save(file);
    assertThat(LstmRecommender.load(file).recommend(List.of("one"), 62))
        .isEqualTo(more.recommend(List.of("one"), 62));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trained.withSongs(List.of(one), song -> new float[3]))
        .withMessage("the vector of song 'one' must have 2 values, but has 3");
  }

  @Test
  void ensemble_isTheMeanOfTheProbabilities() throws IOException {
    LstmRecommender one = small().seed(7).build().train(SPLIT.training());
    LstmRecommender other = small().seed(8).build().train(SPLIT.training());
    LstmRecommender both = small().seed(7).ensemble(2).build().train(SPLIT.training());
    List<String> heard = List.of(SPLIT.training().catalogue().song(4).id());
    String song = SPLIT.training().catalogue().song(9).id();

    double mean =
        (Math.exp(logProbability(one, heard, song)) + Math.exp(logProbability(other, heard, song)))
            / 2;

    assertThat(Math.exp(logProbability(both, heard, song))).isCloseTo(mean, within(1e-5 * mean));
    assertThat(both).hasToString("2 LSTMs over 60 songs");
    Path file = folder.resolve("both.segue");
    both.save(file);
    assertThat(LstmRecommender.load(file).recommend(heard, 60))
        .isEqualTo(both.recommend(heard, 60));
  }

  private static double logProbability(
      LstmRecommender recommender, List<String> heard, String song) {
    ListeningSession session = recommender.newSession();
    heard.forEach(session::play);
    return session.logProbability(song);
  }
}
