package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the format of the Million Playlist Dataset, rule by rule, on a few playlists. */
class MpdDatasetTest {

  private static final String SLICE =
      """
      {
          "info": {"generated_on": "2017-12-03", "slice": "0-999", "version": "v1"},
          "playlists": [
              {
                  "name": "Throwbacks", "collaborative": "false", "pid": 0,
                  "modified_at": 1493424000, "num_tracks": 3, "num_albums": 2,
                  "tracks": [
                      {"pos": 0, "artist_name": "Missy Elliott", "track_uri": "spotify:track:0Ua",
                       "artist_uri": "spotify:artist:2wI", "track_name": "Lose Control",
                       "album_uri": "spotify:album:6vV", "duration_ms": 226863,
                       "album_name": "The Cookbook"},
                      {"pos": 1, "artist_name": "Britney Spears", "track_uri": "spotify:track:6I9",
                       "track_name": "Toxic"},
                      {"pos": 2, "artist_name": "Missy Elliott", "track_uri": "spotify:track:0Ua",
                       "track_name": "Lose Control (again)"}
                  ],
                  "num_edits": 6, "duration_ms": 11532414, "num_artists": 2
              },
              {
                  "name": "empty", "collaborative": "true", "pid": 7, "num_tracks": 0,
                  "tracks": []
              },
              {
                  "pid": 5, "num_tracks": 1,
                  "tracks": [{"pos": 0, "artist_name": null, "track_uri": "spotify:track:6I9"}]
              }
          ]
      }
      """;

  private static final Song LOSE_CONTROL =
      new Song("spotify:track:0Ua", "Lose Control", "Missy Elliott", List.of());
  private static final Song TOXIC =
      new Song("spotify:track:6I9", "Toxic", "Britney Spears", List.of());

  @TempDir Path folder;

  @Test
  void slice() throws IOException {
    PlaylistDataset dataset = MpdDataset.read(write("mpd.slice.0-999.json", SLICE));

    assertThat(dataset.catalogue().songs()).containsExactly(LOSE_CONTROL, TOXIC);
    assertThat(dataset.playlists())
        .containsExactly(Playlist.of(0, 1, 0), Playlist.of(), Playlist.of(1));
  }

