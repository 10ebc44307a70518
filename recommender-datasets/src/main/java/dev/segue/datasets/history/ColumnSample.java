package dev.segue.datasets.history;

import dev.segue.datasets.reading.SongColumns;
import dev.segue.quotation.Quotation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table with its values in the first rows, from which it is decided as a whole what
 * they are. One thread at a time.
 */
final class ColumnSample {

  /** A number, a path or an address, or letters with digits among them. */
  private static final Pattern ID =
      Pattern.compile("[0-9]+(\\.0)?|[^\\s]+[:/][^\\s]+|(?=.*[0-9])[A-Za-z0-9_-]{8,}");

  private static final Pattern POSITION = Pattern.compile("[0-9]{1,3}(/[0-9]{1,3})?");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");

  /** A song id may be unique to a row if there are not more repeated names than this share. */
  private static final double MAX_REPEATED_NAMES = 0.1;

  private final String name;
  private final int field;
  private final List<String> values;

  /** The form of the times; null until it is decided. */
  private WrittenTime.@Nullable Reading form;

  /**
   * Makes a column.
   *
   * @param name its name in the table
   * @param field its position in a row, from 0
   * @param values its values in the first rows, without white space around them
   * @param form the form of times, if that is known; otherwise the values decide it
   */
  ColumnSample(
      String name, int field, List<String> values, Optional<? extends WrittenTime.Reading> form) {
    this.name = name;
    this.field = field;
    this.values = values;
    this.form = form.orElse(null);
  }

  String name() {
    return name;
  }

  /** The name as names are compared. */
  String plain() {
    return SongColumns.plain(name);
  }

  int field() {
    return field;
  }

  List<String> values() {
    return values;
  }

  /** The form in which most values are times, if they are. */
  WrittenTime.Reading form() {
    WrittenTime.Reading known = form;
    if (known == null) {
      known = TimeForm.of(values);
      form = known;
    }
    return known;
  }

  /** Whether it is certain how the times are read. */
  boolean isStandard() {
    return form() == TimeForm.STANDARD;
  }

  /** Whether the name says that times without a zone are those of UTC. */
  boolean isInUtc() {
    return plain().contains("utc") || plain().contains("gmt");
  }

  /** Whether a time names no zone. */
  boolean isLocal() {
    return values.stream()
        .filter(value -> TimeKind.of(value, form()).isTime())
        .anyMatch(value -> form().read(value).isLocal());
  }

  /** How many values are there. */
  long filled() {
    return values.stream().filter(value -> !MissingId.is(value)).count();
  }

  /** Whether there are rows, and no value in any. */
  boolean isEmpty() {
    return !values.isEmpty() && filled() == 0;
  }

  /** How many values are of a kind. */
  long times(TimeKind kind) {
    return values.stream()
        .filter(value -> !MissingId.is(value) && TimeKind.of(value, form()) == kind)
        .count();
  }

  /** How many values are times. */
  long times() {
    return times(TimeKind.EXACT) + times(TimeKind.DATE);
  }

  /** Whether at least half of the rows have a time. */
  boolean holdsTimes() {
    return values.isEmpty() || 2 * times() >= values.size();
  }

  /** Whether most rows have something that can only be a time. */
  boolean looksLikeTimes() {
    return 2 * values.stream().filter(value -> TimeKind.looksLikeTime(value, form())).count()
        > values.size();
  }

  /** The first value that is a time, in quotes. */
  String firstTime() {
    return first(true);
  }

  /** The first value that is no time, in quotes. */
  String firstNoTime() {
    return first(false);
  }

  private String first(boolean time) {
    return values.stream()
        .filter(value -> !MissingId.is(value))
        .filter(value -> TimeKind.of(value, form()).isTime() == time)
        .findFirst()
        .map(Quotation::quote)
        .orElse("''");
  }

  /** Whether most values are ids by their looks, and not titles. */
  boolean holdsIds() {
    return 2 * values.stream().filter(value -> ID.matcher(value).matches()).count() > filled();
  }

  /** Whether all values that are there are numbers, 0 or more. */
  boolean holdsNumbers() {
    return values.stream().allMatch(value -> MissingId.is(value) || HeardTime.isNumber(value));
  }

  /** Whether most values are small numbers, such as 3 or 3/12. */
  boolean holdsPositions() {
    return 2 * values.stream().filter(value -> POSITION.matcher(value).matches()).count()
        > filled();
  }

  /** Whether there are several rows, and no two have the same value. */
  boolean differs() {
    return values.size() > 1 && distinct(values) == values.size();
  }

  /**
   * Why the values are no ids of songs, if they are not.
   *
   * @param songs artist and title of the songs in the same rows
   * @param specific whether the column's name says that it holds ids of songs
   */
  Optional<String> whyNoSongIds(List<String> songs, boolean specific) {
    long ids = distinct(values);
    long names = distinct(songs);
    long repeated = songs.size() - names;
    if (2 * filled() < values.size()) {
      return Optional.of("is empty in most rows");
    }
    if (!specific && isSequence()) {
      return Optional.of("numbers the rows");
    }
    if (ids == values.size() && repeated > (specific ? MAX_REPEATED_NAMES * ids : 0)) {
      return Optional.of("differs in each row, also where the song is the same");
    }
    return 2 * ids <= names && names > 1
        ? Optional.of("is the same for different songs")
        : Optional.empty();
  }

  private boolean isSequence() {
    if (values.size() < 2 || !values.stream().allMatch(v -> WHOLE_NUMBER.matcher(v).matches())) {
      return false;
    }
    int[] numbers = values.stream().mapToInt(Integer::parseInt).toArray();
    int step = numbers[1] - numbers[0];
    boolean even = Math.abs(step) == 1;
    for (int row = 1; row < numbers.length; row++) {
      even &= numbers[row] - numbers[row - 1] == step;
    }
    return even;
  }

  private static long distinct(List<String> values) {
    Set<String> set = new HashSet<>(values);
    return set.size();
  }
}
