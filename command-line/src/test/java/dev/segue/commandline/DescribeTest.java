package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.datasets.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format is described, and divided as it was said. */
class DescribeTest {

  @TempDir static Path folder;

  /** The songs that each file holds: a, b, c and a again. */
  @BeforeAll
  static void writeFiles() throws IOException {
    StringBuilder csv = new StringBuilder("user,time,song\n");
    StringBuilder lastFm = new StringBuilder();
    StringBuilder listens = new StringBuilder();
    StringBuilder spotify = new StringBuilder("[");
    StringBuilder jspf = new StringBuilder("{\"playlist\": {\"track\": [");
    StringBuilder xspf = new StringBuilder("<playlist version=\"1\"><trackList>");
    StringBuilder mpd = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String song = List.of("a", "b", "c", "a").get(i);
      String time = "2009-01-01T12:0%d:00Z".formatted(i);
      String comma = i == 0 ? "" : ",";
      csv.append("ann,").append(time).append(',').append(song).append('\n');
      lastFm.insert(0, "ann\t%s\t\tA\t\t%s\n".formatted(time, song));
      listens.append(
          "{\"listened_at\": %d, \"track_metadata\": {\"track_name\": \"%s\"}}\n"
              .formatted(1_230_811_200 + 60 * i, song));
      spotify.append(
          "%s{\"ts\": \"%s\", \"ms_played\": 30000, \"master_metadata_track_name\": \"%s\"}"
              .formatted(comma, time, song));
      jspf.append("%s{\"identifier\": \"%s\"}".formatted(comma, song));
      xspf.append("<track><identifier>%s</identifier></track>".formatted(song));
      mpd.append("%s{\"pos\": %d, \"track_uri\": \"%s\"}".formatted(comma, i, song));
    }
    writeExports();
    write("x.csv", csv.toString());
    write("x.lastfm1k", lastFm.toString());
    write("x.listenbrainz", listens.toString());
    write("x.spotify", spotify + "]");
    write("x.jspf", jspf + "]}}");
    write("x.xspf", xspf + "</trackList></playlist>");
    write("x.m3u", "a\nb\nc\na\n");
    write("x.yes", "a b c\n1 1 1\n0 1 2 0\n");
    write(
        "x.mpd",
        "{\"playlists\": [{\"pid\": 0, \"num_tracks\": 4, \"tracks\": [%s]}]}".formatted(mpd));
    write(
        "week.csv",
        """
        user,time,song
        ann,2020-01-01,a
        ann,2020-01-02,a
        bob,2020-01-05,a
        bob,2020-01-06,b
        cleo,2020-01-07,c
        cleo,soon,c
        """);
  }

  private static void writeExports() throws IOException {
    StringBuilder youTube = new StringBuilder();
    StringBuilder lastFm = new StringBuilder();
    StringBuilder maloja = new StringBuilder();
    StringBuilder pano = new StringBuilder();
    StringBuilder rockbox = new StringBuilder("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n");
    StringBuilder pls = new StringBuilder("[playlist]\n");
    StringBuilder wpl = new StringBuilder();
    StringBuilder spotify = new StringBuilder();
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String song = List.of("a", "b", "c", "a").get(i);
      long time = 1_230_811_200 + 60 * i;
      String comma = i == 0 ? "" : ",";
      youTube.append(
          "%s{\"header\": \"YouTube Music\", \"title\": \"Watched %s\", \"titleUrl\": \"%s%2$s\", \"time\": %d}"
              .formatted(comma, song, "https://www.youtube.com/watch?v=", time));
      lastFm.append(
          "%s{\"name\": \"%s\", \"date\": {\"uts\": \"%d\"}}".formatted(comma, song, time));
      maloja.append(
          "%s{\"time\": %d, \"track\": {\"artists\": [], \"title\": \"%s\"}}"
              .formatted(comma, time, song));
      pano.append("{\"timeMs\": %d000, \"track\": \"%s\"}\n".formatted(time, song));
      rockbox.append("A\tR\t%s\t1\t60\tL\t%d\n".formatted(song, time));
      pls.append("File%d=%s\n".formatted(i + 1, song));
      wpl.append("<media src=\"%s\"/>".formatted(song));
      spotify.append("%s{\"track\": {\"trackUri\": \"%s\"}}".formatted(comma, song));
      items.append("<dict><key>Track ID</key><integer>%s</integer></dict>".formatted(song));
    }
    write("x.youtube", "[" + youTube + "]");
    write("x.lastfm", "{\"track\": [" + lastFm + "]}");
    write("x.maloja", "{\"scrobbles\": [" + maloja + "]}");
    write("x.pano", pano.toString());
    write("x.rockbox", rockbox.toString());
    write("x.pls", pls.toString());
    write("x.wpl", "<smil><body><seq>" + wpl + "</seq></body></smil>");
    write("x.spotify-playlists", "{\"playlists\": [{\"items\": [" + spotify + "]}]}");
    String track = "<key>%s</key><dict><key>Name</key><string>%1$s</string></dict>";
    write(
        "x.itunes",
        "<plist><dict><key>Tracks</key><dict>%s%s%s</dict><key>Playlists</key><array><dict>"
                .formatted(track.formatted("a"), track.formatted("b"), track.formatted("c"))
            + "<key>Playlist Items</key><array>%s</array></dict></array></dict></plist>"
                .formatted(items));
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static Execution describe(String file, String options) {
    String format = file.startsWith("week") ? "csv" : file.substring(2);
    return Execution.of(
        ("describe --data %s/%s --format %s %s".formatted(folder, file, format, options))
            .strip()
            .split(" +"));
  }

  @ParameterizedTest
  @EnumSource
  void everyFormat(DatasetFormat format) throws IOException {
    Map<String, Object> json = describe("x." + format, "--json -").json();

    assertThat(json)
        .containsEntry("playlists", 1.0)
        .containsEntry("songs", 3.0)
        .containsEntry("plays", 4.0)
        .containsEntry("transitions", 3.0)
        .containsEntry("repeats", 1.0)
        .containsEntry("skipped_lines", 0.0)
        .doesNotContainKey("split");
  }

  @ParameterizedTest
  @EnumSource
  void everyFormat_isRecognised(DatasetFormat format) throws IOException {
    Path file = folder.resolve("x." + format);
    Execution execution = Execution.of("describe", "--data", file.toString(), "--json", "-");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err().lines()).first().isEqualTo(file + ": " + format);
    assertThat(execution.json())
        .containsEntry("format", format.toString())
        .containsEntry("plays", 4.0)
        .extractingByKey("read")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("playlists", 1.0)
        .containsEntry("songs", 3.0)
        .containsEntry("plays", 4.0);
  }

  @Test
  void whatWasRead_isToldBeforeTheStatistics() throws IOException {
    Execution execution = Execution.of("describe", "--data", folder.resolve("x.m3u").toString());

    assertThat(execution.out().lines())
        .startsWith("format      m3u", "entries     4", "")
        .contains("playlists   1, 0 without a transition, 0 equal to an earlier one");
    assertThat(Execution.of("describe", "--format", "synthetic").out()).startsWith("playlists ");
  }

  @Test
  void whoListenedAndWhen_isToldOnceOfTheWhole_andOfEachPart() {
    List<String> lines =
        describe("week.csv", "--skipped-limit 0.2 --split time:2d/1d").out().lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.contains("listeners   "))
        .containsExactly(
            "listeners   3, 5 sessions, from 2020-01-01T00:00:00Z to 2020-01-07T00:00:00Z",
            "  listeners   1, 2 sessions, from 2020-01-01T00:00:00Z to 2020-01-02T00:00:00Z",
            "  listeners   1, 1 session, from 2020-01-05T00:00:00Z to 2020-01-05T00:00:00Z",
            "  listeners   2, 2 sessions, from 2020-01-06T00:00:00Z to 2020-01-07T00:00:00Z");
  }

  @Test
  void whoListenedAndWhen_inJson() throws IOException {
    Map<String, Object> json =
        describe("week.csv", "--skipped-limit 0.2 --json - --split time:2d/1d").json();

    assertThat(json).doesNotContainKeys("listeners", "first", "last");
    Map<?, ?> read = (Map<?, ?>) json.get("read");
    assertThat(read.get("listeners")).isEqualTo(3.0);
    Map<?, ?> test = (Map<?, ?>) ((Map<?, ?>) json.get("split")).get("test");
    assertThat(test.get("listeners")).isEqualTo(2.0);
    assertThat(test.get("sessions")).isEqualTo(2.0);
    assertThat(test.get("first")).isEqualTo("2020-01-06T00:00:00Z");
    assertThat(test.get("last")).isEqualTo("2020-01-07T00:00:00Z");
  }

  @Test
  void optionsOfHistories_areCheckedOnceTheFormatIsKnown() {
    String list = folder.resolve("x.m3u").toString();
    Execution refused = Execution.of("describe", "--data", list, "--session-gap", "20m");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--format m3u takes no --session-gap: it has no times");

    String table = folder.resolve("x.csv").toString();
    assertThat(Execution.of("describe", "--data", table, "--session-gap", "20m").exitCode())
        .isZero();
  }

  @Test
  void anotherFormat_isRefused() throws IOException {
    Path list = Files.writeString(folder.resolve("list.asx"), "<asx version=\"3\"/>");
    Execution recognised = Execution.of("describe", "--data", list.toString());
    assertThat(recognised.exitCode()).isEqualTo(1);
    assertThat(recognised.err())
        .contains("must be of a format that Segue reads, but this looks like an ASX playlist");

    Path table = folder.resolve("x.csv");
    Execution asked = Execution.of("describe", "--format", "m3u", "--data", table.toString());
    assertThat(asked.exitCode()).isEqualTo(1);
    assertThat(asked.err())
        .contains(
            "must hold an M3U playlist, but this looks like a table with a column of songs (CSV)"
                + " (--format csv reads it)");
  }

  @Test
  void column_isNamed() throws IOException {
    write("added.csv", "Song,Artist,Added At\na,A,2020-01-01\nb,B,2020-02-01\n");
    String[] command = {"describe", "--data", folder.resolve("added.csv").toString()};

    assertThat(describeCsv(command, "--column", "time=\"Added At\"")).isEqualTo(2.0);
    assertThat(describeCsv(command, "--column", "time=", "--column", "user=")).isEqualTo(1.0);
    assertThat(describeCsv(command)).as("not played at these times").isEqualTo(1.0);
    assertThat(describeCsv(command, "--columns", "user=,time=Added At,title=Song")).isEqualTo(2.0);
  }

  @Test
  void table_isReadAsAskedFor() throws IOException {
    write("plain.csv", "Band,a,3/26/2023 1:50\nBand,b,3/26/2023 3:02\n");
    String[] command = {"describe", "--data", folder.resolve("plain.csv").toString()};
    String columns = "artist=1,title=2,time=3";

    assertThat(describeCsv(command, "--no-header", "--columns", columns)).isEqualTo(2.0);
    assertThat(
            describeCsv(
                command, "--no-header", "--columns", columns, "--time-format", "M/d/yyyy H:mm"))
        .isEqualTo(2.0);
    assertThat(
            describeCsv(
                command, "--no-header", "--columns", columns, "--time-zone", "Europe/Berlin"))
        .as("clocks go forward")
        .isEqualTo(1.0);
  }

  @Test
  void columns_areNamedTogether_alsoThoseWithCommas() throws IOException {
    write("odd.csv", "\"Song, the\",Length,Seen\na,200,2020-01-01\nb,200,2020-02-01\n");
    String[] command = {"describe", "--data", folder.resolve("odd.csv").toString()};

    assertThat(describeCsv(command, "--columns", "title=Song, the,time=Seen,duration=Length"))
        .isEqualTo(2.0);
    assertThat(describeCsv(command, "--columns", "title=Song, the, time=Seen", "--column", "user="))
        .isEqualTo(2.0);
    assertThat(describeCsv(command, "--columns", "session=Seen,title=Song, the")).isEqualTo(2.0);
  }

  private static Object describeCsv(String[] command, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--format", "csv", "--json", "-"));
    all.addAll(List.of(options));
    return Execution.of(all.toArray(String[]::new)).json().get("playlists");
  }

  @Test
  void rockbox_timesAreThoseOfTheZone() throws IOException {
    write("y.rockbox", "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\nA\tR\ta\t1\t60\tL\t1672912800\n");

    assertThat(describe("y.rockbox", "--time-zone Europe/Berlin").out()).contains("T09:00:00Z");
    assertThat(describe("y.rockbox", "").out()).contains("T10:00:00Z", "--time-zone");
  }

  @Test
  void spotify_keepsWhatIsAskedFor() throws IOException {
    String play =
        "{\"ts\": \"2020-01-01T00:0%d:00Z\", \"ms_played\": %d, \"skipped\": %s,"
            + " \"master_metadata_track_name\": \"a\"}";
    write(
        "y.spotify",
        "[%s, %s, %s]"
            .formatted(
                play.formatted(1, 40_000, false),
                play.formatted(2, 40_000, true),
                play.formatted(3, 10_000, true)));

    assertThat(describe("y.spotify", "--json -").json()).containsEntry("plays", 1.0);
    assertThat(describe("y.spotify", "--keep-skipped --json -").json()).containsEntry("plays", 2.0);
    assertThat(describe("y.spotify", "--keep-skipped --min-played 10s --json -").json())
        .containsEntry("plays", 3.0);
  }

  @Test
  void sessionGap_cuts() throws IOException {
    assertThat(describe("x.csv", "--session-gap 59s --json -").json())
        .containsEntry("playlists", 4.0);
    assertThat(describe("x.csv", "--session-gap 1m --json -").json())
        .containsEntry("playlists", 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "--session-max 1m, 2",
    "--session-max 2m, 2",
    "--session-max 3m, 1",
    "--session-max 3, 2",
    "'--session-max 1m,1', 4",
    "--session-max 1m --session-max 3, 2",
  })
  void sessionMax_cutsByTimeAndBySongs(String options, double playlists) throws IOException {
    assertThat(describe("x.csv", options + " --json -").json())
        .containsEntry("playlists", playlists);
  }

  @Test
  void skippedLines_areTold() throws IOException {
    Execution text = describe("week.csv", "--skipped-limit 0.2");
    Map<String, Object> json = describe("week.csv", "--skipped-limit 0.2 --json -").json();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out().replace(System.lineSeparator(), "\n"))
        .contains(
            "entries     6, 1 could not be read; the first:\n  "
                + folder.resolve("week.csv")
                + ":7: ");
    assertThat(json).containsEntry("skipped_lines", 1.0).containsEntry("playlists", 5.0);
    assertThat(json.get("first_skipped").toString()).contains("was 'soon'");
    assertThat(describe("week.csv", "").exitCode()).as("ten may be").isZero();
    assertThat(describe("week.csv", "--skipped-limit 0").exitCode()).isEqualTo(1);
    assertThat(describe("week.csv", "--skipped-limit 0").err())
        .contains("1 of 6 lines could not be read");
  }

  @ParameterizedTest
  @CsvSource({
    "file-order:60/40, 3, 0, 2",
    "file-order:60/20/20, 3, 1, 1",
    "random:20/40/40@7, 1, 2, 2",
    "time:2020-01-06/2020-01-07, 3, 1, 1",
    "time:2020-01-05T12:00:00Z, 3, 0, 2",
    "time:1d/1d, 2, 1, 2",
    "time:2d/1d, 2, 1, 2",
    "time:1d, 3, 0, 2",
    "time:0d/1d, 3, 0, 2",
    "fold:1/5@1, 4, 0, 1",
    "leave-last-out, 5, 0, 0",
  })
  void split(String rule, double training, double validation, double test) throws IOException {
    assertThat(partSizes("--split " + rule)).containsExactly(training, validation, test);
  }

  @Test
  void splitByListener_dealsWithWholeListeners() throws IOException {
    List<Double> sizes = partSizes("--split listeners:67/33@3");

    assertThat(sizes.get(0) + sizes.get(2)).isEqualTo(5);
    assertThat(sizes.get(2)).isIn(1.0, 2.0);
  }

  private static List<Double> partSizes(String options) throws IOException {
    Map<String, Object> json =
        describe("week.csv", "--skipped-limit 0.2 --json - " + options).json();
    Map<?, ?> split = (Map<?, ?>) json.get("split");
    return Stream.of("training", "validation", "test")
        .map(part -> (Double) ((Map<?, ?>) split.get(part)).get("playlists"))
        .toList();
  }

  @Test
  void minPlays_countsInTrainingAlone() throws IOException {
    Map<String, Object> json =
        describe("week.csv", "--skipped-limit 0.2 --json - --split file-order:60/40 --min-plays 2")
            .json();

    Map<?, ?> split = (Map<?, ?>) json.get("split");
    assertThat(((Map<?, ?>) split.get("training")).get("songs")).isEqualTo(1.0);
    assertThat(((Map<?, ?>) split.get("test")).get("songs")).isEqualTo(3.0);
    assertThat(split.get("unseen_songs")).isEqualTo(2.0);
  }

  @Test
  void partsOfAFolder_areDescribedTogetherAndApart() throws IOException {
    Path parts = folder.resolve("parts");
    SmallStation.write(Files.createDirectory(parts));
    Map<String, Object> json =
        Execution.of("describe", "--data", parts.toString(), "--json", "-").json();

    Map<?, ?> split = (Map<?, ?>) json.get("split");
    double sum = 0;
    for (String part : List.of("training", "validation", "test")) {
      sum += (Double) ((Map<?, ?>) split.get(part)).get("playlists");
    }
    assertThat(json).containsEntry("playlists", sum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format m3u --data x --session-gap 30m       | takes no --session-gap",
        "--format csv --data x --session-gap soon      | must be a duration such as 800s",
        "--format csv --data x --session-gap 0s        | must be > 0",
        "--format mpd --data x --skipped-limit 0.1     | takes no --skipped-limit",
        "--format csv --data x --skipped-limit 2       | must be in 0..1, was 2.0",
        "--format mpd --data x --column time=          | takes no --columns: only csv does",
        "--format mpd --data x --no-header             | takes no --no-header: only csv does",
        "--format yes --data x --time-zone UTC              | takes no --time-zone: only csv and rockbox do",
        "--format spotify --data x --time-format d/M/y | takes no --time-format: only csv does",
        "--format csv --data x --time-format dd{       | --time-format: timeFormat must be a pattern",
        "--format csv --data x --time-zone Berlin           | '--time-zone': cannot convert 'Berlin'",
        "--format csv --data x --column when=x         | 'when=x' must be like time=NAME, with one of",
        "--format csv --data x --columns time=x,time=y    | must name one time",
        "--format csv --data x --keep-skipped          | takes no --keep-skipped: only spotify does",
        "--format m3u --data x --time-zone Z            | takes no --time-zone: only csv and rockbox do",
        "--format csv --data x --min-played 10s        | takes no --min-played",
        "--format spotify --data x --min-played PT-1S  | --min-played must be >= 0, was PT-1S",
        "--format csv --data x --min-plays 0           | must be >= 1, was 0",
        "--format csv --data x --split half            | there is no such split",
        "--format csv --data x --split random:80/10    | percentages must sum to 100, but sum to 90",
        "--format csv --data x --split random:80/x/10  | 'x' must be a whole number up to 100",
        "--format csv --data x --split file-order:100  | there must be 2 or 3 percentages, but there are 1",
        "--format csv --data x --split time:2020-13-01 | '2020-13-01' is not a time",
        "--format csv --data x --split time:2009-04-01/7d | two dates (from when on to validate, and",
        "--format csv --data x --split time:7d/2009-04-01 | not one of each",
        "--format csv --data x --split time:soon       | 'soon' must be a date such as 2009-05-01, or",
        "--format csv --data x --split time:7d/0d      | the test part must be longer than 0",
        "--format csv --data x --split time:1d/1d/1d   | there must be 1 or 2 times, but there are 3",
        "--format csv --data x --split time:2009-05-01/2009-04-01 | it is from 2009-04-01 on",
        "--format csv --data x --session-max soon      | 'soon' must be a time such as 12h, or a",
        "--format csv --data x --session-max 0         | --session-max: must be > 0, was 0",
        "--format csv --data x --session-max PT0.5S    | --session-max: must be >= 1s, was PT0.5S",
        "--format csv --data x --session-max 1h,2h     | but there are two by time",
        "--format csv --data x --session-max 5 --session-max 6 | but there are two by songs",
        "--format m3u --data x --session-max 12h       | takes no --session-max",
        "--format csv --data x --split fold:6/5        | fold must be in 1..5, was 6",
        "--format csv --data x --split leave-last-out:1 | leave-last-out takes no value",
        "--format csv                                  | needs --data=PATH",
        "--min-plays 1                                 | there must be --data=PATH, or --format",
        "--format auto                                 | there must be --data=PATH, or --format",
        "--format xml --data x                         | must be one of auto, yes, lastfm1k",
      })
  void wrongUsage(String options, String problem) {
    Execution execution = Execution.of(("describe " + options).split(" +"));

    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.err().lines()).singleElement().asString().contains(problem);
  }

  @Test
  void splitByTime_ofPlaylistsIsRefused() {
    Execution execution = describe("x.m3u", "--split time:7d");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err()).contains("only listening histories can be split by time");
  }

  @Test
  void versionsOfSongs_areToldAndMerged() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("versions.csv"),
            """
            time,song,artist,title
            2023-01-05T10:00:00Z,1,Wells,Rain
            2023-01-05T10:04:00Z,2,Wells,Rain - Remastered 2011
            2023-01-05T10:08:00Z,3,Wells,Sun
            """);

    Execution told = Execution.of("describe", "--data", table.toString());
    Execution merged = Execution.of("describe", "--data", table.toString(), "--merge-versions");

    assertThat(told.out())
        .contains(
            "1 song is a version of another: 'Wells - Rain - Remastered 2011' of 'Wells -"
                + " Rain': --merge-versions takes them for one");
    assertThat(told.out()).contains("songs       3,");
    assertThat(merged.out()).contains("songs       2,").contains("1 song is a version of another");
    assertThat(merged.out()).doesNotContain("--merge-versions");
  }
}
