package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.segue.FileFormatException;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.TableHead;
import dev.segue.datasets.reading.TableReader;
import dev.segue.datasets.reading.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the plays of one file. One thread at a time. */
final class CsvTable {

  private static final int MAX_ROW_BYTES = 1 << 20;

  /** A quote character that no text holds. */
  private static final char NO_QUOTE = '\0';

  /** The row appended after the last. It is missing if an unclosed quote swallowed it. */
  private static final String END_MARKER = "end";

  /** The rows by whose values it is decided what the columns say; at most so many characters. */
  private static final int SAMPLE_ROWS = 1_000;

  private static final int SAMPLE_CHARACTERS = 1 << 22;

  private final InputFile file;
  private final CsvOptions options;
  private final ListeningHistory.Builder history;
  private final ReadingReport report;
  private final TableHead head;
  private final TextEncoding encoding;

  /** What the file is called if it is a playlist; empty if it is the only file. */
  private final String playlist;

  /** The names of the columns; empty before they are read. */
  private List<String> header;

  /** The first rows, until it is decided what the columns say. */
  private final List<CsvRecord> sample = new ArrayList<>();

  private int sampledCharacters;
  private @Nullable CsvColumns columns;
  private @Nullable CsvPlays plays;
  private List<CsvColumns.Doubt> doubts = List.of();

  /** The line at which the row read last begins. */
  private long line;

  private long rows;

  private CsvTable(
      InputFile file,
      CsvOptions options,
      String playlist,
      ListeningHistory.Builder history,
      ReadingReport report)
      throws IOException {
    this.file = file;
    this.options = options;
    this.playlist = playlist;
    this.history = history;
    this.report = report;
    this.encoding = TextEncoding.of(file);
    this.head =
        TableHead.of(
            file,
            options.columns().values().stream().flatMap(Optional::stream).toList(),
            options.hasHeader());
    this.header = head.hasNames() ? List.of() : head.names();
    this.line = head.linesBefore() + 1L;
  }

  /**
   * Reads a file.
   *
   * @param playlist what the file is called if it turns out to be a playlist; empty if it is the
   *     only file
   * @return the table that was read
   */
  static CsvTable read(
      InputFile file,
      CsvOptions options,
      String playlist,
      ListeningHistory.Builder history,
      ReadingReport report)
      throws IOException {
    CsvTable table = new CsvTable(file, options, playlist, history, report);
    table.read();
    return table;
  }

  /** What the columns say. */
  CsvColumns columns() {
    return Objects.requireNonNull(columns);
  }

  /** Whether its plays have times; empty if there are no rows. */
  Optional<Boolean> hasTimes() {
    return rows == 0 ? Optional.empty() : Optional.of(columns().field(CsvColumn.TIME).isPresent());
  }

  /** The decisions that a reader should know, in sentences. */
  List<String> warnings() {
    return Stream.of(
            encoding.equals(TextEncoding.WINDOWS)
                ? Stream.of(
                    "the table is no UTF-8, and is read as windows-1252: save it as UTF-8 if names"
                        + " are wrong")
                : Stream.<String>empty(),
            head.isKnownShape()
                ? Stream.of(
                    "the first line names no columns, so they are taken for %s: --no-header and"
                            .formatted(String.join(", ", head.names()))
                        + " --columns title=3 (CsvOptions) name them by their numbers")
                : Stream.<String>empty(),
            columns().warnings().stream()
                .filter(each -> !isPlaylist() || !each.equals(CsvColumns.ALL_ARE_A_SESSION)))
        .flatMap(each -> each)
        .toList();
  }

  private boolean isPlaylist() {
    return !playlist.isEmpty() && !columns().tellSessions();
  }

