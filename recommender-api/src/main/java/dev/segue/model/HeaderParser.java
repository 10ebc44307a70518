package dev.segue.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.segue.FileFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parses the header of a model file: its text, and the layout of its tensors. */
final class HeaderParser {

  private final String name;
  private final JsonParser parser;
  private final SortedMap<String, String> text = new TreeMap<>();
  private final List<TensorLayout> tensors = new ArrayList<>();

  private HeaderParser(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  static HeaderParser parse(String name, byte[] json) throws IOException {
    try (JsonParser parser = Header.parser(json)) {
      HeaderParser header = new HeaderParser(name, parser);
      header.parse();
      return header;
    } catch (CharacterCodingException e) {
      throw new FileFormatException(name, "header must be UTF-8");
    } catch (JsonProcessingException e) {
      throw new FileFormatException(name, "header must be JSON: " + e.getOriginalMessage());
    }
  }

  /** All text except the checksum. */
  SortedMap<String, String> text() {
    return text;
  }

  /** The tensors in file order, without gaps from the first byte on. */
  List<TensorLayout> tensors() {
    return tensors;
  }

  private void parse() throws IOException {
    expect(JsonToken.START_OBJECT);
    expect(JsonToken.FIELD_NAME);
    parseMetadata();
    // Checked first, since a newer format may have other rules for what follows.
    checkFormat();
    checkName(Header.KIND);
    checkName(Header.VERSION);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      checkNumber("tensors", tensors.size());
      parseTensor(parser.currentName());
    }
    if (parser.nextToken() != null) {
      throw problem("must end with its JSON object");
    }
    tensors.sort(Comparator.comparing(TensorLayout::begin).thenComparing(TensorLayout::end));
    checkGaps();
  }

  private void parseMetadata() throws IOException {
    expect(JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      expect(JsonToken.VALUE_STRING);
      checkNumber("texts", text.size());
      text.put(name, parser.getText());
    }
    text.remove(Header.CHECKSUM);
  }

  /** Checks that there may be one more. */
  private void checkNumber(String what, int before) throws FileFormatException {
    if (before == Header.MAX_ENTRIES) {
      throw problem("must hold at most %d %s, but holds more".formatted(before, what));
    }
  }

  /** Checks a text that is the name of something. */
  private void checkName(String name) throws FileFormatException {
    int length = require(name).length();
    if (length < 1 || length > Header.MAX_NAME_LENGTH) {
      throw problem(
          "%s must have 1 to %d characters, but has %d"
              .formatted(name, Header.MAX_NAME_LENGTH, length));
    }
  }

  private void checkFormat() throws FileFormatException {
    String format = require(Header.FORMAT);
    if (!format.matches("[1-9][0-9]{0,8}")) {
      throw problem("%s must be a whole number above 0, was '%s'".formatted(Header.FORMAT, format));
    }
    if (Integer.parseInt(format) > Header.FORMAT_VERSION) {
      String writer = text.getOrDefault(Header.VERSION, "of a later version");
      throw new FileFormatException(
          name,
          ("format must be at most %d, was %s: written by Segue %s, but this is Segue %s;"
                  + " read it with Segue %s or later")
              .formatted(Header.FORMAT_VERSION, format, writer, Header.libraryVersion(), writer));
    }
  }

  private String require(String name) throws FileFormatException {
    String value = text.get(name);
    if (value == null) {
      throw problem("must hold the text '%s'; it holds %s".formatted(name, text.keySet()));
    }
    return value;
  }

  private void parseTensor(String name) throws IOException {
    expect(JsonToken.START_OBJECT);
    TensorLayout.@Nullable Type type = null;
    @Nullable List<Long> shape = null;
    @Nullable List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "dtype" -> type = parseType(name);
        case "shape" -> shape = parseNumbers(name);
        case "data_offsets" -> offsets = parseNumbers(name);
        default ->
            throw problem("tensor '%s' may not have '%s'".formatted(name, parser.currentName()));
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw problem("tensor '%s' must have a dtype, a shape and two data_offsets".formatted(name));
    }
    tensors.add(layout(name, type, shape, offsets.get(0), offsets.get(1)));
  }

  private TensorLayout layout(
      String name, TensorLayout.Type type, List<Long> dimensions, long begin, long end)
      throws FileFormatException {
    List<Integer> shape = new ArrayList<>();
    boolean fits = true;
    for (long dimension : dimensions) {
      fits &= dimension <= Integer.MAX_VALUE;
      shape.add((int) dimension);
    }
    if (!fits || TensorLayout.elements(shape).isEmpty()) {
      throw problem(
          "tensor '%s' must fit into an array, but has shape %s".formatted(name, dimensions));
    }
    TensorLayout layout = new TensorLayout(name, type, List.copyOf(shape), begin, end);
    long bytes = (long) layout.elements() * type.bytes();
    if (end - begin != bytes) {
      throw problem(
          "tensor '%s': %s %s must take %d bytes, but data_offsets are %d and %d"
              .formatted(name, type, shape, bytes, begin, end));
    }
    return layout;
  }

  private TensorLayout.Type parseType(String tensor) throws IOException {
    expect(JsonToken.VALUE_STRING);
    for (TensorLayout.Type type : TensorLayout.Type.values()) {
      if (type.name().equals(parser.getText())) {
        return type;
      }
    }
    throw problem("tensor '%s' must be F32 or U8, was '%s'".formatted(tensor, parser.getText()));
  }

  private List<Long> parseNumbers(String tensor) throws IOException {
    expect(JsonToken.START_ARRAY);
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      long number = parser.getLongValue();
      if (number < 0 || numbers.size() == TensorLayout.MAX_DIMENSIONS) {
        throw problem(
            "tensor '%s' must have shape and offsets of up to %d numbers >= 0, was %s, %d"
                .formatted(tensor, TensorLayout.MAX_DIMENSIONS, numbers, number));
      }
      numbers.add(number);
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw problem(
          "tensor '%s' must have whole numbers, was %s".formatted(tensor, parser.getText()));
    }
    return numbers;
  }

  private void checkGaps() throws FileFormatException {
    long end = 0;
    for (TensorLayout tensor : tensors) {
      if (tensor.begin() != end) {
        throw problem(
            "tensor '%s' must begin at byte %d where the one before ends, but begins at %d"
                .formatted(tensor.name(), end, tensor.begin()));
      }
      end = tensor.end();
    }
  }

  private void expect(JsonToken expected) throws IOException {
    JsonToken actual = parser.nextToken();
    if (actual != expected) {
      throw problem(
          "must have %s at character %d, but has %s"
              .formatted(
                  Header.called(expected),
                  parser.currentTokenLocation().getCharOffset(),
                  Header.called(actual)));
    }
  }

  private FileFormatException problem(String message) {
    return new FileFormatException(name, "header " + message);
  }
}
