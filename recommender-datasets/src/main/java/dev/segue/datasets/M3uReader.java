package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ByteLines;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.TextEncoding;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;

/** Reads one playlist in M3U. One thread at a time. */
final class M3uReader implements AutoCloseable {

  /** The most bytes that a line may have. */
  static final int MAX_LINE_BYTES = 1 << 20;

  static final String NAME_SEPARATOR = " - ";

  private static final String INFO_PREFIX = "#EXTINF:";
  private static final String ARTIST_PREFIX = "#EXTART:";
  private static final String ENCODING_PREFIX = "#EXTENC:";

  private final InputFile file;
  private final ByteLines lines;
  private TextEncoding encoding;
  private long number;
  private boolean expectsLocation;

  /** The artist of all songs that name none. */
  private String artistOfList = "";

  /** What {@code #EXTINF} says of the next song: artist and title, or the title alone. */
  private String names = "";

  /** What {@code #EXTART} says of the next song. */
  private String artist = "";

  private M3uReader(InputFile file, ByteLines lines, TextEncoding encoding) {
    this.file = file;
    this.lines = lines;
    this.encoding = encoding;
  }

  static M3uReader open(InputFile file) throws IOException {
    TextEncoding encoding = file.endsWith(".m3u8") ? TextEncoding.UNICODE : TextEncoding.of(file);
    return new M3uReader(file, ByteLines.open(file, MAX_LINE_BYTES), encoding);
  }

  /** Adds the playlist of the file. */
  void readInto(PlaylistCollector collector) throws IOException {
    collector.begin(file);
    if (encoding.equals(TextEncoding.WINDOWS)) {
      collector.noteWindows(file);
    }
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
      String text = encoding.decode(lines.bytes(), lines.from(), lines.to());
      if (text.indexOf('\0') >= 0) {
        throw lines.fault("must be text, but holds a NUL byte");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw lines.fault("must be %s text, but is not".formatted(encoding.charset()));
    }
  }

  private void add(String line, PlaylistCollector collector) throws FileFormatException {
    if (FileKind.isOfStream(line)) {
      throw fault("must list songs, but lists the segments of a stream: " + Quotation.quote(line));
    }
    if (begins(line, INFO_PREFIX)) {
      expectsLocation = true;
      readInfo(line.substring(INFO_PREFIX.length()));
    } else if (begins(line, ARTIST_PREFIX)) {
      readArtist(line.substring(ARTIST_PREFIX.length()).strip());
    } else if (begins(line, ENCODING_PREFIX)) {
      readEncoding(line.substring(ENCODING_PREFIX.length()).strip());
    } else if (!line.startsWith("#") && !line.isBlank()) {
      addLocation(line, collector);
    }
  }

  /** In upper or lower case, as players read it. */
  private static boolean begins(String line, String directive) {
    return line.regionMatches(true, 0, directive, 0, directive.length());
  }

  private void readArtist(String name) {
    if (expectsLocation) {
      artist = name;
    } else {
      artistOfList = name;
    }
  }

  /** The encoding of the lines from here on; that of UTF-16 is known by its mark alone. */
  private void readEncoding(String name) throws FileFormatException {
    if (name.isEmpty() || name.regionMatches(true, 0, "UTF-16", 0, 6)) {
      return;
    }
    try {
      encoding = TextEncoding.named(name);
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  private void addLocation(String location, PlaylistCollector collector) {
    if (SongPath.isPlaylist(location)) {
      collector.leaveOut("names of other playlists, which are not followed");
    } else {
      addSong(location, collector);
    }
    expectsLocation = false;
    names = "";
    artist = "";
  }

  private void addSong(String location, PlaylistCollector collector) {
    int between = names.indexOf(NAME_SEPARATOR);
    String first = between < 0 ? "" : names.substring(0, between).strip();
    String rest = names.substring(between < 0 ? 0 : between + NAME_SEPARATOR.length()).strip();
    if (!artist.isEmpty()) {
      collector.addLocated(location, first.equalsIgnoreCase(artist) ? rest : names.strip(), artist);
    } else {
      collector.addLocated(location, rest, between < 0 ? artistOfList : first);
    }
  }

  /** Reads the names from {@code seconds attributes,Artist - Title}. */
  private void readInfo(String info) {
    int comma = comma(info);
    names = comma < 0 ? "" : info.substring(comma + 1);
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
