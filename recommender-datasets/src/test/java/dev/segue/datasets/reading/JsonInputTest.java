package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads JSON like the readers of formats: {@code {"name": text, "size": 0..9, "list": [texts]}}.
 */
class JsonInputTest {

  @TempDir Path folder;

  @Test
  void values_inAnyOrderAmongOthers() throws IOException {
    assertThat(
            read("{\"x\":{\"name\":[1]},\"size\":9,\n\"list\":[\"a\",\"b\"],\"name\":\"\\u00e9\"}"))
        .containsExactly("a", "b", "é", "9");
  }

  @Test
  void values_missingOrNullAreEmpty() throws IOException {
    assertThat(read("{\"name\":null}")).containsExactly("", "-1");
  }

  @Test
  void byteOrderMarkAndSpaceAround() throws IOException {
    assertThat(read("\uFEFF\r\n {\"name\":\"n\"}\r\n\n")).containsExactly("n", "-1");
  }

  @Test
  void unknownField_mayOccurTwice() throws IOException {
    assertThat(read("{\"x\":1,\"x\":{},\"x\":[],\"name\":\"n\"}")).containsExactly("n", "-1");
  }

  @Test
  void text_ofSeveralBlocksWithCharactersAcross() throws IOException {
    String name = "🎵é".repeat(50_000);

    assertThat(read("{\"name\":\"" + name + "\"}")).containsExactly(name, "-1");
    assertThat(read("{ \"name\":\"" + name + "\"}")).containsExactly(name, "-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                             | :1: must be JSON, but is empty
          ` \n `                         | :2: must be JSON, but is empty
          []                             | :1: must be an object, was an array
          {"name":5}                     | :1: /name must be a text or null, was a whole number
          `{"name":\n{}}`                | :2: /name must be a text or null, was an object
          {"size":"5"}                   | :1: /size must be a whole number, was a text
          {"size":1.5}                   | :1: /size must be a whole number, was a number with a fraction
          {"size":10}                    | :1: /size must be in 0..9, was 10
          {"size":99999999999999999999}  | :1: /size must be in 0..9, was 99999999999999999999
          {"list":"a"}                   | :1: /list must be an array, was a text
          `{"list":["a",\n"b",null]}`    | :2: /list/2 must be a text, was null
          `{"size":1,\n"size":1}`        | :2: /size must be there once, but is there again
          {"name":"a\\u0000"}            | :1: /name must be text, but holds a NUL character
          {"name":"\\ud800"}             | :1: /name must be Unicode text, but holds half a surrogate pair
          `{"size":1}\n{}`               | :2: must end after its JSON value, but goes on
          `{"name":"a",\n"x`             | :2: is cut off
          `{"name":"a",\n"x":[`          | :2: is cut off
          `{"list":["a",\n"b",`          | :2: is cut off after b
          `{\n"name" 5}`                 | :2: must be JSON: Unexpected character ('5' (code 53)): was expecting a colon to separate field name and value
          """)
  void fault(String text, String message) throws IOException {
    assertFault(text.replace("\\n", "\n").getBytes(UTF_8), message);
  }

  @Test
  void fault_trailingText() throws IOException {
    assertThatThrownBy(() -> read("{}\nabc"))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("a.json") + ":2: must be JSON: Unrecognized token");
  }

  @Test
  void encoding_latin1() throws IOException {
    String lines = "{\n".concat(" ".repeat(100_000)).concat("\n");

    assertFault(
        (lines + "\"name\":\"Amélie\"}").getBytes(ISO_8859_1),
        ":3: must be UTF-8 text, but is not");
    assertFault(
        (lines + "\"other\":\"Amélie\"}").getBytes(ISO_8859_1),
        ":3: must be UTF-8 text, but is not");
  }

  @Test
  void encoding_cutOffInsideACharacter() throws IOException {
    assertFault(
        new byte[] {'{', '"', 'n', '"', ':', '"', (byte) 0xC3},
        ":1: must be UTF-8 text, but is not");
  }

  @Test
  void limit_depth() throws IOException {
    assertFault(
        "{\"x\":%s".formatted("[".repeat(1_000_000)).getBytes(UTF_8),
        ":1: must be JSON: Document nesting depth (101) exceeds the maximum allowed (100)");
  }

  @Test
  void limit_text() throws IOException {
    assertThat(read("{\"name\":\"" + "a".repeat(JsonInput.MAX_TEXT_CHARACTERS) + "\"}")).hasSize(2);
    assertThatThrownBy(() -> read("{\"name\":\"" + "a".repeat(5_000_000) + "\"}"))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("a.json") + ":1: must be JSON: String value length")
        .hasMessageEndingWith("exceeds the maximum allowed (1048576)");
  }

  @Test
  void limit_name() throws IOException {
    assertThatThrownBy(() -> read("{\"" + "a".repeat(2_000) + "\":1}"))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("a.json") + ":1: must be JSON: Name length")
        .hasMessageEndingWith("exceeds the maximum allowed (1000)");
  }

  @Test
  void limit_number() throws IOException {
    assertThatThrownBy(() -> read("{\"size\":" + "9".repeat(200) + "}"))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("a.json") + ":1: must be JSON: Number value length")
        .hasMessageEndingWith("exceeds the maximum allowed (100)");
  }

  @Test
  void line_knowsItsNumber() throws IOException {
    InputFile file = new InputFile(folder.resolve("a.json"), "");
    byte[] bytes = "xx{\"name\":\"é\"}{\"name\":\r5}".getBytes(UTF_8);

    try (JsonInput json = JsonInput.ofLine(file, 17, bytes, 2, 15)) {
      assertThat(read(json)).containsExactly("é", "-1");
    }
    try (JsonInput json = JsonInput.ofLine(file, 18, bytes, 15, bytes.length)) {
      assertThatThrownBy(() -> read(json))
          .isInstanceOf(FileFormatException.class)
          .hasMessage(file.path() + ":18: /name must be a text or null, was a whole number");
    }
    assertThatThrownBy(() -> JsonInput.ofLine(file, 19, bytes, 0, 0))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file.path() + ":19: must be JSON, but is empty");
    assertThatThrownBy(() -> JsonInput.ofLine(file, 20, "é".getBytes(ISO_8859_1), 0, 1))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file.path() + ":20: must be UTF-8 text, but is not");
  }

  private void assertFault(byte[] bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("a.json"), bytes);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + message);
  }

  private List<String> read(String text) throws IOException {
    return read(Files.writeString(folder.resolve("a.json"), text));
  }

  private static List<String> read(Path file) throws IOException {
    try (JsonInput json = JsonInput.open(new InputFile(file, ""))) {
      return read(json);
    }
  }

  /** Returns the texts of the list, the name and the size. */
  private static List<String> read(JsonInput json) throws IOException {
    List<String> values = new ArrayList<>();
    String name = "";
    long size = -1;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "name" -> name = json.textOrEmpty();
        case "size" -> size = json.integer(0, 9);
        case "list" -> {
          json.beginArray();
          while (json.nextElement()) {
            values.add(json.text());
            json.lastComplete(json.text());
          }
        }
        default -> json.skip();
      }
    }
    json.end();
    values.add(name);
    values.add(Long.toString(size));
    return values;
  }
}
