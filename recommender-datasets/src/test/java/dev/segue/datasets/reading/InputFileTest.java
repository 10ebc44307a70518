package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads lines of compressed files and archives, intact and damaged. */
class InputFileTest {

  private static final int LONGEST_LINE = 1 << 20;
  private static final String LIST = "#EXTINF:1,A - One\n1.mp3\n#EXTINF:1,A - Two\n2.mp3\n1.mp3\n";

  @TempDir Path folder;

  private Path packed(String how) throws IOException {
    Path file = folder.resolve("packed");
    return switch (how) {
      case "gzip" -> Packed.gzip(file, LIST);
      case "zip" -> Packed.zip(file, Map.of("list.m3u", LIST));
      default -> Packed.stored(file, "list.m3u", LIST);
    };
  }

  /** Reads the lines of all files at a path. */
  private static List<String> read(Path path) throws IOException {
    List<String> read = new ArrayList<>();
    try (InputFiles files = InputFiles.of(path, ".m3u")) {
      for (InputFile file : files) {
        try (TextLines lines = TextLines.open(file, LONGEST_LINE)) {
          for (String line = lines.next(); line != null; line = lines.next()) {
            read.add(line);
          }
        }
      }
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zip", "stored"})
  void damage_ofAnyBitIsReportedOrMakesNoDifference(String how) throws IOException {
    Path file = packed(how);
    List<String> expected = read(file);
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, damaged);
      try {
        assertThat(read(file)).as("bit %d", bit).isEqualTo(expected);
      } catch (FileFormatException e) {
        assertThat(e).hasMessageStartingWith(file + ":");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zip", "stored"})
  void cutOff_anywhere(String how) throws IOException {
    Path file = packed(how);
    byte[] whole = Files.readAllBytes(file);
    for (int size = 4; size < whole.length; size++) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertFault(file, ": (zip archive|compressed data) is damaged.*");
    }
  }

  @Test
  void gzip_inSeveralParts() throws IOException {
    byte[] one = Files.readAllBytes(Packed.gzip(folder.resolve("1"), "1.mp3\n"));
    Path file = folder.resolve("list.m3u.gz");

    Files.write(file, concatenated(one, one));
    assertThat(read(file)).containsExactly("1.mp3", "1.mp3");

    // Java ignores data after the first part that it cannot read.
    for (int size = 1; size < one.length; size++) {
      Files.write(file, concatenated(one, Arrays.copyOf(one, size)));
      assertFault(file, ": compressed data is damaged or cut off: .*");
    }
  }

  @Test
  void zip_sameNameTwice() throws IOException {
    Path file = Packed.zip(folder.resolve("a.zip"), Map.of("1.m3u", "1.mp3\n", "2.m3u", "2.mp3\n"));
    String bytes = Files.readString(file, ISO_8859_1);
    Files.writeString(file, bytes.replace("2.m3u", "1.m3u"), ISO_8859_1);

    assertFault(file, ": 1.m3u: must be in the archive once, but is there again");
  }

  @Test
  @Tag("slow")
  @Timeout(60)
  void zip_ofManyFiles() throws IOException {
    Map<String, String> lists = new HashMap<>();
    for (int list = 0; list < 20_000; list++) {
      lists.put(list + ".m3u", list + ".mp3\n");
    }

    // Reading the list of contents again for each file would take minutes.
    List<String> read = read(Packed.zip(folder.resolve("a.zip"), lists));
    assertThat(read).isEqualTo(IntStream.range(0, 20_000).mapToObj(list -> list + ".mp3").toList());
  }

  @Test
  void text_thatBeginsLikeAnArchive() throws IOException {
    Path file = Files.writeString(folder.resolve("list.m3u8"), "PK\u00e9.mp3\n");

    assertThat(read(file)).containsExactly("PK\u00e9.mp3");
  }

  private static byte[] concatenated(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static void assertFault(Path file, String pattern) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageMatching("\\Q" + file + "\\E" + pattern);
  }
}
