package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which column of a table says when songs were played. One thread at a time. */
final class TimeChoice {

  /** Songs were added to a playlist at these times, not played. */
  private static final Set<String> ADDED =
      Set.of("addedat", "dateadded", "timeadded", "addeddate", "playlistvideocreationtimestamp");

  private static final Set<String> ZONES = Set.of("timezone", "zone", "tz", "utcoffset");

  private static final String LAST_PLAYED = "lastplayeddate";

  /** Names of columns that have the time of day, where the date has a column of its own. */
  private static final Set<String> CLOCKS =
      Set.of("time", "start", "starttime", "timeofday", "airtime", "playedat");

  private static final Pattern CLOCK =
      Pattern.compile("([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?( ?[AaPp]\\.?[Mm]\\.?)?");

  private static final Pattern EXPONENT = Pattern.compile("[0-9](\\.[0-9]*)?[eE][+]?[0-9]{1,2}");

  /** Songs whose times of day rise from row to row, but for a few. */
  private static final double MOST = 0.8;

  private final List<ColumnSample> all;
  private final List<String> warnings;
  private @Nullable ColumnSample time;
  private @Nullable ColumnSample clock;

  /**
   * Decides.
   *
   * @param candidates the columns that may hold times by their names
   * @param all all columns
   * @param warnings receives warnings about the decision
   * @throws IllegalArgumentException if the values do not say it
   */
  TimeChoice(List<ColumnSample> candidates, List<ColumnSample> all, List<String> warnings) {
    this.all = all;
    this.warnings = warnings;
    List<ColumnSample> played =
        candidates.stream().filter(each -> !each.isEmpty() && !isAdded(each)).toList();
    Optional<ColumnSample> best =
        played.stream()
            .filter(ColumnSample::holdsTimes)
            .max(
                Comparator.comparing((ColumnSample each) -> each.times(TimeKind.EXACT))
                    .thenComparing(ColumnSample::isStandard)
                    .thenComparing(each -> each.times(TimeKind.DATE))
                    .thenComparing(each -> -CsvColumn.TIME.rank(each.name())));
    best.ifPresentOrElse(this::choose, () -> played.forEach(this::checkNoTime));
  }

  static boolean isAdded(ColumnSample column) {
    return ADDED.contains(column.plain());
  }

  /** The column of times, or of dates beside the clock. */
  Optional<ColumnSample> time() {
    return Optional.ofNullable(time);
  }

  /** The column of times of day beside dates. */
  Optional<ColumnSample> clock() {
    return Optional.ofNullable(clock);
  }

  private void choose(ColumnSample column) {
    time = column;
    if (column.times(TimeKind.EXACT) == 0 && !column.values().isEmpty()) {
      all.stream()
          .filter(each -> each != column && CLOCKS.contains(each.plain()))
          .filter(each -> isClock(each, column))
          .findFirst()
          .ifPresent(each -> join(column, each));
    }
    if (column.plain().equals(LAST_PLAYED)) {
      warnings.add(
          "column %s says when songs were played last, so that each is there once, and not in the"
                  .formatted(quoted(column))
              + " order in which they were played: an export of every play says more");
    }
  }

  /** Whether a column has times of day: they have AM or PM, or rise or fall within each date. */
  private static boolean isClock(ColumnSample column, ColumnSample date) {
    List<String> values = column.values();
    if (!values.stream().allMatch(value -> value.isEmpty() || CLOCK.matcher(value).matches())) {
      return false;
    }
    if (values.stream().anyMatch(value -> value.matches("(?i).*m\\.?"))) {
      return true;
    }
    List<Integer> steps =
        IntStream.range(1, values.size())
            .filter(row -> date.values().get(row).equals(date.values().get(row - 1)))
            .mapToObj(row -> Integer.signum(padded(values, row).compareTo(padded(values, row - 1))))
            .toList();
    long up = steps.stream().filter(step -> step >= 0).count();
    long down = steps.stream().filter(step -> step <= 0).count();
    return Math.max(up, down) >= MOST * steps.size();
  }

  private static String padded(List<String> values, int row) {
    String value = values.get(row);
    return value.indexOf(':') == 1 ? "0" + value : value;
  }

