package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Song;
import dev.segue.datasets.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as programs write them: what is around the rows, and what their columns are called. */
class CsvShapesTest {

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("plays.csv"), text);
  }

  private ListeningHistory read(String text) throws IOException {
    Path file = write(text);
    assertThat(DatasetFormat.recognise(file)).isEqualTo(DatasetFormat.CSV);
    return CsvHistory.read(file);
  }

  /** Each session as the ids of its songs, or their titles if they are known by names. */
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
                        .mapToObj(song -> sessions.catalogue().song(song).id())
                        .map(id -> id.substring(id.indexOf('\t') + 1))
                        .toList()))
        .toList();
  }

  private static List<Song> songs(ListeningHistory history) {
    return history.catalogue().songs();
  }

  /** In each, two songs follow each other at once, and a third a day later. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Last.fm (lastfm.ghan.nl) | uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\\n"1672999200","06 Jan 2023, 10:00","A","","L","","z",""\\n"1672912860","05 Jan 2023, 10:01","A","","L","","y",""\\n"1672912800","05 Jan 2023, 10:00","A","","L","","x",""\\n
          Last.fm (lastfm-to-csv)  | A,L,z,06 Jan 2023 10:00\\nA,"L, M",y,05 Jan 2023 10:01\\nA,L,x,05 Jan 2023 10:00\\n
          Last.fm with semicolons  | Artist;Album;Track;Date\\nA;L;x;05/01/2023 10:00\\nA;L;y;05/01/2023 10:01\\nA;L;z;06/01/2023 10:00
          Libre.fm                 | # Data export from Libre.fm,,,\\n# 2025-07-23 15:05:47 -0400,,,\\nArtist,Track,Album,Time\\nA,x,,1672912800\\nA,y,,1672912860\\nA,z,,1672999200\\n
          Maloja                   | Artist,Title,Album,Time\\nA,x,L,1672912800\\nA,y,L,1672912860\\nA,z,L,1672999200\\n
          Pano Scrobbler           | timeHuman,timeMs,artist,track,album,albumArtist,durationMs,mediaPlayerPackage\\n5 Jan 2023,1672912800000,A,x,L,A,200000,org.app\\n5 Jan 2023,1672912860000,A,y,L,A,200000,org.app\\n6 Jan 2023,1672999200000,A,z,L,A,200000,org.app
          Tidal                    | artist_name,track_title,entry_date,stream_duration_ms,product_type,time_zone\\nA,x,05/01/2023 10:00,230000.0,TRACK,America/Toronto\\nA,y,05/01/2023 10:01,3000.0,TRACK,America/Toronto\\nA,z,06/01/2023 10:00,230000.0,TRACK,America/Toronto
          Apple Music              | Artist Name,Event End Timestamp,Event Start Timestamp,Event Type,Play Duration Milliseconds,Song Name\\nA,2023-01-05T10:00:30Z,2023-01-05T10:00:00Z,PLAY_END,30000,x\\n,2023-01-05T10:01:30Z,,PLAY_END,30000,y\\nA,,2023-01-06T10:00:00Z,PLAY_END,30000,z
          Spinitron                | Date,Time,Artist,Song,Release\\n01/05/2023,10:00 AM,A,x,L\\n01/05/2023,10:01 AM,A,y,L\\n01/06/2023,10:00 AM,A,z,L
          Spinitron in 24 hours    | Date,Start,Artist,Song,Release\\n2023-01-05,9:59:00,A,x,L\\n2023-01-05,10:01:00,A,y,L\\n2023-01-06,10:00:00,A,z,L
          RecBole                  | user_id:token\\titem_id:token\\ttimestamp:float\\nu\\tx\\t1672912800.0\\nu\\ty\\t1.67291286e+09\\nu\\tz\\t1672999200.0
          session-rec              | SessionId\\tItemId\\tTime\\n1\\tx\\t1672912800.0\\n1\\ty\\t1672999200.0\\n2\\tz\\t1672912860.0
          Kaggle                   | "user_id", "artistname", "trackname", "playlistname"\\n"u","A","x","one"\\n"u","A","y","one"\\n"u","A","z","two"
          LFM-2b                   | user_id\\ttrack_id\\talbum_id\\ttimestamp\\n2\\tx\\t7\\t2023-01-05 10:00:00\\n2\\ty\\t7\\t2023-01-05 10:01:00\\n2\\tz\\t7\\t2023-01-06 10:00:00
          TuneMyMusic              | Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id\\na,A,L,one,Playlist,I1,x\\nb,A,L,one,Playlist,I2,y\\nc,A,L,two,Playlist,I3,z
          RiMusic                  | PlaylistBrowseId,PlaylistName,MediaId,Title,Artists,Duration,ThumbnailUrl\\n,one,x,a,A,3:20,http://t/1\\n,one,y,b,A,3:20,http://t/2\\n,two,z,c,A,3:20,http://t/3
          Excel                    | sep=;\\nArtist;Title;Time\\nA;x;44931.4166666667\\nA;y;44931.4173611111\\nA;z;44932.4166666667
          pipes                    | `My plays\\n\\nartist|title|time\\nA|x|Jan 5, 2023, 10:00:00 AM\\nA|y|Jan 5, 2023, 10:01:00 AM\\nA|z|Jan 6, 2023, 10:00:00 AM`
          """)
  void histories(String program, String text) throws IOException {
    assertThat(sessions(read(text.translateEscapes()))).containsExactly("x y", "z");
  }

  /** What has no times of plays is one playlist, in the order of the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Exportify         | "Track URI","Track Name","Album Name","Artist Name(s)","Duration (ms)","Added At"\\n"x","a","L","A, B","200000","2023-01-05T10:00:00Z"\\n"y","b","L","A, B","200000","2020-01-05T10:00:00Z"
          Exportify, older  | Spotify ID,Artist IDs,Track Name,Album Name,Artist Name(s)\\nx,i,a,L,A\\ny,i,b,L,A
          YouTube           | Video ID,Playlist Video Creation Timestamp\\nx,2023-01-05T10:00:00+00:00\\ny,2020-01-05T10:00:00+00:00
          YouTube, older    | Playlist ID,Channel ID,Time Created,Title\\nPL1,UC1,2020-01-05 10:00:00 UTC,Mix\\n\\nVideo ID,Time Added\\nx,2023-01-05 10:00:00 UTC\\ny,2020-01-05 10:00:00 UTC
          YouTube Music     | Song URL,Song Title,Album Title,Artist Names\\nx,a,L,A\\ny,b,L,A
          """)
  void playlists(String program, String text) throws IOException {
    assertThat(sessions(read(text.translateEscapes()))).containsExactly("x y");
  }

  @Test
  void shazam_datesAreSessions() throws IOException {
    ListeningHistory history =
        read(
            "Shazam Library\n"
                + "Index,TagTime,Title,Artist,URL,TrackKey\n"
                + "1,2023-01-05,\"Song 1\",\"Band\",https://example.org/1,17\n"
                + "2,2023-01-06,\"Song 2\",\"Band\",https://example.org/2,18\n");

    assertThat(songs(history))
        .containsExactly(Song.of("17", "Song 1", "Band"), Song.of("18", "Song 2", "Band"));
    assertThat(sessions(history)).hasSize(2);
  }

  @Test
  void linesBeforeTheNames_countInErrors() throws IOException {
    Path file = write("My plays\n\nartist,title,time\nA,x,1672912800\nA,y,soon\nA,z,1672912900\n");

    assertThat(CsvHistory.read(file, 1).report().entries().examples())
        .containsExactly(
            file + ":5: time must be like 2009-05-04T23:08:57Z or seconds since 1970, was 'soon'");
  }

  @Test
  void spacesBeforeQuotes() throws IOException {
    assertThat(
            songs(read("TITLE, ARTIST\n\"Eau, claire\", \"Ana Bell\"\n\"Le vent\", \"Marc Ot\"\n")))
        .containsExactly(
            Song.of("Ana Bell\tEau, claire", "Eau, claire", "Ana Bell"),
            Song.of("Marc Ot\tLe vent", "Le vent", "Marc Ot"));
  }

  /** Between tabs a quote is text, unless a writer of quoted fields has doubled one. */
  @Test
  void quotesBetweenTabs() throws IOException {
    assertThat(songs(read("title\tartist\n\"Heroes\"\tA\n")).get(0).title())
        .isEqualTo("\"Heroes\"");
    assertThat(songs(read("title\tartist\n\"\"\"Heroes\"\"\"\tA\n\"b, c\"\tB\n")))
        .extracting(Song::title)
        .containsExactly("\"Heroes\"", "b, c");
    assertThat(songs(read("title\tartist\n\"\"\"Heroes\"\"\"\tA\n\"b\tB\n")))
        .extracting(Song::title)
        .containsExactly("\"\"\"Heroes\"\"\"", "\"b");
  }

  @Test
  void zonesOfRows_areTold() throws IOException {
    assertThat(
            read("title,time,time_zone\nx,2023-01-05 10:00,America/Toronto\n").report().warnings())
        .containsExactly(
            "times are taken for those of UTC, though column 'time_zone' names zones such as"
                + " 'America/Toronto': --time-zone (CsvOptions.zone) says if they are of one of these");
    assertThat(
            read("title,time,time_zone\nx,2023-01-05T10:00Z,America/Toronto\n").report().warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"12\\\" Mix\",\"A\"`              | `12\" Mix`",
        "`\"Say \\\"Hi\\\", he said\",\"A\"` | `Say \"Hi\", he said`",
        "`\"Say \\\"Hi\\\"\",\"A\"`          | `Say \"Hi\"`",
        "`\"AC\\DC\",\"A\"`                  | AC\\DC",
        "`\"end\\\",\"A\"`                   | end\\",
        "`\"two \"\"quotes\"\"\",\"A\"`      | `two \"quotes\"`",
        "`12\\\" Mix,A`                      | `12\\\" Mix`",
      })
  void backslashes(String row, String title) throws IOException {
    assertThat(songs(CsvHistory.read(write("title,artist\n" + row + "\nlast,B\n"))))
        .extracting(Song::title)
        .containsExactly(title, "last");
  }

  /** Whatever the first 64 KB hold, and wherever buffers end. */
  @Test
  void backslashes_farBelow() throws IOException {
    StringBuilder rows = new StringBuilder("title,artist\n");
    for (int row = 0; row < 20_000; row++) {
      rows.append("\"a ").append(row).append("\\\"b\\\" c\",\"A\"\n");
    }
    ListeningHistory history =
        CsvHistory.read(write("title,artist\n" + "x,\"A\"\n".repeat(10_000) + rows));

    assertThat(history.plays()).isEqualTo(30_001);
    assertThat(songs(history).get(20_001).title()).isEqualTo("a 19999\"b\" c");
  }

  @Test
  void withoutNames_theRowsMayTellWhatTheyAre() throws IOException {
    ListeningHistory history = read("A,L,x,05 Jan 2023 10:00\nA,L,y,\nA,L,z,05 Jan 2023 10:04\n");

    assertThat(sessions(history)).containsExactly("x z");
    assertThat(history.report().leftOut()).containsExactly(entry("without a time", 1L));
    assertThat(history.report().warnings())
        .containsExactly(
            "the first line names no columns, so they are taken for artist, album, title, time:"
                + " --no-header and --columns title=3 (CsvOptions) name them by their numbers");
  }

  @Test
  void withoutNames_theyAreNumbers() throws IOException {
    Path file = write("7\t1672912800\tx\n7\t1672912860\ty\n");
    CsvOptions options =
        CsvOptions.ofDefaults()
            .withoutHeader()
            .column(CsvColumn.USER, "1")
            .column(CsvColumn.TIME, "2")
            .column(CsvColumn.SONG, "3");
    ListeningHistory history = CsvHistory.read(file, options);

    assertThat(sessions(history)).containsExactly("x y");
    assertThat(history.report().columns()).hasToString("user = '1', time = '2', song = '3'");
    Path other = write("a,b\nc,d\n");
    assertThatThrownBy(() -> CsvHistory.read(other, CsvOptions.ofDefaults().withoutHeader()))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            other
                + ":1: there must be a column 'song' or 'title', but the columns are '1,2';"
                + " --columns title=NAME (CsvOptions) names it");
  }

  @Test
  void dayOrMonthFirst_isTold_andContradictedByALaterRow() throws IOException {
    String rows = "title,Date\n" + "x,05/01/2023 10:00\n".repeat(1_000);

    assertThat(read(rows).report().warnings())
        .containsExactly(
            "column 'Date' has times such as '05/01/2023 10:00', of which the day is taken to come"
                + " first, though the other order fits too: --time-format \"M/d/yyyy H:mm\""
                + " (CsvOptions.timeFormat) says otherwise");
    Path file = write(rows + "y,01/13/2023 10:00\n");
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1002: column 'Date' was read with the day first, but here it is '01/13/2023"
                + " 10:00'; --time-format \"M/d/yyyy H:mm\" reads it (CsvOptions.timeFormat)");
    assertThat(
            CsvHistory.read(file, CsvOptions.ofDefaults().timeFormat("M/d/yyyy H:mm"))
                .report()
                .listening()
                .orElseThrow()
                .first())
        .hasValueSatisfying(first -> assertThat(first).hasToString("2023-01-13T10:00:00Z"));
  }

  @Test
  void times_thatAreRounded_areTold() throws IOException {
    assertThat(read("title,time\nx,1.67291e+09\ny,1.67292e+09\n").report().warnings())
        .contains(
            "column 'time' has times such as '1.67291e+09', which are rounded to 10000 seconds:"
                + " write all their digits");
  }

  @Test
  void zone_isThatOfTimesWithoutOne() throws IOException {
    Path file = write("user,time,title\nu,2023-03-26 01:58:00,x\nu,2023-03-26 03:02:00,y\n");
    CsvOptions berlin = CsvOptions.ofDefaults().zone(ZoneId.of("Europe/Berlin"));

    assertThat(sessions(CsvHistory.read(file))).containsExactly("x", "y");
    assertThat(sessions(CsvHistory.read(file, berlin))).containsExactly("x y");
    assertThat(
            sessions(
                CsvHistory.read(
                    write("utc_time,title\n2023-03-26 01:58,x\n2023-03-26 03:02,y\n"), berlin)))
        .as("the name says that they are in UTC")
        .containsExactly("x", "y");
  }

  @Test
  void sessions_areThoseOfTheTable() throws IOException {
    ListeningHistory history =
        read(
            "user,session,time,title,skipped\n"
                + "ann,1,2023-01-05T10:00:00Z,x,\n"
                + "ann,2,2023-01-05T10:01:00Z,y,\n"
                + "ann,1,2023-01-05T18:00:00Z,z,\n"
                + "bob,1,2023-01-05T12:00:00Z,y,\n"
                + "ann,2,2023-01-05T10:00:30Z,x,true\n"
                + "ann,,2023-01-05T10:05:00Z,x,\n");
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());

    assertThat(sessions(history)).containsExactly("x z", "y", "y");
    assertThat(sessions.playlists().map(each -> each.listener().orElseThrow()))
        .containsExactly("ann", "ann", "bob");
    assertThat(sessions.end(0)).hasToString("2023-01-05T18:00:00Z");
    assertThat(sessions.playlists().skip(1).findFirst().orElseThrow().skips()).hasSize(1);
    assertThat(history.report().leftOut()).containsExactly(entry("without a session", 1L));
  }

  @Test
  void sessions_withoutUsersAreTheirOwnListeners_andWithoutTimesInTheOrderOfTheFile()
      throws IOException {
    ListeningHistory history = read("session_id,title\n1,x\n2,y\n1,z\n2,x\n");

    assertThat(sessions(history)).containsExactly("x z", "y x");
    assertThat(history.listeners()).containsExactly("1", "2");
    assertThat(history.report().warnings()).isEmpty();
  }

  @Test
  void sessions_ofOneRowEach_areNone() throws IOException {
    assertThat(read("session,time,title\n1,1672912800,x\n2,1672912860,y\n").report().warnings())
        .containsExactly(
            "column 'session' differs in each row, and is no session: --columns session=session"
                + " makes it one all the same");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "rock|new wave~true",
        "rock; new wave~true",
        "'rock, new wave'~true",
        "\"['rock', 'new wave']\"~true"
      })
  void tags(String field, boolean two) throws IOException {
    String quoted = '"' + field.replace("\"", "") + '"';
    assertThat(songs(read("title,genres\nx," + quoted + "\ny,\n")))
        .extracting(Song::tags)
        .containsExactly(List.of("rock", "new wave"), List.of());
  }

  @Test
  void appleMusic_endsOfPlaysCount_andSkipsAreShort() throws IOException {
    String start = ",2023-01-05T10:0%d:00Z,";
    ListeningHistory history =
        read(
            "Artist Name,Event Start Timestamp,Event Type,Play Duration Milliseconds,Song Name,End Reason Type\n"
                + "A"
                + start.formatted(0)
                + "PLAY_START,0,x,\n"
                + "A"
                + start.formatted(0)
                + "PLAY_END,60000,x,TRACK_SKIPPED_FORWARDS\n"
                + "A"
                + start.formatted(1)
                + "PLAY_END,5000,x,TRACK_SKIPPED_FORWARDS\n"
                + "A"
                + start.formatted(2)
                + "PLAY_END,5000,x,NATURAL_END_OF_TRACK\n"
                + "A"
                + start.formatted(3)
                + "PLAY_END,60000,,NATURAL_END_OF_TRACK\n");

    assertThat(history.plays()).isEqualTo(2);
    assertThat(history.skips()).isEqualTo(1);
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("events that are not the end of a play", 1L),
            entry("without a title, such as radio and videos", 1L));
  }

  @Test
  void appleMusic_lastPlaysAreTold() throws IOException {
    ListeningHistory history =
        read(
            "Track Name,Last Played Date,Is User Initiated\n"
                + "A - x,1672912800000,true\nA - y,1672912860000,false\n");

    assertThat(history.report().columns().used()).containsEntry("time", "Last Played Date");
    assertThat(history.report().warnings())
        .singleElement()
        .asString()
        .startsWith("column 'Last Played Date' says when songs were played last, so that each is");
  }

  /** The length of songs beside dates is no time of day. */
  @Test
  void lengthsBesideDates_areNoClock() throws IOException {
    ListeningHistory history =
        read(
            "Date,Time,Title\n2023-01-05,03:45,x\n2023-01-05,04:10,y\n2023-01-05,02:59,z\n"
                + "2023-01-05,03:20,w\n");

    assertThat(history.report().columns().used()).containsEntry("time", "Date");
    assertThat(history.report().columns().ignored()).containsExactly("Time");
  }

  @Test
  void exactTimes_areTakenBeforeOtherColumns_andThoseOfUtcBeforeLocalOnes() throws IOException {
    assertThat(
            read("uts,date,time,title\n1672912800,05 Jan 2023 11:00,3:20,x\n")
                .report()
                .columns()
                .used())
        .containsEntry("time", "uts");
    assertThat(
            read("date,listened_at,title\n2023-01-05,2023-01-05 10:00,x\n")
                .report()
                .columns()
                .used())
        .containsEntry("time", "listened_at");
  }
}
