package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the times of a column, in the form that was decided for it. One thread at a time.
 *
 * @see TimeForm
 */
final class ColumnTimes {

  private final ColumnSample column;
  private final WrittenTime.Reading form;
  private final LocalTimes local;
  private final boolean inUtc;

  private ColumnTimes(ColumnSample column, LocalTimes local, boolean inUtc) {
    this.column = column;
    this.form = column.form();
    this.local = local;
    this.inUtc = inUtc;
  }

  /**
   * Makes a reader.
   *
   * @param zone the zone of times that name none
   * @param listeners who listened in the rows of the sample
   */
  static ColumnTimes of(ColumnSample column, ZoneId zone, List<String> listeners) {
    boolean inUtc = zone.equals(ZoneOffset.UTC) || column.isInUtc();
    return new ColumnTimes(
        column, new LocalTimes(zone, !inUtc && isNewestFirst(column, listeners)), inUtc);
  }

  /** Whether the listeners' times fall more often than they rise. */
  private static boolean isNewestFirst(ColumnSample column, List<String> listeners) {
    Map<String, Long> previous = new HashMap<>();
    long later = 0;
    for (int row = 0; row < column.values().size(); row++) {
      String text = column.values().get(row);
      if (TimeKind.of(text, column.form()).isTime()) {
        long second = column.form().read(text).second();
        Long before = previous.put(listeners.get(row), second);
        later += before == null ? 0 : Long.signum(second - before);
      }
    }
    return later < 0;
  }

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException if it is none
   * @throws IllegalStateException if it contradicts what was decided; the message names the option
   */
  long second(String text, String listener) {
    WrittenTime time;
    try {
      time = form.read(text);
    } catch (IllegalArgumentException e) {
      checkOpposite(text);
      throw e;
    }
    return time.isLocal() && !inUtc ? local.second(time.second(), listener) : time.second();
  }

  private void checkOpposite(String text) {
    if (form instanceof TimeForm guess
        && guess.opposite() != guess
        && TimeKind.of(text, guess.opposite()).isTime()) {
      throw new IllegalStateException(
          "column %s was read with the %s first, but here it is %s; --time-format %s reads it"
                  .formatted(
                      Quotation.quote(column.name()),
                      guess == TimeForm.DAY_FIRST ? "day" : "month",
                      Quotation.quote(text),
                      guess.opposite().pattern(text))
              + " (CsvOptions.timeFormat)");
    }
  }
}
