package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.EpochReport;
import dev.segue.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the reports of a training, and writes a line of JSON for each as its epoch ends: to
 * standard output, or to a file, which is whole after each. One thread at a time.
 */
final class EpochsJson implements TrainingListener {

  private final @Nullable String destination;
  private final PrintWriter standardOutput;
  private final List<EpochReport> reports = new ArrayList<>();

  /**
   * Makes a listener.
   *
   * @param destination where the lines go; null for nowhere
   * @param standardOutput what {@code -} stands for
   */
  EpochsJson(@Nullable String destination, PrintWriter standardOutput) {
    this.destination = destination;
    this.standardOutput = standardOutput;
  }

  List<EpochReport> reports() {
    return List.copyOf(reports);
  }

  @Override
  public Decision onEpoch(EpochReport report) {
    reports.add(report);
    try {
      if (destination != null) {
        write(
            destination,
            destination.equals(Destination.STANDARD_OUTPUT) ? List.of(report) : reports);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Decision.CONTINUE;
  }

  private void write(String where, List<EpochReport> lines) throws IOException {
    Destination.write(
        where,
        standardOutput,
        writer -> {
          for (EpochReport line : lines) {
            JsonOption.writeLine(writer, json -> write(json, line));
          }
        });
  }

  /** Writes the reports of a training. */
  static void writeAll(JsonGenerator json, List<EpochReport> reports) throws IOException {
    json.writeArrayFieldStart("epochs");
    for (EpochReport report : reports) {
      json.writeStartObject();
      write(json, report);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the fields of a report. */
  static void write(JsonGenerator json, EpochReport report) throws IOException {
    json.writeNumberField("epoch", report.epoch());
    json.writeNumberField("seconds", report.trainingTime().toNanos() * 1e-9);
    json.writeNumberField("transitions", report.transitions());
    JsonOption.writeNumber(json, "training_loss", report.trainingLoss());
    JsonOption.writeNumber(
        json, "validation_log_likelihood", report.validationLogLikelihood().orElse(Double.NaN));
  }
}
