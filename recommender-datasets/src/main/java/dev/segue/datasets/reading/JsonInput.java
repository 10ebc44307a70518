package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.segue.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a file, or of one of its lines, value by value. Any fault is a {@link
 * FileFormatException} that names its place. The reader is at one value, at first the outermost;
 * its memory does not grow with the file. One thread at a time. To read an object:
 *
 * <pre>{@code
 * json.beginObject();
 * while (json.nextField()) {
 *   switch (json.field()) {
 *     case "title" -> title = json.text();
 *     default -> json.skip();
 *   }
 * }
 * }</pre>
 */
public final class JsonInput implements AutoCloseable {

  /** The most characters that a string may have. */
  static final int MAX_TEXT_CHARACTERS = 1 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNameLength(1_000)
                  .maxStringLength(MAX_TEXT_CHARACTERS)
                  .maxNumberLength(100)
                  .build())
          // Jackson's default keeps buffers, and so class loaders, as long as threads live.
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          // Names come from the file, so they must not stay in tables that grow with it.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final InputFile file;
  private final EofTrackingStream stream;
  private final JsonParser parser;

  /** The number of the only line that is read, or 0 for the whole file. */
  private final long line;

  /** The fields read of each enclosing object; at most those that the caller reads. */
  private final List<Set<String>> fields = new ArrayList<>();

  private int objects;
  private boolean invalid;
  private String lastComplete = "";

  private JsonInput(InputFile file, EofTrackingStream stream, JsonParser parser, long line) {
    this.file = file;
    this.stream = stream;
    this.parser = parser;
    this.line = line;
  }

  /**
   * Opens a file that is one JSON value.
   *
   * @param file the file
   * @return the JSON, at the outermost value
   * @throws FileFormatException if the file is empty, or does not begin with JSON
   * @throws IOException if the file cannot be read
   */
  public static JsonInput open(InputFile file) throws IOException {
    EofTrackingStream stream = new EofTrackingStream(file.open()); // closed with the parser
    JsonInput json = new JsonInput(file, stream, JSON.createParser(new Utf8Reader(stream)), 0);
    try {
      json.begin();
      return json;
    } catch (IOException e) {
      json.close();
      throw e;
    }
  }

  /**
   * Opens a line that is one JSON value.
   *
   * @param file the file that holds the line
   * @param line the number of the line, from 1
   * @param bytes the array that holds its bytes
   * @param from the index of the first byte
   * @param to the end of the bytes, exclusive
   * @return the JSON, at the outermost value
   * @throws IOException as a {@link FileFormatException}: if the line is empty or not UTF-8, or
   *     does not begin with JSON
   */
  public static JsonInput ofLine(InputFile file, long line, byte[] bytes, int from, int to)
      throws IOException {
    CharBuffer text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    } catch (CharacterCodingException e) {
      throw file.fault(line, "must be UTF-8 text, but is not");
    }
    JsonParser parser = JSON.createParser(text.array(), text.arrayOffset(), text.remaining());
    EofTrackingStream stream = new EofTrackingStream(InputStream.nullInputStream());
    JsonInput json = new JsonInput(file, stream, parser, line);
    json.begin();
    return json;
  }

  private void begin() throws IOException {
    if (next() == null) {
      throw faultAt(parser.currentLocation(), "must be JSON, but is empty");
    }
  }

  /**
   * Steps into the object here.
   *
   * @throws FileFormatException if this is not an object
   */
  public void beginObject() throws FileFormatException {
    expect(JsonToken.START_OBJECT, "an object");
    if (objects == fields.size()) {
      fields.add(new HashSet<>());
    }
    fields.get(objects).clear();
    objects++;
  }

  /**
   * Goes to the value of the object's next field, or steps out after the last.
   *
   * @return whether there is another field
   * @throws IOException if the JSON is invalid, the field is a duplicate, or the file cannot be
   *     read
   */
  public boolean nextField() throws IOException {
    if (next() != JsonToken.FIELD_NAME) {
      objects--;
      return false;
    }
    if (!fields.get(objects - 1).add(parser.currentName())) {
      throw fault("must be there once, but is there again");
    }
    next();
    return true;
  }

  /**
   * The name of the field.
   *
   * @return its name
   * @throws IOException if the file cannot be read
   */
  public String field() throws IOException {
    return parser.currentName();
  }

  /**
   * Steps into the array here.
   *
   * @throws FileFormatException if this is not an array
   */
  public void beginArray() throws FileFormatException {
    expect(JsonToken.START_ARRAY, "an array");
  }

  /**
   * Goes to the array's next value, or steps out after the last.
   *
   * @return whether there is another value
   * @throws IOException if the JSON is invalid, or the file cannot be read
   */
  public boolean nextElement() throws IOException {
    return next() != JsonToken.END_ARRAY;
  }

  /**
   * Skips the value here, whatever it is. A skipped field may occur again.
   *
   * @throws IOException if the JSON is invalid, or the file cannot be read
   */
  public void skip() throws IOException {
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw explained(e);
    }
    if (parser.getParsingContext().inObject()) {
      fields.get(objects - 1).remove(parser.currentName());
    }
  }

  /**
   * Returns whether an array begins here.
   *
   * @return whether it does
   */
  public boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /**
   * Returns whether an object begins here.
   *
   * @return whether it does
   */
  public boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /**
   * Returns how many objects and arrays enclose the value here, one that begins here included.
   *
   * @return the depth, from 0
   */
  public int depth() {
    return parser.getParsingContext().getNestingDepth();
  }

  /**
   * Goes on after a fault of a value, to the end of the element that holds it.
   *
   * @param array the {@link #depth} of the array whose element it is
   * @param fault the fault, thrown again if the JSON itself is invalid
   * @throws IOException if the JSON is invalid, or the file cannot be read
   */
  public void skipElement(int array, FileFormatException fault) throws IOException {
    if (invalid) {
      throw fault;
    }
    while (depth() > array) {
      next();
    }
    objects = 0;
    for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
      objects += at.inObject() ? 1 : 0;
    }
  }

  /**
   * Returns whether the value here is null.
   *
   * @return whether it is
   */
  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /**
   * Reads the string, number, boolean or null here.
   *
   * @return the value as text; null is the empty string
   * @throws IOException if this is another value, or the file cannot be read
   */
  public String scalar() throws IOException {
    if (isNull()) {
      return "";
    }
    if (!parser.currentToken().isScalarValue()) {
      expect(JsonToken.VALUE_STRING, "a text or a number");
    }
    return checkedText();
  }

  /**
   * Reads the string here.
   *
   * @return the string
   * @throws IOException if this is another value, or the file cannot be read
   */
  public String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return checkedText();
  }

  /**
   * Reads the string or null here.
   *
   * @return the string; null is the empty string
   * @throws IOException if this is another value, or the file cannot be read
   */
  public String textOrEmpty() throws IOException {
    if (isNull()) {
      return "";
    }
    expect(JsonToken.VALUE_STRING, "a text or null");
    return checkedText();
  }

  private String checkedText() throws IOException {
    String text;
    try {
      text = parser.getText();
    } catch (IOException e) {
      throw explained(e);
    }
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == 0) {
        throw fault("must be text, but holds a NUL character");
      }
      if (Character.isSurrogate(character)) {
        if (Character.charCount(text.codePointAt(at)) == 1) {
          throw fault("must be Unicode text, but holds half a surrogate pair");
        }
        at++;
      }
    }
    return text;
  }

  /**
   * Reads the whole number here.
   *
   * @param min the smallest that it may be
   * @param max the largest that it may be
   * @return the number
   * @throws IOException if this is another value or out of range, or the file cannot be read
   */
  public long integer(long min, long max) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long value = fits ? parser.getLongValue() : 0;
    if (!fits || value < min || value > max) {
      throw fault("must be in %d..%d, was %s".formatted(min, max, parser.getText()));
    }
    return value;
  }

  /**
   * Remembers the last complete part, for the message if the file is cut off.
   *
   * @param part the part, such as "playlist 17"
   */
  public void lastComplete(String part) {
    lastComplete = part;
  }

  /**
   * Goes to the value after the outermost one, which was read, as in files with a value a line.
   *
   * @return whether there is one
   * @throws IOException if what follows is no JSON, or the file cannot be read
   */
  public boolean nextValue() throws IOException {
    return next() != null;
  }

  /**
   * Checks that nothing follows the outermost value, which was read.
   *
   * @throws IOException if something does, or the file cannot be read
   */
  public void end() throws IOException {
    if (next() != null) {
      throw fault("must end after its JSON value, but goes on");
    }
  }

  /**
   * Describes a fault of the value here, or of the object or array just stepped out of. The message
   * gives the place as a JSON Pointer (RFC 6901), such as {@code /playlists/0/name}.
   *
   * @param problem the broken rule and the value, as the end of a sentence
   * @return the exception to throw
   */
  public FileFormatException fault(String problem) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    return faultAt(
        parser.currentTokenLocation(), pointer.isEmpty() ? problem : pointer + " " + problem);
  }

  private FileFormatException faultAt(JsonLocation location, String problem) {
    return file.fault(line > 0 ? line : Math.max(1, location.getLineNr()), problem);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private void expect(JsonToken expected, String called) throws FileFormatException {
    if (parser.currentToken() != expected) {
      throw fault("must be %s, was %s".formatted(called, called(parser.currentToken())));
    }
  }

  private static String called(@Nullable JsonToken token) {
    if (token == null) {
      return "missing";
    }
    return switch (token) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      default -> token.asString();
    };
  }

  private @Nullable JsonToken next() throws IOException {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private IOException explained(IOException e) {
    invalid = true;
    if (e instanceof CharacterCodingException) {
      return faultAt(parser.currentLocation(), "must be UTF-8 text, but is not");
    }
    if (e instanceof JsonProcessingException json) {
      return explained(json);
    }
    return e;
  }

  private FileFormatException explained(JsonProcessingException e) {
    String rule = e.getOriginalMessage();
    boolean inside = !parser.getParsingContext().inRoot();
    if (rule.startsWith("Unexpected end-of-input") || (inside && stream.reached())) {
      return faultAt(
          parser.currentLocation(),
          lastComplete.isEmpty() ? "is cut off" : "is cut off after " + lastComplete);
    }
    JsonLocation location = e.getLocation();
    return faultAt(
        location == null ? parser.currentLocation() : location,
        // The parser's limits are named after its methods, which nobody here can call.
        "must be JSON: " + rule.replaceAll(", from `[^`]*`", ""));
  }
}
