package dev.segue.evaluation;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import dev.segue.interruption.TaskThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the best parameters of a trainer. Draws them at random (Bergstra and Bengio, "Random
 * Search for Hyper-Parameter Optimization", JMLR 13, 2012, <a
 * href="https://jmlr.org/papers/v13/bergstra12a.html">jmlr.org</a>), trains all trials with little
 * effort, and continues with the better ones (successive halving; Jamieson and Talwalkar,
 * "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016, <a
 * href="https://arxiv.org/abs/1502.07943">arXiv:1502.07943</a>). Immutable; may be shared by
 * threads if the caller's functions may, and if each run has a table of its own.
 *
 * {@snippet class="dev.segue.samples.javadoc.EvaluationExamplesTest" region="search"}
 *
 * <p>With 9 trials, 3 rounds and a reduction of 3, the search runs nine trials with a ninth of the
 * effort, the best three with a third, and the best one with the full effort. The caller's function
 * decides what effort means, usually epochs. If training cannot be shortened, use one round, which
 * runs all trials in full.
 *
 * @param <R> the type of recommender
 */
public final class ParameterSearch<R extends SequenceRecommender> {

  private static final Comparator<Result> BETTER_FIRST =
      Comparator.<Result>comparingDouble(
              result -> Double.isNaN(result.value()) ? Double.POSITIVE_INFINITY : -result.value())
          .thenComparingInt(Result::trial);

  private final Metric metric;
  private final Function<Trial, Trainer<? extends R>> trainers;
  private final Settings settings;

  private ParameterSearch(
      Metric metric, Function<Trial, Trainer<? extends R>> trainers, Settings settings) {
    this.metric = metric;
    this.trainers = trainers;
    this.settings = settings;
  }

  /**
   * The settings of a search. See the methods of the same names.
   *
   * @param table null for none
   */
  record Settings(
      int trials,
      int rounds,
      int reduction,
      int atOnce,
      long seed,
      @Nullable Path table,
      Consumer<Result> listener) {
    static final Settings DEFAULTS = new Settings(9, 3, 3, 1, 42, null, result -> {});

    Settings trials(int number) {
      return new Settings(number, rounds, reduction, atOnce, seed, table, listener);
    }

    Settings rounds(int number) {
      return new Settings(trials, number, reduction, atOnce, seed, table, listener);
    }

    Settings reduction(int factor) {
      return new Settings(trials, rounds, factor, atOnce, seed, table, listener);
    }

    Settings atOnce(int number) {
      return new Settings(trials, rounds, reduction, number, seed, table, listener);
    }

    Settings seed(long number) {
      return new Settings(trials, rounds, reduction, atOnce, number, table, listener);
    }

    Settings table(Path file) {
      return new Settings(trials, rounds, reduction, atOnce, seed, file, listener);
    }

    Settings listener(Consumer<Result> each) {
      return new Settings(trials, rounds, reduction, atOnce, seed, table, each);
    }
  }

  /**
   * Returns a search with the default settings.
   *
   * @param metric the metric to maximise on the validation playlists
   * @param trainers makes a trainer with parameters drawn from the trial; must draw the same
   *     parameters for all trials
   * @param <R> the type of recommender
   * @return the search
   * @throws NullPointerException if an argument is null
   */
  public static <R extends SequenceRecommender> ParameterSearch<R> of(
      Metric metric, Function<Trial, Trainer<? extends R>> trainers) {
    return new ParameterSearch<>(
        Objects.requireNonNull(metric, "metric"),
        Objects.requireNonNull(trainers, "trainers"),
        Settings.DEFAULTS);
  }

  private ParameterSearch<R> with(Settings others) {
    return new ParameterSearch<>(metric, trainers, others);
  }

  /**
   * Returns this search with another number of trials.
   *
   * @param trials at least 1; default 9
   * @return the search
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ParameterSearch<R> trials(int trials) {
    return with(settings.trials(atLeast(1, "trials", trials)));
  }

  /**
   * Returns this search with another number of rounds.
   *
   * @param rounds at least 1; default 3
   * @return the search
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ParameterSearch<R> rounds(int rounds) {
    return with(settings.rounds(atLeast(1, "rounds", rounds)));
  }

  /**
   * Returns this search with another reduction: the factor by which each round has fewer trials and
   * more effort than the one before.
   *
   * @param reduction at least 2; default 3
   * @return the search
   * @throws IllegalArgumentException if the factor is less than 2
   */
  public ParameterSearch<R> reduction(int reduction) {
    return with(settings.reduction(atLeast(2, "reduction", reduction)));
  }

  /**
   * Returns this search with another number of trials that run at once, each on a thread of its
   * own; trainers are made on the searching thread. Pays where one training does not fill the
   * machine, as small networks do not fill a GPU. The results are the same, in another order within
   * a round.
   *
   * @param trials at least 1; default 1, on the searching thread
   * @return the search
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ParameterSearch<R> trialsAtOnce(int trials) {
    return with(settings.atOnce(atLeast(1, "trialsAtOnce", trials)));
  }

  /**
   * Returns this search with another random seed. The same seed draws the same parameters for a
   * trial of the same number.
   *
   * @param seed any number; default 42
   * @return the search
   */
  public ParameterSearch<R> seed(long seed) {
    return with(settings.seed(seed));
  }

  /**
   * Returns this search with a file that records each result, as a tab-separated line below a line
   * of column names. If the file exists, the search resumes where it stopped.
   *
   * @param table the file; default none
   * @return the search
   * @throws NullPointerException if it is null
   */
  public ParameterSearch<R> table(Path table) {
    return with(settings.table(Objects.requireNonNull(table, "table")));
  }

