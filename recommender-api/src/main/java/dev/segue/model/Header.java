package dev.segue.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The names and limits that reading and writing a model file share. */
final class Header {

  static final int FORMAT_VERSION = 1;

  static final String METADATA = "__metadata__";
  static final String PREFIX = "segue.";
  static final String CATALOGUE = PREFIX + "catalogue";
  static final String CHECKSUM = PREFIX + "checksum";
  static final String FORMAT = PREFIX + "format";
  static final String KIND = PREFIX + "kind";
  static final String VERSION = PREFIX + "version";

  /** The number of bytes that hold the length of the header. */
  static final int LENGTH_BYTES = Long.BYTES;

  /**
   * The maximum length of a header. That of safetensors is 100,000,000 bytes, which take gigabytes
   * to parse.
   */
  static final int MAX_BYTES = 8_000_000;

  /** The maximum number of text entries, and of tensors: a small file could name millions. */
  static final int MAX_ENTRIES = 10_000;

  /** How the header of every model file starts; the checksum follows. */
  static final String OPENING = "{\"" + METADATA + "\":{\"" + CHECKSUM + "\":\"";

  static final String NO_CHECKSUM = "0".repeat(2 * Integer.BYTES);

  /** The maximum nesting of model files, since each level copies those within it. */
  static final int MAX_DEPTH = 3;

  static final int MAX_NAME_LENGTH = 1_000;
  private static final int MAX_TEXT_LENGTH = 1_000_000;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(3)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxStringLength(MAX_TEXT_LENGTH)
                  .maxNumberLength(20)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Jackson's default keeps buffers, and so class loaders, as long as threads live.
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          // Names come from the file, so they must not stay in tables that outlive it.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private Header() {}

  /** Makes a parser of JSON, which must be valid UTF-8. */
  static JsonParser parser(byte[] json) throws IOException {
    CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
    return JSON.createParser(text.array(), text.arrayOffset(), text.remaining());
  }

  static byte[] opening() {
    return OPENING.getBytes(US_ASCII);
  }

  /** What a part of JSON is called in messages. */
  static String called(@Nullable JsonToken token) {
    if (token == null) {
      return "the end";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case END_OBJECT -> "the end of an object";
      case START_ARRAY -> "an array";
      case END_ARRAY -> "the end of an array";
      case FIELD_NAME -> "a name";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default -> token.asString();
    };
  }

  /** A checksum as the header has it. */
  static String digits(CRC32 checksum) {
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  static void checkName(String what, String name) {
    checkLength(what, Objects.requireNonNull(name, what), 1, MAX_NAME_LENGTH);
  }

  static void checkText(String what, String text) {
    checkLength(what, Objects.requireNonNull(text, what), 0, MAX_TEXT_LENGTH);
  }

  private static void checkLength(String what, String text, int min, int max) {
    if (text.length() < min || text.length() > max) {
      throw new IllegalArgumentException(
          "%s must have %d to %d characters, but has %d".formatted(what, min, max, text.length()));
    }
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(what + " must be Unicode, but has an unpaired surrogate");
    }
  }

  /** The version of this library, as set by the build. */
  static String libraryVersion() {
    Properties properties = new Properties();
    try (InputStream resource = Header.class.getResourceAsStream("library.properties")) {
      properties.load(Objects.requireNonNull(resource, "library.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
