package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.Explanation;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.SplitStatistics;
import dev.segue.Traces;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.baselines.BaselineLoader;
import dev.segue.baselines.Blend;
import dev.segue.baselines.Item2Vec;
import dev.segue.baselines.ItemKnn;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.baselines.RecentPlays;
import dev.segue.baselines.SessionKnn;
import dev.segue.baselines.SessionKnn.Weighting;
import dev.segue.baselines.UniformRandom;
import dev.segue.datasets.DatasetFormat;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.history.CsvColumn;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.Batching;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.dl4j.Schedule;
import dev.segue.dl4j.TrainingRound;
import dev.segue.dl4j.TrainingRounds;
import dev.segue.dl4j.TrainingSummary;
import dev.segue.dl4j.TrainingWorker;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Interval;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.evaluation.ScoredTransition;
import dev.segue.lstm.LstmLoader;
import dev.segue.lstm.network.SongFeatures;
import dev.segue.model.ModelFile;
import dev.segue.pages.TrainingPage;
import dev.segue.server.SegueServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/** At least one object of each public type of which there are objects of ours, and of the JDK's. */
final class SampleObjects {

  private static final Song SONG = Song.of("a");
  private static final SyntheticStation STATION = SyntheticStation.of(20, 20, 1);
  private static final DatasetSplit SPLIT = STATION.split(0.8, 0.1, 0.1, 1);

  private final List<Object> objects = new ArrayList<>();

  private SampleObjects() {}

  /**
   * Makes the objects.
   *
   * @param folder an empty folder; nothing is written to it
   */
  static List<Object> all(Path folder) throws IOException {
    SampleObjects samples = new SampleObjects();
    samples.add("a", folder.resolve("none/none"), List.of(), Map.of(), Optional.empty());
    samples.add(Instant.EPOCH, ZoneOffset.UTC, Duration.ofDays(1), Stream.empty());
    samples.add(OptionalInt.empty(), OptionalDouble.empty());
    samples.add(new ByteArrayOutputStream(), new SecretKeySpec(new byte[32], "HmacSHA256"));
    samples.addData();
    samples.addTrainers();
    samples.addEvaluation();
    samples.addModels();
    return samples.objects;
  }

  private void add(Object... more) {
    objects.addAll(List.of(more));
  }

  private void addData() {
    Catalogue catalogue = Catalogue.of(List.of(SONG, Song.of("b")));
    ListeningHistory.Builder history = ListeningHistory.builder();
    history.add("ann", Instant.EPOCH, SONG);
    SplitStatistics statistics = SPLIT.statistics();
    add(Provenance.unknown(), DatasetFormat.M3U);
    Playlist playlist = Playlist.of(0, 1).withTimes("ann", 0, 0);
    PlaylistDataset dataset = PlaylistDataset.of(catalogue, List.of(playlist));
    add(SONG, catalogue, playlist, dataset, dataset.partOf(dataset));
    add(dataset.splitInOrder(1, 0, 0).minimumPlays(1).training());
    ListenerMemory memory = ListenerMemory.of(catalogue).play(0, Instant.EPOCH);
    add(memory, memory.plays().get(0), new Traces(), PlayHistory.none());
    add(STATION, SPLIT, statistics, statistics.test(), statistics.test().lengths());
    add(statistics.test().repeats(), statistics.test().longTail());
    add(history, history.build(), SessionRules.ofDefaults());
    add(history.build().sessions(SessionRules.ofDefaults()));
    DatasetReport report = history.build().report();
    add(report, report.columns(), report.entries(), report.listening().orElseThrow());
    add(CsvColumn.TIME, CsvOptions.ofDefaults(), Provenance.of(STATION));
  }

