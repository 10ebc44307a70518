package dev.segue;

import static java.util.stream.Collectors.joining;

import dev.segue.quotation.Quotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a dataset was read: what was recognised, and what was ignored or left out. {@link
 * DatasetStatistics} says what the dataset is like. Immutable; may be shared by threads.
 *
 * @param format the format that was read, such as {@code csv}
 * @param columns which columns or fields were used, and as what
 * @param entries how many lines or entries there were, and which could not be read
 * @param leftOut how many plays were left out by each rule, such as {@code shorter than 30 s}; in
 *     the order of the rules, without those that left nothing out
 * @param skips how many songs were skipped by the listener, which are no plays, and are not among
 *     those left out; 0 also if the format does not tell
 * @param listening who listened, and when; empty if the format has neither listeners nor times
 * @param warnings what is likely to be wrong, and what to do; one sentence each
 */
public record DatasetReport(
    String format,
    Columns columns,
    Entries entries,
    Map<String, Long> leftOut,
    long skips,
    Optional<Listening> listening,
    List<String> warnings) {

  /**
   * Makes a report.
   *
   * @param format the format that was read
   * @param columns which columns were used
   * @param entries how many entries there were
   * @param leftOut how many plays were left out by each rule; copied, without rules that left
   *     nothing out
   * @param skips how many songs were skipped
   * @param listening who listened, and when
   * @param warnings what is likely to be wrong; copied
   */
  public DatasetReport {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(entries, "entries");
    Objects.requireNonNull(listening, "listening");
    Map<String, Long> some = new LinkedHashMap<>(Objects.requireNonNull(leftOut, "leftOut"));
    some.values().removeIf(count -> count == 0);
    leftOut = Collections.unmodifiableMap(some);
    warnings = copy(warnings, "warnings");
  }

  /**
   * Adds a warning.
   *
   * @param warning a sentence that says what is likely to be wrong, or was decided
   * @return the report with it
   */
  public DatasetReport withWarning(String warning) {
    List<String> more = new ArrayList<>(warnings);
    more.add(Objects.requireNonNull(warning, "warning"));
    return new DatasetReport(format, columns, entries, leftOut, skips, listening, more);
  }

  /**
   * The columns of a table, or the fields of JSON objects.
   *
   * @param used the name in the file by what it was used as, such as {@code time} by {@code Added
   *     At}; empty if the format has no named columns
   * @param ignored the names that were not used
   */
  public record Columns(Map<String, String> used, List<String> ignored) {

    /** The columns of a format that has none. */
    public static final Columns NONE = new Columns(Map.of(), List.of());

    /**
     * Makes a list of columns.
     *
     * @param used the name in the file by what it was used as; copied
     * @param ignored the names that were not used; copied
     */
    public Columns {
      used = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(used, "used")));
      ignored = copy(ignored, "ignored");
    }

    @Override
    public String toString() {
      String names =
          used.entrySet().stream()
              .map(each -> each.getKey() + " = " + Quotation.quote(each.getValue()))
              .collect(joining(", "));
      return ignored.isEmpty()
          ? names
          : names
              + ignored.stream().map(Quotation::quote).collect(joining(", ", "; ignored: ", ""));
    }
  }

  /**
   * The lines of a file, or the entries of a file that has no lines.
   *
   * @param count how many there were, unreadable ones included
   * @param unreadable how many could not be read
   * @param examples messages of the first of these, with file, line and reason; at most 5
   */
  public record Entries(long count, long unreadable, List<String> examples) {

    /**
     * Makes a count of entries.
     *
     * @param count how many there were
     * @param unreadable how many could not be read
     * @param examples messages of the first of these; copied
     */
    public Entries {
      examples = copy(examples, "examples");
    }
  }

  /**
   * Who listened, and when.
   *
   * @param listeners the number of listeners
   * @param sessions the number of sessions; empty before the history is cut into sessions
   * @param first the time of the first play; empty if the plays have no times
   * @param last the time of the last play; empty if the plays have no times
   */
  public record Listening(
      int listeners, OptionalInt sessions, Optional<Instant> first, Optional<Instant> last) {

    /**
     * Makes a summary.
     *
     * @param listeners the number of listeners
     * @param sessions the number of sessions
     * @param first the time of the first play
     * @param last the time of the last play
     */
    public Listening {
      Objects.requireNonNull(sessions, "sessions");
      Objects.requireNonNull(first, "first");
      Objects.requireNonNull(last, "last");
    }

    /** The line of texts that are printed for people. */
    String line() {
      return "listeners   " + number(listeners) + ofSessions() + ofTimes();
    }

    private String ofSessions() {
      if (sessions.isEmpty()) {
        return "";
      }
      int count = sessions.getAsInt();
      return ", " + number(count) + (count == 1 ? " session" : " sessions");
    }

    private String ofTimes() {
      return first.isEmpty() || last.isEmpty()
          ? ", no times"
          : ", from " + first.get() + " to " + last.get();
    }
  }

  private static List<String> copy(List<String> texts, String name) {
    Objects.requireNonNull(texts, name).forEach(text -> Objects.requireNonNull(text, name));
    return List.copyOf(texts);
  }

  /** Returns everything that is worth a line, and the warnings, one per line. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("format      " + format);
    if (!columns.used().isEmpty()) {
      lines.add("columns     " + columns);
    }
    lines.add("entries     " + number(entries.count()) + unreadable());
    entries.examples().forEach(example -> lines.add("  " + example));
    if (!leftOut.isEmpty()) {
      lines.add(
          leftOut.entrySet().stream()
              .map(each -> number(each.getValue()) + " " + each.getKey())
              .collect(joining(", ", "left out    ", "")));
    }
    if (skips > 0) {
      lines.add("skips       " + number(skips));
    }
    listening.ifPresent(each -> lines.add(each.line()));
    return String.join("\n", lines) + Warnings.lines(warnings);
  }

  private String unreadable() {
    return entries.unreadable() == 0
        ? ""
        : ", " + number(entries.unreadable()) + " could not be read; the first:";
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
