package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in a folder or an archive. */
class CsvFilesTest {

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void plays_areOneHistory() throws IOException {
    write("2.csv", "title,time\nb,1672912860\n");
    write("1.tsv", "user\ttime\ttitle\n\t2023-01-05T10:00:00Z\ta\n");
    ListeningHistory history = CsvHistory.read(folder);

    assertThat(history.sessions(SessionRules.ofDefaults()).playlists()).hasSize(1);
    assertThat(history.report().entries().count()).isEqualTo(2);
    assertThat(history.report().columns())
        .hasToString("time = 'time', title = 'title'; ignored: 'user'");
    assertThat(history.report().warnings()).isEmpty();
  }

  @Test
  void songs_areAPlaylistAFile_calledLikeIt() throws IOException {
    write("Road trip.csv", "Track Name,Artist Name(s),Added At\nb,B,2023-01-05T10:00:00Z\n");
    write("more/Mix 2.csv.gz", "Track Name,Artist Name(s)\na,A\nb,B\n");
    write("cover.jpg", "\0\1\2\0\0");
    write("playlists.csv", "Playlist ID,Playlist Name\n1,Road trip\n");
    ListeningHistory history = CsvHistory.read(folder);

    assertThat(history.listeners()).containsExactly("Road trip", "more/Mix 2");
    assertThat(history.report().warnings())
        .anyMatch(each -> each.startsWith("column 'Added At' says when songs were added"))
        .anyMatch(each -> each.startsWith("2 files are no tables of songs, and are left out, such"))
        .noneMatch(each -> each.contains("plays have neither"));
  }

  @Test
  void anArchive_isReadLikeAFolder() throws IOException {
    Path zip =
        Packed.zip(folder.resolve("x.zip"), Map.of("a.csv", "song\nx\n", "b.csv", "song\ny\n"));

    assertThat(CsvHistory.read(zip).listeners()).containsExactly("a", "b");
  }

  @Test
  void otherColumns_areTold() throws IOException {
    Path one = write("1.csv", "title,artist,time\na,A,1672912800\n");
    Path two = write("2.csv", "song_name,when\nb,1672912860\n");

    assertThat(CsvHistory.read(folder).report().warnings())
        .containsExactly(
            "the columns of %s are not used like those of %s, but: {time=when, title=song_name}"
                .formatted(two, one));
  }

  @Test
  void timesInSomeFilesAlone_areRefused() throws IOException {
    Path one = write("1.csv", "title,time\na,1672912800\n");
    Path two = write("2.csv", "title\na\n");

    assertThatThrownBy(() -> CsvHistory.read(folder))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            "%s: must hold tables that all say when songs were played, or none that does, but %s does, and %s does not: give them one by one"
                .formatted(folder, one, two));
  }

  @Test
  void noTable_isRefused() throws IOException {
    Path one = write("1.txt", "Dear reader,\nthis is a letter.\n");
    write("2.txt", "<html>404");

    assertThatThrownBy(() -> CsvHistory.read(folder))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.toString());
    assertThat(one).exists();
  }
}
