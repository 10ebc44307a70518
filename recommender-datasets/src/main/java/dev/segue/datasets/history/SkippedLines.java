package dev.segue.datasets.history;

import dev.segue.DatasetReport;
import dev.segue.FileFormatException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the lines or entries of dirty files that could not be read, and keeps the first messages.
 * One thread at a time.
 */
final class SkippedLines {

  /** The default of the share of lines that may be skipped. */
  static final double DEFAULT_LIMIT = 0.001;

  private static final int MAX_EXAMPLES = 5;

  /**
   * So many lines may be skipped of a small file too, if they are fewer than half and any may: a
   * thousandth of it is none.
   */
  private static final int FLOOR = 10;

  /** Reading stops early if too many of at least this many lines were skipped. */
  private static final long MIN_LINES_FOR_EARLY_STOP = 1_000_000;

  private final Path path;
  private final double limit;
  private final List<String> first = new ArrayList<>();
  private long count;
  private long lines;

  /**
   * Begins without skipped lines.
   *
   * @param path the path that is read
   * @param limit the share of lines that may be skipped, from 0 to 1
   */
  SkippedLines(Path path, double limit) {
    if (!(limit >= 0 && limit <= 1)) {
      throw new IllegalArgumentException("skippedLimit must be in 0..1, was " + limit);
    }
    this.path = path;
    this.limit = limit;
  }

  /** Counts a line that was read. */
  void read() {
    lines++;
  }

  /** Counts a skipped line. */
  void skip(FileFormatException fault) throws FileFormatException {
    lines++;
    count++;
    if (first.size() < MAX_EXAMPLES) {
      first.add(String.valueOf(fault.getMessage()));
    }
    if (count > Math.max(FLOOR, limit * Math.max(lines, MIN_LINES_FOR_EARLY_STOP))) {
      throw tooMany();
    }
  }

  /** Throws if too many lines were skipped; called at the end. */
  void check() throws FileFormatException {
    boolean few = limit > 0 && count <= FLOOR && 2 * count < lines;
    if (count > limit * lines && !few) {
      throw tooMany();
    }
  }

  private FileFormatException tooMany() {
    String percent =
        new BigDecimal(Double.toString(limit))
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString();
    String floor = limit == 0 ? "" : ", or %d if that is less than half".formatted(FLOOR);
    return new FileFormatException(
        path,
        "%d of %d lines could not be read; at most %s%% may%s (see skippedLimit, --skipped-limit);"
                .formatted(count, lines, percent, floor)
            + " the first: "
            + String.join("; ", first));
  }

  long lines() {
    return lines;
  }

  DatasetReport.Entries entries() {
    return new DatasetReport.Entries(lines, count, first);
  }
}
