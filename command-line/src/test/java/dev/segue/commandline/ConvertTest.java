package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.datasets.DatasetFormat;
import dev.segue.datasets.M3uDataset;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {

  private static final String TIMES_LEFT_OUT =
      "left out who listened, and when each song began: this format cannot say so";

  @TempDir private Path folder;

  @Test
  void convert_writesThePartsForOthers() throws IOException {
    Files.writeString(
        folder.resolve("week.csv"),
        """
        user,time,song
        ann,2020-01-01,a
        ann,2020-01-02,a
        bob,2020-01-05,a
        bob,2020-01-06,b
        cleo,2020-01-07,c
        cleo,soon,c
        """);
    Path parts = folder.resolve("converted");
    Execution execution =
        Execution.of(
            ("convert --data %s/week.csv --format csv --skipped-limit 0.2 --split file-order:60/40"
                    + " --as yes --to %s")
                .formatted(folder, parts)
                .split(" "));

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err()).contains("skipped 1 unreadable lines, the first: ");
    assertThat(YesDataset.readSplit(parts).training().playlists())
        .containsExactly(Playlist.of(0), Playlist.of(0), Playlist.of(0));
    assertThat(YesDataset.readSplit(parts).test().playlists())
        .containsExactly(Playlist.of(1), Playlist.of(2));
  }

  @Test
  void convert_saysThatSkipsAreLost() throws IOException {
    Files.writeString(
        folder.resolve("plays.csv"),
        """
        user,time,song,skipped
        ann,2020-01-01T12:00:00Z,a,no
        ann,2020-01-01T12:04:00Z,b,yes
        ann,2020-01-01T12:05:00Z,b,no
        """);
    Execution execution =
        Execution.of(
            "convert --data %1$s/plays.csv --as yes --to %1$s/converted"
                .formatted(folder)
                .split(" "));

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err())
        .contains("2 plays, 1 skip, ", "left out 1 skips: this format cannot say so");
  }

  @Test
  void convert_saysThatContextIsLost() throws IOException {
    Files.writeString(
        folder.resolve("night.csv"),
        """
        user,time,song
        ann,2020-01-01T23:40:00Z,a
        ann,2020-01-01T23:50:00Z,b
        ann,2020-01-02T00:00:00Z,c
        bob,2020-01-01T23:55:00Z,a
        bob,2020-01-02T00:00:00Z,b
        """);
    Path parts = folder.resolve("converted");
    Execution execution =
        Execution.of(
            "convert --data %s/night.csv --format csv --split time:2020-01-02 --as yes --to %s"
                .formatted(folder, parts)
                .split(" "));

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err())
        .contains("1 playlists of valid.txt and test.txt begin with songs that train.txt has too")
        .containsOnlyOnce(TIMES_LEFT_OUT);
    assertThat(YesDataset.readSplit(parts).training().playlists())
        .containsExactly(Playlist.of(0, 1), Playlist.of(0));
    assertThat(YesDataset.readSplit(parts).test().playlists())
        .containsExactly(Playlist.of(0, 1, 2), Playlist.of(0, 1));
  }

  @Test
  void convert_writesThePlaylistsForPlayers() throws IOException {
    Files.writeString(folder.resolve("x.m3u"), "a\nb\nc\na\n");
    Path playlists = folder.resolve("players");
    Execution execution =
        Execution.of(
            "convert --data %s/x.m3u --format m3u --as m3u --to %s"
                .formatted(folder, playlists)
                .split(" "));

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err()).as("there are none").doesNotContain(TIMES_LEFT_OUT);
    assertThat(M3uDataset.read(playlists).playlists()).containsExactly(Playlist.of(0, 1, 2, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"xspf", "jspf"})
  void convert_writesThePlaylistsAsTracks(String format) throws IOException {
    Files.writeString(folder.resolve("x.m3u"), "#EXTINF:1,A - B\na.mp3\nb\nc\na.mp3\n");
    Path lists = folder.resolve("lists");

    Execution convert =
        Execution.of(
            "convert --data %s/x.m3u --as %s --to %s".formatted(folder, format, lists).split(" "));

    assertThat(convert.exitCode()).as(convert.err()).isZero();
    assertThat(DatasetFormat.open(lists).playlists()).containsExactly(Playlist.of(0, 1, 2, 0));
    assertThat(DatasetFormat.recognise(lists)).hasToString(format);
  }

  @Test
  void convert_losesNothingInATable() throws IOException {
    Files.writeString(
        folder.resolve("day.csv"),
        "user,time,song,skipped\nann,2020-01-01T23:40:00Z,a,\nann,2020-01-01T23:44:00Z,a,true\n"
            + "ann,2020-01-01T23:50:00Z,b,\n");
    Path table = folder.resolve("as/plays.csv");

    Execution convert =
        Execution.of(
            "convert --data %s/day.csv --as csv --to %s"
                .formatted(folder, table.getParent())
                .split(" "));

    assertThat(convert.exitCode()).as(convert.err()).isZero();
    assertThat(convert.err()).doesNotContain("left out");
    assertThat(DatasetFormat.open(table).playlists())
        .containsExactlyElementsOf(
            DatasetFormat.open(folder.resolve("day.csv")).playlists().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m3u", "yes"})
  void convert_saysThatTimesAreLost(String format) throws IOException {
    Path history =
        Files.writeString(
            folder.resolve("day.csv"),
            "user,time,song\nann,2020-01-01T23:40:00Z,a\nann,2020-01-01T23:50:00Z,b\n");
    Execution execution =
        Execution.of(
            "convert --data %s --as %s --to %s/%s"
                .formatted(history, format, folder, format)
                .split(" "));

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err()).containsOnlyOnce(TIMES_LEFT_OUT);
  }

  @Test
  void convert_withoutParts() throws IOException {
    Files.writeString(folder.resolve("x.m3u"), "a\nb\nc\na\n");
    Path whole = folder.resolve("whole");
    Execution.of(
        "convert --data %s/x.m3u --format m3u --as yes --to %s"
            .formatted(folder, whole)
            .split(" "));

    assertThat(YesDataset.read(whole.resolve("all.txt")).playlists())
        .containsExactly(Playlist.of(0, 1, 2, 0));
  }
}
