package dev.segue.datasets.reading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a table begins, what separates its fields, and what its columns are called, told from the
 * first 64 KB of a file. Immutable.
 *
 * @param linesBefore how many lines come before that of the names, or before the first row if there
 *     are no names
 * @param separator the character between fields
 * @param hasNames whether the line there names the columns
 * @param names the names of the columns, without quotes; a single one if there is no table
 * @param isKnownShape whether there are no names, and none are needed, since the rows tell what
 *     they are
 * @param isQuoted whether fields may be in quotes
 * @param spaceBeforeQuotes whether quoted fields have a space before them
 * @param backslashBeforeQuotes whether quotes in fields have a backslash before them
 */
public record TableHead(
    int linesBefore,
    char separator,
    boolean hasNames,
    List<String> names,
    boolean isKnownShape,
    boolean isQuoted,
    boolean spaceBeforeQuotes,
    boolean backslashBeforeQuotes) {

  private static final String SEPARATORS = "\t;,|";

  /** A title, a date and some remarks; what has more before its names is something else. */
  private static final int MOST_LINES_BEFORE = 30;

  /** So many lines are enough to tell a table. */
  private static final int ROWS = 20;

  /** Some rows of a table may be broken. */
  private static final double MOST = 0.8;

  /** The first line of files for Excel. */
  private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=(.)\"?\\s*");

  /** The columns that lastfm-to-csv writes, without naming them. */
  private static final List<String> UNNAMED = List.of("artist", "album", "title", "time");

  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4},? [0-9]{1,2}:[0-9]{2}"
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*");

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]|\"\")*\"");

  private static final Pattern BACKSLASH = Pattern.compile("\\\\\"[\\p{L}\\p{N}( ]");

  /**
   * Finds the table in a file.
   *
   * @param file the file; it is read up to 64 KB, decompressed
   * @param named columns of which the caller knows, besides those that are known to hold songs
   * @param hasNames whether a line names the columns; otherwise they are called 1, 2, 3, …
   * @return where the table begins, if there is one
   * @throws IOException if the file cannot be read
   */
  public static TableHead of(InputFile file, Collection<String> named, boolean hasNames)
      throws IOException {
    FileHead head = FileHead.of(file);
    Set<String> known = named.stream().map(SongColumns::plain).collect(Collectors.toSet());
    Lines lines = new Lines(head.allLines());
    return hasNames
        ? lines.find(known)
        : lines.knownShape(named.isEmpty()).orElseGet(lines::numbered);
  }

  static TableHead of(FileHead head) {
    return new Lines(head.allLines()).find(Set.of());
  }

  /** Whether a column holds songs, by its name or by its place. */
  boolean holdsSongs() {
    return isKnownShape || SongColumns.include(names);
  }

  /** The lines of a file, of which one names the columns of a table. */
  private record Lines(List<String> all) {

    TableHead find(Set<String> known) {
      int begin = first();
      for (int at = begin; at < Math.min(all.size(), begin + MOST_LINES_BEFORE); at++) {
        List<String> names = fields(all.get(at), separator(at));
        boolean hold =
            SongColumns.include(names)
                || names.stream().map(SongColumns::plain).anyMatch(known::contains);
        if (hold && !all.get(at).isBlank() && mayBegin(at, begin) && isTable(at)) {
          return head(at, true, names);
        }
      }
      return knownShape(true)
          .orElseGet(
              () -> {
                String line = all.get(begin);
                return head(
                    begin,
                    true,
                    isTable(begin) ? fields(line, separator(begin)) : List.of(unquoted(line)));
              });
    }

    /** The first line that is not blank and does not name a separator. */
    private int first() {
      int at = 0;
      while (at < all.size() - 1
          && (all.get(at).isBlank() || SEPARATOR_LINE.matcher(all.get(at)).matches())) {
        at++;
      }
      return at;
    }

    /**
     * Before the names of a table are remarks, lines of fewer fields, or another table and a blank
     * line. A row of the same table is no such place.
     */
    private boolean mayBegin(int at, int begin) {
      char separator = separator(at);
      long separators = count(all.get(at), separator);
      List<String> before =
          all.subList(begin, at).stream().filter(line -> !isRemark(line, separator)).toList();
      boolean afterAnother =
          at > 0
              && all.get(at - 1).isBlank()
              && before.stream().allMatch(line -> count(line, separator) != separators);
      return at == begin
          || (separators > 0
              && (afterAnother
                  || before.stream().allMatch(line -> count(line, separator) < separators)));
    }

    /** A number sign alone is the name of a column. */
    private static boolean isRemark(String line, char separator) {
      return line.startsWith("#") && fields(line, separator).get(0).length() > 1;
    }

    /** Most lines of a table have as many separators as the first, or more in quotes. */
    private boolean isTable(int at) {
      char separator = separator(at);
      long separators = count(all.get(at), separator);
      List<String> rows = rows(at);
      long complete = rows.stream().filter(row -> count(row, separator) >= separators).count();
      return separators > 0 ? complete >= MOST * rows.size() : at == first();
    }

    private List<String> rows(int from) {
      return all.stream().skip(from).filter(line -> !line.isBlank()).limit(ROWS).toList();
    }

    /** A table whose rows tell what they are, if that is allowed. */
    Optional<TableHead> knownShape(boolean allowed) {
      int begin = first();
      char separator = separator(begin);
      List<List<String>> rows = rows(begin).stream().map(row -> fields(row, separator)).toList();
      List<String> times =
          rows.stream()
              .filter(row -> row.size() == UNNAMED.size())
              .map(row -> row.get(UNNAMED.size() - 1))
              .toList();
      long read = times.stream().filter(time -> TIME.matcher(time).matches()).count();
      boolean fits =
          allowed
              && !rows.isEmpty()
              && rows.get(0).size() == UNNAMED.size()
              && times.stream().allMatch(time -> time.isEmpty() || TIME.matcher(time).matches())
              && 2 * read >= rows.size()
              && times.size() >= MOST * rows.size();
      return fits ? Optional.of(head(begin, false, UNNAMED, true)) : Optional.empty();
    }

    TableHead numbered() {
      int begin = first();
      int columns = fields(all.get(begin), separator(begin)).size();
      return head(
          begin, false, IntStream.rangeClosed(1, columns).mapToObj(Integer::toString).toList());
    }

    private TableHead head(int at, boolean hasNames, List<String> names) {
      return head(at, hasNames, names, false);
    }

    private TableHead head(int at, boolean hasNames, List<String> names, boolean isKnownShape) {
      char separator = separator(at);
      String text = String.join("\n", all.subList(at, all.size()));
      String between = Pattern.quote(Character.toString(separator));
      boolean spaces =
          Pattern.compile(between + " +\"[^\"\n]*\" *(" + between + "|\n|$)").matcher(text).find();
      return new TableHead(
          at,
          separator,
          hasNames,
          names,
          isKnownShape,
          separator != '\t' || quotesTabs(at),
          spaces,
          BACKSLASH.matcher(text).find());
    }

    /** Between tabs, quotes are text, unless all are as a writer of quoted fields has them. */
    private boolean quotesTabs(int at) {
      List<String> quoted =
          all.stream()
              .skip(at)
              .flatMap(line -> Stream.of(line.split("\t", -1)))
              .filter(field -> field.startsWith("\""))
              .toList();
      return quoted.stream().allMatch(field -> QUOTED.matcher(field).matches())
          && quoted.stream().anyMatch(field -> field.indexOf("\"\"", 1) > 0);
    }

    /** The one that the first lines name, or else the most frequent of a line. */
    private char separator(int at) {
      for (int line = 0; line < first(); line++) {
        Matcher named = SEPARATOR_LINE.matcher(all.get(line));
        if (named.matches()) {
          return named.group(1).charAt(0);
        }
      }
      String text = all.get(at);
      return (char)
          SEPARATORS
              .chars()
              .boxed()
              .max(Comparator.comparing(each -> count(text, (char) each.intValue())))
              .orElseThrow()
              .intValue();
    }
  }

  /**
   * How often a separator is outside quotes; in tables with tabs nothing is quoted, and in front of
   * a line a {@code |} draws a table for people.
   */
  private static long count(String line, char separator) {
    if (separator == '|' && line.startsWith("|")) {
      return 0;
    }
    long count = 0;
    boolean quoted = false;
    for (int at = 0; at < line.length(); at++) {
      char each = line.charAt(at);
      quoted ^= each == '"' && separator != '\t';
      count += each == separator && !quoted ? 1 : 0;
    }
    return count;
  }

  private static List<String> fields(String line, char separator) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    boolean quoted = false;
    for (int at = 0; at <= line.length(); at++) {
      boolean end = at == line.length();
      quoted ^= !end && line.charAt(at) == '"' && separator != '\t';
      if (end || (line.charAt(at) == separator && !quoted)) {
        fields.add(unquoted(line.substring(from, at)));
        from = at + 1;
      }
    }
    return List.copyOf(fields);
  }

  private static String unquoted(String name) {
    return name.strip().replaceAll("^\"|\"$", "").strip();
  }
}
