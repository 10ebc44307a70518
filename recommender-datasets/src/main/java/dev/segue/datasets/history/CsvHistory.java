package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.segue.FileFormatException;
import dev.segue.Song;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.SongNames;
import dev.segue.datasets.reading.TextLines;
import dev.segue.datasets.reading.Utf8Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads plays from a table with named columns: CSV (RFC 4180) with commas or semicolons, or
 * tab-separated values without quoting. May be used by any number of threads; the histories are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="csv"}
 *
 * <p>The first line names the columns, in any order and in upper or lower case; the reader ignores
 * other columns:
 *
 * <ul>
 *   <li>{@code user} (or {@code user_id}, {@code username}, {@code listener}): who listened; if
 *       missing, all rows belong to one listener.
 *   <li>{@code time} (or {@code timestamp}, {@code played_at}, {@code date}): when, in ISO 8601
 *       (UTC if it names no zone), or in seconds or milliseconds since 1970. If missing, all plays
 *       of a user are one session, in the order of the file.
 *   <li>{@code song} (or {@code song_id}, {@code track_id}, {@code id}): the song's id. If missing
 *       or empty, the id is artist and title, separated by a tab.
 *   <li>{@code artist} (or {@code artist_name}) and {@code title} (or {@code track}, {@code
 *       track_name}): the names of the artist and the song.
 * </ul>
 *
 * <p>There must be a column {@code song} or {@code title}. The reader skips and counts rows that
 * lack both values, or have the wrong number of fields or no readable time. The file is UTF-8, and
 * may be compressed with gzip or zip.
 */
public final class CsvHistory {

  private static final int MAX_ROW_BYTES = 1 << 20;
  private static final String SEPARATORS = "\t;,";

  /** A quote character that no text holds. */
  private static final char NO_QUOTE = '\0';

  /** The row appended after the last. It is missing if an unclosed quote swallowed it. */
  private static final String END_MARKER = "end";

  private enum Column {
    USER("user user_id username listener"),
    TIME("time timestamp played_at date"),
    SONG("song song_id track_id id"),
    ARTIST("artist artist_name"),
    TITLE("title track track_name");

    /** Accepted names, separated by spaces. */
    private final String names;

    Column(String names) {
      this.names = names;
    }

    boolean isCalled(String name) {
      return List.of(names.split(" ", -1)).contains(name.strip().toLowerCase(Locale.ROOT));
    }
  }

  private final InputFile file;
  private final SkippedLines skipped;
  private final ListeningHistory.Builder history = ListeningHistory.builder();
  private final Map<Column, Integer> columns = new EnumMap<>(Column.class);
  private int width;

  /** The line at which the row read last begins. */
  private long line = 1;

  private CsvHistory(InputFile file, SkippedLines skipped) {
    this.file = file;
    this.skipped = skipped;
  }

  /**
   * Reads a file; at most one row in a thousand may be unreadable.
   *
   * @param file the file
   * @return the history
   * @throws FileFormatException if the file breaks a rule of the format, or too many rows cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   */
  public static ListeningHistory read(Path file) throws IOException {
    return read(file, SkippedLines.DEFAULT_LIMIT);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param skippedLimit the share of rows that may be unreadable, from 0 to 1; 0.001 by default
   * @return the history
   * @throws FileFormatException if the file breaks a rule of the format, or too many rows cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path file, double skippedLimit) throws IOException {
    Objects.requireNonNull(file, "file");
    SkippedLines skipped = new SkippedLines(file, skippedLimit);
    InputFile input = InputFile.single(file);
    FileKind.check(input, FileKind.CSV);
    CsvHistory csv = new CsvHistory(input, skipped);
    csv.read();
    skipped.check();
    return SkippedLines.requirePlays(file, csv.history.build(skipped));
  }

