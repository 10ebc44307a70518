package dev.segue.commandline;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
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
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.evaluation.Trial;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One of the systems that are compared.
 *
 * @param name for tables and {@code --only}
 * @param description in a line
 * @param needsTimes whether it has something to learn only from playlists with times
 * @param learning how it learns
 */
record ComparedSystem(String name, String description, boolean needsTimes, Learning learning) {

  private ComparedSystem(String name, String description, Learning learning) {
    this(name, description, false, learning);
  }

  /** How a system learns from the training part, and is tuned on the validation part. */
  @FunctionalInterface
  interface Learning {
    Trained learn(Workshop workshop) throws IOException;
  }

  /**
   * A system that has learnt.
   *
   * @param parameters what was chosen on the validation part; empty if nothing was
   */
  record Trained(SequenceRecommender recommender, String parameters) {}

  /** What a system has for learning. */
  interface Workshop {

    PlaylistDataset training();

    PlaylistDataset validation();

    /** Whether the playlists are few, and trainings shall be short. */
    boolean small();

    /** What a model remembers of the playlists that it was trained on. */
    Provenance provenance(PlaylistDataset playlists);

    /** Watches a long training. */
    TrainingListener listener();

    /** Where the trials of a system's search are written down. */
    Path trials(String name);

    /** Called after each trial of a search. */
    void onTrial(ParameterSearch.Result result);

    /** Another system, which has learnt from the same playlists. */
    SequenceRecommender trained(String name) throws IOException;
  }

  static List<ComparedSystem> all() {
    return List.of(
        fixed("random", "uniformly random", UniformRandom.trainer()),
        fixed("popularity", "what is played most", Popularity.trainer()),
        inTime("popularity-now", "what is played most lately", ComparedSystem::presentPopularity),
        inTime(
            "personal", "what this listener plays most", trained(RecentPlays.personalPopularity())),
        inTime(
            "recent-plays",
            "what this listener plays most lately, less the songs just played",
            ComparedSystem::recentPlays),
        fixed("markov", "Markov chain, Witten-Bell smoothing", MarkovChain.trainer()),
        fixed("lags", "mixture of lags, weights by EM", LagMixture.trainer()),
        fixed("item-knn", "neighbours of the last song, cosine", ItemKnn.trainer()),
        neighbours("s-knn", "session neighbours", Weighting.S_KNN),
        neighbours("v-sknn", "session neighbours, recent songs count more", Weighting.V_SKNN),
        neighbours("stan", "session neighbours, fading both ways", Weighting.STAN),
        inTime("stan-now", "the same, of late", ComparedSystem::presentNeighbours),
        fixed(
            "lme-plain",
            "Latent Markov Embedding, single-point, without tags",
            LatentMarkovEmbedding.builder().tags(false).regularisation(5).build()),
        embedding("lme", "Latent Markov Embedding, single-point, artists and tags", false),
        embedding("lme-dual", "Latent Markov Embedding, dual-point, artists and tags", true),
        new ComparedSystem(
            "item2vec", "skip-gram with negative sampling", ComparedSystem::item2vec),
        new ComparedSystem("lstm-paper", "the paper's LSTM, 2 x 100", ComparedSystem::paper),
        new ComparedSystem(
            "lstm", "this library's LSTM, 1 x 128", work -> lstm(work, builder(work, 128, 42))),
        new ComparedSystem(
            "lstm-wide", "the same, 1 x 256", work -> lstm(work, builder(work, 256, 7))),
        new ComparedSystem("blend", "linear blend, for likelihood", ComparedSystem::blend),
        new ComparedSystem(
            "blend-ranking", "log-linear blend, for ranking", ComparedSystem::rankingBlend));
  }

  private static ComparedSystem fixed(
      String name, String description, Trainer<? extends SequenceRecommender> trainer) {
    return new ComparedSystem(name, description, trained(trainer));
  }

  private static Learning trained(Trainer<? extends SequenceRecommender> trainer) {
    return work -> new Trained(trainer.train(work.training(), work.validation()), "");
  }

  private static ComparedSystem inTime(String name, String description, Learning learning) {
    return new ComparedSystem(name, description, true, learning);
  }

  private static Trained presentPopularity(Workshop work) throws IOException {
    return found(
        "popularity-now",
        work,
        ParameterSearch.<Popularity>of(
                logLikelihood(), trial -> Popularity.trainer(halfLife(trial, 2, 7, 30, 90)))
            .trials(4)
            .rounds(1));
  }

