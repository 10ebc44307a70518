package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads plays from a table with named columns: CSV (RFC 4180) with commas or semicolons, or
 * tab-separated values without quoting. May be used by any number of threads; the histories are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="csv"}
 *
 * <p>The first line names the columns, in any order. Names are compared without case, spaces and
 * punctuation; {@link CsvColumn} says what columns there are:
 *
 * <ul>
 *   <li>{@code user} (also {@code user_id}, {@code username}, {@code listener}, {@code account},
 *       …): who listened; if missing, all rows belong to one listener.
 *   <li>{@code time} (also {@code timestamp}, {@code uts}, {@code ts}, {@code played_at}, {@code
 *       listened_at}, {@code datetime}, {@code utc_time}, {@code date}, {@code when}, {@code Added
 *       At}, …): when, in ISO 8601 (UTC if it names no zone), or in seconds or milliseconds since
 *       1970. If missing, all plays of a user are one session, in the order of the file.
 *   <li>{@code playlist} (also {@code playlist_name}, {@code playlist_id}, …): each is a session of
 *       its own, in the order of the file, as that of a listener who is called like it ({@code user
 *       / playlist} if there is a user); times are then ignored. A log whose plays have exact times
 *       is cut by time instead.
 *   <li>{@code song_id}, {@code track_id}, {@code uri}, {@code media_id}, {@code item_id}, {@code
 *       id}, …: the song's id. If missing or empty, the id is artist and title, separated by a tab.
 *   <li>{@code artist} (also {@code artist_name}, {@code artists}, …) and {@code title} (also
 *       {@code track_name}, {@code song_name}, …): the names of the artist and the song.
 *   <li>{@code song} or {@code track}: the song's id or its title, as the values and the other
 *       columns say.
 *   <li>{@code skipped} (also {@code skip}, …): whether the listener skipped the song ({@code true}
 *       or {@code 1}): then it is no play, but the {@linkplain ListeningHistory#sessions sessions}
 *       tell it between their plays.
 *   <li>{@code heard} (also {@code seconds_played}, {@code ms_played}, {@code duration_played}, …):
 *       how long it was heard, in seconds, or in milliseconds if the name says so.
 * </ul>
 *
 * <p>What a column says is decided by its values in the first 1,000 rows as a whole. A column that
 * is empty there is none; so is one of durations, positions or years that is called {@code time},
 * and an {@code id} of rows. Of two columns for one thing, the one with more values is taken, and
 * exact times before dates. If most values do not fit, or a later row contradicts the decision,
 * that is an error, whose message names the option that decides ({@link CsvOptions}, {@code
 * --column}). {@link ListeningHistory#report()} says which columns were used and which ignored.
 *
 * <p>An id such as {@code None}, {@code nan}, {@code null}, {@code undefined}, {@code N/A}, {@code
 * -1} or a UUID of zeros is missing; so are such listeners and times. The reader leaves out and
 * counts plays without a time, before 1971, or of a song by a listener in the same second as
 * another (if there are times that are more exact than a day). Of plays at the same time the one
 * further down came first, if the file has the newest first.
 *
 * <p>There must be a column of songs or titles. The reader skips and counts rows that lack both
 * values, or have the wrong number of fields or no readable time. The file is UTF-8, and may be
 * compressed with gzip or zip.
 */
public final class CsvHistory {

  private static final int MAX_ROW_BYTES = 1 << 20;
  private static final String SEPARATORS = "\t;,";

  /** A quote character that no text holds. */
  private static final char NO_QUOTE = '\0';

  /** The row appended after the last. It is missing if an unclosed quote swallowed it. */
  private static final String END_MARKER = "end";

  /** The rows by whose values it is decided what the columns say; at most so many characters. */
  private static final int SAMPLE_ROWS = 1_000;

  private static final int SAMPLE_CHARACTERS = 1 << 22;

  private final InputFile file;
  private final CsvOptions options;
  private final ReadingReport report;
  private final ListeningHistory.Builder history = ListeningHistory.builder();

  /** The names of the columns; empty before they are read. */
  private List<String> header = List.of();

  /** The first rows, until it is decided what the columns say. */
  private final List<CsvRecord> sample = new ArrayList<>();

  private int sampledCharacters;
  private boolean decided;
  private boolean heardInMillis;

  /** Where a row has each. */
  private final Map<CsvColumn, Integer> fields = new EnumMap<>(CsvColumn.class);

  private List<CsvColumns.Doubt> doubts = List.of();

  /** The line at which the row read last begins. */
  private long line = 1;

  private CsvHistory(InputFile file, CsvOptions options, ReadingReport report) {
    this.file = file;
    this.options = options;
    this.report = report;
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
    return read(file, CsvOptions.ofDefaults());
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param skippedLimit the share of rows that may be unreadable, from 0 to 1; 0.001 by default. Up
   *     to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if the file breaks a rule of the format, or too many rows cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path file, double skippedLimit) throws IOException {
    return read(file, CsvOptions.ofDefaults().skippedLimit(skippedLimit));
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param options which columns it has, if they do not say it well enough themselves, and how many
   *     rows may be unreadable
   * @return the history
   * @throws FileFormatException if the file breaks a rule of the format, has not a column of the
   *     options, or too many rows cannot be read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   */
  public static ListeningHistory read(Path file, CsvOptions options) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(options, "options");
    ReadingReport report = new ReadingReport("csv", file, options.skippedLimit());
    InputFile input = InputFile.single(file);
    FileKind.check(input, FileKind.CSV);
    CsvHistory csv = new CsvHistory(input, options, report);
    csv.read();
    return csv.history.build(report);
  }

  /**
   * Writes playlists or sessions as a table that {@link #read} reads back: a row for each play and
   * each skip, with the columns {@code song}, {@code artist}, {@code title}, {@code tags}, {@code
   * skipped} and {@code heard} (in seconds), after {@code session}, {@code user} and {@code time}
   * if all playlists have times, or else {@code playlist}. Sessions and playlists are numbered from
   * 1; empty ones are lost, and what of a playlist is {@linkplain dev.segue.Playlist#context()
   * context} is not said.
   *
   * @param dataset the playlists
   * @param file the file to write, such as {@code plays.csv}; an existing file is replaced once
   *     everything is written
   * @throws IOException if the file cannot be written
   */
  public static void write(PlaylistDataset dataset, Path file) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(file, "file");
    PlayTable.write(dataset, file);
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
      if (header.isEmpty()) {
        header = row.getFields();
      } else {
        sampleOrAdd(row);
      }
      row = next(rows);
    }
    if (!row.getFields().equals(List.of(END_MARKER))) {
      throw file.fault(line, "row must end, but a quote in it does not");
    }
    if (header.isEmpty()) {
      throw file.fault(1, "a line of column names was expected, but the file ends here");
    }
    if (!decided) {
      decide();
    }
  }

  private void sampleOrAdd(CsvRecord row) throws FileFormatException {
    if (decided) {
      checkDoubts(row);
      add(row);
      return;
    }
    sample.add(row);
    sampledCharacters += row.getFields().stream().mapToInt(String::length).sum();
    if (sample.size() == SAMPLE_ROWS || sampledCharacters > SAMPLE_CHARACTERS) {
      decide();
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

  /** Decides by the first rows what the columns say, and reads these rows. */
  private void decide() throws FileFormatException {
    decided = true;
    try {
      CsvColumns columns = new CsvColumns(options, header, completeRows());
      for (CsvColumn column : CsvColumn.values()) {
        columns.field(column).ifPresent(field -> fields.put(column, field));
      }
      heardInMillis =
          has(CsvColumn.HEARD)
              && HeardTime.isInMillis(header.get(fields.getOrDefault(CsvColumn.HEARD, 0)));
      checkSongs(columns);
      doubts = columns.doubts();
      report.columns(columns.report());
      columns.warnings().forEach(report::warn);
    } catch (IllegalArgumentException e) {
      throw file.fault(1, String.valueOf(e.getMessage()));
    }
    for (CsvRecord row : sample) {
      add(row);
    }
    sample.clear();
  }

  private List<List<String>> completeRows() {
    return sample.stream()
        .map(CsvRecord::getFields)
        .filter(row -> row.size() == header.size())
        .map(row -> row.stream().map(String::strip).toList())
        .toList();
  }

  private void checkSongs(CsvColumns columns) {
    if (!has(CsvColumn.SONG) && !has(CsvColumn.TITLE)) {
      throw new IllegalArgumentException(
          columns.hasCandidate(CsvColumn.SONG) || columns.hasCandidate(CsvColumn.TITLE)
              ? "a column 'song' or 'title' must have values, but all are empty; the columns are "
                  + columns.names()
              : "there must be a column 'song' or 'title', but the columns are " + columns.names());
    }
  }

  private void checkDoubts(CsvRecord row) throws FileFormatException {
    for (CsvColumns.Doubt doubt : doubts) {
      if (row.getFieldCount() == header.size()) {
        try {
          doubt.check(row.getField(doubt.sample().field()).strip());
        } catch (IllegalStateException e) {
          throw file.fault(row.getStartingLineNumber(), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private void add(CsvRecord row) throws FileFormatException {
    try {
      if (row.getFieldCount() != header.size()) {
        throw new IllegalArgumentException(
            "row must have %d fields, but has %d".formatted(header.size(), row.getFieldCount()));
      }
      Song song = song(row);
      if (has(CsvColumn.PLAYLIST)) {
        addToPlaylist(row, song);
      } else {
        addPlay(row, song);
      }
    } catch (IllegalArgumentException e) {
      report.skip(file.fault(row.getStartingLineNumber(), String.valueOf(e.getMessage())));
    }
  }

  private Song song(CsvRecord row) {
    String artist = field(row, CsvColumn.ARTIST);
    String title = field(row, CsvColumn.TITLE);
    String id = id(row, CsvColumn.SONG);
    if (id.isEmpty() && title.isEmpty()) {
      throw new IllegalArgumentException("song or title must not be empty");
    }
    return new Song(id.isEmpty() ? SongNames.id(artist, title) : id, title, artist, List.of());
  }

  private void addPlay(CsvRecord row, Song song) {
    long time = 0;
    if (has(CsvColumn.TIME)) {
      String text = id(row, CsvColumn.TIME);
      if (text.isEmpty()) {
        report.leaveOut("without a time");
        return;
      }
      time = PlayTime.seconds(text);
      if (report.leavesOut(time)) {
        return;
      }
    }
    add(row, id(row, CsvColumn.USER), time, song);
  }

  /** Adds what is a play, unless a column says that it was skipped. */
  private void add(CsvRecord row, String listener, long time, Song song) {
    int heard = HeardTime.seconds(id(row, CsvColumn.HEARD), heardInMillis);
    if (SkipFlag.isSkipped(field(row, CsvColumn.SKIPPED))) {
      history.skip(listener, time, song, heard);
      report.readSkip();
    } else {
      history.add(listener, time, song, heard);
      report.read();
    }
  }

  /** A playlist is the only session of a listener of its own. */
  private void addToPlaylist(CsvRecord row, Song song) {
    String playlist = id(row, CsvColumn.PLAYLIST);
    if (playlist.isEmpty()) {
      report.leaveOut("without a playlist");
      return;
    }
    String user = id(row, CsvColumn.USER);
    add(row, user.isEmpty() ? playlist : user + " / " + playlist, 0, song);
  }

  private boolean has(CsvColumn column) {
    return fields.containsKey(column);
  }

  /** Returns the text of a column, empty if there is none. */
  private String field(CsvRecord row, CsvColumn column) {
    Integer field = fields.get(column);
    return field == null ? "" : row.getField(field).strip();
  }

  private String id(CsvRecord row, CsvColumn column) {
    return MissingId.orEmpty(field(row, column));
  }
}
