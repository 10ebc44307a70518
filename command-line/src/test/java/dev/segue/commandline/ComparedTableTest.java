package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparedTableTest {

  private static List<String> lines(int width) {
    StringWriter text = new StringWriter();
    new ComparedTable(width).print(List.of(), new PrintWriter(text, true));
    return text.toString().lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | @1 @5 @10 @20 @50 @100 @500 mrr@20 log-lik training s ms |",
        "115 | @1 @5 @10 @20 @50 @100 @500 mrr@20 log-lik training s ms |",
        "114 | @1 @5 @10 @20 @50 @100 @500 mrr@20 log-lik training s    | ms",
        "80  | @1 @10 @20 @100 mrr@20 log-lik training s                | ms, @500, @50, @5",
        "41  | @10 mrr@20 log-lik | ms, @500, @50, @5, @100, @1, training s, @20",
        "10  | @10 mrr@20 log-lik | ms, @500, @50, @5, @100, @1, training s, @20",
      })
  void width(int width, String headings, String leftOut) {
    List<String> lines = lines(width);

    assertThat(lines.get(0).strip().replaceAll(" +", " ")).isEqualTo(headings);
    assertThat(lines.get(0).length()).isLessThanOrEqualTo(Math.max(41, width));
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(leftOut == null ? List.of() : List.of("Too wide for this terminal: " + leftOut));
  }
}
