package dev.segue.commandline;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.byAge;
import static dev.segue.evaluation.Metric.byPopularity;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.PlaylistDataset;
import dev.segue.PlaylistDigests;
import dev.segue.Provenance;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Metric;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Groups of targets, with the metrics of each: by days after training, and by whether the song was
 * played in training. Immutable.
 */
final class TargetGroups {

  /** The first day, the rest of the first week, the second week, the next two, and later. */
  static final int[] DAYS = {1, 2, 8, 15, 29};

  private static final int[] PLAYS = {0, 1};
  private static final List<Metric> MEASURED = List.of(accuracyAt(10), mrrAt(20), logLikelihood());

  /** What people read in place of a group's name. */
  private static final Map<String, String> LABELS =
      Map.of("plays 0", "new songs", "plays 1+", "songs of training");

  private final Optional<Instant> trainedUntil;
  private final Optional<PlaylistDataset> training;

  /** {@code [measured][groups]}; without groups if the end of training is not known. */
  private final List<List<Metric>> byAge;

  /** {@code [measured][groups]}; without groups if the training playlists are not known. */
  private final List<List<Metric>> bySong;

  private TargetGroups(Optional<Instant> trainedUntil, Optional<PlaylistDataset> training) {
    this.trainedUntil = trainedUntil;
    this.training = training;
    this.byAge = divide(metric -> trainedUntil.map(end -> byAge(metric, end, DAYS)));
    this.bySong = divide(metric -> training.map(songs -> byPopularity(metric, songs, PLAYS)));
  }

  private static List<List<Metric>> divide(Function<Metric, Optional<List<Metric>>> groups) {
    return MEASURED.stream().map(metric -> groups.apply(metric).orElse(List.of())).toList();
  }

  /**
   * Makes the groups that can be told apart.
   *
   * @param model what the model was trained on, as far as it says
   * @param training what it was trained on by the options; left out if the model's digests say that
   *     it was not
   */
  static TargetGroups of(Provenance model, Optional<PlaylistDataset> training) {
    Optional<PlaylistDataset> trainedOn = training.filter(each -> isTrainedOn(model, each));
    return new TargetGroups(
        model
            .trainedUntil()
            .or(() -> trainedOn.flatMap(each -> Provenance.of(each).trainedUntil())),
        trainedOn);
  }

  private static boolean isTrainedOn(Provenance model, PlaylistDataset training) {
    PlaylistDigests digests = PlaylistDigests.of(training);
    return digests.size() > 0 && digests.equals(model.digests().orElse(digests));
  }

  /** What the model was trained on, if that is known. */
  Optional<PlaylistDataset> training() {
    return training;
  }

  /** What to measure for all groups. */
  List<Metric> metrics() {
    return Stream.of(byAge, bySong).flatMap(List::stream).flatMap(List::stream).toList();
  }

  /**
   * The figures of a group.
   *
   * @param name such as {@code day 2-7}
   * @param results of what is measured
   */
  private record Group(String name, List<Evaluation.Result> results) {

    /** The number of targets, since the first of the metrics counts all. */
    long targets() {
      return results.get(0).count();
    }
  }

  /** Those with targets; by song only if there is one of each kind. */
  private List<Group> groups(Evaluation evaluation) {
    List<Group> bySongs = groups(bySong, evaluation);
    return Stream.of(groups(byAge, evaluation), bySongs.size() > 1 ? bySongs : List.<Group>of())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Group> groups(List<List<Metric>> metrics, Evaluation evaluation) {
    return IntStream.range(0, metrics.get(0).size())
        .mapToObj(
            group ->
                new Group(
                    name(metrics.get(0).get(group)),
                    metrics.stream()
                        .map(each -> evaluation.result(each.get(group).name()))
                        .toList()))
        .filter(group -> group.targets() > 0)
        .toList();
  }

  private static String name(Metric ofGroup) {
    return ofGroup.name().replaceFirst(".*\\[(.*)]", "$1");
  }

  /** A table with a line per group, for people; nothing if there are no groups. */
  List<String> lines(Evaluation evaluation) {
    List<Group> groups = groups(evaluation);
    if (groups.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", head()));
    groups.forEach(group -> lines.add(line(group)));
    if (!groups(byAge, evaluation).isEmpty()) {
      lines.add(
          "Days count from the last training play, at %s.".formatted(trainedUntil.orElseThrow()));
    }
    return lines;
  }

  private static String head() {
    return MEASURED.stream()
        .map(metric -> "%20s".formatted(metric.name()))
        .collect(Collectors.joining("", "%-18s%9s".formatted("", "targets"), ""));
  }

  private static String line(Group group) {
    String label = LABELS.getOrDefault(group.name(), group.name());
    return group.results().stream()
        .map(result -> "%20s".formatted(figure(result)))
        .collect(Collectors.joining("", "%-18s%9d".formatted(label, group.targets()), ""));
  }

  private static String figure(Evaluation.Result result) {
    String value = String.format(Locale.ROOT, "%.4f", result.value());
    return result.count() < 2
        ? value
        : value + String.format(Locale.ROOT, " +- %.4f", result.standardError());
  }

  /** Writes the end of training, if it is known, and the groups. */
  void write(JsonGenerator json, Evaluation evaluation) throws IOException {
    if (trainedUntil.isPresent()) {
      json.writeStringField("trained_until", trainedUntil.get().toString());
    }
    json.writeArrayFieldStart("groups");
    for (Group group : groups(evaluation)) {
      json.writeStartObject();
      json.writeStringField("name", group.name());
      json.writeNumberField("targets", group.targets());
      write(json, "metrics", group, Evaluation.Result::value);
      write(json, "standard_errors", group, Evaluation.Result::standardError);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(
      JsonGenerator json, String name, Group group, ToDoubleFunction<Evaluation.Result> figure)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (int i = 0; i < MEASURED.size(); i++) {
      JsonOption.writeNumber(
          json, MEASURED.get(i).name(), figure.applyAsDouble(group.results().get(i)));
    }
    json.writeEndObject();
  }
}
