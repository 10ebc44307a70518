package dev.segue.evaluation;

import dev.segue.FileFormatException;
import dev.segue.files.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of a search, and the file that records them. One thread at a time. */
final class TrialTable {

  private final @Nullable Path file;
  private final List<ParameterSearch.Result> results = new ArrayList<>();

  private TrialTable(@Nullable Path file) {
    this.file = file;
  }

  /** Reads the results in a file, or starts a new file; without a file the table starts empty. */
  static TrialTable open(@Nullable Path file, String metric) throws IOException {
    TrialTable table = new TrialTable(file);
    String header = "trial\teffort\t" + metric + "\tseconds\tparameters";
    if (file != null && Files.exists(file)) {
      Existing.checkFile(file);
      table.read(file, header);
    } else if (file != null) {
      Files.writeString(file, header + "\n", StandardOpenOption.CREATE_NEW);
    }
    return table;
  }

  private void read(Path from, String header) throws IOException {
    String text = Files.readString(from);
    int whole = text.lastIndexOf('\n') + 1; // an incomplete last line was cut off while writing
    List<String> lines = text.substring(0, whole).lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw new IllegalArgumentException(
          "%s must be a table of this search, with the columns '%s'".formatted(from, header));
    }
    for (int line = 1; line < lines.size(); line++) {
      String[] fields = lines.get(line).split("\t", -1);
      try {
        results.add(
            new ParameterSearch.Result(
                Integer.parseInt(fields[0]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                fields[4]));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new FileFormatException(
            from,
            line + 1,
            "line must hold trial, effort, value, seconds and parameters, separated by tabs");
      }
    }
    if (whole < text.length()) {
      Files.writeString(from, text.substring(0, whole));
    }
  }

  /** The result of a trial with its effort, if it is in the table. */
  ParameterSearch.@Nullable Result find(Trial trial) {
    for (ParameterSearch.Result result : results) {
      if (result.trial() == trial.number() && result.effort() == trial.effort()) {
        if (!result.parameters().equals(trial.parameters())) {
          throw new IllegalArgumentException(
              "%s must be a table of this search, but its trial %d has %s instead of %s"
                  .formatted(file, trial.number(), result.parameters(), trial.parameters()));
        }
        return result;
      }
    }
    return null;
  }

  void add(ParameterSearch.Result result) throws IOException {
    results.add(result);
    if (file != null) {
      boolean interrupted = Thread.interrupted(); // the flag would close the file
      try {
        Files.writeString(file, line(result), StandardOpenOption.APPEND);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static String line(ParameterSearch.Result result) {
    return String.join(
            "\t",
            Integer.toString(result.trial()),
            Double.toString(result.effort()),
            Double.toString(result.value()),
            Double.toString(result.seconds()),
            result.parameters())
        + "\n";
  }
}
