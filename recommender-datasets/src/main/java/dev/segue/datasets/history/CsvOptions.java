package dev.segue.datasets.history;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How {@link CsvHistory} reads a table, where its columns do not say it well enough themselves.
 * Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="csvOptions"}
 *
 * @param columns the name in the table of each column that is named here, or empty if there is to
 *     be none of that kind; columns that are not named here are found by their names and values
 * @param skippedLimit the share of rows that may be unreadable, from 0 to 1; 0.001 by default. Up
 *     to ten may be, if any may and they are fewer than half
 * @param hasHeader whether a line names the columns; true by default. Otherwise they are called by
 *     their numbers, from 1
 * @param timeFormat how times are written, as a pattern of {@link
 *     java.time.format.DateTimeFormatter}; empty if the values tell it
 * @param zone the zone of times that name none; UTC by default
 */
public record CsvOptions(
    Map<CsvColumn, Optional<String>> columns,
    double skippedLimit,
    boolean hasHeader,
    Optional<String> timeFormat,
    ZoneId zone) {

  private static final CsvOptions DEFAULTS =
      new CsvOptions(Map.of(), SkippedLines.DEFAULT_LIMIT, true, Optional.empty(), ZoneOffset.UTC);

  /**
   * Makes options.
   *
   * @param columns the name in the table of each column that is named here; copied
   * @param skippedLimit from 0 to 1
   * @param hasHeader whether a line names the columns
   * @param timeFormat how times are written, or empty
   * @param zone the zone of times that name none
   * @throws IllegalArgumentException if the limit is outside 0 to 1, or the format is no pattern
   */
  public CsvOptions {
    Map<CsvColumn, Optional<String>> some = new EnumMap<>(CsvColumn.class);
    some.putAll(Objects.requireNonNull(columns, "columns"));
    columns = Collections.unmodifiableMap(some);
    if (!(skippedLimit >= 0 && skippedLimit <= 1)) {
      throw new IllegalArgumentException("skippedLimit must be in 0..1, was " + skippedLimit);
    }
    Objects.requireNonNull(timeFormat, "timeFormat").ifPresent(TimePattern::new);
    Objects.requireNonNull(zone, "zone");
  }

  /**
   * Returns options that name no column.
   *
   * @return the defaults
   */
  public static CsvOptions ofDefaults() {
    return DEFAULTS;
  }

  /**
   * Names a column. Its values are then not checked as a whole: rows without a readable time are
   * unreadable, one by one.
   *
   * @param column what it says of a play
   * @param name its name in the table; case, spaces and punctuation do not count
   * @return options with that column
   */
  public CsvOptions column(CsvColumn column, String name) {
    return with(column, Optional.of(Objects.requireNonNull(name, "name")));
  }

  /**
   * Says that no column is of that kind, whatever their names.
   *
   * @param column what no column says of a play
   * @return options without that column
   */
  public CsvOptions without(CsvColumn column) {
    return with(column, Optional.empty());
  }

  private CsvOptions with(CsvColumn column, Optional<String> name) {
    Map<CsvColumn, Optional<String>> more = new EnumMap<>(CsvColumn.class);
    more.putAll(columns);
    more.put(Objects.requireNonNull(column, "column"), name);
    return new CsvOptions(more, skippedLimit, hasHeader, timeFormat, zone);
  }

  /**
   * Sets how many rows may be unreadable.
   *
   * @param limit the share, from 0 to 1
   * @return options with that limit
   * @throws IllegalArgumentException if it is outside 0 to 1
   */
  public CsvOptions skippedLimit(double limit) {
    return new CsvOptions(columns, limit, hasHeader, timeFormat, zone);
  }

  /**
   * Says that no line names the columns. They are then called by their numbers, from 1.
   *
   * @return options for a table that begins with its first row
   */
  public CsvOptions withoutHeader() {
    return new CsvOptions(columns, skippedLimit, false, timeFormat, zone);
  }

  /**
   * Says how times are written, where the values do not tell it.
   *
   * @param pattern a pattern of {@link java.time.format.DateTimeFormatter}, such as {@code M/d/yyyy
   *     h:mm a}; months and days may have their names in many languages
   * @return options with that format
   * @throws IllegalArgumentException if it is no pattern
   */
  public CsvOptions timeFormat(String pattern) {
    return new CsvOptions(
        columns,
        skippedLimit,
        hasHeader,
        Optional.of(Objects.requireNonNull(pattern, "pattern")),
        zone);
  }

  /**
   * Sets the zone of times that name none. Where clocks go back, times go on from row to row; a
   * time that clocks skip when they go forward is taken for as long after the change.
   *
   * @param zone the zone, such as {@code Europe/Berlin}
   * @return options with that zone
   */
  public CsvOptions zone(ZoneId zone) {
    return new CsvOptions(columns, skippedLimit, hasHeader, timeFormat, zone);
  }
}
