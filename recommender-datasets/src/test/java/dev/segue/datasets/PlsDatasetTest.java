package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks PLS, rule by rule, on files of a few songs. */
class PlsDatasetTest {

  @TempDir Path folder;

  @Test
  void playlist_inAnyOrderAndCase() throws IOException {
    PlaylistDataset dataset =
        PlsDataset.read(
            write(
                "a.pls",
                """
                [PlayList]
                ; a comment

                numberofentries=3
                File10=http://example.org/radio?a=b
                Title10=A radio
                FILE2 = C:\\Music\\b.mp3
                title2=B - Song - Live
                File1=a.mp3
                Length1=-1
                Version=2
                """));

    assertThat(dataset.catalogue().songs())
        .containsExactly(
            new Song("a.mp3", "", "", List.of()),
            new Song("C:\\Music\\b.mp3", "Song - Live", "B", List.of()),
            new Song("http://example.org/radio?a=b", "A radio", "", List.of()));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2));
    assertThat(dataset.report().orElseThrow().warnings()).isEmpty();
  }

  @Test
  void numberOfEntries_isNotBelieved() throws IOException {
    Path file = write("a.pls", "[playlist]\rFile1=a\rNumberOfEntries=2\r");

    assertThat(PlsDataset.read(file).report().orElseThrow().warnings())
        .containsExactly(file + " has 1 files, but its NumberOfEntries is '2'");
  }

  @Test
  void encodings() throws IOException {
    write("a.pls", "[playlist]\nFile1=é.mp3\n");
    Files.write(folder.resolve("b.pls"), "[playlist]\nFile1=ü.mp3\n".getBytes(ISO_8859_1));

    assertThat(PlsDataset.read(folder).catalogue().songs())
        .extracting(Song::id)
        .containsExactly("é.mp3", "ü.mp3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [playlist]\\nFile1=                   | :2: File1 must have a location, but has none
          [playlist]\\nFile1=a\\nfile1=b        | :3: File1 must be there once, but is there again
          [playlist]\\nFile1=a\\nSome text      | :3: must be like File1=LOCATION, was 'Some text'
          [playlist]\\nFile1=a\\0               | :2: must be text, but holds a NUL byte
          [playlist]\\nFile1=a\\nTitle2=b       | : Title2 must have a File2, but has none
          [playlist]\\nNumberOfEntries=0        | : must hold at least 1 song, but there is none in its playlist
          """)
  void fault(String text, String message) throws IOException {
    Path file = write("a.pls", text.translateEscapes());

    assertThatThrownBy(() -> PlsDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + message);
  }

  /** A line of a mebibyte takes no longer than its length. */
  @ParameterizedTest
  @ValueSource(strings = {"File%s", "%sFile1", "[playlist]%s", "File1=%s"})
  @Timeout(10)
  void longLine(String line) throws IOException {
    Path file = write("a.pls", "[playlist]\nFile2=a\n" + line.formatted(" ".repeat(1_000_000)));

    try {
      assertThat(PlsDataset.read(file).playlists()).hasSize(1);
    } catch (FileFormatException e) {
      assertThat(e.getMessage()).hasSizeLessThan(500);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
