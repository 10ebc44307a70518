package dev.segue.commandline;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static dev.segue.evaluation.Metric.ndcgAt;
import static dev.segue.evaluation.Metric.perplexity;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ScoredTransition;
import dev.segue.files.AtomicFiles;
import dev.segue.pages.html.Page.Fact;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how well a model predicts playlists that it has not learnt from. */
@Command(
    name = "evaluate",
    description = "Measure how well a model predicts playlists.",
    footer = {
      "",
      "Examples:",
      "  segue evaluate --model plays.segue --data plays.csv",
      "  segue evaluate --model plays.segue --data plays.csv --report evaluation.html",
      "",
      "Guide: docs/evaluation.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Evaluate implements Callable<Integer> {

  private static final List<Metric> METRICS =
      List.of(
          accuracyAt(1),
          accuracyAt(5),
          accuracyAt(10),
          accuracyAt(20),
          accuracyAt(50),
          accuracyAt(100),
          accuracyAt(500),
          mrrAt(20),
          ndcgAt(20),
          logLikelihood(),
          perplexity());

  static final Evaluator EVALUATOR = Evaluator.of(METRICS);

  @Spec private CommandSpec command;
  @Mixin private DataOptions data;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = "test",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Part part;

  @Option(
      names = "--per-transition",
      paramLabel = "FILE",
      description = "Write rank and log-probability (nats) of each next song, tab-separated.")
  private @Nullable Path perTransition;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Write a page: how far probabilities can be trusted, accuracy by position, popularity and"
              + " age; - is standard output.")
  private @Nullable String report;

  @Override
  public Integer call() throws IOException {
    data.checkPath();
    model
        .addTo(json.files().reads("--data", data.path()))
        .writes("--per-transition", perTransition)
        .writes("--report", report)
        .check();
    try (Progress progress = Segue.progress(command)) {
      SequenceRecommender recommender = model.read(progress).recommender();
      DefaultsFromModel defaults = data.defaultsFrom(recommender.provenance());
      data.check();
      data.recognise(progress);
      if (!defaults.taken().isEmpty()) {
        progress.line("as in the training of the model: " + String.join(", ", defaults.taken()));
      }
      progress.start("reading playlists");
      PlaylistDataset dataset = data.require(part);
      data.tellRead(progress);
      MeasuredPlaylists measured = MeasuredPlaylists.of(recommender, dataset);
      TargetGroups groups = TargetGroups.of(recommender.provenance(), data.trainingAtHand());
      List<String> warnings =
          Stream.of(defaults.warnings(), measured.warnings()).flatMap(List::stream).toList();
      progress.start("evaluating", measured.targets());
      long start = System.nanoTime();
      List<Metric> ofPage =
          report == null
              ? List.of()
              : EvaluationPage.metrics(recommender.probabilistic(), groups.training());
      Evaluation all = evaluate(recommender, dataset, groups, ofPage, progress);
      double seconds = (System.nanoTime() - start) * 1e-9;
      progress.end();
      Evaluation evaluation = withoutGroups(all);
      PrintWriter text = json.textUnless(Destination.STANDARD_OUTPUT.equals(report));
      text.println(evaluation);
      groups.lines(all).forEach(text::println);
      warnings.forEach(warning -> text.println("warning: " + warning));
      if (report != null) {
        EvaluationPage page = new EvaluationPage(facts(evaluation), forPage(all, ofPage));
        Destination.write(report, command.commandLine().getOut(), page.page()::write);
      }
      json.write(
          fields -> {
            Origin.of(command, data, Optional.empty()).write(fields);
            write(fields, evaluation, seconds);
            groups.write(fields, all);
            measured.write(fields);
            data.writeRead(fields);
            JsonOption.writeTexts(fields, "from_model", defaults.taken());
            JsonOption.writeTexts(fields, "warnings", warnings);
          });
    }
    return 0;
  }

  private Evaluation evaluate(
      SequenceRecommender recommender,
      PlaylistDataset dataset,
      TargetGroups groups,
      List<Metric> ofPage,
      Progress progress)
      throws IOException {
    Evaluator evaluator = Evaluator.of(distinct(Stream.of(METRICS, groups.metrics(), ofPage)));
    Consumer<ScoredTransition> counting = counting(progress);
    if (perTransition == null) {
      return evaluator.evaluate(recommender, dataset, counting);
    }
    try (AtomicFiles files = new AtomicFiles()) {
      TransitionTable table = new TransitionTable(files.addText(perTransition));
      Evaluation evaluation = evaluator.evaluate(recommender, dataset, counting.andThen(table));
      files.replace();
      return evaluation;
    }
  }

  private static Evaluation withoutGroups(Evaluation all) {
    return withResults(all, all.results().stream().limit(METRICS.size()));
  }

  /** What is measured of all targets, of days after training, and for a page. */
  private static Evaluation forPage(Evaluation all, List<Metric> ofPage) {
    Set<String> shown =
        Stream.of(METRICS, ofPage)
            .flatMap(List::stream)
            .map(Metric::name)
            .collect(Collectors.toSet());
    return withResults(
        all,
        all.results().stream()
            .filter(
                each -> shown.contains(each.metric()) || GroupedTargets.DAY.has(each.metric())));
  }

  private static Evaluation withResults(Evaluation all, Stream<Evaluation.Result> results) {
    return new Evaluation(
        all.transitions(), all.unknownTargets(), all.protocol(), results.toList());
  }

  /** Metrics, each once: groups of the table and of the page may be the same. */
  private static List<Metric> distinct(Stream<List<Metric>> metrics) {
    Map<String, Metric> byName = new LinkedHashMap<>();
    metrics.flatMap(List::stream).forEach(each -> byName.putIfAbsent(each.name(), each));
    return List.copyOf(byName.values());
  }

  /** Where the figures of a page are from. */
  private List<Fact> facts(Evaluation evaluation) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Model", model.path().toString()));
    facts.addAll(Origin.of(command, data, Optional.of(evaluation.protocol())).facts());
    return facts;
  }

  static Consumer<ScoredTransition> counting(Progress progress) {
    AtomicLong done = new AtomicLong();
    return transition -> progress.to(done.incrementAndGet());
  }

  /** How many transitions an evaluation shows. */
  static long transitions(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.mapToLong(Playlist::targets).sum();
    }
  }

  private static void write(JsonGenerator json, Evaluation evaluation, double seconds)
      throws IOException {
    json.writeNumberField("transitions", evaluation.transitions());
    json.writeNumberField("unknown_targets", evaluation.unknownTargets());
    json.writeStringField("protocol", evaluation.protocol().toString());
    writeMetrics(json, "metrics", evaluation);
    json.writeObjectFieldStart("standard_errors");
    for (Evaluation.Result result : evaluation.results()) {
      JsonOption.writeNumber(json, result.metric(), result.standardError());
    }
    json.writeEndObject();
    json.writeNumberField("seconds", seconds);
  }

  static void writeMetrics(JsonGenerator json, String name, Evaluation evaluation)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Evaluation.Result result : evaluation.results()) {
      JsonOption.writeNumber(json, result.metric(), result.value());
    }
    json.writeEndObject();
  }
}
