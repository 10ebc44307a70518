package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.Song;
import dev.segue.datasets.history.CsvColumn;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.LastFmExport;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListenBrainzHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.MalojaHistory;
import dev.segue.datasets.history.PanoHistory;
import dev.segue.datasets.history.RockboxHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.datasets.history.YouTubeHistory;
import dev.segue.samples.StandardOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples of listening histories in the javadoc. */
class HistoryExamplesTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @TempDir Path folder;

  /** Writes plays of one song every ten minutes at noon, on four days. */
  private void writeCsv() throws IOException {
    StringBuilder rows = new StringBuilder("user,time,artist,title\n");
    for (int day = 1; day <= 4; day++) {
      rows.append("ann,2024-05-0%dT12:00:00Z,Miles Davis,So What\n".formatted(day));
      rows.append("ann,2024-05-0%dT12:10:00Z,Miles Davis,Blue in Green\n".formatted(day));
      rows.append("bob,2024-05-0%dT12:00:00Z,John Coltrane,Naima\n".formatted(day));
    }
    Files.writeString(folder.resolve("plays.csv"), rows);
  }

  @Test
  void sessions() throws IOException {
    writeCsv();
    // @start region="sessions"
    ListeningHistory history = CsvHistory.read(folder.resolve("plays.csv"));
    SessionDataset sessions =
        history.sessions(SessionRules.ofDefaults().sessionGap(Duration.ofMinutes(20)));

    DatasetSplit split = sessions.splitLast(Duration.ofDays(1), Duration.ofDays(1));
    System.out.println(history + ", " + sessions.size() + " sessions");
    // @end

    assertThat(out.lines()).containsExactly("12 plays of 3 songs by 2 listeners, 8 sessions");
    // The last session ends on the fourth at 12:10, so those of Ann are cut at 12:10 on two days.
    assertThat(split.training().playlists())
        .as("Ann on the first and the second until 12:10, Bob until the second")
        .hasSize(4);
    assertThat(split.validation().playlists())
        .as("Ann on the second, and on the third until 12:10, Bob on the third")
        .hasSize(3);
    assertThat(split.test().playlists())
        .as("Ann from the third at 12:10, Bob on the fourth")
        .hasSize(3);
  }

  @Test
  void history() {
    // @start region="history"
    Song soWhat = Song.of("t1", "So What", "Miles Davis");
    ListeningHistory history =
        ListeningHistory.builder()
            .add("ann", Instant.parse("2024-05-01T12:00:00Z"), soWhat)
            .add("bob", Instant.parse("2024-05-01T12:05:00Z"), soWhat)
            .build();
    System.out.println(history); // 2 plays of 1 songs by 2 listeners
    // @end

    assertThat(out.lines()).containsExactly("2 plays of 1 songs by 2 listeners");
  }

  @Test
  void rules() throws IOException {
    writeCsv();
    ListeningHistory history = CsvHistory.read(folder.resolve("plays.csv"));
    // @start region="rules"
    SessionRules rules =
        SessionRules.ofDefaults()
            .sessionGap(Duration.ofMinutes(20))
            .repeats(false)
            .minimumSongs(2); // a session of one song teaches nothing of what comes next
    SessionDataset sessions = history.sessions(rules);
    // @end

    assertThat(sessions.size()).as("those of Ann").isEqualTo(4);
    assertThat(sessions.listener(0)).isEqualTo("ann");
  }

  @Test
  void timeSplit() throws IOException {
    writeCsv();
    SessionDataset sessions =
        CsvHistory.read(folder.resolve("plays.csv")).sessions(SessionRules.ofDefaults());
    // @start region="timeSplit"
    Instant validationFrom = Instant.parse("2024-05-03T00:00:00Z");
    Instant testFrom = Instant.parse("2024-05-04T00:00:00Z");
    DatasetSplit split = sessions.splitByTime(validationFrom, testFrom);
    // @end

    assertThat(split.training().playlists()).hasSize(4);
    assertThat(split.validation().playlists()).hasSize(2);
    assertThat(split.test().playlists()).hasSize(2);
  }

  @Test
  void csv() throws IOException {
    Path file = folder.resolve("plays.csv");
    // @start region="csv"
    Files.writeString(
        file,
        """
        user,time,artist,title
        ann,2024-05-01T12:00:00Z,Miles Davis,So What
        ann,some day,Miles Davis,Blue in Green
        """);
    ListeningHistory history = CsvHistory.read(file, 0.5); // half of the rows may be unreadable
    // @end

    assertThat(history.plays()).isEqualTo(1);
    assertThat(history.catalogue().song(0)).hasToString("So What - Miles Davis");
    assertThat(history.report().entries().unreadable()).isEqualTo(1);
  }

  @Test
  void csvOptions() throws IOException {
    Path file = folder.resolve("plays.csv");
    Files.writeString(
        file,
        """
        Song,Artist,Length,Heard on
        So What,Miles Davis,9:22,5/1/24 7:00 PM
        Blue in Green,Miles Davis,5:37,5/1/24 7:09 PM
        """);
    // @start region="csvOptions"
    CsvOptions options =
        CsvOptions.ofDefaults()
            .column(CsvColumn.TIME, "Heard on")
            .timeFormat("M/d/yy h:mm a")
            .zone(ZoneId.of("Europe/Lisbon"));
    ListeningHistory history = CsvHistory.read(file, options);
    System.out.println(history.report().columns());
    // @end

    assertThat(history.sessions(SessionRules.ofDefaults()).start(0))
        .hasToString("2024-05-01T18:00:00Z");
    assertThat(out.lines())
        .containsExactly("time = 'Heard on', artist = 'Artist', title = 'Song'; ignored: 'Length'");
  }

  @Test
  void lastFm() throws IOException {
    Path file = folder.resolve("userid-timestamp-artid-artname-traid-traname.tsv");
    Files.writeString(
        file,
        """
        user_1\t2009-05-01T12:05:00Z\t\tMiles Davis\t\tBlue in Green
        user_1\t2009-05-01T12:00:00Z\t\tMiles Davis\t\tSo What
        user_1\tyesterday\t\tMiles Davis\t\tAll Blues
        """);
    // @start region="lastFm"
    ListeningHistory history = LastFmHistory.read(file, 0.5); // half of the lines may be unreadable
    System.out.println(history.report());
    // @end

    assertThat(history.plays()).isEqualTo(2);
    assertThat(out.text())
        .contains("entries     3, 1 could not be read; the first:")
        .contains(":3: time must be like");
  }

  @Test
  void listenBrainz() throws IOException {
    Files.writeString(
        folder.resolve("2024.listens"),
        """
        {"listened_at": 1714564800, "user_name": "ann", "track_metadata": \
        {"artist_name": "Miles Davis", "track_name": "So What"}}
        """);
    // @start region="listenBrainz"
    ListeningHistory history = ListenBrainzHistory.read(folder); // each .listens and .jsonl in it
    System.out.println(history.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void spotify() throws IOException {
    Files.writeString(
        folder.resolve("Streaming_History_Audio_2024.json"),
        """
        [{"ts": "2024-05-01T12:00:00Z", "ms_played": 20000, "skipped": true,
          "master_metadata_track_name": "So What",
          "master_metadata_album_artist_name": "Miles Davis"},
         {"ts": "2024-05-01T12:09:00Z", "ms_played": 540000, "skipped": false,
          "master_metadata_track_name": "So What",
          "master_metadata_album_artist_name": "Miles Davis"}]
        """);
    // @start region="spotify"
    ListeningHistory usual = SpotifyHistory.read(folder);
    boolean keepSkipped = true;
    ListeningHistory all = SpotifyHistory.read(folder, Duration.ZERO, keepSkipped, 0.001);
    System.out.println(usual.plays() + " plays of at least 30 seconds, " + all.plays() + " in all");
    // @end

    assertThat(out.lines()).containsExactly("1 plays of at least 30 seconds, 2 in all");
  }

  @Test
  void youTube() throws IOException {
    Files.writeString(
        folder.resolve("watch-history.json"),
        """
        [{"header": "YouTube Music", "title": "Watched So What",
          "titleUrl": "https://music.youtube.com/watch?v=zqNTltOGh5c",
          "subtitles": [{"name": "Miles Davis - Topic"}], "time": "2024-05-01T12:00:00.123Z"}]
        """);
    // @start region="youTube"
    ListeningHistory history = YouTubeHistory.read(folder); // or the .zip as it was downloaded
    System.out.println(history.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void lastFmExport() throws IOException {
    Files.writeString(
        folder.resolve("recenttracks.json"),
        """
        [{"page": 1, "track": [
          {"artist": {"#text": "Miles Davis"}, "name": "So What", "date": {"uts": "1714564800"}}]}]
        """);
    // @start region="lastFmExport"
    ListeningHistory history = LastFmExport.read(folder.resolve("recenttracks.json"));
    System.out.println(history.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void maloja() throws IOException {
    Files.writeString(
        folder.resolve("maloja_export.json"),
        """
        {"scrobbles": [
          {"time": 1714564800, "track": {"artists": ["Miles Davis"], "title": "So What"}}]}
        """);
    // @start region="maloja"
    ListeningHistory history = MalojaHistory.read(folder.resolve("maloja_export.json"));
    System.out.println(history.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void pano() throws IOException {
    Files.writeString(
        folder.resolve("scrobbles.jsonl"),
        """
        {"timeMs": 1714564800000, "artist": "Miles Davis", "track": "So What", "event": "scrobble"}
        """);
    // @start region="pano"
    ListeningHistory history = PanoHistory.read(folder.resolve("scrobbles.jsonl"));
    System.out.println(history.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void rockbox() throws IOException {
    Files.writeString(
        folder.resolve(".scrobbler.log"),
        """
        #AUDIOSCROBBLER/1.1
        #TZ/UNKNOWN
        Miles Davis\tKind of Blue\tSo What\t1\t545\tL\t1714564800
        """);
    // @start region="rockbox"
    ZoneId zone = ZoneId.of("Europe/Lisbon"); // where the player was
    ListeningHistory history = RockboxHistory.read(folder, zone, 0.001);
    System.out.println(history.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }
}
