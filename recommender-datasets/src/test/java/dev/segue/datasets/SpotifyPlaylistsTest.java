package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the playlists of Spotify's account data. */
class SpotifyPlaylistsTest {

  private static final String LISTS =
      """
      {"playlists": [
        {"name": "Mix", "lastModifiedDate": "2024-01-01", "numberOfFollowers": 0, "items": [
          {"track": {"trackName": "One", "artistName": "A", "albumName": "R",
                     "trackUri": "spotify:track:1"},
           "episode": null, "audiobook": null, "localTrack": null, "addedDate": "2024-01-01"},
          {"track": null, "localTrack": {"uri": "spotify:local:B+and+C:R:Caf%C3%A9:180"}},
          {"track": null, "localTrack": "spotify:local:::x.mp3:180"},
          {"track": {"trackName": "Old", "artistName": "A\\tB"}, "localTrack": null},
          {"track": null, "episode": {"episodeName": "E"}, "localTrack": null},
          {"track": null, "episode": null, "localTrack": null},
          {"track": {"trackName": "Eins", "artistName": "A", "trackUri": "spotify:track:1"}}]},
        {"name": "Empty", "items": []}]}
      """;

  @TempDir Path folder;

  @Test
  void playlists() throws IOException {
    PlaylistDataset dataset = SpotifyPlaylists.read(write(LISTS));

    assertThat(dataset.catalogue().songs())
        .containsExactly(
            new Song("spotify:track:1", "One", "A", List.of()),
            new Song("spotify:local:B+and+C:R:Caf%C3%A9:180", "Café", "B and C", List.of()),
            new Song("spotify:local:::x.mp3:180", "x.mp3", "", List.of()),
            new Song("A B\tOld", "Old", "A\tB", List.of()));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0), Playlist.of());
    assertThat(dataset.report().orElseThrow().leftOut())
        .containsExactly(
            entry("episodes and audiobooks", 1L), entry("without a track, which are gone", 1L));
    assertThat(dataset.report().orElseThrow().entries().count()).isEqualTo(7);
  }

  @Test
  void theWholeDownload() throws IOException {
    Path zip =
        Packed.zip(
            folder.resolve("my_spotify_data.zip"),
            Map.of("d/Playlist1.json", LISTS, "d/YourLibrary.json", "{\"tracks\": []}"));
    PlaylistDataset dataset = SpotifyPlaylists.read(zip);

    assertThat(dataset.playlists()).hasSize(2);
    assertThat(dataset.report().orElseThrow().warnings())
        .containsExactly(
            "left aside 1 file that holds something else: d/YourLibrary.json, JSON with fields of"
                + " no known format: 'tracks'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                   | must have 'playlists'
          {"playlists": {}}                    | /playlists must be an array, was an object
          {"playlists": [{"items": 1}]}        | /playlists/0/items must be an array, was a whole number
          {"playlists": [{"items": [{"track": "x"}]}]} | /playlists/0/items/0/track must be an object, was a text
          {"playlists": [{"items": []}, {"x":  | is cut off after playlist 1
          """)
  void fault(String text, String message) throws IOException {
    Path file = write(text);

    assertThatThrownBy(() -> SpotifyPlaylists.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ":1: " + message);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("Playlist1.json"), text);
  }
}
