package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the format, rule by rule, on short files; and yes_big. */
class YesDatasetTest {

  private static final String HEADER = "11 22 33 \n4 0 2 \n";

  @TempDir Path folder;

  @Test
  void playlists_oneALine() throws IOException {
    PlaylistDataset dataset = YesDataset.read(write("train.txt", HEADER + "0 1 2 \n2 0 \n"));

    assertThat(dataset.catalogue().songs())
        .containsExactly(Song.of("11"), Song.of("22"), Song.of("33"));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2), Playlist.of(2, 0));
    assertThat(dataset.playlists()).hasSize(2);
  }

  @Test
  void playlists_ofOneSongAndNoneAreKept() throws IOException {
    PlaylistDataset dataset = YesDataset.read(write("train.txt", HEADER + "1 \n\n \n0 1"));

    assertThat(dataset.playlists())
        .containsExactly(Playlist.of(1), Playlist.of(), Playlist.of(), Playlist.of(0, 1));
  }

  @Test
  void lineEndsAndSpaces_ofOtherSystems() throws IOException {
    PlaylistDataset dataset =
        YesDataset.read(write("train.txt", "\uFEFF11  22\t33\r\n4 0 2\r\n 0  1\t2 \r\n"));

    assertThat(dataset.catalogue().song(0).id()).isEqualTo("11");
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2));
  }

  @Test
  void songs_withTitlesArtistsAndTags() throws IOException {
    write("song_hash.txt", "0\tLove (w\\/ You) \tX &amp; Y\n1\t\tÉlan\n2\tC\tD\n");
    write("tags.txt", "1 0\n#\n1\n");
    write("tag_hash.txt", "0, rock\n1, rhythm, and blues\n");

    assertThat(YesDataset.read(write("train.txt", HEADER + "0 \n")).catalogue().songs())
        .containsExactly(
            new Song("11", "Love (w/ You)", "X & Y", List.of("rhythm, and blues", "rock")),
            new Song("22", "", "Élan", List.of()),
            new Song("33", "C", "D", List.of("rhythm, and blues")));
  }

  @Test
  void artists_withEscapedSlashes_countAsTheLeadArtist() throws IOException {
    write("song_hash.txt", "0\tA\tUsher\n1\tB\tUsher (w\\/ Pitbull)\n2\tC\tAC\\/DC\n");

    Catalogue catalogue = YesDataset.read(write("train.txt", HEADER + "0 \n")).catalogue();

    assertThat(catalogue.song(1).artist()).isEqualTo("Usher (w/ Pitbull)");
    assertThat(catalogue.leadArtist(1)).isEqualTo("usher");
    assertThat(catalogue.leadArtist(2)).isEqualTo("ac/dc");
  }

  @Test
  void tags_withoutNames() throws IOException {
    write("tags.txt", "7 0\n#\n249\n");

    assertThat(YesDataset.read(write("train.txt", HEADER + "0 \n")).catalogue().songs())
        .extracting(Song::tags)
        .containsExactly(List.of("7", "0"), List.of(), List.of("249"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                       | :1: a line of song ids was expected, but the file ends here
          ' \n1 2\n0\n'            | :1: there must be at least 1 song id, but there is none
          '5 6 5\n1 1 1\n0\n'      | :1: song ids must differ, but songs 0 and 2 are both '5'
          '5 6\n'                  | :2: a line of play counts was expected, but the file ends here
          '5 6\n1 2 3\n0\n'        | :2: there must be 2 play counts, one per song, but there are 3
          '5 6\n1 x\n0\n'          | :2: play count must be a whole number, was 'x'
          '5 6\n1 -2\n0\n'         | :2: play count must be in 0..2147483647, was -2
          '5 6\n1 2\n'             | :3: a playlist was expected, but the file ends here
          '5 6\n1 2\n0 1\n1 2\n'   | :4: song index must be in 0..1, was 2
          '5 6\n1 2\n0 -1\n'       | :3: song index must be in 0..1, was -1
          '5 6\n1 2\n9999999999\n' | :3: song index must be in 0..1, was 9999999999
          '5 6\n1 2\n1.5\n'        | :3: song index must be a whole number, was '1.5'
          '5 6\n1 2\n0 abcdefghijklmnopqrstuvwxyz\n' | \
              :3: song index must be a whole number, was 'abcdefghijklmnopqrstuvwxyz'
          """)
  void playlistFile_fault(String text, String message) throws IOException {
    Path file = write("train.txt", text.replace("\\n", "\n"));

    assertThatThrownBy(() -> YesDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          song_hash.txt | 0\\tA\\tB\\n             | : must have 3 lines, one per song, but has 1
          song_hash.txt | 0\\tA\\tB\\n2\\tC\\tD\\n | :2: index must be 1, was '2'
          song_hash.txt | 0\\tA\\n                 | :1: line must have index, title and artist, but has 2 fields
          tags.txt      | 0\\n1\\n#\\n1\\n         | : must have 3 lines, one per song, but has 4
          tags.txt      | 0\\n1\\n2\\n             | :3: tag must be in 0..1, was 2
          tags.txt      | 0\\n# 1\\n2\\n           | :2: tag must be a whole number, was '#'
          tag_hash.txt  | 0, rock\\n2, pop\\n      | :2: index must be 1, was '2'
          tag_hash.txt  | 0 rock\\n                | :1: index and tag must be separated by a comma
          tag_hash.txt  | ''                       | : must have at least 1 line, but is empty
          """)
  void fileBeside_fault(String name, String text, String message) throws IOException {
    write("tags.txt", "0\n1\n#\n");
    write("tag_hash.txt", "0, rock\n1, pop\n");
    Path beside = write(name, text.replace("\\n", "\n").replace("\\t", "\t"));
    Path file = write("train.txt", HEADER + "0 \n");

    assertThatThrownBy(() -> YesDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(beside + message);
  }

  @Test
  void file_missing() {
    Path file = folder.resolve("train.txt");

    assertThatThrownBy(() -> YesDataset.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void file_isDirectory() {
    assertThatThrownBy(() -> YesDataset.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": must be a file, but is a folder");
  }

  @Test
  void file_null() {
    assertThatNullPointerException().isThrownBy(() -> YesDataset.read(null)).withMessage("file");
    assertThatNullPointerException()
        .isThrownBy(() -> YesDataset.readSplit(null))
        .withMessage("folder");
  }

  @Test
  void file_withNulByte() throws IOException {
    Path file = write("train.txt", HEADER + "0 1 \n0 \0 1 \n");

    assertThatThrownBy(() -> YesDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ":4: must be text, but holds a NUL byte");
  }

  @Test
  void file_notUtf8() throws IOException {
    Path songs = folder.resolve("song_hash.txt");
    Files.write(songs, "0\tA\tB\n1\tAm\u00e9lie\tC\n2\tD\tE\n".getBytes(ISO_8859_1));
    Path file = write("train.txt", HEADER + "0 \n");

    assertThatThrownBy(() -> YesDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(songs + ":2: must be UTF-8 text, but is not");
  }

  @Test
  void split_sharesOneCatalogue() throws IOException {
    write("train.txt", HEADER + "0 1 \n");
    write("valid.txt", "11 22 33\n0 1 0\n1 \n");
    write("test.txt", "11 22 33\n0 0 0\n2 1 0 \n");

    DatasetSplit split = YesDataset.readSplit(folder);

    assertThat(split.test().catalogue()).isSameAs(split.training().catalogue());
    assertThat(split.training().playlists()).containsExactly(Playlist.of(0, 1));
    assertThat(split.validation().playlists()).containsExactly(Playlist.of(1));
    assertThat(split.test().playlists()).containsExactly(Playlist.of(2, 1, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          11 22    | :1: must hold the 3 song ids of train.txt, but holds 2
          11 33 22 | :1: id of song 1 must be '22' as in train.txt, was '33'
          """)
  void split_songsDiffer(String ids, String message) throws IOException {
    write("train.txt", HEADER + "0 1 \n");
    Path valid = write("valid.txt", ids + "\n0 0 0\n1 \n");
    write("test.txt", HEADER + "2 \n");

    assertThatThrownBy(() -> YesDataset.readSplit(folder))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(valid + message);
  }

  @Test
  void split_partMissing() throws IOException {
    write("train.txt", HEADER + "0 1 \n");
    write("valid.txt", HEADER + "0 1 \n");

    assertThatThrownBy(() -> YesDataset.readSplit(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("test.txt") + ": no such file");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void split_withoutValidationPlaylists() throws IOException {
    write("train.txt", HEADER + "0 1 \n");
    write("test.txt", HEADER + "1 2 \n");

    DatasetSplit split = YesDataset.readSplit(folder);

    assertThat(split.validation().playlists()).isEmpty();
    assertThat(split.test().playlists()).containsExactly(Playlist.of(1, 2));
  }

  @Test
  void yesBig() throws IOException {
    PlaylistDataset all = YesDataset.read(yesBigFolder().resolve("all.txt"));

    assertThat(all.catalogue().size()).isEqualTo(9_775);
    assertThat(all.playlists()).hasSize(18_139);
    assertThat(transitions(all)).isEqualTo(172_510);
    assertThat(all.playlists().filter(playlist -> playlist.size() == 1)).hasSize(5_131);
    assertThat(all.playlists().flatMapToInt(Playlist::songs).distinct().count())
        .isEqualTo(9_775 - 10);
  }

  @Test
  void yesBig_songs() throws IOException {
    var catalogue = YesDataset.read(yesBigFolder().resolve("all.txt")).catalogue();

    assertThat(catalogue.song(0).id()).isEqualTo("17430147");
    assertThat(catalogue.song(0)).hasToString("Gucci Time (w/ Swizz Beatz) - Gucci Mane");
    assertThat(catalogue.song(0).tags()).containsExactly("wjlb-fm", "whtd-fm");
    assertThat(catalogue.song(4)).hasToString("Whip My Hair - Willow");
    assertThat(catalogue.song(9).tags()).isEmpty();
    assertThat(catalogue.song(6_933).artist()).isEqualTo("Wisin & Yandel");
    assertThat(catalogue.songs().stream().filter(song -> song.tags().isEmpty())).hasSize(2_415);
  }

  @Test
  void yesBig_leadArtists() throws IOException {
    var catalogue = YesDataset.read(yesBigFolder().resolve("all.txt")).catalogue();

    assertThat(catalogue.leadArtists())
        .hasSize(3_291)
        .containsEntry("wisin & yandel", "wisin & yandel")
        .containsEntry("diana ross & the supremes", "diana ross")
        .containsEntry("hank williams, jr.", "hank williams, jr.")
        .containsEntry("yolanda be cool vs d-cup", "yolanda be cool vs d-cup");
  }

  @Test
  void yesBig_parts() throws IOException {
    DatasetSplit split = YesDataset.readSplit(yesBigFolder());

    assertThat(transitions(split.training())).isEqualTo(139_746);
    assertThat(transitions(split.validation())).isEqualTo(17_042);
    assertThat(transitions(split.test())).isEqualTo(15_722);
    assertThat(split.test().catalogue().size()).isEqualTo(9_775);
  }

  /** The published dataset, if available: it may not be distributed with the sources. */
  private static Path yesBigFolder() {
    Path yesBig = Path.of(System.getProperty("segue.shared", "../shared"), "data", "yes_big");
    assumeTrue(Files.isDirectory(yesBig), () -> "no yes_big in " + yesBig);
    return yesBig;
  }

  private static long transitions(PlaylistDataset dataset) {
    return dataset.playlists().mapToLong(Playlist::transitions).sum();
  }
}
