package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.evaluation.Evaluation;
import dev.segue.pages.html.Page;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains every system on the same playlists, and measures all of them. */
@Command(
    name = "compare",
    description = {
      "Train every system on the training part, tune it on the validation part, and measure it on"
          + " the test part.",
      "Keeps each trained model until all are done: run a stopped command again, and it resumes."
    },
    footer = {
      "",
      "Examples:",
      "  segue compare --data plays.csv --report comparison.html",
      "  segue compare --data plays.csv --only popularity,markov,lstm",
      "",
      "Guide: docs/evaluation.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Compare implements Callable<Integer> {

  private static final int EXAMPLES = 3;
  private static final int SYNTHETIC_VALIDATION = 100;
  private static final int SYNTHETIC_TEST = 300;

  /** By these the best systems are chosen, on the validation part. */
  private static final List<String> CHOSEN_BY = List.of("log_likelihood", "mrr@20");

  @Spec private CommandSpec command;
  @Mixin private DataOptions data;
  @Mixin private JsonOption json;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Compare these systems alone.")
  private @Nullable List<String> only;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with tables and charts; - is standard output.")
  private @Nullable String report;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Keep the trained models here, for good. Without it they are deleted at the end.")
  private @Nullable Path work;

  @Override
  public Integer call() throws IOException {
    data.check();
    List<ComparedSystem> systems = systems();
    json.files()
        .reads("--data", data.path())
        .writes("--report", report)
        .writesInto("--work", work, TrainedSystems::isWritten)
        .check();
    try (Progress progress = Segue.progress(command)) {
      data.recognise(progress);
      progress.start("reading playlists");
      PlaylistDataset training = data.require(Part.TRAIN);
      PlaylistDataset validation = heldOut(Part.VALID, SYNTHETIC_VALIDATION);
      PlaylistDataset test = heldOut(Part.TEST, SYNTHETIC_TEST);
      data.tellRead(progress);
      List<ComparedSystem> possible = possible(systems, training, progress);
      String checksum = checksum(training, validation);
      Path folder = work == null ? Path.of("compare-" + checksum) : work;
      TrainedSystems trained = new TrainedSystems(folder, training, validation, data, progress);
      trained.open(checksum);
      WordOnSignal word =
          new WordOnSignal(
              command,
              "stopped; %s keeps what has been trained so far: the same command resumes from there"
                  .formatted(folder));
      try {
        compare(possible, trained, test, progress);
      } finally {
        word.close();
      }
      if (work == null) {
        trained.delete();
      }
    }
    return 0;
  }

  private void compare(
      List<ComparedSystem> systems, TrainedSystems trained, PlaylistDataset test, Progress progress)
      throws IOException {
    CompareMetrics metrics = new CompareMetrics(trained.training());
    List<ComparedResult> results = new ArrayList<>();
    for (ComparedSystem system : systems) {
      results.add(measure(system, trained, metrics, test, progress));
      progress.line(
          "measured %s, %d of %d".formatted(system.name(), results.size(), systems.size()));
    }
    progress.start("comparing");
    List<Significance> significance = Significance.of(results);
    progress.end();
    Origin origin = Origin.of(command, data, Optional.of(results.get(0).test().protocol()));
    print(origin, results, json.textUnless(Destination.STANDARD_OUTPUT.equals(report)));
    JsonOption.Fields fields =
        out -> {
          origin.write(out);
          write(out, test, results, significance);
          data.writeRead(out);
        };
    json.write(fields);
    if (report != null) {
      Page page =
          new ComparisonPage(
                  origin,
                  results,
                  significance,
                  examples(results, trained, test),
                  test,
                  JsonOption.text(fields))
              .page();
      Destination.write(report, command.commandLine().getOut(), page::write);
    }
  }

  /** A part that is not learnt from: of a synthetic station a few playlists, for speed. */
  private PlaylistDataset heldOut(Part part, int enough) throws IOException {
    PlaylistDataset all = data.require(part);
    if (!data.synthetic()) {
      return all;
    }
    try (Stream<Playlist> playlists = all.playlists()) {
      return PlaylistDataset.of(all.catalogue(), playlists.limit(enough).toList());
    }
  }

  private List<ComparedSystem> systems() {
    Map<String, ComparedSystem> all =
        ComparedSystem.all().stream()
            .collect(Collectors.toMap(ComparedSystem::name, system -> system));
    for (String name : only == null ? List.<String>of() : only) {
      if (!all.containsKey(name)) {
        throw new ParameterException(
            command.commandLine(),
            "there is no system called %s%s; there are %s"
                .formatted(
                    Quotation.quote(name),
                    Misspelling.meant(name, all.keySet()),
                    ComparedSystem.all().stream()
                        .map(ComparedSystem::name)
                        .collect(Collectors.joining(", "))));
      }
    }
    return ComparedSystem.all().stream()
        .filter(system -> only == null || only.contains(system.name()))
        .toList();
  }

  /** Leaves out the systems that learn from times if the playlists have none. */
  private List<ComparedSystem> possible(
      List<ComparedSystem> systems, PlaylistDataset training, Progress progress) {
    String needTimes =
        systems.stream()
            .filter(ComparedSystem::needsTimes)
            .map(ComparedSystem::name)
            .collect(Collectors.joining(", "));
    if (needTimes.isEmpty() || hasTimes(training)) {
      return systems;
    }
    List<ComparedSystem> others = systems.stream().filter(system -> !system.needsTimes()).toList();
    if (others.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "the playlists have no times to learn %s from; choose other systems"
              .formatted(needTimes));
    }
    progress.line("the playlists have no times: left out are " + needTimes);
    return others;
  }

  private static boolean hasTimes(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.anyMatch(playlist -> playlist.listener().isPresent());
    }
  }

  /** Tells training and validation parts apart, so that no model of others is taken. */
  private static String checksum(PlaylistDataset... parts) {
    CRC32 checksum = new CRC32();
    for (PlaylistDataset part : parts) {
      checksum.update(part.catalogue().fingerprint().getBytes(StandardCharsets.UTF_8));
      try (Stream<Playlist> playlists = part.playlists()) {
        playlists.forEachOrdered(
            playlist -> checksum.update(text(playlist).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return String.format("%08x", checksum.getValue());
  }

  /** Songs, and who played them when if that is known. */
  private static String text(Playlist playlist) {
    return playlist
        + playlist
            .listener()
            .map(
                listener ->
                    IntStream.range(0, playlist.size())
                        .mapToObj(position -> playlist.time(position).toString())
                        .collect(Collectors.joining(" ", listener + " ", "")))
            .orElse("");
  }

  private static ComparedResult measure(
      ComparedSystem system,
      TrainedSystems trained,
      CompareMetrics metrics,
      PlaylistDataset test,
      Progress progress)
      throws IOException {
    TrainedSystems.Learnt training = trained.learnt(system.name());
    SequenceRecommender recommender = trained.trained(system.name());
    progress.start("measuring " + system.name(), Evaluate.transitions(test));
    double milliseconds = ServingTime.milliseconds(recommender, test);
    Evaluation onTest =
        metrics.of(recommender).evaluate(recommender, test, Evaluate.counting(progress));
    Evaluation onValidation =
        CompareMetrics.toChooseBy(recommender).evaluate(recommender, trained.validation());
    return new ComparedResult(system, training, onValidation, onTest, milliseconds);
  }

  /** How each system goes on after the beginnings of some playlists. */
  private static List<ContinuationExample> examples(
      List<ComparedResult> results, TrainedSystems trained, PlaylistDataset test)
      throws IOException {
    List<ContinuationExample> examples = ContinuationExample.of(test, EXAMPLES);
    for (ComparedResult result : results) {
      String name = result.system().name();
      SequenceRecommender recommender = trained.trained(name);
      examples.forEach(example -> example.add(name, recommender));
    }
    return examples;
  }

  private void print(Origin origin, List<ComparedResult> results, PrintWriter text) {
    text.println(origin);
    text.println();
    new ComparedTable(Segue.terminal(command).tableColumns()).print(results, text);
    for (String metric : CHOSEN_BY) {
      List<String> best = best(results, metric);
      if (!best.isEmpty()) {
        text.printf(
            "Best by %s on the validation part: %s%s%n",
            metric, String.join(", ", best), best.size() > 1 ? " (equally good)" : "");
      }
    }
    text.flush();
  }

  /** The names of the best systems, more than one if they are equally good. */
  private static List<String> best(List<ComparedResult> results, String metric) {
    return Significance.allBest(results, metric).stream()
        .map(result -> result.system().name())
        .toList();
  }

  private static void write(
      JsonGenerator json,
      PlaylistDataset test,
      List<ComparedResult> results,
      List<Significance> significance)
      throws IOException {
    json.writeNumberField("songs", test.catalogue().size());
    json.writeNumberField("transitions", Evaluate.transitions(test));
    json.writeObjectFieldStart("best");
    for (String metric : CHOSEN_BY) {
      Optional<ComparedResult> best = Significance.best(results, metric);
      if (best.isPresent()) {
        json.writeStringField(metric, best.get().system().name());
      }
    }
    json.writeEndObject();
    json.writeObjectFieldStart("equally_good");
    for (String metric : CHOSEN_BY) {
      JsonOption.writeTexts(json, metric, best(results, metric));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("systems");
    for (ComparedResult result : results) {
      json.writeStartObject();
      result.write(json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("significance");
    for (Significance each : significance) {
      json.writeStartObject();
      each.write(json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
