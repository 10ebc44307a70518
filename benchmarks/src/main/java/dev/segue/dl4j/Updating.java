package dev.segue.dl4j;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ScoredTransition;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares what keeps a model up to date on the log of stations: nothing, an update each day, an
 * update each week, and a training each week. All begin with the same model, trained on what was
 * played before the last weeks, and see the plays of the test days in the listeners' memories.
 * Prints how often the next song was among the first ten, day by day.
 */
@Command(name = "Updating", mixinStandardHelpOptions = true, sortOptions = false)
public final class Updating implements Callable<Integer> {

  /** How a model is kept up to date. */
  enum Variant {
    NEVER,
    DAILY,
    WEEKLY,
    RETRAINED
  }

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  @Option(names = "--data", required = true, description = "The log, in CSV.")
  private Path data = Path.of("");

  @Option(names = "--model", required = true, description = "The first model; trained if missing.")
  private Path model = Path.of("");

  @Option(names = "--weeks", description = "Weeks at the end; default ${DEFAULT-VALUE}.")
  private int weeks = 4;

  @Option(names = "--epochs", description = "Of each training; default ${DEFAULT-VALUE}.")
  private int epochs = 10;

  @Option(names = "--update-epochs", description = "Of each update; default that of the library.")
  private @Nullable Integer updateEpochs;

  @Option(names = "--update-rate", description = "Learning rate; default that of the library.")
  private @Nullable Double updateRate;