  private void read() throws IOException {
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(head.separator())
            .maxBufferSize(MAX_ROW_BYTES)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .trimWhitespacesAroundQuotes(head.spaceBeforeQuotes());
    if (!head.isQuoted()) {
      builder.quoteCharacter(NO_QUOTE);
    }
    TableReader text = new TableReader(encoding.reader(withEndMarker()), head);
    try (CsvReader<CsvRecord> records = builder.ofCsvRecord(text)) {
      readRows(records.iterator());
    } catch (CsvParseException e) {
      throw file.fault(line, "the rows after this one must be CSV: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? file.fault(line, "the rows after this one must be UTF-8 text, but are not")
          : e.getCause();
    }
  }

  private void readRows(Iterator<CsvRecord> records) throws FileFormatException {
    CsvRecord row = next(records);
    while (records.hasNext()) {
      if (header.isEmpty()) {
        header = row.getFields();
      } else {
        rows++;
        sampleOrAdd(row);
      }
      row = next(records);
    }
    if (!row.getFields().equals(List.of(END_MARKER))) {
      throw file.fault(line, "row must end, but a quote in it does not");
    }
    if (header.isEmpty()) {
      throw file.fault(1, "a line of column names was expected, but the file ends here");
    }
    if (plays == null) {
      decide();
    }
  }

  private void sampleOrAdd(CsvRecord row) throws FileFormatException {
    if (plays != null) {
      checkDoubts(row);
      add(plays, row);
      return;
    }
    sample.add(row);
    sampledCharacters += row.getFields().stream().mapToInt(String::length).sum();
    if (sample.size() == SAMPLE_ROWS || sampledCharacters > SAMPLE_CHARACTERS) {
      decide();
    }
  }

  private CsvRecord next(Iterator<CsvRecord> records) {
    CsvRecord row = records.next();
    line = lineOf(row);
    return row;
  }

  private long lineOf(CsvRecord row) {
    return head.linesBefore() + row.getStartingLineNumber();
  }

  @SuppressWarnings("resource") // closed with the stream that is returned
  private InputStream withEndMarker() throws IOException {
    InputStream end = new ByteArrayInputStream(("\n" + END_MARKER).getBytes(UTF_8));
    return new SequenceInputStream(file.open(), end);
  }

  /** Decides by the first rows what the columns say, and reads these rows. */
  private void decide() throws FileFormatException {
    List<List<String>> complete = completeRows();
    CsvPlays decided;
    try {
      CsvColumns found = new CsvColumns(options, header, complete);
      checkSongs(found);
      doubts = found.doubts();
      columns = found;
      decided =
          new CsvPlays(
              found, header, complete, options, isPlaylist() ? playlist : "", history, report);
    } catch (IllegalArgumentException e) {
      throw file.fault(head.linesBefore() + 1L, String.valueOf(e.getMessage()));
    }
    plays = decided;
    for (CsvRecord row : sample) {
      add(decided, row);
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

  private void checkSongs(CsvColumns found) {
    if (found.field(CsvColumn.SONG).isEmpty() && found.field(CsvColumn.TITLE).isEmpty()) {
      throw new IllegalArgumentException(
          found.hasCandidate(CsvColumn.SONG) || found.hasCandidate(CsvColumn.TITLE)
              ? "a column 'song' or 'title' must have values, but all are empty; the columns are "
                  + found.names()
              : "there must be a column 'song' or 'title', but the columns are "
                  + found.names()
                  + "; --columns title=NAME (CsvOptions) names it"
                  + (options.hasHeader() ? ", --no-header says that this line is a row" : ""));
    }
  }

  private void checkDoubts(CsvRecord row) throws FileFormatException {
    for (CsvColumns.Doubt doubt : doubts) {
      if (row.getFieldCount() == header.size()) {
        try {
          doubt.check(row.getField(doubt.sample().field()).strip());
        } catch (IllegalStateException e) {
          throw file.fault(lineOf(row), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private void add(CsvPlays decided, CsvRecord row) throws FileFormatException {
    try {
      if (row.getFieldCount() != header.size()) {
        throw new IllegalArgumentException(
            "row must have %d fields, but has %d".formatted(header.size(), row.getFieldCount()));
      }
      decided.add(row);
    } catch (IllegalArgumentException e) {
      report.skip(file.fault(lineOf(row), String.valueOf(e.getMessage())));
    } catch (IllegalStateException e) {
      throw file.fault(lineOf(row), String.valueOf(e.getMessage()));
    }
  }
}