  /**
   * Returns this search with another listener instead of its own.
   *
   * @param listener called for each result, on the searching thread; default none
   * @return the search
   * @throws NullPointerException if it is null
   */
  public ParameterSearch<R> listener(Consumer<Result> listener) {
    return with(settings.listener(Objects.requireNonNull(listener, "listener")));
  }

  private static int atLeast(int min, String name, int value) {
    if (value < min) {
      throw new IllegalArgumentException("%s must be >= %d, was %d".formatted(name, min, value));
    }
    return value;
  }

  /**
   * The result of one trial in one round. Immutable; may be shared by threads.
   *
   * @param trial its number, from 0
   * @param effort the share of the full effort in its training
   * @param value the metric on the validation playlists
   * @param seconds the time of training and evaluation
   * @param parameters the parameters drawn, such as {@code dropout=0.25, layers=2}
   */
  public record Result(int trial, double effort, double value, double seconds, String parameters) {

    /**
     * Makes a result.
     *
     * @param trial its number, from 0
     * @param effort the share of the full effort in its training
     * @param value the metric on the validation playlists
     * @param seconds the time of training and evaluation
     * @param parameters the parameters drawn
     */
    public Result {
      Objects.requireNonNull(parameters, "parameters");
    }
  }

  /**
   * The outcome of a search. Immutable; may be shared by threads.
   *
   * @param recommender the recommender trained with the best parameters and the full effort
   * @param results the results of all trials, round by round, each with the best first
   * @param <R> the type of recommender
   */
  public record Outcome<R>(R recommender, List<Result> results) {

    /**
     * Returns the best result with the full effort.
     *
     * @return the result
     */
    public Result best() {
      return results.stream()
          .filter(result -> result.effort() == 1)
          .min(BETTER_FIRST)
          .orElseThrow();
    }

    /**
     * Makes an outcome.
     *
     * @param recommender the recommender trained with the best parameters
     * @param results the results; copied
     */
    public Outcome {
      Objects.requireNonNull(recommender, "recommender");
      Objects.requireNonNull(results, "results")
          .forEach(each -> Objects.requireNonNull(each, "results"));
      results = List.copyOf(results);
    }
  }

  /**
   * Runs the search.
   *
   * @param training the playlists to train on
   * @param validation the playlists to measure the results on, and the progress of each training
   * @return the best recommender, and all results
   * @throws IOException if the table cannot be read or written
   * @throws IllegalArgumentException if the table is of another search
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; the table
   *     keeps the trials that are done
   */
  public Outcome<R> run(PlaylistDataset training, PlaylistDataset validation) throws IOException {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    return search(training.checked(), validation.checked());
  }

  private Outcome<R> search(PlaylistDataset training, PlaylistDataset validation)
      throws IOException {
    TrialTable known = TrialTable.open(settings.table(), metric.name());
    List<Result> results = new ArrayList<>();
    Map<Integer, R> trained = new HashMap<>(); // the best of the last round
    List<Integer> going = IntStream.range(0, settings.trials()).boxed().toList();
    try (TaskThreads<Trained<R>> threads = new TaskThreads<>("the search", settings.atOnce())) {
      for (int round = 1; round <= settings.rounds(); round++) {
        double effort = Math.pow(settings.reduction(), round - settings.rounds());
        List<Result> ofRound = new ArrayList<>();
        Consumer<Result> listener =
            settings
                .listener()
                .andThen(ofRound::add)
                .andThen(result -> ofRound.sort(BETTER_FIRST))
                .andThen(result -> trained.keySet().retainAll(Set.of(ofRound.get(0).trial())));
        for (int number : going) {
          Trial trial = new Trial(number, effort, settings.seed());
          Trainer<? extends R> trainer = trainers.apply(trial);
          Result result = known.find(trial);
          if (result == null) {
            threads.run(() -> trained(trial, trainer, training, validation));
            record(threads.finished(), known, trained, listener);
          } else {
            listener.accept(result);
          }
        }
        record(threads.all(), known, trained, listener);
        results.addAll(ofRound);
        int left =
            round == settings.rounds() ? 1 : Math.max(1, ofRound.size() / settings.reduction());
        going = ofRound.stream().limit(left).map(Result::trial).sorted().toList();
        trained.keySet().removeIf(number -> effort < 1);
      }
    }
    int best = going.get(0);
    R recommender = trained.get(best);
    return new Outcome<>(
        recommender == null // its result is from an earlier run
            ? trainers.apply(new Trial(best, 1, settings.seed())).train(training, validation)
            : recommender,
        results);
  }

  /** A trial that is done. */
  private record Trained<R>(Result result, R recommender) {}

  private Trained<R> trained(
      Trial trial,
      Trainer<? extends R> trainer,
      PlaylistDataset training,
      PlaylistDataset validation) {
    long start = System.nanoTime();
    R recommender = trainer.train(training, validation);
    double value = Evaluator.of(metric).evaluate(recommender, validation).value(metric.name());
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Trained<>(
        new Result(trial.number(), trial.effort(), value, seconds, trial.parameters()),
        recommender);
  }

  private static <R> void record(
      List<Trained<R>> finished,
      TrialTable known,
      Map<Integer, R> trained,
      Consumer<Result> listener)
      throws IOException {
    for (Trained<R> each : finished) {
      known.add(each.result());
      trained.put(each.result().trial(), each.recommender());
      listener.accept(each.result());
    }
  }
}
