package dev.segue.commandline;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The figures of the compared systems as people read them: on a narrow terminal the columns that
 * are needed least are left out.
 */
final class ComparedTable {

  private static final int NAMES_WIDTH = 14;

  /** What is left out of a narrow table, first to last; the others are always there. */
  private static final List<String> LEAST_NEEDED =
      List.of("ms", "@500", "@50", "@5", "@100", "@1", "training s", "@20");

  /** One figure of each system. */
  private record Column(String heading, int width, Function<ComparedResult, String> text) {

    static Column of(String metric, String heading) {
      return new Column(
          heading,
          9,
          result -> {
            OptionalDouble value = ComparedResult.value(result.test(), metric);
            return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "";
          });
    }

    String padded(String cell) {
      return " ".repeat(Math.max(0, width - cell.length())) + cell;
    }
  }

  private static final List<Column> COLUMNS =
      Stream.concat(
              Stream.of(1, 5, 10, 20, 50, 100, 500).map(k -> Column.of("accuracy@" + k, "@" + k)),
              Stream.of(
                  Column.of("mrr@20", "mrr@20"),
                  Column.of("log_likelihood", "log-lik"),
                  new Column(
                      "training s",
                      11,
                      result -> String.format(Locale.ROOT, "%.1f", result.training().seconds())),
                  new Column(
                      "ms",
                      9,
                      result -> String.format(Locale.ROOT, "%.3f", result.milliseconds()))))
          .toList();

  private final List<Column> columns = new ArrayList<>(COLUMNS);
  private final List<String> leftOut = new ArrayList<>();

  /**
   * Makes a table.
   *
   * @param width how many characters its lines may have
   */
  ComparedTable(int width) {
    for (String heading : LEAST_NEEDED) {
      if (width() > width) {
        columns.removeIf(column -> column.heading.equals(heading));
        leftOut.add(heading);
      }
    }
  }

  private int width() {
    return NAMES_WIDTH + columns.stream().mapToInt(Column::width).sum();
  }

  void print(List<ComparedResult> results, PrintWriter text) {
    text.printf("%-14s", "");
    columns.forEach(column -> text.print(column.padded(column.heading)));
    text.println();
    for (ComparedResult result : results) {
      text.printf("%-14s", result.system().name());
      columns.forEach(column -> text.print(column.padded(column.text.apply(result))));
      text.println();
    }
    if (!leftOut.isEmpty()) {
      text.println("Too wide for this terminal: " + String.join(", ", leftOut));
    }
  }
}
