package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.commandline.ResultFile.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of the documents show what was measured. A comment before a table names the files of
 * {@code docs/results} that its figures are from: {@code <!-- figures: yes_big, portugal -->}. What
 * is in backticks at the beginning of a row says which figures: a system, two for their difference,
 * a file, or file and system. The head of a column is the metric; {@code <!-- figures: yes_big;
 * accuracy@10[position *] -->} has the head in the place of the star. A figure may be shown with a
 * range: {@code 0.5 (0.4 to 0.6)}.
 */
class DocumentedFiguresTest {

  private static final Path ROOT = Path.of("..");
  private static final Path RESULTS = ROOT.resolve("docs/results");
  private static final Pattern TABLE =
      Pattern.compile(
          "^<!-- figures: ([\\w, -]+)(?:; (.+?))? -->\n+((?:\\|.*\n)+)", Pattern.MULTILINE);
  private static final Pattern MARK = Pattern.compile("<!-- figures:");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final String NUMBER = "[-+]?[\\d,]*\\.?\\d+";
  private static final Pattern FIGURE =
      Pattern.compile("(%1$s)(?: \\((%1$s) to (%1$s)\\))?".formatted(NUMBER));

  /** A table of a document, and the results that it is from. */
  record Table(Path document, List<ResultFile> results, String metric, List<List<String>> rows) {

    @Override
    public String toString() {
      return "%s, %s".formatted(document, rows.get(0));
    }
  }

  static List<Table> tables() throws IOException {
    List<Table> tables = new ArrayList<>();
    try (Stream<Path> documents = Files.list(ROOT.resolve("docs"))) {
      for (Path document :
          Stream.concat(Stream.of(ROOT.resolve("README.md")), documents).toList()) {
        if (document.toString().endsWith(".md")) {
          tables.addAll(tables(document, Files.readString(document)));
        }
      }
    }
    return tables;
  }

  private static List<Table> tables(Path document, String text) throws IOException {
    List<Table> tables = new ArrayList<>();
    Matcher table = TABLE.matcher(text);
    while (table.find()) {
      List<ResultFile> results = new ArrayList<>();
      for (String name : table.group(1).split(", ")) {
        results.add(ResultFile.read(RESULTS.resolve(name + ".json")));
      }
      List<List<String>> rows = table.group(3).lines().map(DocumentedFiguresTest::cells).toList();
      String metric = table.group(2) == null ? "*" : table.group(2);
      tables.add(new Table(document, results, metric, rows));
    }
    assertThat(MARK.matcher(text).results().count())
        .as("marks in %s, and the tables below them", document)
        .isEqualTo(tables.size());
    return tables;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(cell -> cell.replace("**", "").strip())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void table_showsWhatWasMeasured(Table table) {
    check(table);
  }

  @Test
  void results_areAllShown() throws IOException {
    List<String> shown =
        tables().stream().flatMap(table -> table.results().stream()).map(ResultFile::name).toList();

    try (Stream<Path> files = Files.list(RESULTS)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .isNotEmpty()
          .allMatch(shown::contains);
    }
  }

  @Test
  void figureThatDiffers_isFound() throws IOException {
    Table table = tables().get(0);
    List<List<String>> rows = new ArrayList<>(table.rows());
    List<String> last = new ArrayList<>(rows.get(rows.size() - 1));
    last.set(last.size() - 1, "-1.2345");
    rows.set(rows.size() - 1, last);

    assertThatThrownBy(
            () -> check(new Table(table.document(), table.results(), table.metric(), rows)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(last.toString());
  }

  private static void check(Table table) {
    List<String> head = table.rows().get(0);
    for (List<String> cells : table.rows().subList(2, table.rows().size())) {
      assertThat(cells).as("cells of %s", cells).hasSameSizeAs(head);
      List<String> names =
          cells.stream()
              .flatMap(cell -> NAME.matcher(cell).results())
              .map(name -> name.group(1))
              .toList();
      ResultFile result = result(table.results(), names);
      for (int column = 0; column < head.size(); column++) {
        String metric = metric(head.get(column), table.metric());
        String cell = cells.get(column);
        if (result.origin().containsKey(metric)) {
          String origin = result.origin().get(metric);
          assertThat(cell)
              .as(cells.toString())
              .isEqualTo(metric.equals("date") ? origin.substring(0, 10) : origin);
        } else if (metric.equals("transitions")) {
          assertThat(cell).as(cells.toString()).isEqualTo("%,d", result.transitions());
        } else if (FIGURE.matcher(cell).matches()) {
          check(cell, metric, row(result, names), cells);
        } else {
          assertThat(cell).as("no figure in %s", cells).doesNotContainPattern("\\d\\.\\d");
        }
      }
    }
  }

  /** The file that the first name is of, or the only one. */
  private static ResultFile result(List<ResultFile> results, List<String> names) {
    return results.stream()
        .filter(each -> names.contains(each.name()))
        .findFirst()
        .orElse(results.get(0));
  }

  private static Row row(ResultFile result, List<String> names) {
    String name =
        names.stream()
            .filter(each -> names.size() == 1 || !each.equals(result.name()))
            .collect(Collectors.joining(", "));
    assertThat(result.rows()).as(result.name()).containsKey(name);
    return result.rows().get(name);
  }

  /** The name of a metric whose column has a head for people. */
  private static String metric(String head, String pattern) {
    String name =
        head.startsWith("@") ? "accuracy" + head : head.replaceAll("[ -]", "_").replace("`", "");
    return pattern.equals("*") ? name : pattern.replace("*", head);
  }

  private static void check(String cell, String metric, Row row, List<String> cells) {
    Matcher figure = FIGURE.matcher(cell);
    assertThat(figure.matches()).isTrue();
    assertThat(row.values()).as("figures of %s", cells).containsKey(metric);
    check(figure.group(1), row.values().get(metric), metric, cells);
    if (figure.group(2) != null) {
      assertThat(row.ranges()).as("ranges of %s", cells).containsKey(metric);
      check(figure.group(2), row.ranges().get(metric).get(0), metric, cells);
      check(figure.group(3), row.ranges().get(metric).get(1), metric, cells);
    }
  }

  /** As it is, rounded to the decimals that are shown. */
  private static void check(String shown, double measured, String metric, List<String> cells) {
    int decimals = shown.contains(".") ? shown.length() - shown.indexOf('.') - 1 : 0;
    double half = 0.5 * Math.pow(10, -decimals);
    assertThat(Double.parseDouble(shown.replace(",", "")))
        .as("%s of %s", metric, cells)
        .isCloseTo(measured, within(half * 1.000001));
  }
}