  private void read() throws IOException {
    char separator = separator();
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(separator)
            .maxBufferSize(MAX_ROW_BYTES)
            .allowExtraFields(true)
            .allowMissingFields(true);
    if (separator == '\t') {
      builder.quoteCharacter(NO_QUOTE);
    }
    try (CsvReader<CsvRecord> rows = builder.ofCsvRecord(new Utf8Reader(withEndMarker()))) {
      readRows(rows.iterator());
    } catch (CsvParseException e) {
      throw file.fault(line, "the rows after this one must be CSV: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? file.fault(line, "the rows after this one must be UTF-8 text, but are not")
          : e.getCause();
    }
  }

  private void readRows(Iterator<CsvRecord> rows) throws FileFormatException {
    CsvRecord row = next(rows);
    while (rows.hasNext()) {
      if (columns.isEmpty()) {
        readHeader(row);
      } else {
        add(row);
      }
      row = next(rows);
    }
    if (!row.getFields().equals(List.of(END_MARKER))) {
      throw file.fault(line, "row must end, but a quote in it does not");
    }
    if (columns.isEmpty()) {
      throw file.fault(1, "a line of column names was expected, but the file ends here");
    }
  }

  private CsvRecord next(Iterator<CsvRecord> rows) {
    CsvRecord row = rows.next();
    line = row.getStartingLineNumber();
    return row;
  }

  @SuppressWarnings("resource") // closed with the stream that is returned
  private InputStream withEndMarker() throws IOException {
    InputStream end = new ByteArrayInputStream(("\n" + END_MARKER).getBytes(UTF_8));
    return new SequenceInputStream(file.open(), end);
  }

  /** Returns the separator that is most frequent in the first line. */
  private char separator() throws IOException {
    try (TextLines lines = TextLines.open(file, MAX_ROW_BYTES)) {
      String header = lines.next("a line of column names");
      return (char)
          SEPARATORS
              .chars()
              .boxed()
              .max((one, other) -> Long.compare(count(header, one), count(header, other)))
              .orElseThrow()
              .intValue();
    }
  }

  private static long count(String text, int character) {
    return text.chars().filter(each -> each == character).count();
  }

  private void readHeader(CsvRecord row) throws FileFormatException {
    width = row.getFieldCount();
    for (Column column : Column.values()) {
      for (int field = 0; field < width; field++) {
        if (column.isCalled(row.getField(field))) {
          Integer earlier = columns.putIfAbsent(column, field);
          if (earlier != null) {
            throw file.fault(
                row.getStartingLineNumber(),
                "there must be one column for the %s, but both %s and %s are"
                    .formatted(
                        column.name().toLowerCase(Locale.ROOT),
                        TextLines.quote(row.getField(earlier)),
                        TextLines.quote(row.getField(field))));
          }
        }
      }
    }
    if (Collections.disjoint(columns.keySet(), List.of(Column.SONG, Column.TITLE))) {
      throw file.fault(
          row.getStartingLineNumber(),
          "there must be a column 'song' or 'title', but the columns are "
              + TextLines.quote(String.join(",", row.getFields())));
    }
  }

  private void add(CsvRecord row) throws FileFormatException {
    try {
      if (row.getFieldCount() != width) {
        throw new IllegalArgumentException(
            "row must have %d fields, but has %d".formatted(width, row.getFieldCount()));
      }
      String artist = field(row, Column.ARTIST);
      String title = field(row, Column.TITLE);
      String id = field(row, Column.SONG);
      if (id.isEmpty() && title.isEmpty()) {
        throw new IllegalArgumentException("song or title must not be empty");
      }
      long time = columns.containsKey(Column.TIME) ? PlayTime.seconds(field(row, Column.TIME)) : 0;
      String known = id.isEmpty() ? SongNames.id(artist, title) : id;
      history.add(field(row, Column.USER), time, new Song(known, title, artist, List.of()));
      skipped.read();
    } catch (IllegalArgumentException e) {
      skipped.skip(file.fault(row.getStartingLineNumber(), String.valueOf(e.getMessage())));
    }
  }

  /** Returns the text of a column, empty if there is none. */
  private String field(CsvRecord row, Column column) {
    Integer field = columns.get(column);
    return field == null ? "" : row.getField(field).strip();
  }
}