  @Option(
      names = "--replay",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether updates replay old plays.")
  private boolean replay;

  @Option(
      names = "--variants",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}; default all.")
  private List<Variant> variants = List.of(Variant.values());

  private final Evaluator evaluator = Evaluator.of(Metric.accuracyAt(10));

  /** When each song was played first. */
  private final Map<String, Instant> firstPlays = new HashMap<>();

  /** When the first model's training ends. */
  private Instant start = Instant.MAX;

  /** Creates the command. */
  public Updating() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Updating())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    SessionDataset sessions =
        CsvHistory.read(data, CsvOptions.ofDefaults())
            .sessions(SessionRules.ofDefaults().sessionGap(Duration.ofHours(8)).longest(DAY));
    try (Stream<Playlist> all = sessions.playlists()) {
      all.forEach(playlist -> noteFirstPlays(playlist, sessions));
    }
    Instant end = sessions.lastEnd().plusSeconds(1);
    start = end.minus(WEEK.multipliedBy(weeks));
    LstmRecommender first = first(sessions.splitByTime(start, end).training());
    List<Measured> results = new ArrayList<>();
    for (Variant variant : variants) {
      Measured measured = new Measured(variant);
      measure(first, sessions, measured);
      results.add(measured);
      System.out.printf(
          Locale.ROOT,
          "%-10s accuracy@10 %.4f, of new songs %.4f, log-likelihood %.4f; %d times %.1f s%n",
          measured.name(),
          measured.accuracy(each -> true),
          measured.accuracy(this::isNew),
          measured.logLikelihood(),
          measured.changes,
          measured.seconds / Math.max(1, measured.changes));
    }
    print(results);
    return 0;
  }

  private void noteFirstPlays(Playlist playlist, PlaylistDataset dataset) {
    for (int position = 0; position < playlist.size(); position++) {
      firstPlays.merge(
          dataset.catalogue().song(playlist.song(position)).id(),
          playlist.time(position),
          (one, other) -> one.isBefore(other) ? one : other);
    }
  }

  private LstmRecommender first(PlaylistDataset training) throws IOException {
    if (!Files.exists(model)) {
      long begun = System.nanoTime();
      train(training).save(model);
      System.out.printf(Locale.ROOT, "trained in %.1f s%n", (System.nanoTime() - begun) * 1e-9);
    }
    return LstmRecommender.load(model);
  }

  private LstmRecommender train(PlaylistDataset training) {
    return LstmTrainer.builder().epochs(epochs).build().train(training);
  }

  private void measure(LstmRecommender first, SessionDataset sessions, Measured measured) {
    LstmRecommender now = first;
    for (int day = 0; day < WEEK.toDays() * weeks; day++) {
      Instant morning = start.plus(DAY.multipliedBy(day));
      if (day > 0 && (measured.variant == Variant.DAILY || day % WEEK.toDays() == 0)) {
        long begun = System.nanoTime();
        now = change(measured.variant, now, sessions, morning);
        measured.seconds += (System.nanoTime() - begun) * 1e-9;
        measured.changes += now == first ? 0 : 1;
      }
      evaluator.evaluate(
          now,
          sessions.splitByTime(morning, morning.plus(DAY)).validation(),
          target -> measured.targets.add(Target.of(target)));
    }
  }

  private LstmRecommender change(
      Variant variant, LstmRecommender before, SessionDataset sessions, Instant now) {
    return switch (variant) {
      case NEVER -> before;
      case DAILY -> update(before, sessions.splitByTime(now.minus(DAY), now));
      case WEEKLY -> update(before, sessions.splitByTime(now.minus(WEEK), now));
      case RETRAINED -> train(sessions.splitByTime(now, now).training());
    };
  }

  private LstmRecommender update(LstmRecommender before, DatasetSplit split) {
    LstmTrainer.Builder settings = LstmTrainer.builder();
    if (updateEpochs != null) {
      settings.epochs(updateEpochs);
    }
    if (updateRate != null) {
      settings.learningRate(updateRate);
    }
    LstmTrainer trainer = settings.build();
    return replay
        ? trainer.update(before, split.validation(), split.training())
        : trainer.update(before, split.validation());
  }

  /** Whether a target is of a song that was new in the week before, and not its first play. */
  private boolean isNew(Target target) {
    Instant time = target.time();
    Instant first = firstPlays.getOrDefault(target.songId(), time);
    return !first.isBefore(start) && time.isAfter(first) && time.isBefore(first.plus(WEEK));
  }

  private void print(List<Measured> results) {
    System.out.printf("%n%-12s%8s", "", "targets");
    results.forEach(each -> System.out.printf("%11s", each.name()));
    System.out.println();
    for (int day = 0; day < WEEK.toDays() * weeks; day++) {
      Instant from = start.plus(DAY.multipliedBy(day));
      print(results, "day " + (day + 1), each -> isBetween(each, from, from.plus(DAY)));
    }
    for (int week = 0; week < weeks; week++) {
      Instant from = start.plus(WEEK.multipliedBy(week));
      print(results, "week " + (week + 1), each -> isBetween(each, from, from.plus(WEEK)));
    }
    print(results, "all", each -> true);
    print(results, "new songs", this::isNew);
  }

  private static boolean isBetween(Target target, Instant from, Instant until) {
    return !target.time().isBefore(from) && target.time().isBefore(until);
  }

  private static void print(List<Measured> results, String name, Predicate<Target> which) {
    long targets = results.get(0).targets.stream().filter(which).count();
    System.out.println(
        results.stream()
            .map(each -> String.format(Locale.ROOT, "%11.3f", each.accuracy(which)))
            .collect(
                Collectors.joining("", String.format(Locale.ROOT, "%-12s%8d", name, targets), "")));
  }

  /** What is kept of a target. */
  private record Target(Instant time, String songId, double rank, double logProbability) {

    static Target of(ScoredTransition target) {
      return new Target(
          target.time().orElseThrow(),
          target.song().id(),
          target.rank(),
          target.logProbability().orElseThrow());
    }
  }

  /** What was measured of one variant. */
  private static final class Measured {

    private final Variant variant;
    private final List<Target> targets = new ArrayList<>();
    private double seconds;
    private int changes;

    Measured(Variant variant) {
      this.variant = variant;
    }

    String name() {
      return variant.name().toLowerCase(Locale.ROOT);
    }

    double accuracy(Predicate<Target> which) {
      return targets.stream()
          .filter(which)
          .mapToDouble(each -> each.rank() <= 10 ? 1 : 0)
          .average()
          .orElse(Double.NaN);
    }

    double logLikelihood() {
      return targets.stream().mapToDouble(Target::logProbability).average().orElse(Double.NaN);
    }
  }
}
