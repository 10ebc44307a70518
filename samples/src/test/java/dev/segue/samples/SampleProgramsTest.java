package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The samples do what they promise. */
@Tag("slow")
class SampleProgramsTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @Test
  void customDataset() {
    CustomDataset.main(new String[0]);

    assertThat(out.text().lines())
        .hasSize(3)
        .as("all but the two that were heard")
        .containsExactlyInAnyOrder("All Blues", "Flamenco Sketches", "Freddie Freeloader");
  }

  @Test
  void gettingStarted(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("plays.segue");
    GettingStarted.main(new String[] {"../docs/plays.csv", model.toString()});

    List<String> lines = out.lines();
    assertThat(lines.subList(0, lines.size() - 5))
        .anyMatch(line -> line.startsWith("accuracy@10 "))
        .anyMatch(line -> line.startsWith("log_likelihood "));
    assertThat(lines.subList(lines.size() - 5, lines.size()))
        .doesNotHaveDuplicates()
        .allMatch(line -> line.contains(" - "));
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void quickStart(@TempDir Path folder) throws IOException {
    Catalogue catalogue =
        Catalogue.of(
            Stream.of("So What", "Blue in Green", "All Blues")
                .map(title -> new Song(title, title, "Miles Davis", List.of()))
                .toList());
    List<Playlist> playlists = Collections.nCopies(20, Playlist.of(0, 1, 2));
    YesDataset.write(PlaylistDataset.of(catalogue, playlists), folder.resolve("train.txt"));
    try {
      QuickStart.main(new String[] {folder.toString()});

      assertThat(out.text()).contains("Miles Davis", "accuracy@10", "log_likelihood");
      assertThat(Path.of("quickstart.segue")).isNotEmptyFile();
    } finally {
      Files.deleteIfExists(Path.of("quickstart.segue"));
    }
  }

  @Test
  void trainedOn() { // of the 160 training playlists, 6 have one song, and no transition
    TrainedOn.main(new String[0]);

    assertThat(out.lines())
        .containsExactly(
            "split random:80/10/10@42, digests of 154 playlists",
            "0 test playlists were trained on",
            "154 training playlists were");
  }

  @Test
  void radio() {
    Radio.main(new String[0]);

    assertThat(out.text().lines())
        .hasSize(3 + 4 + 4 + 6 + 6 + 1 + 2 + 4)
        .contains("the hour to come:", "another one, a little bolder:")
        .anyMatch(line -> line.startsWith("Because you heard "));
  }

  @Test
  void endlessQueue_alwaysHasANextSong() {
    EndlessQueue.main(new String[0]);

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(1 + 12 + 1).endsWith("180 songs");
    assertThat(lines.subList(1, 5))
        .as("the evening")
        .allMatch(line -> line.endsWith("gave way: {}"));
    assertThat(lines.subList(5, 11))
        .as("at night 45 songs must differ, of 40")
        .anyMatch(line -> line.contains("during(22:00-04:00: noRepeatWithin(3h))="));
  }

  @Test
  void overHttp() throws IOException, InterruptedException {
    OverHttp.main(new String[0]);

    assertThat(out.text())
        .startsWith("{\"song\":{\"id\":\"song-7\"")
        .contains("\"known\":true,\"next\":[{\"id\":\"song-");
  }

  @Test
  void liveStation() {
    LiveStation.main(new String[0]);

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).as("by the newer model").isNotEqualTo(lines.get(0));
    assertThat(lines.get(2)).matches("2 lists, \\d+\\.\\d{3} ms each");
  }

  @Test
  void newMusic() {
    NewMusic.main(new String[0]);

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(Double.parseDouble(lines.get(3)))
        .as("the log-probability of a song that nobody has played")
        .isBetween(Math.log(0.001), Math.log(0.5));
  }

  @Test
  void stationWeek() {
    StationWeek.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).hasSize(1 + 7 + 1);
    List<double[]> week = lines.subList(1, 8).stream().map(SampleProgramsTest::shares).toList();
    assertThat(week)
        .as("memory, no time, recent plays")
        .allSatisfy(day -> assertThat(day[0]).isGreaterThan(day[1] + 0.05))
        .allSatisfy(day -> assertThat(day[0]).isGreaterThan(day[2]));
    assertThat(week.get(6)[0]).as("keeps up").isGreaterThan(week.get(0)[0] - 0.05);
    assertThat(week.get(6)[1]).as("falls behind").isLessThan(week.get(0)[1] - 0.05);
    double[] newSongs = shares(lines.get(8));
    assertThat(newSongs[0]).as("memory").isGreaterThan(0.8);
    assertThat(newSongs[1]).as("no time").isLessThan(0.1);
    assertThat(newSongs[2]).as("recent plays").isBetween(0.2, 0.5);
  }

  @Test
  void skippingListener_getsAnotherListAfterEachSkip() {
    SkippingListener.main(new String[0]);

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(3 * 5 + 2 + 1);
    String first = lines.get(5).split(" ")[1];
    String second = lines.get(11).split(" ")[1];
    assertThat(lines.subList(6, 11)).as("after a skip").noneMatch(line -> line.contains(first));
    assertThat(lines.subList(12, 17))
        .as("after another")
        .noneMatch(line -> line.contains(first) || line.contains(second));
    assertThat(lines.get(17)).contains("you skipped " + first);
  }

  @Test
  void weekOfUpdates() {
    WeekOfUpdates.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).hasSize(1 + 7 + 1).endsWith("trained until 2024-02-04T22:35:00Z");
    List<double[]> days = lines.subList(3, 8).stream().map(SampleProgramsTest::shares).toList();
    assertThat(days)
        .as("updated, no memory, updated: from the third day on")
        .allSatisfy(day -> assertThat(day[2]).isGreaterThan(day[1]))
        .allSatisfy(day -> assertThat(day[0]).isGreaterThan(day[2]));
  }

  /** The last three columns of a line. */
  private static double[] shares(String line) {
    String[] columns = line.split(" +");
    return Arrays.stream(columns, columns.length - 3, columns.length)
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void blending() throws IOException {
    Blending.main(new String[0]);

    assertThat(out.text().lines())
        .hasSize(5 + 1 + 5 + 1)
        .anyMatch(line -> line.startsWith("log-linear blend of "))
        .anyMatch(line -> line.startsWith("coverage@10"))
        .last()
        .asString()
        .matches("accuracy@10 lies between 0\\.\\d{3} and 0\\.\\d{3}; better than lags by .*");
  }

  @Test
  void overnight_leavesTheModelAlone(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("night.segue");
    Overnight.main(new String[] {model.toString()});

    assertThat(out.lines()).containsExactly("LSTM over 60 songs");
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(model));
  }

  @Test
  void tuning(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("trials.tsv");
    Tuning.main(new String[] {table.toString()});

    assertThat(Files.readAllLines(table)).hasSize(1 + 9 + 3 + 1);
    assertThat(out.text()).contains("hidden size=", "dropout=", "learning rate=");
  }

  @Test
  void fromEvents() {
    FromEvents.main(new String[0]);

    assertThat(out.text()).isEqualToIgnoringNewLines("3 sessions over 3 songs");
  }

  @Test
  void fromHistory(@TempDir Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int day = 28; day > 0; day--) {
      for (String song : List.of("c", "b", "a")) {
        lines.append("ann\t2009-02-%02dT12:00:00Z\t\tA\t\t%s\n".formatted(day, song));
      }
    }
    Path file = Files.writeString(folder.resolve("plays.tsv"), lines);

    FromHistory.main(new String[] {file.toString()});

    assertThat(out.text())
        .startsWith("84 plays of 3 songs by 1 listeners")
        .contains("training\n  playlists   13, ", "test\n  playlists   8, ");
  }
}
