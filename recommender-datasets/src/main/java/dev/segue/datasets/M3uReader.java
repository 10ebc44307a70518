package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ByteLines;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.Utf8Reader;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Reads one playlist in M3U. One thread at a time. */
final class M3uReader implements AutoCloseable {

  /** The most bytes that a line may have. */
  static final int MAX_LINE_BYTES = 1 << 20;

  static final String NAME_SEPARATOR = " - ";

  private static final String INFO_PREFIX = "#EXTINF:";
  private static final String STREAMING_PREFIX = "#EXT-X-";

  private final InputFile file;
  private final ByteLines lines;
  private final Charset encoding;
  private long number;
  private boolean expectsLocation;
  private String title = "";
  private String artist = "";

  private M3uReader(InputFile file, ByteLines lines, Charset encoding) {
    this.file = file;
    this.lines = lines;
    this.encoding = encoding;
  }

  static M3uReader open(InputFile file) throws IOException {
    Charset encoding = file.endsWith(".m3u8") || isUtf8(file) ? UTF_8 : ISO_8859_1;
    return new M3uReader(file, ByteLines.open(file, MAX_LINE_BYTES), encoding);
  }

  /** Returns whether all of a file is UTF-8; checked before any song is added. */
  private static boolean isUtf8(InputFile file) throws IOException {
    char[] block = new char[1 << 13];
    try (Utf8Reader reader = new Utf8Reader(file.open())) {
      while (reader.read(block) >= 0) {
        // Only decoding matters.
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Adds the playlist of the file. */
  void readInto(PlaylistCollector collector) throws IOException {
    while (lines.next()) {
      // Old Macs end lines with a carriage return alone.
      for (String line : text().split("\r", -1)) {
        number++;
        add(line, collector);
      }
    }
    if (expectsLocation) {
      number++;
      throw fault("a location was expected after #EXTINF, but the file ends here");
    }
    collector.endPlaylist();
  }

  private String text() throws FileFormatException {
    try {
      int size = lines.to() - lines.from();
      ByteBuffer bytes = ByteBuffer.wrap(lines.bytes(), lines.from(), size);
      String text = encoding.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') >= 0) {
        throw lines.fault("must be text, but holds a NUL byte");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw lines.fault("must be UTF-8 text, but is not");
    }
  }

  private void add(String line, PlaylistCollector collector) throws FileFormatException {
    if (line.startsWith(STREAMING_PREFIX)) {
      throw fault("must list songs, but lists the segments of a stream: " + Quotation.quote(line));
    }
    if (line.startsWith(INFO_PREFIX)) {
      readInfo(line.substring(INFO_PREFIX.length()));
    } else if (!line.startsWith("#") && !line.isBlank()) {
      collector.add(line, title, artist);
      expectsLocation = false;
      title = "";
      artist = "";
    }
  }

  /** Reads artist and title from {@code seconds attributes,Artist - Title}. */
  private void readInfo(String info) {
    expectsLocation = true;
    int comma = comma(info);
    String names = comma < 0 ? "" : info.substring(comma + 1);
    int between = names.indexOf(NAME_SEPARATOR);
    artist = between < 0 ? "" : names.substring(0, between).strip();
    title =
        between < 0 ? names.strip() : names.substring(between + NAME_SEPARATOR.length()).strip();
  }

  /** Returns the index of the comma before the names; quoted attributes may hold commas too. */
  private static int comma(String info) {
    boolean quoted = false;
    for (int at = 0; at < info.length(); at++) {
      char character = info.charAt(at);
      quoted ^= character == '"';
      if (character == ',' && !quoted) {
        return at;
      }
    }
    return info.indexOf(',');
  }

  private FileFormatException fault(String problem) {
    return file.fault(number, problem);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