  private void addTrainers() {
    add(TrainingListener.log(), Schedule.constant(), Schedule.plateau(0.5, 1));
    add(
        Weighting.STAN,
        Batching.inOrder(1),
        Batching.similarLength(),
        dev.segue.dl4j.Device.CPU,
        ListeningSession.UnknownSong.FAIL);
    add(Item2Vec.builder(), LatentMarkovEmbedding.builder());
    add(SessionKnn.builder(Weighting.STAN), RecentPlays.builder());
    add(LstmTrainer.builder(), LstmTrainer.paper());
    addRounds();
    addTrained(
        UniformRandom.trainer(),
        Popularity.trainer(),
        MarkovChain.trainer(),
        LagMixture.trainer(),
        ItemKnn.trainer(),
        SessionKnn.builder(Weighting.STAN).build(),
        RecentPlays.personalPopularity(),
        Item2Vec.builder().dimensions(2).epochs(1).build(),
        LatentMarkovEmbedding.builder().dimensions(2).epochs(1).build(),
        LstmTrainer.builder().embeddingSize(2).hiddenSize(2).epochs(1).build());
    addRecommender(STATION.bayesOptimal());
    SequenceRecommender popularity = Popularity.trainer().train(STATION);
    addRecommender(Blend.linear(popularity));
    addRecommender(popularity.withListener((recommendations, time) -> {}));
  }

  private void addRounds() {
    LstmTrainer trainer = LstmTrainer.builder().embeddingSize(2).hiddenSize(2).build();
    List<Playlist> playlists = STATION.playlists().toList();
    TrainingSummary summary = TrainingSummary.of(trainer, playlists);
    TrainingRounds rounds =
        TrainingRounds.begin(
            trainer, STATION.catalogue(), summary, Optional.empty(), 1, OptionalInt.of(1));
    TrainingRound round = rounds.next();
    TrainingWorker worker = TrainingWorker.of(trainer, rounds.untrained(), playlists, 0, 1);
    add(summary, rounds, round, worker, worker.train(round).get(0));
  }

  private void addTrained(Trainer<?>... trainers) {
    for (Trainer<?> trainer : trainers) {
      add(trainer);
      addRecommender(trainer.train(STATION));
    }
  }

  private void addRecommender(SequenceRecommender recommender) {
    ListeningSession session = recommender.newSession();
    add(recommender, session, session.scores());
  }

  private void addEvaluation() throws IOException {
    Evaluation evaluation =
        Evaluator.of(accuracyAt(1)).evaluate(Popularity.trainer().train(STATION), SPLIT.test());
    Evaluation.Result result = evaluation.result("accuracy@1");
    add(Evaluator.of(accuracyAt(1)), accuracyAt(1), coverageAt(1), evaluation, result);
    add(result.minus(result), new Interval(0, 1), Scores.Ties.FIRST, evaluation.protocol());
    Evaluator.of(accuracyAt(1))
        .evaluate(Popularity.trainer().train(STATION), SPLIT.test(), this::add);
    ParameterSearch<Popularity> search =
        ParameterSearch.of(
            logLikelihood(),
            trial -> {
              add(trial);
              return Popularity.trainer();
            });
    ParameterSearch.Outcome<Popularity> outcome =
        search.trials(1).rounds(1).run(SPLIT.training(), SPLIT.validation());
    add(search, outcome, outcome.best());
  }

  private void add(ScoredTransition transition) {
    objects.add(transition);
  }

  private void addModels() throws IOException {
    add(RecommendationRules.none(), RecommendationRules.Kind.WHERE, new Recommendation(SONG, 0));
    add(LocalTime.NOON);
    SessionHistory session = SessionHistory.of(Catalogue.of(List.of(SONG)));
    session.skip(SONG, Duration.ZERO);
    add(session, session.skipped().get(0), new SessionSnapshot(session, new float[0]));
    add(Explanation.Kind.SONG);
    Explanation.Influence influence = new Explanation.Influence(SONG, 1, 0);
    Explanation.Part part = new Explanation.Part(Explanation.Kind.SONG, "a", 0);
    add(new Explanation(SONG, List.of(influence), List.of(), List.of(part)), influence, part);
    add(
        new EpochReport(
            1,
            1,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    UniformRandom.trainer().train(STATION).save(bytes);
    add(ModelFile.of(bytes.toByteArray()), ModelFile.builder("kind"));
    add(new BaselineLoader(), new LstmLoader(), SongFeatures.none());
    add(new TrainingPage(Path.of("none/none")), new SimpleMeterRegistry());
    add(SegueServer.builder(Path.of("none")), URI.create("http://localhost"));
  }
}
