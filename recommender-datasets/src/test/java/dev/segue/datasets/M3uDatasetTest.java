package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks M3U, rule by rule, on files of a few lines. */
class M3uDatasetTest {

  private static final String LIST =
      """
      #EXTM3U

      #EXTINF:123,Missy Elliott - Lose Control
      Music/01 Lose Control.mp3
      #PLAYLIST:Mine
      #EXTINF:-1 logo="a,b.png" group="x",Britney Spears - Toxic - Remix
      http://example.org/toxic
      C:\\Musik\\drei.mp3
      #EXTINF:5,Only a title
      #EXTALB:Album
      Music/4.mp3
      #EXTINF:123,Another - Title
      Music/01 Lose Control.mp3
      """;

  private static final List<Song> SONGS =
      List.of(
          new Song("Music/01 Lose Control.mp3", "Lose Control", "Missy Elliott", List.of()),
          new Song("http://example.org/toxic", "Toxic - Remix", "Britney Spears", List.of()),
          Song.of("C:\\Musik\\drei.mp3"),
          new Song("Music/4.mp3", "Only a title", "", List.of()));

  @TempDir Path folder;

  @Test
  void playlist() throws IOException {
    PlaylistDataset dataset = M3uDataset.read(write("mine.m3u8", LIST));

    assertThat(dataset.catalogue().songs()).isEqualTo(SONGS);
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0));
  }

  @ParameterizedTest
  @CsvSource({"'\\r\\n'", "'\\r'"})
  void lineEnds_ofOtherSystems(String end) throws IOException {
    String text = "\uFEFF" + LIST.replace("\n", end.translateEscapes());

    assertThat(M3uDataset.read(write("mine.m3u8", text)).catalogue().songs()).isEqualTo(SONGS);
    assertThat(M3uDataset.read(write("mine.m3u", text)).catalogue().songs()).isEqualTo(SONGS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `1,A - B`              | A  | B
          `1,A-B`                | `` | A-B
          `1, - B`               | `` | B
          `1,A - `               | A  | ``
          `1, A  -  B `          | A  | B
          `1,A, B - C, D`        | A, B | C, D
          `1 x="1,2 - 3",A - B`  | A  | B
          `1 x="1,A - B`         | A  | B
          `1,A "x" - B`          | A "x" | B
          `1`                    | `` | ``
          ``                     | `` | ``
          """)
  void info(String info, String artist, String title) throws IOException {
    Path file = write("a.m3u8", "#EXTINF:" + info + "\nx");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x", title, artist, List.of()));
  }

  @Test
  void title_isTheFirstFound() throws IOException {
    Path file = write("a.m3u8", "x\n#EXTINF:1,A - X\nx\n#EXTINF:1,B - Y\nx\n");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x", "X", "A", List.of()));
  }

  @Test
  void encoding_m3uIsUtf8IfItCanBe() throws IOException {
    Path utf8 = write("a.m3u", "ascii\nAmélie.mp3\n");
    Path latin1 = folder.resolve("b.m3u");
    Files.write(latin1, ("ascii\n".repeat(50_000) + "Amélie.mp3\n").getBytes(ISO_8859_1));

    assertThat(M3uDataset.read(utf8).catalogue().song(1)).isEqualTo(Song.of("Amélie.mp3"));
    assertThat(M3uDataset.read(latin1).catalogue().song(1)).isEqualTo(Song.of("Amélie.mp3"));
  }

  @Test
  void encoding_m3u8MustBeUtf8() throws IOException {
    Path file = folder.resolve("b.m3u8");
    Files.write(file, "ascii\nAmélie.mp3\n".getBytes(ISO_8859_1));

    assertFault(file, ":2: must be UTF-8 text, but is not");
  }

  @Test
  void encoding_utf16() throws IOException {
    Path file = folder.resolve("b.m3u");
    Files.write(file, "\uFEFFx".getBytes(UTF_16LE));

    assertFault(file, ": must be UTF-8 text, but begins with the byte-order mark of UTF-16");
  }

  @Test
  void folderAndArchive() throws IOException {
    write("list10.m3u", "b\n");
    write("list2.m3u8", "a\nb");
    write("list.txt", "c");
    Packed.gzip(folder.resolve("list11.m3u8.gz"), "");

    assertThat(M3uDataset.read(folder).playlists())
        .containsExactly(Playlist.of(0, 1), Playlist.of(1), Playlist.of());

    Path zip = Packed.zip(folder.resolve("a.zip"), Map.of("x/mine.m3u", LIST, "y.txt", ""));
    assertThat(M3uDataset.read(zip).playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x\\n#EXTINF:1,A - B\\n   | :3: a location was expected after #EXTINF, but the file ends here
          #EXTM3U\\n#EXT-X-VERSION:3\\n#EXTINF:9,\\n0.ts | \
              :2: must list songs, but lists the segments of a stream: '#EXT-X-VERSION:3'
          x\\ny\\0z\\n             | :2: must be text, but holds a NUL byte
          """)
  void fault(String text, String message) throws IOException {
    assertFault(write("a.m3u8", text.translateEscapes()), message);
    assertFault(write("a.m3u", text.translateEscapes()), message);
  }

  @Test
  void line_tooLong() throws IOException {
    String longest = "a".repeat(M3uReader.MAX_LINE_BYTES);
    assertThat(M3uDataset.read(write("a.m3u8", longest + "\nb")).catalogue().size()).isEqualTo(2);

    Path bomb = Packed.bomb(folder.resolve("b.m3u8.gz"), "x\n");
    assertFault(bomb, ":2: line must have at most 1048576 bytes, but has more");
  }

  @Test
  void line_ofAGigabyte() throws IOException {
    Path file = folder.resolve("a.m3u");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1 << 30);
    }

    assertFault(file, ": must hold an M3U playlist, but this looks like a binary file");
  }

  @Test
  void nulCharacter_afterTheHead() throws IOException {
    Path file = write("a.m3u", "0123456\n".repeat(10_000) + "y\0z\n");

    assertFault(file, ":10001: must be text, but holds a NUL byte");
  }

  @Test
  void bomb() throws IOException {
    Path file = Packed.bomb(folder.resolve("a.m3u.gz"), "x\n");

    assertFault(file, ": must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void path_missingOrEmptyOrNull() throws IOException {
    assertThatThrownBy(() -> M3uDataset.read(folder.resolve("a.m3u")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("a.m3u") + ": no such file or folder");
    assertFault(folder, ": must hold a file that ends in .m3u or .m3u8, but holds none");
    assertThatNullPointerException().isThrownBy(() -> M3uDataset.read(null)).withMessage("path");
  }

  private static void assertFault(Path path, String message) {
    assertThatThrownBy(() -> M3uDataset.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(path + message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
