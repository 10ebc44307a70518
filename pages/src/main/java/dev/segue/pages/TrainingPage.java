package dev.segue.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.EpochReport;
import dev.segue.TrainingListener;
import dev.segue.files.AtomicFiles;
import dev.segue.pages.html.Chart;
import dev.segue.pages.html.Chart.Line;
import dev.segue.pages.html.Page;
import dev.segue.pages.html.Page.Fact;
import dev.segue.pages.html.Page.Section;
import dev.segue.pages.html.Part;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Writes a page that follows a training: its curves, and what was set, from the first epoch on. A
 * browser that shows the page loads it again every few seconds until {@link #close}. One thread at
 * a time.
 */
public final class TrainingPage implements TrainingListener, AutoCloseable {

  private static final Duration REFRESH = Duration.ofSeconds(5);

  private static final String ABOUT =
      "The loss is the mean negative log-likelihood of a transition in nats, of the training"
          + " measured before each step learns from it; lower is better. Accuracy@10 is how often"
          + " the next song is among the first ten. The epoch that is kept is marked: the best on"
          + " the validation part, or the last one if there is none.";

  private final Path file;
  private final List<Fact> facts = new ArrayList<>();
  private final List<EpochReport> reports = new ArrayList<>();

  /**
   * Describes the page of a training that has not begun.
   *
   * @param file where it is written after each epoch, whole or not at all
   */
  public TrainingPage(Path file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  /**
   * Adds what the page says of the training, such as its data or a setting.
   *
   * @param name of the fact
   * @param text what it is
   * @return this page
   */
  public TrainingPage with(String name, String text) {
    facts.add(new Fact(Objects.requireNonNull(name, "name"), Objects.requireNonNull(text, "text")));
    return this;
  }

  @Override
  public void onStart(String device) {
    with("Device", Objects.requireNonNull(device, "device"));
    write(Optional.of(REFRESH));
  }

  /**
   * Adds an epoch to the page.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  @Override
  public Decision onEpoch(EpochReport report) {
    reports.add(Objects.requireNonNull(report, "report"));
    write(Optional.of(REFRESH));
    return Decision.CONTINUE;
  }

  /**
   * Writes the page for the last time, as the training is over.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  @Override
  public void close() {
    write(Optional.empty());
  }

  private void write(Optional<Duration> refresh) {
    try {
      AtomicFiles.write(
          file,
          out -> {
            Writer text = new OutputStreamWriter(out, UTF_8);
            page(refresh).write(text);
            text.flush();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Page page(Optional<Duration> refresh) {
    return new Page(
        "A training",
        lead(refresh.isPresent()),
        facts,
        List.of(new Section("Epoch by epoch", ABOUT, charts())),
        refresh,
        true);
  }

  private String lead(boolean goesOn) {
    if (reports.isEmpty()) {
      return goesOn ? "The first epoch has begun." : "It ended within its first epoch.";
    }
    EpochReport last = reports.get(reports.size() - 1);
    String far = "%d of %d epochs".formatted(last.epoch(), last.epochs());
    return goesOn && last.epoch() < last.epochs()
        ? "%s; about %d s to go.".formatted(far, last.timeLeft().toSeconds())
        : "%s; kept is epoch %d.".formatted(far, reports.get(kept()).epoch());
  }

  /** The place of the report of the epoch that is kept. */
  private int kept() {
    return IntStream.range(0, reports.size())
        .filter(place -> likelihood(place).isPresent())
        .boxed()
        .max((one, other) -> compare(one, other))
        .orElse(reports.size() - 1);
  }

  /** Of equal ones the first is kept. */
  private int compare(int one, int other) {
    int order = Double.compare(likelihood(one).getAsDouble(), likelihood(other).getAsDouble());
    return order == 0 ? Integer.compare(other, one) : order;
  }

  private OptionalDouble likelihood(int place) {
    return reports.get(place).validationLogLikelihood();
  }

  private List<Part> charts() {
    if (reports.isEmpty()) {
      return List.of();
    }
    List<Part> charts = new ArrayList<>();
    Line training = line("training", EpochReport::trainingLoss);
    OptionalInt kept = OptionalInt.of(kept());
    if (has(EpochReport::validationLogLikelihood)) {
      Line validation =
          marked(line("validation", each -> -orNone(each.validationLogLikelihood())), kept);
      charts.add(chart("Loss", "nats", training, validation));
    } else {
      charts.add(chart("Loss", "nats", marked(training, kept)));
    }
    if (has(EpochReport::validationAccuracyAt10)) {
      charts.add(
          chart(
              "Accuracy@10",
              "share",
              marked(line("validation", each -> orNone(each.validationAccuracyAt10())), kept)));
    }
    if (has(EpochReport::learningRate)) {
      charts.add(
          chart(
              "Learning rate",
              "at the end of the epoch",
              line("learning rate", each -> orNone(each.learningRate()))));
    }
    charts.add(
        chart(
            "Speed", "transitions a second", line("training", EpochReport::transitionsPerSecond)));
    return charts;
  }

  private boolean has(Function<EpochReport, OptionalDouble> figure) {
    return reports.stream().anyMatch(each -> figure.apply(each).isPresent());
  }

  private static double orNone(OptionalDouble figure) {
    return figure.orElse(Double.NaN);
  }

  private Line line(String name, ToDoubleFunction<EpochReport> figure) {
    return new Line(name, reports.stream().mapToDouble(figure).toArray());
  }

  private static Line marked(Line line, OptionalInt place) {
    return new Line(line.name(), line.values(), line.highlighted(), place);
  }

  private Chart chart(String title, String up, Line... lines) {
    List<String> epochs = reports.stream().map(each -> Integer.toString(each.epoch())).toList();
    return Chart.lines(title, "epoch", up, epochs, List.of(lines));
  }
}
