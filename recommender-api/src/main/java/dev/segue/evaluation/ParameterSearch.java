package dev.segue.evaluation;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
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
 * Searches for the best parameters of a trainer: draws them at random (Bergstra and Bengio, "Random
 * Search for Hyper-Parameter Optimization", JMLR 13, 2012, <a
 * href="https://jmlr.org/papers/v13/bergstra12a.html">jmlr.org</a>), trains all trials a little,
 * and goes on with the better ones (successive halving; Jamieson and Talwalkar, "Non-stochastic
 * Best Arm Identification and Hyperparameter Optimization", AISTATS 2016, <a
 * href="https://arxiv.org/abs/1502.07943">arXiv:1502.07943</a>). One thread at a time.
 *
 * <p>With 9 trials, 3 rounds and a reduction of 3, nine trials are made with a ninth of the effort,
 * the best three of them with a third, and the best one with all of it. What the effort is, the
 * caller's function says: epochs, mostly. Where nothing can be done by halves, one round makes all
 * trials in full.
 *
 * @param <R> what is trained
 */
public final class ParameterSearch<R extends SequenceRecommender> {

  private static final Comparator<Result> BETTER_FIRST =
      Comparator.<Result>comparingDouble(
              result -> Double.isNaN(result.value()) ? Double.POSITIVE_INFINITY : -result.value())
          .thenComparingInt(Result::trial);

  private final Metric metric;
  private final Function<Trial, Trainer<? extends R>> trainers;
  private int trials = 9;
  private int rounds = 3;
  private int reduction = 3;
  private long seed = 42;
  private @Nullable Path table;
  private Consumer<Result> listener = result -> {};

  private ParameterSearch(Metric metric, Function<Trial, Trainer<? extends R>> trainers) {
    this.metric = metric;
    this.trainers = trainers;
  }

  /**
   * A search of 9 trials in 3 rounds, of which each goes on with the best third.
   *
   * @param metric what shall be as large as possible on the validation playlists
   * @param trainers makes a trainer with the parameters that it asks the trial for, which must be
   *     the same ones for all trials
   * @param <R> what is trained
   * @return the search
   */
  public static <R extends SequenceRecommender> ParameterSearch<R> of(
      Metric metric, Function<Trial, Trainer<? extends R>> trainers) {
    return new ParameterSearch<>(
        Objects.requireNonNull(metric, "metric"), Objects.requireNonNull(trainers, "trainers"));
  }

  /**
   * How often parameters are drawn. Default: 9.
   *
   * @param trials at least 1
   * @return this search
   * @throws IllegalArgumentException if there are none
   */
  public ParameterSearch<R> trials(int trials) {
    this.trials = atLeast(1, "trials", trials);
    return this;
  }

  /**
   * In how many rounds. Default: 3, with a reduction of 3.
   *
   * @param rounds at least 1
   * @param reduction of how many trials one goes on to the next round, and how many times the
   *     effort is larger there; at least 2
   * @return this search
   * @throws IllegalArgumentException if a number is less
   */
  public ParameterSearch<R> rounds(int rounds, int reduction) {
    this.rounds = atLeast(1, "rounds", rounds);
    this.reduction = atLeast(2, "reduction", reduction);
    return this;
  }

  /**
   * What the draws start from. Default: 42. The same seed draws the same parameters for a trial of
   * the same number.
   *
   * @param seed any number
   * @return this search
   */
  public ParameterSearch<R> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * A file that gets a line for each result as soon as it is there: tab-separated, below a line of
   * column names. If there is such a file already, the search goes on where it was stopped.
   * Default: none.
   *
   * @param table the file
   * @return this search
   */
  public ParameterSearch<R> table(Path table) {
    this.table = Objects.requireNonNull(table, "table");
    return this;
  }

  /**
   * Who is told of each result, on the thread that searches. Default: nobody.
   *
   * @param listener is told
   * @return this search
   */
  public ParameterSearch<R> listener(Consumer<Result> listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  private static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be >= %d, was %d".formatted(name, least, value));
    }
    return value;
  }

  /**
   * What one trial came to in one round.
   *
   * @param trial its number, from 0
   * @param effort the share of the whole effort that it was trained with
   * @param value the metric on the validation playlists
   * @param seconds how long it was trained and measured
   * @param parameters what was drawn, such as {@code dropout=0.25, layers=2}
   */
  public record Result(int trial, double effort, double value, double seconds, String parameters) {}

  /**
   * What was found.
   *
   * @param recommender trained with the best parameters and all effort
   * @param results those of all trials, round by round, in each the best first
   * @param <R> what is trained
   */
  public record Outcome<R>(R recommender, List<Result> results) {

    /**
     * The best result with all effort.
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
     * What was found.
     *
     * @param recommender trained with the best parameters
     * @param results copied
     */
    public Outcome {
      results = List.copyOf(results);
    }
  }

  /**
   * Searches.
   *
   * @param training what is learnt from
   * @param validation what the results are measured on, and the progress of each training
   * @return the best recommender, and all results
   * @throws IOException if the table cannot be read or written
   * @throws IllegalArgumentException if the table is of another search
   */
  public Outcome<R> run(PlaylistDataset training, PlaylistDataset validation) throws IOException {
    TrialTable known = TrialTable.open(table, metric.name());
    List<Result> results = new ArrayList<>();
    Map<Integer, R> trained = new HashMap<>(); // the best one of the last round
    List<Integer> going = IntStream.range(0, trials).boxed().toList();
    for (int round = 1; round <= rounds; round++) {
      double effort = Math.pow(reduction, round - rounds);
      List<Result> ofRound = new ArrayList<>();
      for (int number : going) {
        Trial trial = new Trial(number, effort, seed);
        ofRound.add(result(trial, training, validation, known, trained));
        ofRound.sort(BETTER_FIRST);
        trained.keySet().retainAll(Set.of(ofRound.get(0).trial()));
      }
      results.addAll(ofRound);
      int left = round == rounds ? 1 : Math.max(1, ofRound.size() / reduction);
      going = ofRound.stream().limit(left).map(Result::trial).sorted().toList();
      trained.keySet().removeIf(number -> effort < 1);
    }
    int best = going.get(0);
    R recommender = trained.get(best);
    return new Outcome<>(
        recommender == null // was found by an earlier run
            ? trainers.apply(new Trial(best, 1, seed)).train(training, validation)
            : recommender,
        results);
  }

  private Result result(
      Trial trial,
      PlaylistDataset training,
      PlaylistDataset validation,
      TrialTable known,
      Map<Integer, R> trained)
      throws IOException {
    Trainer<? extends R> trainer = trainers.apply(trial);
    Result result = known.find(trial);
    if (result == null) {
      long start = System.nanoTime();
      R recommender = trainer.train(training, validation);
      double value = Evaluator.of(metric).evaluate(recommender, validation).value(metric.name());
      double seconds = (System.nanoTime() - start) * 1e-9;
      result = new Result(trial.number(), trial.effort(), value, seconds, trial.parameters());
      known.add(result);
      trained.put(trial.number(), recommender);
    }
    listener.accept(result);
    return result;
  }
}