  private static Trained recentPlays(Workshop work) throws IOException {
    return found(
        "recent-plays",
        work,
        ParameterSearch.<RecentPlays>of(
                accuracyAt(10),
                trial -> RecentPlays.builder().halfLife(halfLife(trial, 5, 18, 60)).build())
            .trials(6)
            .rounds(1));
  }

  private static Trained presentNeighbours(Workshop work) throws IOException {
    return found(
        "stan-now",
        work,
        ParameterSearch.<SessionKnn>of(
                accuracyAt(10),
                trial ->
                    SessionKnn.builder(Weighting.STAN)
                        .leaveOutLast(trial.oneOf("leave out last", 0, 10, 20))
                        .halfLife(halfLife(trial, 2, 7, 30))
                        .build())
            .trials(10)
            .rounds(1));
  }

  private static Duration halfLife(Trial trial, Integer... days) {
    return Duration.ofDays(trial.oneOf("half-life in days", days));
  }

  private static ComparedSystem neighbours(String name, String description, Weighting weighting) {
    return new ComparedSystem(
        name,
        description,
        work ->
            found(
                name,
                work,
                ParameterSearch.<SessionKnn>of(
                        accuracyAt(10),
                        trial ->
                            SessionKnn.builder(weighting)
                                .neighbours(trial.oneOf("neighbours", 100, 500))
                                .leaveOutLast(trial.oneOf("leave out last", 0, 10, 20))
                                .build())
                    .trials(10)
                    .rounds(1)));
  }

  private static ComparedSystem embedding(String name, String description, boolean dualPoint) {
    return new ComparedSystem(
        name,
        description,
        work ->
            found(
                name,
                work,
                ParameterSearch.<LatentMarkovEmbedding>of(
                    logLikelihood(),
                    trial ->
                        LatentMarkovEmbedding.builder()
                            .dualPoint(dualPoint)
                            .dimensions(trial.oneOf("dimensions", 16, 32, 64))
                            .regularisation(trial.logBetween("regularisation", 2, 40))
                            .epochs(trial.effortOf(6))
                            .build())));
  }

  private static Trained found(
      String name, Workshop work, ParameterSearch<? extends SequenceRecommender> search)
      throws IOException {
    ParameterSearch.Outcome<? extends SequenceRecommender> outcome =
        search
            .table(work.trials(name))
            .listener(work::onTrial)
            .run(work.training(), work.validation());
    return new Trained(outcome.recommender(), outcome.best().parameters());
  }

  private static Trained item2vec(Workshop work) {
    Item2Vec.Builder builder = Item2Vec.builder().listener(work.listener());
    return new Trained(
        (work.small() ? builder.epochs(1) : builder).build().train(work.training()), "");
  }

  private static Trained paper(Workshop work) {
    return lstm(work, LstmTrainer.paper().epochs(work.small() ? 1 : 8));
  }

  private static LstmTrainer.Builder builder(Workshop work, int hiddenSize, long seed) {
    LstmTrainer.Builder builder = LstmTrainer.builder().seed(seed);
    return work.small()
        ? builder.embeddingSize(64).hiddenSize(hiddenSize / 2).epochs(3)
        : builder.hiddenSize(hiddenSize);
  }

  private static Trained lstm(Workshop work, LstmTrainer.Builder builder) {
    LstmRecommender recommender =
        builder
            .provenance(work::provenance)
            .listener(work.listener())
            .build()
            .train(work.training(), work.validation());
    return new Trained(recommender, "");
  }

  private static Trained blend(Workshop work) throws IOException {
    Blend blend = Blend.linear(parts(work)).fit(work.validation());
    return new Trained(blend, blend.toString());
  }

  private static Trained rankingBlend(Workshop work) throws IOException {
    Blend blend = Blend.logLinear(parts(work)).fit(work.validation());
    Blend ranking = blend.fitRanking(work.validation());
    return new Trained(ranking, ranking.toString());
  }

  private static SequenceRecommender[] parts(Workshop work) throws IOException {
    return new SequenceRecommender[] {
      work.trained("lstm"),
      work.trained("lstm-wide"),
      work.trained("stan"),
      work.trained("lags"),
      work.trained("markov")
    };
  }
}
