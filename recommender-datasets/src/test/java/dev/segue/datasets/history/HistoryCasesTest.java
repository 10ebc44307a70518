package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the shapes that people have, as public issue trackers tell of them. */
class HistoryCasesTest {

  @TempDir Path folder;

  private static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  HistoryCasesTest.class.getResource("/dev/segue/datasets/cases/" + name))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Each session as the titles of its songs. */
  private static List<String> sessions(ListeningHistory history) {
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    return sessions
        .playlists()
        .map(
            playlist ->
                String.join(
                    " ",
                    playlist
                        .songs()
                        .mapToObj(song -> sessions.catalogue().song(song).title())
                        .map(title -> title.replace("Song ", "").replace("\"", ""))
                        .toList()))
        .toList();
  }

  private static Stream<Song> songs(ListeningHistory history) {
    return history.catalogue().songs().stream();
  }

  @Test
  void csv01_timesInUts_newestFirst() throws IOException {
    ListeningHistory history = CsvHistory.read(file("csv01/recenttracks-someone.csv"));

    assertThat(sessions(history)).containsExactly("0 1 2 3 4 5", "6 7 8 9 10 11");
    assertThat(history.report().columns())
        .hasToString(
            "time = 'uts', artist = 'artist', title = 'track'; ignored: 'utc_time', 'artist_mbid',"
                + " 'album', 'album_mbid', 'track_mbid'");
    assertThat(history.report().warnings()).isEmpty();
  }

  @Test
  void csv03_timestampIsMoreExactThanDate() throws IOException {
    ListeningHistory history = CsvHistory.read(file("csv03/history.tsv"));

    assertThat(sessions(history)).containsExactly("0 1 2 3 4 5 6 7");
    assertThat(history.report().columns().used()).containsEntry("time", "Timestamp");
    assertThat(history.report().columns().ignored()).containsExactly("Album", "Date");
  }

  @Test
  void csv10_numbersAreIdsOfSongsWithoutTitles() throws IOException {
    ListeningHistory history = CsvHistory.read(file("csv10/lfm2b.tsv"));

    assertThat(history.plays()).isEqualTo(8);
    assertThat(songs(history))
        .extracting(Song::id)
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(history.listeners()).containsExactly("2");
  }

  @Test
  void csv27_playlistsOfAnApp() throws IOException {
    ListeningHistory history = CsvHistory.read(file("csv27/playlists.csv"));

    assertThat(sessions(history)).containsExactly("0 1 2 3 4", "5 6 0 1 2", "3 4 5 6 0");
    assertThat(history.listeners()).containsExactly("Mix 0", "Mix 1", "Mix 2");
    assertThat(songs(history).findFirst()).contains(Song.of("vid00000", "Song 0", "Band 0, Guest"));
    assertThat(history.report().warnings()).isEmpty();
  }

  @Test
  void csv39_timeIsHowLongTheSongIs() throws IOException {
    ListeningHistory history = CsvHistory.read(file("csv39/chosic.csv"));

    assertThat(sessions(history)).containsExactly("Intro 1 Intro 3 Intro 5");
    assertThat(songs(history)).hasSize(6);
    assertThat(history.report().columns())
        .hasToString(
            "artist = 'Artist', title = 'Song'; ignored: '#', 'Popularity', 'Album', 'Time',"
                + " 'Added At', 'ISRC'");
    assertThat(history.report().warnings())
        .startsWith(
            "column 'Time' holds durations or numbers such as '04:26', not times of plays, and is"
                + " ignored",
            "column 'Added At' says when songs were added, not when they were played, and is"
                + " ignored: --columns time=\"Added At\" takes it for the time of plays");
  }

  @Test
  void csv40_songIsTheTitle() throws IOException {
    ListeningHistory history = CsvHistory.read(file("csv40/list.csv"));

    assertThat(songs(history)).hasSize(6).startsWith(Song.of("Band 0\tIntro", "Intro", "Band 0"));
    assertThat(history.report().warnings())
        .containsExactly(
            "plays have neither times nor listeners, so all are one session, in the order of the"
                + " file: --columns time=NAME, user=NAME or playlist=NAME (CsvOptions) names a column"
                + " of them");
  }

  @Test
  void lb04_noneIsNoIdentifier() throws IOException {
    assertThat(songs(ListenBrainzHistory.read(file("lb04/l.jsonl")))).hasSize(6);
  }

  @Test
  void lb05_oneUnreadableLineOfASmallFile() throws IOException {
    ListeningHistory history = ListenBrainzHistory.read(file("lb05/l.jsonl"));

    assertThat(history.plays()).isEqualTo(12);
    assertThat(history.report().leftOut()).containsExactly(entry("before 1971", 1L));
    assertThat(history.report().entries().unreadable()).isEqualTo(1);
    assertThat(history.report().entries().examples())
        .singleElement()
        .asString()
        .endsWith("/listened_at must be a whole number, was null");
  }

  @Test
  void lb06_timesOf1970AreNone() throws IOException {
    ListeningHistory history = ListenBrainzHistory.read(file("lb06/l.jsonl"));

    assertThat(history.plays()).isEqualTo(12);
    assertThat(history.report().leftOut()).containsExactly(entry("before 1971", 5L));
    assertThat(songs(history)).extracting(Song::title).noneMatch(title -> title.startsWith("Old"));
  }

  @Test
  void spot08_whatIsLeftOutIsCounted() throws IOException {
    ListeningHistory history =
        SpotifyHistory.read(file("spot08/Streaming_History_Audio_2024_0.json"));

    assertThat(history.plays()).isEqualTo(6);
    assertThat(history.report().entries().count()).isEqualTo(18);
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("shorter than 30 s", 6L), entry("skipped, of songs that are never played", 6L));
  }

  @Test
  void spot09_overlappingExports() throws IOException {
    ListeningHistory history = SpotifyHistory.read(file("spot09"));

    assertThat(sessions(history)).containsExactly("0 1 2 3 4 5 6");
    assertThat(history.report().leftOut())
        .containsExactly(entry("read before (same listener, second and song)", 6L));
  }

  /** The listens of a month, as ListenBrainz exports them. */
  private static String listens(int first, int count) {
    StringBuilder lines = new StringBuilder();
    for (int number = first; number < first + count; number++) {
      lines.append(
          """
          {"listened_at": %d, "user_name": "someone", "track_metadata": {"artist_name": "Band", \
          "track_name": "Song %d", "mbid_mapping": null}}
          """
              .formatted(1_672_912_800 + 240 * number, number));
    }
    return lines.toString();
  }

  @Test
  void lb01_feedbackAndPinsAreNoListens() throws IOException {
    Path zip =
        Packed.zip(
            folder.resolve("listenbrainz_someone_1700000000.zip"),
            Map.of(
                "user.json",
                "{\"user_id\": 1, \"username\": \"someone\"}",
                "listens/2023/1.jsonl",
                listens(0, 6),
                "listens/2023/10.jsonl",
                listens(6, 6),
                "feedback.jsonl",
                "{\"created\": 1672912800, \"recording_mbid\": null, \"score\": 1,"
                    + " \"track_metadata\": null, \"user_id\": \"someone\"}\n",
                "pinned_recording.jsonl",
                "{\"blurb_content\": \"nice\", \"created\": 1672912800, \"pinned_until\": 1,"
                    + " \"track_metadata\": {\"track_name\": \"Song 1\"}}\n"));
    ListeningHistory history = ListenBrainzHistory.read(zip);

    assertThat(sessions(history)).containsExactly("0 1 2 3 4 5 6 7 8 9 10 11");
    assertThat(history.report().entries().unreadable()).isZero();
    assertThat(history.report().warnings())
        .containsExactly(
            "left aside 3 files that hold something else: feedback.jsonl, feedback or pins of"
                + " ListenBrainz, which are no listens; pinned_recording.jsonl, feedback or pins of"
                + " ListenBrainz, which are no listens; user.json, JSON with fields of no known"
                + " format: 'user_id', 'username'");
  }

  @Test
  void lb03_oneArrayOfListens() throws IOException {
    assertThat(ListenBrainzHistory.read(file("lb03/someone_lb-2023-02-11.json")).plays())
        .isEqualTo(12);
  }

  @Test
  void spot01_accountData() throws IOException {
    assertThat(sessions(SpotifyHistory.read(file("spot01/StreamingHistory_music_0.json"))))
        .containsExactly("0 1 2 3 4 5 6 7");
  }

  @Test
  void spot05_theWholeDownload() throws IOException {
    String play =
        "{\"endTime\": \"2024-05-06 18:0%d\", \"artistName\": \"Band\", \"trackName\":"
            + " \"Song %1$d\", \"msPlayed\": 60000}";
    Path zip =
        Packed.zip(
            folder.resolve("my_spotify_data.zip"),
            Map.of(
                "Spotify Account Data/StreamingHistory_music_0.json",
                    "[%s,%s,%s]".formatted(play.formatted(1), play.formatted(2), play.formatted(3)),
                "Spotify Account Data/StreamingHistory_podcast_0.json",
                    "[{\"endTime\": \"2023-09-15 14:04\", \"podcastName\": \"P\","
                        + " \"episodeName\": \"E\", \"msPlayed\": 1065494}]",
                "Spotify Account Data/Userdata.json", "{\"username\": \"someone\"}",
                "Spotify Account Data/Playlist1.json", "{\"playlists\": [{\"items\": []}]}",
                "Spotify Account Data/YourLibrary.json", "{\"tracks\": []}"));
    ListeningHistory history = SpotifyHistory.read(zip);

    assertThat(sessions(history)).containsExactly("1 2 3");
    assertThat(history.report().leftOut())
        .containsExactly(entry("without a title, such as podcasts", 1L));
    assertThat(history.report().warnings())
        .singleElement()
        .asString()
        .startsWith("left aside 3 files that hold something else: ")
        .contains("Playlist1.json", "Userdata.json", "YourLibrary.json");
  }

  @Test
  void csv16_scrobblerLog_withASkip() throws IOException {
    ListeningHistory history = RockboxHistory.read(file("csv16/.scrobbler.log"));

    assertThat(history.plays()).isEqualTo(7);
    assertThat(history.report().leftOut())
        .containsExactly(entry("skipped, of songs that are never played", 1L));
  }

  @Test
  void oth08_pagesOfLastFm() throws IOException {
    assertThat(sessions(LastFmExport.read(file("oth08/lastfm.json"))))
        .containsExactly("0 1 2 3 4 5");
  }
}