  @Test
  void title_isTheFirstFound() throws IOException {
    Path file =
        write(
            "a.json",
            slice(
                playlist(1, 2, track(0, "x") + "," + track(1, "y")),
                playlist(2, 1, "{\"pos\":0,\"track_uri\":\"x\",\"track_name\":\"X\"}"),
                playlist(3, 1, "{\"pos\":0,\"track_uri\":\"x\",\"artist_name\":\"A\"}"),
                playlist(4, 1, "{\"pos\":0,\"track_uri\":\"x\",\"track_name\":\"Z\"}")));

    assertThat(MpdDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x", "X", "A", List.of()), Song.of("y"));
  }

  @Test
  void folder_slicesInTheOrderOfTheirNumbers() throws IOException {
    write("mpd.slice.10-19.json", slice(playlist(10, 1, track(0, "b"))));
    write("mpd.slice.2-9.json", slice(playlist(2, 1, track(0, "a"))));
    write("README.md", "not a slice");
    Path inner = Files.createDirectory(folder.resolve("next"));
    Packed.gzip(inner.resolve("mpd.slice.20.json.gz"), slice(playlist(20, 1, track(0, "b"))));

    PlaylistDataset dataset = MpdDataset.read(folder);

    assertThat(dataset.catalogue().songs()).containsExactly(Song.of("a"), Song.of("b"));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0), Playlist.of(1), Playlist.of(1));
  }

  @Test
  void archive() throws IOException {
    Path zip =
        Packed.zip(
            folder.resolve("mpd.zip"), Map.of("data/mpd.slice.0-999.json", SLICE, "md5sums", "x"));

    assertThat(MpdDataset.read(zip).playlists()).hasSize(3);
  }

  @Test
  void archive_faultNamesTheSlice() throws IOException {
    Path zip = Packed.zip(folder.resolve("mpd.zip"), Map.of("data/a.json", "{\n}"));

    assertThatThrownBy(() -> MpdDataset.read(zip))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(zip + ": data/a.json:2: must have 'playlists'");
  }

  @Test
  void challengeSet_hidesTracks() throws IOException {
    Path file =
        write(
            "challenge_set.json",
            "{\"playlists\":[{\"pid\":1000002,\"num_tracks\":99,\"num_holdouts\":97,"
                + "\"num_samples\":2,\"tracks\":["
                + track(4, "x")
                + ","
                + track(90, "y")
                + "]}]}");

    assertThat(MpdDataset.read(file).playlists()).containsExactly(Playlist.of(0, 1));
  }

  /** Of a thousand playlists of the challenge set only the title is known. */
  @Test
  void challengeSet_hasPlaylistsWithoutTracks() throws IOException {
    Path file =
        write(
            "challenge_set.json",
            "{\"date\":\"x\",\"version\":\"v1\",\"name\":\"MPD Challenge Set\",\"playlists\":["
                + "{\"name\":\"spanish\",\"num_holdouts\":11,\"pid\":1000000,\"num_tracks\":11,"
                + "\"tracks\":[],\"num_samples\":0},"
                + "{\"num_holdouts\":97,\"pid\":1000002,\"num_tracks\":98,\"tracks\":["
                + track(0, "x")
                + "],\"num_samples\":1}]}");

    assertThat(MpdDataset.read(file).playlists()).containsExactly(Playlist.of(), Playlist.of(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                | must be an object, was an array
          {"playlists":{}}                  | /playlists must be an array, was an object
          {"playlists":[],"playlists":[]}   | /playlists must be there once, but is there again
          {"playlists":[]}[]                | must end after its JSON value, but goes on
          PLAYLIST1                         | /playlists/0 must be an object, was a whole number
          PLAYLIST{"tracks":[]}             | /playlists/0 must have a 'pid'
          PLAYLIST{"pid":0,"tracks":[]}     | /playlists/0 must have a 'num_tracks'
          PLAYLIST{"pid":0,"num_tracks":0}  | /playlists/0 must have a 'tracks'
          PLAYLIST{"pid":"0"}               | /playlists/0/pid must be a whole number, was a text
          PLAYLIST{"pid":-1}                | /playlists/0/pid must be in 0..99999999, was -1
          TRACKS{"pos":0}                   | /playlists/0/tracks/0 must have a 'track_uri'
          TRACKS{"pos":0,"track_uri":""}    | /playlists/0/tracks/0 must have a 'track_uri'
          TRACKS{"pos":0,"track_uri":null}  | /playlists/0/tracks/0/track_uri must be a text, was null
          TRACKS{"track_uri":"x"}           | /playlists/0/tracks/0 must have a 'pos'
          TRACKS{"pos":1,"track_uri":"x"}   | /playlists/0 must have each 'pos' in 0..0, but has 1
          TRACKS{"pos":0,"track_uri":"x"},{"pos":0,"track_uri":"y"} | \
              /playlists/0/tracks/1/pos must be in 1..2147483647, was 0
          TRACKS{"pos":0,"track_uri":"x"},{"pos":1,"track_uri":"y"} | \
              /playlists/0 must have the 1 tracks of its 'num_tracks', but has 2
          """)
  void fault(String text, String message) throws IOException {
    String json = text;
    if (text.startsWith("PLAYLIST")) {
      json = "{\"playlists\":[" + text.substring("PLAYLIST".length()) + "]}";
    } else if (text.startsWith("TRACKS")) {
      json = slice(playlist(0, 1, text.substring("TRACKS".length())));
    }
    assertFault(write("a.json", json), ":1: " + message);
  }

  @Test
  void fault_samePlaylistInTwoFiles() throws IOException {
    write("a.json", slice(playlist(3, 1, track(0, "x"))));
    Path other = write("b.json", slice(playlist(3, 1, track(0, "x"))));

    assertThatThrownBy(() -> MpdDataset.read(folder))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(other + ":1: /playlists/0/pid must be unique, but another playlist has 3 too");
  }

  @Test
  void cutOff_namesTheLastWholePlaylist() throws IOException {
    assertFault(
        write("a.json", SLICE.substring(0, SLICE.indexOf("\"pid\": 5"))),
        ":24: is cut off after playlist 7");
    assertFault(write("b.json", SLICE.substring(0, SLICE.indexOf("Toxic"))), ":13: is cut off");
  }

  @Test
  void cutOff_anywhere() throws IOException {
    int end = SLICE.lastIndexOf('}');
    for (int length = 1; length <= end; length += 3) {
      Path file = write("a.json", SLICE.substring(0, length));

      assertThatThrownBy(() -> MpdDataset.read(file))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining(": is cut off");
    }
  }

  @Test
  void cutOff_compressed() throws IOException {
    Path file = Packed.gzip(folder.resolve("a.json.gz"), SLICE);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> MpdDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ": compressed data is damaged or cut off");
  }

  @Test
  void bomb() throws IOException {
    assertFault(
        Packed.bomb(folder.resolve("a.json.gz"), "{\"info\":\""),
        ": must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void text_tooLong() throws IOException {
    Path file =
        Packed.bomb(folder.resolve("a.json.gz"), "{\"playlists\":[{\"tracks\":[{\"track_uri\":\"");

    assertThatThrownBy(() -> MpdDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ":1: must be JSON: String value length")
        .hasMessageEndingWith("exceeds the maximum allowed (1048576)");
  }

  @Test
  void nesting_tooDeep() throws IOException {
    assertFault(
        write("a.json", "{\"info\":" + "{\"x\":".repeat(1_000)),
        ":1: must be JSON: Document nesting depth (101) exceeds the maximum allowed (100)");
  }

  @Test
  void encoding_latin1() throws IOException {
    Path file = folder.resolve("a.json");
    Files.write(file, SLICE.replace("Toxic", "Tóxic").getBytes(ISO_8859_1));

    assertFault(file, ":13: must be UTF-8 text, but is not");
  }

  @Test
  void path_missingOrEmptyOrNull() throws IOException {
    assertThatThrownBy(() -> MpdDataset.read(folder.resolve("a.json")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("a.json") + ": no such file or folder");
    assertFault(folder, ": must hold a file that ends in .json, but holds none");
    assertFault(write("b.json", ""), ":1: must be JSON, but is empty");
    assertThatNullPointerException().isThrownBy(() -> MpdDataset.read(null)).withMessage("path");
  }

  private static void assertFault(Path path, String message) {
    assertThatThrownBy(() -> MpdDataset.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(path + message);
  }

  private static String slice(String... playlists) {
    return "{\"info\":{},\"playlists\":[" + String.join(",", playlists) + "]}";
  }

  private static String playlist(int pid, int numTracks, String tracks) {
    return "{\"pid\":%d,\"num_tracks\":%d,\"tracks\":[%s]}".formatted(pid, numTracks, tracks);
  }

  private static String track(int pos, String uri) {
    return "{\"pos\":%d,\"track_uri\":\"%s\"}".formatted(pos, uri);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
