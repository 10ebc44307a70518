package dev.segue.datasets.history;

import dev.segue.DatasetReport;
import dev.segue.FileFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what a reader of histories reads, cannot read, and leaves out by which rule. One thread at
 * a time.
 */
final class ReadingReport {

  /** Clocks that were never set, and fields that were never filled, say 1970. */
  static final long EARLIEST = 31_536_000;

  /** A model of the songs that are played cannot tell them. */
  static final String SKIPS_OF_OTHERS = "skipped, of songs that are never played";

  private static final String TOO_EARLY = "before 1971";
  private static final String DUPLICATES = "read before (same listener, second and song)";
  private static final String NEAR_DUPLICATES =
      "read before (same listener and song, begun within 30 seconds)";

  /** Services count a play of so many seconds or more. */
  private static final int SHORTEST_PLAY = 30;

  private final String format;
  private final Path path;
  private final SkippedLines lines;
  private final Map<String, Long> leftOut = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private long skips;
  private boolean severalFiles;
  private DatasetReport.Columns columns = DatasetReport.Columns.NONE;

  /**
   * Begins with nothing read.
   *
   * @param path the path that is read
   * @param skippedLimit the share of lines that may be unreadable, from 0 to 1
   */
  ReadingReport(String format, Path path, double skippedLimit) {
    this.format = format;
    this.path = path;
    this.lines = new SkippedLines(path, skippedLimit);
  }

  /** Counts a line that was read. */
  void read() {
    lines.read();
  }

  /** Counts a line that was read, and is no play. */
  void readSkip() {
    lines.read();
    skips++;
  }

  /** Counts a line that cannot be read. */
  void skip(FileFormatException fault) throws FileFormatException {
    lines.skip(fault);
  }

  /** Counts a line that was read, but is left out. */
  void leaveOut(String rule) {
    lines.read();
    leftOut.merge(rule, 1L, Long::sum);
  }

  /** Whether a time is none; then the line is counted as left out. */
  boolean leavesOut(long second) {
    if (second >= EARLIEST) {
      return false;
    }
    leaveOut(TOO_EARLY);
    return true;
  }

  /** Tells how many files are read as one history, which may be exports of the same plays. */
  void files(int number) {
    severalFiles = number > 1;
  }

  /**
   * How many seconds after a play another one of the same song is the same play: 1 in one file. Of
   * several exports each has its own clock.
   */
  int samePlay() {
    return severalFiles ? SHORTEST_PLAY : 1;
  }

  void columns(DatasetReport.Columns names) {
    columns = names;
  }

  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** Throws if too many lines could not be read, or every one was left out; called at the end. */
  void check(boolean anyPlay) throws FileFormatException {
    lines.check();
    if (!anyPlay) {
      List<String> rules = new ArrayList<>();
      leftOut.forEach((rule, count) -> rules.add(count + " " + rule));
      if (skips > 0) {
        rules.add(skips + " skipped by the listener");
      }
      lines.entries().examples().stream().limit(1).forEach(rules::add);
      throw new FileFormatException(
          path,
          rules.isEmpty()
              ? "must hold a play, but holds none"
              : "must hold a play, but none of %d is left; left out: %s"
                  .formatted(lines.lines(), String.join(", ", rules)));
    }
  }

  /** Warns if some plays name a listener and others do not. */
  void unnamed(long plays, int listeners) {
    if (plays > 0 && listeners > 1) {
      warn(
          String.format(
              Locale.ROOT,
              "%,d plays name no listener, and are taken for those of one more: leave them out if"
                  + " they are of several",
              plays));
    }
  }

  /**
   * Completes the report.
   *
   * @param duplicates how many plays and skips had been read before
   * @param nearDuplicates how many more had, from another file whose clock differs
   * @param skipsKept how many songs were skipped that are also played
   * @param skipsOfOthers how many others were skipped
   */
  DatasetReport complete(
      DatasetReport.Listening listening,
      long duplicates,
      long nearDuplicates,
      long skipsKept,
      long skipsOfOthers) {
    leftOut.put(DUPLICATES, duplicates);
    leftOut.put(NEAR_DUPLICATES, nearDuplicates);
    leftOut.put(SKIPS_OF_OTHERS, skipsOfOthers);
    return new DatasetReport(
        format, columns, lines.entries(), leftOut, skipsKept, Optional.of(listening), warnings);
  }

  /** A report of plays whose songs were merged. */
  static DatasetReport merged(DatasetReport report, String note, long duplicates) {
    Map<String, Long> leftOut = new LinkedHashMap<>(report.leftOut());
    leftOut.merge(DUPLICATES, duplicates, Long::sum);
    return new DatasetReport(
            report.format(),
            report.columns(),
            report.entries(),
            leftOut,
            report.skips(),
            report.listening(),
            report.warnings())
        .withWarning(note);
  }
}
