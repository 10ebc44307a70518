package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segue.DatasetReport.Columns;
import dev.segue.DatasetReport.Entries;
import dev.segue.DatasetReport.Listening;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DatasetReportTest {

  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2020-02-01T00:00:00Z");

  private static DatasetReport report(
      Columns columns, Entries entries, Map<String, Long> leftOut, long skips) {
    return new DatasetReport("csv", columns, entries, leftOut, skips, Optional.empty(), List.of());
  }

  @Test
  void whatThereIs_hasALine() {
    Map<String, String> used = new LinkedHashMap<>();
    used.put("time", "Added At");
    used.put("song", "Name\u001B[2J");
    Map<String, Long> leftOut = new LinkedHashMap<>();
    leftOut.put("shorter than 30 s", 1_500L);
    leftOut.put("before 1971", 0L);
    leftOut.put("immediate repeats", 2L);
    DatasetReport report =
        new DatasetReport(
            "csv",
            new Columns(used, List.of("x", "y")),
            new Entries(12_345, 2, List.of("a.csv:3: no time", "a.csv:9: no song")),
            leftOut,
            7,
            Optional.of(new Listening(3, OptionalInt.of(1), Optional.of(FIRST), Optional.of(LAST))),
            List.of("few songs"));

    assertThat(report.leftOut()).containsOnlyKeys("shorter than 30 s", "immediate repeats");
    assertThat(report)
        .hasToString(
            """
            format      csv
            columns     time = 'Added At', song = 'Name\\u001b[2J'; ignored: 'x', 'y'
            entries     12,345, 2 could not be read; the first:
              a.csv:3: no time
              a.csv:9: no song
            left out    1,500 shorter than 30 s, 2 immediate repeats
            skips       7
            listeners   3, 1 session, from 2020-01-01T00:00:00Z to 2020-02-01T00:00:00Z
            warning: few songs"""
                .stripIndent());
  }

  @Test
  void whatThereIsNot_hasNone() {
    DatasetReport report =
        report(Columns.NONE, new Entries(1, 0, List.of()), Map.of("before 1971", 0L), 0);

    assertThat(report).hasToString("format      csv\nentries     1");
    assertThat(new Columns(Map.of("song", "a"), List.of())).hasToString("song = 'a'");
  }

  @Test
  void listeners_withoutSessionsOrTimes() {
    Listening listening =
        new Listening(2, OptionalInt.empty(), Optional.empty(), Optional.of(LAST));

    assertThat(listening.line()).isEqualTo("listeners   2, no times");
    assertThat(new Listening(1, OptionalInt.of(1_000), Optional.of(FIRST), Optional.empty()).line())
        .isEqualTo("listeners   1, 1,000 sessions, no times");
  }

  @Test
  void lists_holdNoNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Entries(1, 0, Arrays.asList("a", null)))
        .withMessage("examples");
    assertThatNullPointerException()
        .isThrownBy(() -> new Columns(Map.of(), Arrays.asList((String) null)))
        .withMessage("ignored");
  }
}
