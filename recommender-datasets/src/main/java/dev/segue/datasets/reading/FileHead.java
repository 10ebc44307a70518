package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The first 64 KB of a file, and what can be told from them. Immutable. */
final class FileHead {

  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_DEPTH = 6;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NUMBERS = Pattern.compile("-?[0-9]+( -?[0-9]+)* ?");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*");

  /** A path or an address: with a slash, a drive, or the ending of a file. */
  private static final Pattern LOCATION =
      Pattern.compile("[^\\t]*[/\\\\][^\\t]*|[A-Za-z]:.*|[^\\t]*\\.[A-Za-z0-9]{2,4}");

  private static final String SEPARATORS = "\t;,";
  private static final int LASTFM_FIELDS = 6;

  private final byte[] bytes;
  private final String text;

  private FileHead(byte[] bytes, String text) {
    this.bytes = bytes;
    this.text = text;
  }

  static FileHead of(InputFile file) throws IOException {
    try (InputStream stream = file.open()) {
      byte[] bytes = stream.readNBytes(MAX_BYTES);
      return new FileHead(bytes, decoded(bytes).strip());
    }
  }

  /** As UTF-8, whose last character may be cut, or else as ISO-8859-1. */
  private static String decoded(byte[] bytes) {
    int end = bytes.length;
    while (bytes.length == MAX_BYTES && end > MAX_BYTES - 4 && (bytes[end - 1] & 0xC0) == 0x80) {
      end--;
    }
    end = bytes.length == MAX_BYTES ? end - 1 : end;
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  /** Without white space around it. */
  String text() {
    return text;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** A model file begins with the length of its JSON header, 8 bytes, little-endian. */
  boolean isModel() {
    if (bytes.length < 10 || bytes[8] != '{' || bytes[9] != '"') {
      return false;
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 0 && length < 1L << 40 && text.contains("\"__metadata__\"");
  }

  boolean isBinary() {
    return text.indexOf('\0') >= 0;
  }

  /** The lines but the last, which may be cut, unless it is the only one; without blank ones. */
  private List<String> lines() {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return bytes.length == MAX_BYTES && lines.size() > 1
        ? lines.subList(0, lines.size() - 1)
        : lines;
  }

  boolean holdsNumbersOnly() {
    return lines().stream().allMatch(line -> NUMBERS.matcher(line).matches());
  }

  boolean isLastFm() {
    return lines().stream()
        .limit(5)
        .map(line -> line.split("\t", -1))
        .anyMatch(fields -> fields.length == LASTFM_FIELDS && TIME.matcher(fields[1]).matches());
  }

  /** Whether most lines are paths or addresses. */
  boolean holdsLocations() {
    List<String> lines = lines().stream().filter(line -> !line.startsWith("#")).toList();
    long locations = lines.stream().filter(line -> LOCATION.matcher(line).matches()).count();
    return 2 * locations > lines.size();
  }

  /**
   * The names in the first line of a table, without quotes; a single one if there is no table.
   * Lines of a table have as many separators as the first, but for quoted ones.
   */
  List<String> columns() {
    List<String> lines = lines();
    String header = lines.get(0);
    int separator =
        SEPARATORS
            .chars()
            .boxed()
            .max(Comparator.comparing(each -> count(header, each)))
            .orElseThrow();
    boolean table =
        count(header, separator) > 0
            && lines.stream()
                .limit(20)
                .allMatch(line -> count(line, separator) >= count(header, separator));
    return table
        ? Arrays.stream(header.split(Pattern.quote(Character.toString(separator)), -1))
            .map(name -> name.strip().replaceAll("^\"|\"$", "").strip())
            .toList()
        : List.of(header);
  }

  private static long count(String text, int character) {
    return text.chars().filter(each -> each == character).count();
  }

  /** The names of the fields of the first JSON value, each as a pointer: {@code /0/ts}. */
  Set<String> jsonFields() {
    Set<String> fields = new HashSet<>();
    try (JsonParser json = JSON.createParser(text)) {
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.FIELD_NAME && depth <= MAX_DEPTH) {
          fields.add(json.getParsingContext().pathAsPointer().toString());
        }
        if (depth == 0) {
          return fields;
        }
      }
    } catch (IOException e) {
      // the text is cut off, or is no JSON from here on
      return fields;
    }
    return fields;
  }
}
