package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHeadTest {

  @TempDir private Path folder;

  private FileHead head(byte[] bytes) throws IOException {
    return FileHead.of(InputFile.single(Files.write(folder.resolve("a.txt"), bytes)));
  }

  private static byte[] model(long length, String json) {
    byte[] text = json.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .array();
  }

  /** The head ends within the first, second, third or fourth of the bytes of a character. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "語", "\uD834\uDD1E"})
  void aCharacterThatTheHeadCuts_isLeftOut(String character) throws IOException {
    int bytes = character.getBytes(UTF_8).length;
    for (int inside = 1; inside <= bytes; inside++) {
      String before = "x".repeat(FileHead.MAX_BYTES - inside);
      FileHead head = head((before + character + "more").getBytes(UTF_8));

      assertThat(head.text()).startsWith(before).doesNotContain("\u00C3", "\uFFFD");
      assertThat(head.text().length()).isLessThanOrEqualTo(FileHead.MAX_BYTES);
    }
  }

  @Test
  void textThatIsNoUtf8_isReadAsLatin1() throws IOException {
    assertThat(head("Jóga, Björk".getBytes(ISO_8859_1)).text()).isEqualTo("Jóga, Björk");
  }

  @Test
  void theMarkOfUnicode_isNoText() throws IOException {
    assertThat(head("\uFEFFa,b\n1,2".getBytes(UTF_8)).table().names()).containsExactly("a", "b");
  }

  @Test
  void aModel_isToldByItsHeader() throws IOException {
    String json = "{\"__metadata__\":{}}";

    assertThat(head(model(19, json)).isModel()).isTrue();
    assertThat(head(model(1, json)).isModel()).isTrue();
    assertThat(head(model((1L << 40) - 1, json)).isModel()).isTrue();
    for (long length : new long[] {0, -1, 1L << 40}) {
      assertThat(head(model(length, json)).isModel()).as("length %d", length).isFalse();
    }
    assertThat(head(model(19, "{\"__meta__\":{}}")).isModel()).isFalse();
    assertThat(head(model(19, "[\"__metadata__\"]")).isModel()).isFalse();
    assertThat(head(model(19, "{'__metadata__'}")).isModel()).isFalse();
    assertThat(head(model(19, "{")).isModel()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 8 9\\n1 1 1\\n0 1 2 | true",
        "7 8 9\\n1 1 1\\n0 1 3 | false", // there are songs 0, 1, 2
        "7 8 9\\n1 1\\n0 1 2   | false",
        "7 8 8\\n1 1 1\\n0 1   | false",
        "7 8 9\\n1 1 1\\nx     | false",
        "7 8 9                 | false"
      })
  void indexedPlaylists(String text, boolean are) throws IOException {
    assertThat(head(text.replace("\\n", "\n").getBytes(UTF_8)).holdsIndexedPlaylists())
        .isEqualTo(are);
  }

  @Test
  void aTable_hasMostRowsWhole() throws IOException {
    String whole = "1;2\n".repeat(7);

    assertThat(head(("a;b\n" + whole + "x\nx\n").getBytes(UTF_8)).table().names())
        .as("8 of 10")
        .containsExactly("a", "b");
    assertThat(head(("a;b\n" + whole + "x\nx\nx\n").getBytes(UTF_8)).table().names())
        .as("8 of 11")
        .containsExactly("a;b");
    assertThat(head("a\n1\n".getBytes(UTF_8)).table().names()).containsExactly("a");
  }

  @Test
  void blankLinesAndComments_areNoLocations() throws IOException {
    assertThat(head("# all mine\n\n  \n/music/a.mp3\n".getBytes(UTF_8)).holdsLocations()).isTrue();
    assertThat(head("# /a.mp3\n# /b.mp3\n".getBytes(UTF_8)).holdsLocations()).isFalse();
    assertThat(head("two words\n# name\n".getBytes(UTF_8)).holdsNames()).isFalse();
  }
}
