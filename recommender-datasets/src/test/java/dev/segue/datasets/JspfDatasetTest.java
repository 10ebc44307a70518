package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks JSPF, rule by rule, on files of a few tracks. */
class JspfDatasetTest {

  private static final String LIST =
      """
      {
        "playlist": {
          "title": "Mine", "creator": "me", "extension": {"x": {"y": [1, 2, {}]}},
          "track": [
            {"identifier": ["https://musicbrainz.org/recording/1", "other"],
             "location": "http://example.org/1.flac",
             "title": " One ", "creator": "A", "album": "Album", "duration": 1000},
            {"identifier": [], "location": ["", "http://example.org/2.flac"], "title": "Two",
             "creator": null},
            {"title": "Three", "creator": "A\\tB"},
            {"title": "Four"},
            {"identifier": "https://musicbrainz.org/recording/1", "title": "Eins"}
          ]
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void playlist() throws IOException {
    PlaylistDataset dataset = JspfDataset.read(write("mine.jspf", LIST));

    assertThat(dataset.catalogue().songs())
        .containsExactly(
            new Song("https://musicbrainz.org/recording/1", "One", "A", List.of()),
            new Song("http://example.org/2.flac", "Two", "", List.of()),
            new Song("A B\tThree", "Three", "A\tB", List.of()),
            new Song("\tFour", "Four", "", List.of()));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0));
  }

  @Test
  void folderAndArchive() throws IOException {
    write("list10.jspf", list("{\"title\":\"b\"}"));
    write("list2.json", list("{\"title\":\"a\"},{\"title\":\"b\"}"));
    Packed.gzip(folder.resolve("list11.jspf.gz"), list(""));

    assertThat(JspfDataset.read(folder).playlists())
        .containsExactly(Playlist.of(0, 1), Playlist.of(1), Playlist.of());

    Path zip = Packed.zip(folder.resolve("a.zip"), Map.of("x/mine.jspf", LIST, "y.txt", ""));
    assertThat(JspfDataset.read(zip).playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                   | must have a 'playlist'
          {"playlist":[]}                      | /playlist must be an object, was an array
          {"playlist":{}}                      | /playlist must have a 'track'
          {"playlist":{"track":{}}}            | /playlist/track must be an array, was an object
          {"playlist":{"track":["x"]}}         | /playlist/track/0 must be an object, was a text
          {"playlist":{"track":[{"creator":"A"}]}} {"x":1} | must have a 'playlist'
          {"playlist":{"track":[{"title":5}]}} | \
              /playlist/track/0/title must be a text or null, was a whole number
          {"playlist":{"track":[{"location":[5]}]}} | \
              /playlist/track/0/location/0 must be a text or null, was a whole number
          {"playlist":{"track":[{"title":"a","title":"b"}]}} | \
              /playlist/track/0/title must be there once, but is there again
          {"playlist":{"track":[{"title":"a"},{"title":  | is cut off after track 1
          """)
  void fault(String text, String message) throws IOException {
    assertFault(write("a.jspf", text), ":1: " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"count\":2,\"playlists\":[%s,%s]}",
        "[%s,%s]",
        "%s\n%s\n",
        "{\"title\":\"L\",\"track\":[{\"title\":\"a\"}]}{\"track\":[{\"title\":\"b\"}]}"
      })
  void severalPlaylists(String around) throws IOException {
    String text = around.formatted(list("{\"title\":\"a\"}"), list("{\"title\":\"b\"}"));

    assertThat(JspfDataset.read(write("a.jspf", text)).playlists())
        .containsExactly(Playlist.of(0), Playlist.of(1));
  }

  @Test
  void cutOff_anywhere() throws IOException {
    int end = LIST.lastIndexOf('}');
    for (int length = 1; length <= end; length++) {
      Path file = write("a.jspf", LIST.substring(0, length));

      assertThatThrownBy(() -> JspfDataset.read(file))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining(": is cut off");
    }
  }

  @Test
  void bomb() throws IOException {
    assertFault(
        Packed.bomb(folder.resolve("a.jspf.gz"), "{\"x\":\""),
        ": must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void path_missingOrEmptyOrNull() throws IOException {
    assertThatThrownBy(() -> JspfDataset.read(folder.resolve("a.jspf")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("a.jspf") + ": no such file or folder");
    assertFault(folder, ": must hold a file that ends in .jspf or .json, but holds none");
    assertThatNullPointerException().isThrownBy(() -> JspfDataset.read(null)).withMessage("path");
  }

  private static void assertFault(Path path, String message) {
    assertThatThrownBy(() -> JspfDataset.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(path + message);
  }

  private static String list(String tracks) {
    return "{\"playlist\":{\"track\":[" + tracks + "]}}";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
