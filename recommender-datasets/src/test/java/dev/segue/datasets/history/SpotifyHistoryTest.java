package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpotifyHistoryTest {

  @TempDir Path folder;

  private static String play(String ended, int seconds, String title, String skipped) {
    return """
        {"ts": "2024-01-01T%sZ", "platform": "x", "ms_played": %d, "offline_timestamp": null,
         "master_metadata_track_name": %s, "master_metadata_album_artist_name": "A",
         "spotify_track_uri": "spotify:track:%s", "skipped": %s}"""
        .formatted(
            ended, 1000 * seconds, title.isEmpty() ? "null" : "\"" + title + "\"", title, skipped);
  }

  private Path write(String... plays) throws IOException {
    return Files.writeString(
        folder.resolve("Streaming_History_Audio_2024.json"), "[" + String.join(",\n", plays) + "]");
  }

  private static List<String> titles(ListeningHistory history) {
    return history.catalogue().songs().stream().map(Song::title).toList();
  }

  @Test
  void plays_beginWhenTheirSongDid() throws IOException {
    ListeningHistory history =
        SpotifyHistory.read(
            write(play("12:03:20", 200, "a", "false"), play("12:05:00", 100, "b", "null")));

    assertThat(history.catalogue().song(0))
        .isEqualTo(new Song("spotify:track:a", "a", "A", List.of()));
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    assertThat(sessions.start(0)).isEqualTo(Instant.parse("2024-01-01T12:00:00Z"));
    assertThat(sessions.end(0)).isEqualTo(Instant.parse("2024-01-01T12:03:20Z"));
  }

  @Test
  void shortAndSkippedPlays_countIfTheyAreWanted() throws IOException {
    Path file =
        write(
            play("12:00:00", 30, "whole", "false"),
            play("12:00:00", 29, "short", "false"),
            play("12:00:00", 99, "skipped", "true"),
            play("12:00:00", 99, "", "false"));

    assertThat(titles(SpotifyHistory.read(file))).containsExactly("whole");
    assertThat(titles(SpotifyHistory.read(file, Duration.ZERO, true, 0)))
        .containsExactly("whole", "short", "skipped");
    assertThat(SpotifyHistory.read(file).report().entries().unreadable()).isZero();
  }

  @Test
  void playsThatDoNotCount_areCountedByRule() throws IOException {
    Path file =
        write(
            play("12:00:00", 99, "whole", "0"),
            play("12:10:00", 29, "short", "true"),
            play("12:20:00", 99, "skipped", "1"),
            play("12:30:00", 99, "skipped too", "\"True\""),
            play("12:40:00", 99, "", "false"),
            play("12:50:00", 99, "clock", "false").replace("2024", "1970"));
    ListeningHistory history = SpotifyHistory.read(file);

    assertThat(titles(history)).containsExactly("whole");
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("without a title, such as podcasts", 1L),
            entry("before 1971", 1L),
            entry("skipped, of songs that are never played", 3L));
    assertThatThrownBy(() -> SpotifyHistory.read(file, Duration.ofMillis(99_500), true, 0.001))
        .hasMessage(
            file
                + ": must hold a play, but none of 6 is left; left out: 2 shorter than 99.5 s, 1"
                + " without a title, such as podcasts, 3 skipped by the listener");
  }

  @Test
  void playsThatNameNoUser_areThoseOfTheOnlyOneWhomOthersName() throws IOException {
    String unnamed = play("12:00:00", 99, "a", "false");
    String named = unnamed.replace("\"platform\"", "\"username\": \"ann\", \"platform\"");
    ListeningHistory history =
        SpotifyHistory.read(write(unnamed, named, play("12:04:00", 99, "b", "false")));

    assertThat(history.listeners()).containsExactly("ann");
    assertThat(history.plays()).isEqualTo(2);
    assertThat(history.report().leftOut())
        .containsExactly(entry("read before (same listener, second and song)", 1L));
  }

  @Test
  void uriThatIsNone_isMissing() throws IOException {
    Path file = write(play("12:00:00", 99, "None", "false"), play("12:04:00", 99, "nan", "false"));

    assertThat(SpotifyHistory.read(file).catalogue().songs())
        .extracting(Song::id)
        .containsExactly("A\tNone", "A\tnan");
  }

  @Test
  void archive_isReadFileByFile() throws IOException {
    Path zip =
        Packed.zip(
            folder.resolve("my_spotify_data.zip"),
            Map.of(
                "x/Streaming_History_Audio_2.json",
                "[" + play("12:00:00", 99, "later", "false") + "]",
                "x/ReadMe.pdf",
                "%PDF",
                "x/Streaming_History_Audio_1.json",
                "[" + play("11:00:00", 99, "sooner", "false") + "]"));

    assertThat(titles(SpotifyHistory.read(zip))).containsExactly("sooner", "later");
  }

  @Test
  void playWithoutATime() throws IOException {
    Path file = write(play("25:00:00", 99, "a", "false"));
    assertThatThrownBy(() -> SpotifyHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("1 of 1 lines could not be read; at most 0.1% may, or 10 if")
        .hasMessageContaining("was '2024-01-01T25:00:00Z'");
  }

  @Test
  void file_cutOff() throws IOException {
    Path whole = write(play("12:00:00", 99, "a", "false"), play("12:00:00", 99, "b", "false"));
    String text = Files.readString(whole);
    Path file = Files.writeString(whole, text.substring(0, text.length() - 20));

    assertThatThrownBy(() -> SpotifyHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ":6: is cut off after play 1");
  }

  @Test
  void anotherKindOfFile() throws IOException {
    Path file = Files.writeString(folder.resolve("Userdata.json"), "{\"username\": \"ann\"}");
    assertThatThrownBy(() -> SpotifyHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ": must hold a Spotify extended streaming history with the fields 'ts',"
                + " 'ms_played', 'master_metadata_track_name', 'spotify_track_uri', but this is"
                + " JSON with the fields 'username'");
  }

  @Test
  void minPlayed_negative() throws IOException {
    Path file = write();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpotifyHistory.read(file, Duration.ofSeconds(-1), true, 0))
        .withMessage("minPlayed must be >= 0, was PT-1S");
  }

  private static String play(String ended, int seconds, String title, String skipped, String by) {
    return play(ended, seconds, title, skipped)
        .replace("\"skipped\"", "\"reason_end\": \"%s\", \"skipped\"".formatted(by));
  }

  @Test
  void skips_areToldBetweenThePlays() throws IOException {
    ListeningHistory history =
        SpotifyHistory.read(
            write(
                play("12:03:20", 200, "a", "false", "trackdone"),
                play("12:03:30", 10, "b", "true", "fwdbtn"),
                play("12:03:45", 15, "b", "false", "trackdone"), // a short song that is over
                play("12:03:50", 5, "a", "false", "logout"),
                play("12:04:30", 40, "c", "true", "fwdbtn"),
                play("12:07:30", 180, "b", "false", "trackdone"),
                play("12:07:32", 2, "a", "false", "backbtn")));

    assertThat(history.report().skips()).isEqualTo(2);
    assertThat(history.skips()).isEqualTo(2);
    assertThat(history.plays()).isEqualTo(2);
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("shorter than 30 s", 2L), entry("skipped, of songs that are never played", 1L));
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    Playlist playlist = sessions.playlists().findFirst().orElseThrow();
    assertThat(playlist.songs()).containsExactly(0, 1);
    assertThat(playlist.heard(0)).contains(Duration.ofSeconds(200));
    assertThat(playlist.skips())
        .containsExactly(
            new Playlist.Skip(
                1,
                1,
                Optional.of(Instant.parse("2024-01-01T12:03:20Z")),
                Optional.of(Duration.ofSeconds(10))),
            new Playlist.Skip(
                0,
                2,
                Optional.of(Instant.parse("2024-01-01T12:07:30Z")),
                Optional.of(Duration.ofSeconds(2))));
    assertThat(playlist.chosen(1)).isEqualTo(Instant.parse("2024-01-01T12:03:30Z"));
    assertThat(sessions.report().orElseThrow().skips()).isEqualTo(2);
  }

  /** What a station with skipping listeners played, as it comes back from an export. */
  @Test
  void playlistsWithSkips_areReadAsTheyWereHeard() throws IOException {
    PlaylistDataset station = SyntheticStation.of(60, 150, 42).withSkips();
    ListeningHistory history = SpotifyHistory.read(SpotifyExport.write(station, folder));
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());

    assertThat(sessions.playlists().map(playlist -> heard(playlist, sessions.catalogue())))
        .containsExactlyElementsOf(
            station.playlists().map(playlist -> heard(playlist, station.catalogue())).toList());
    assertThat(sessions.statistics().skips()).isEqualTo(station.statistics().skips()).isPositive();
    assertThat(sessions.playlists())
        .allSatisfy(
            playlist ->
                assertThat(playlist.chosen(playlist.size() - 1))
                    .isEqualTo(playlist.time(playlist.size() - 1)));
  }

  /** What was heard, in order. */
  private static List<String> heard(Playlist playlist, Catalogue catalogue) {
    List<String> heard = new ArrayList<>();
    for (int position = 0; position <= playlist.size(); position++) {
      int at = position;
      playlist.skips().stream()
          .filter(skip -> skip.position() == at)
          .map(skip -> "not " + catalogue.song(skip.song()).title())
          .forEach(heard::add);
      if (position < playlist.size()) {
        heard.add(catalogue.song(playlist.song(position)).title());
      }
    }
    return heard;
  }

  /** A play of the account data, which ended in a minute of 18 o'clock. */
  private static String minute(int minute, String title, int millis) {
    return """
        {"endTime": "2024-05-06 18:%02d", "artistName": "A", "trackName": "%s", "msPlayed": %d}"""
        .formatted(minute, title, millis);
  }

  private static List<String> starts(ListeningHistory history) {
    return history
        .sessions(SessionRules.ofDefaults())
        .playlists()
        .flatMap(playlist -> IntStream.range(0, playlist.size()).mapToObj(at -> playlist.time(at)))
        .map(time -> time.toString().substring(11, 19))
        .toList();
  }

  @Test
  void accountData_beginsAfterThePlayBefore() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("StreamingHistory0.json"),
            "["
                + String.join(
                    ",",
                    minute(3, "a", 180_000), // from 18:00, as far as is known
                    minute(3, "b", 40_000), // its minute would have it begin before that ended
                    minute(6, "c", 120_000), // from 18:04
                    minute(9, "short", 5_000),
                    minute(9, "d", 31_000)) // after the short one
                + "]");
    ListeningHistory history = SpotifyHistory.read(file);

    assertThat(starts(history)).containsExactly("18:00:00", "18:03:00", "18:04:00", "18:09:00");
    assertThat(history.report().leftOut()).containsExactly(entry("shorter than 30 s", 1L));
    assertThat(SpotifyHistory.read(file, Duration.ZERO, true, 0).plays()).isEqualTo(5);
  }

  @Test
  void accountData_thatIsInNoOrder_isReadAllTheSame() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("StreamingHistory0.json"),
            "[%s,%s]".formatted(minute(30, "b", 60_000), minute(10, "a", 60_000)));

    assertThat(starts(SpotifyHistory.read(file))).containsExactly("18:09:00", "18:29:00");
  }

  @Test
  void bothHistories_theExtendedOneIsRead() throws IOException {
    Files.writeString(
        folder.resolve("StreamingHistory_music_0.json"), "[" + minute(3, "x", 180_000) + "]");
    Files.writeString(
        folder.resolve("Streaming_History_Audio_2024.json"),
        """
        [{"ts": "2024-05-06T18:03:20Z", "ms_played": 180000, "master_metadata_track_name": "x",
          "master_metadata_album_artist_name": "A"}]
        """);
    ListeningHistory history = SpotifyHistory.read(folder);

    assertThat(history.plays()).isEqualTo(1);
    assertThat(starts(history)).containsExactly("18:00:20");
    assertThat(history.report().warnings())
        .containsExactly(
            "left aside the history of the account data (1 files), since the extended one has its"
                + " plays to the second: read it alone if it is newer");
  }
}