  private void join(ColumnSample date, ColumnSample clockTime) {
    List<String> joined =
        IntStream.range(0, date.values().size())
            .mapToObj(row -> joined(date.values().get(row), clockTime.values().get(row)))
            .toList();
    ColumnSample both =
        new ColumnSample(
            date.name() + " " + clockTime.name(),
            date.field(),
            joined,
            Optional.of(date.form()).filter(form -> !(form instanceof TimeForm)));
    if (both.holdsTimes() && both.times(TimeKind.EXACT) > 0) {
      time = both;
      clock = clockTime;
      warnings.add(
          "columns %s and %s together are the times of plays: --columns time=%s takes the dates alone"
              .formatted(quoted(date), quoted(clockTime), optionValue(date)));
    }
  }

  /** The text of a time whose date and time of day are in two columns. */
  static String joined(String date, String clock) {
    return clock.isEmpty() ? date : date + " " + clock;
  }

  /** Warns of a column called like a time that surely is none; refuses any other. */
  private void checkNoTime(ColumnSample column) {
    if (column.times() > 0 || 2 * column.times(TimeKind.NO_TIME) < column.filled()) {
      throw new IllegalArgumentException(
          "column %s must hold times like 2009-05-04T23:08:57Z or seconds since 1970, but %d of"
                  .formatted(quoted(column), column.values().size() - column.times())
              + " the first %d values are none, such as %s; --time-format says how they are written,"
                  .formatted(column.values().size(), column.firstNoTime())
              + " --columns time=%s reads the others, --columns time= reads no times"
                  .formatted(optionValue(column)));
    }
    warnings.add(
        "column %s holds durations or numbers such as %s, not times of plays, and is ignored"
            .formatted(quoted(column), column.firstNoTime()));
  }

  /** Warns of times whose form is a guess, or that are less exact than they look. */
  static void warnOfForm(ColumnSample column, List<String> warnings) {
    if (column.form() instanceof TimeForm form && form.isGuess(column.values())) {
      String example = column.firstTime();
      warnings.add(
          "column %s has times such as %s, of which the %s is taken to come first, though the other"
                  .formatted(quoted(column), example, form == TimeForm.DAY_FIRST ? "day" : "month")
              + " order fits too: --time-format %s (CsvOptions.timeFormat) says otherwise"
                  .formatted(form.opposite().pattern(example.substring(1, example.length() - 1))));
    }
    if (column.form() == TimeForm.SERIAL_DAY) {
      warnings.add(
          "column %s has numbers such as %s, which are taken for days as spreadsheets count them:"
                  .formatted(quoted(column), column.firstTime())
              + " --columns time= reads no times");
    }
    List<BigDecimal> rounded =
        column.values().stream()
            .filter(value -> EXPONENT.matcher(value).matches())
            .map(BigDecimal::new)
            .toList();
    int scale = rounded.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    if (scale < 0 && !rounded.isEmpty() && column.isStandard()) {
      warnings.add(
          "column %s has times such as %s, which are rounded to %s seconds: write all their digits"
              .formatted(
                  quoted(column),
                  column.firstTime(),
                  BigDecimal.ONE.scaleByPowerOfTen(-scale).toPlainString()));
    }
  }

  /** Warns of zones that the rows name, but the times are not read by. */
  static void warnOfZones(ColumnSample time, Stream<ColumnSample> unused, List<String> warnings) {
    if (!time.isLocal() || time.isInUtc()) {
      return;
    }
    unused
        .filter(each -> ZONES.contains(each.plain()) && !each.isEmpty())
        .map(
            each ->
                Map.entry(
                    each,
                    each.values().stream().filter(v -> !MissingId.is(v)).findFirst().orElse("")))
        .findFirst()
        .ifPresent(
            each ->
                warnings.add(
                    "times are taken for those of UTC, though column %s names zones such as %s:"
                            .formatted(quoted(each.getKey()), Quotation.quote(each.getValue()))
                        + " --time-zone (CsvOptions.zone) says if they are of one of these"));
  }

  private static String quoted(ColumnSample column) {
    return Quotation.quote(column.name());
  }

  /** A name as the value of an option. */
  static String optionValue(ColumnSample column) {
    return column.name().contains(" ") || column.name().contains(",")
        ? "\"" + column.name() + "\""
        : column.name();
  }
}
