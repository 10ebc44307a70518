package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** The first 64 KB of a file, and what can be told from them. Immutable. */
final class FileHead {

  static final int MAX_BYTES = 1 << 16;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+( +[0-9]+)*");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*");

  /** An address, an absolute path, a path with folders and an ending, or a file of sound. */
  private static final Pattern LOCATION =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]+:\\S+"
              + "|([A-Za-z]:|\\.{0,2})[/\\\\][^\\t]*"
              + "|[^\\t]+[/\\\\][^\\t]*\\.[A-Za-z0-9]{2,5}"
              + "|(?i)[^\\t]+\\.(mp[234c+]|flac?|og[ga]|opus|m4[abp]|aac|wa?v|wma|aiff?|ape|alac|dsf)");

  /** What can be the name of a file too, but is not worth calling a location without one's word. */
  private static final Pattern NAME =
      Pattern.compile("\\S+|[^\\t]*[/\\\\][^\\t]*|[^\\t]+\\.[A-Za-z0-9]{2,5}");

  private static final int LASTFM_FIELDS = 6;

  private static final int MANY_NULS = 3;

  /** No text has so many different words in a row. */
  private static final int MANY_IDS = 100;

  private final byte[] bytes;

  /** With white space around it, so that its lines can be counted. */
  private final String decoded;

  private final String text;

  private FileHead(byte[] bytes, String decoded) {
    this.bytes = bytes;
    this.decoded = decoded;
    this.text = decoded.strip();
  }

  static FileHead of(InputFile file) throws IOException {
    try (InputStream stream = file.open()) {
      byte[] bytes = stream.readNBytes(MAX_BYTES);
      return new FileHead(bytes, decoded(bytes));
    }
  }

  /** As UTF-8, whose last character may be cut, or else as windows-1252. */
  private static String decoded(byte[] bytes) throws IOException {
    int end = bytes.length;
    if (end == MAX_BYTES) {
      while (end > MAX_BYTES - 4 && (bytes[end - 1] & 0xC0) == 0x80) {
        end--;
      }
      end -= bytes[end - 1] < 0 ? 1 : 0;
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return TextEncoding.WINDOWS.decode(bytes, 0, bytes.length);
    }
  }

  /** Without white space around it. */
  String text() {
    return text;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  private boolean isCut() {
    return bytes.length == MAX_BYTES;
  }

  /** A model file begins with the length of its JSON header, 8 bytes, little-endian. */
  boolean isModel() {
    if (bytes.length < 10 || bytes[8] != '{' || bytes[9] != '"') {
      return false;
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 0 && length < 1L << 40 && text.contains("\"__metadata__\"");
  }

  /** A single NUL may be a slip, which a reader finds and names its line. */
  boolean isBinary() {
    return text.chars().filter(character -> character == 0).limit(MANY_NULS).count() == MANY_NULS;
  }

  /** The lines but the last, which may be cut, unless it is the only one; without blank ones. */
  private List<String> lines() {
    return allLines().stream().filter(line -> !line.isBlank()).toList();
  }

  /** The lines but the last, which may be cut, unless it is the only one; at least one. */
  List<String> allLines() {
    List<String> lines = decoded.isEmpty() ? List.of("") : decoded.lines().toList();
    return isCut() && lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
  }

  /**
   * Whether the lines are the ids of songs, as many numbers, and playlists of indices below that.
   * Of many songs the head has only the ids.
   */
  boolean holdsIndexedPlaylists() {
    List<String> lines = lines();
    List<String> ids = List.of(SPACE.split(lines.get(0).strip()));
    if (lines.size() == 1) {
      return isCut() && ids.size() >= MANY_IDS && new HashSet<>(ids).size() >= ids.size() - 1;
    }
    return new HashSet<>(ids).size() == ids.size()
        && lines.stream().skip(1).allMatch(line -> NUMBERS.matcher(line.strip()).matches())
        && SPACE.split(lines.get(1).strip()).length == ids.size()
        && lines.stream()
            .skip(2)
            .flatMap(line -> SPACE.splitAsStream(line.strip()))
            .allMatch(index -> index.length() < 10 && Integer.parseInt(index) < ids.size());
  }

  /** Whether it surely is that: there are playlists too, so that ids may look like anything. */
  boolean showsIndexedPlaylists() {
    return lines().size() > 1 && holdsIndexedPlaylists();
  }

  boolean isLastFm() {
    return lines().stream()
        .limit(5)
        .map(line -> line.split("\t", -1))
        .anyMatch(fields -> fields.length == LASTFM_FIELDS && TIME.matcher(fields[1]).matches());
  }

  /** Whether most lines are paths or addresses. */
  boolean holdsLocations() {
    List<String> songs = lines().stream().filter(line -> !line.startsWith("#")).toList();
    return !songs.isEmpty() && mostMatch(songs, LOCATION);
  }

  /** Whether most lines can be names of files. */
  boolean holdsNames() {
    return mostMatch(lines().stream().filter(line -> !line.startsWith("#")).toList(), NAME);
  }

  private static boolean mostMatch(List<String> lines, Pattern pattern) {
    return 2 * lines.stream().filter(line -> !pattern.matcher(line).matches()).count()
        < Math.max(1, lines.size());
  }

  /** The table that the lines are, or a single column if they are none. */
  TableHead table() {
    return TableHead.of(this);
  }
}
