package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the written Yes.com format to the letter, and that it is read back unchanged. */
class YesWriterTest {

  private static final Catalogue SONGS =
      Catalogue.of(
          List.of(
              new Song("11", "AC/DC & more", "X w/ Y w\\/ Z", List.of("rock", "a, b")),
              Song.of("22"),
              new Song("Air\tLa Femme", " La\tFemme ", "&amp;", List.of("rock"))));

  @TempDir Path folder;

  @Test
  void files_toTheLetter() throws IOException {
    Path file = folder.resolve("all.txt");

    YesDataset.write(
        PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 2, 0), Playlist.of(), Playlist.of(2))),
        file);

    assertThat(Files.readString(file))
        .isEqualTo("11 22 data:,Air%09La%20Femme \n2 0 2 \n0 2 0 \n\n2 \n");
    assertThat(Files.readString(folder.resolve("song_hash.txt")))
        .isEqualTo(
            "0\tAC\\/DC &amp; more\tX w\\/ Y w\\\\/ Z\n1\t\t\n2\t&#32;La&#9;Femme&#32;\t&amp;amp;\n");
    assertThat(Files.readString(folder.resolve("tags.txt"))).isEqualTo("0 1\n#\n0\n");
    assertThat(Files.readString(folder.resolve("tag_hash.txt"))).isEqualTo("0, rock\n1, a, b\n");
  }

  @Test
  void dataset_isReadBack() throws IOException {
    Path file = folder.resolve("all.txt");
    List<Playlist> playlists = List.of(Playlist.of(0, 2, 0), Playlist.of(), Playlist.of(2));

    YesDataset.write(PlaylistDataset.of(SONGS, playlists), file);

    assertThat(YesDataset.read(file).catalogue().songs()).isEqualTo(SONGS.songs());
    assertThat(YesDataset.read(file).playlists()).isEqualTo(playlists);
  }

  @Test
  void songs_ofWhichOnlyIdsAreKnown_leaveNothingOfOthersBeside() throws IOException {
    Path file = folder.resolve("all.txt");
    YesDataset.write(PlaylistDataset.of(SONGS, List.of(Playlist.of(0))), file);

    YesDataset.write(PlaylistDataset.of(List.of(List.of("a", "b"))), file);

    assertThat(names(folder)).containsExactly("all.txt");
    assertThat(YesDataset.read(file).catalogue().songs())
        .containsExactly(Song.of("a"), Song.of("b"));
  }

  @Test
  void split_isReadBack() throws IOException {
    DatasetSplit split =
        new DatasetSplit(
            PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 1), Playlist.of(1))),
            PlaylistDataset.of(SONGS, List.of()),
            PlaylistDataset.of(SONGS, List.of(Playlist.of(2, 2))));
    Path parts = folder.resolve("new/folder");

    YesDataset.writeSplit(split, parts);

    DatasetSplit read = YesDataset.readSplit(parts);
    assertThat(read.training().catalogue().songs()).isEqualTo(SONGS.songs());
    assertThat(read.training().playlists()).containsExactly(Playlist.of(0, 1), Playlist.of(1));
    assertThat(read.validation().playlists()).isEmpty();
    assertThat(read.test().playlists()).containsExactly(Playlist.of(2, 2));
  }

  @Test
  void nothingToLearnFrom() {
    PlaylistDataset empty = PlaylistDataset.of(SONGS, List.of());
    PlaylistDataset noSongs = PlaylistDataset.of(List.of(List.of()));
    Path file = folder.resolve("all.txt");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> YesDataset.write(empty, file))
        .withMessage("dataset must have at least 1 playlist, but has none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> YesDataset.writeSplit(new DatasetSplit(empty, empty, empty), folder))
        .withMessage("training part must have at least 1 playlist, but has none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> YesDataset.write(noSongs, file))
        .withMessage("dataset must have at least 1 song, but has none");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failure_leavesWhatWasThere() throws IOException {
    Path file = folder.resolve("all.txt");
    YesDataset.write(PlaylistDataset.of(SONGS, List.of(Playlist.of(0))), file);
    PlaylistDataset failing =
        new PlaylistDataset() {
          private int calls;

          @Override
          public Catalogue catalogue() {
            return Catalogue.of(List.of(Song.of("x")));
          }

          @Override
          public Stream<Playlist> playlists() {
            if (calls++ > 0) {
              throw new IllegalStateException("no more");
            }
            return Stream.of(Playlist.of(0));
          }
        };

    assertThatThrownBy(() -> YesDataset.write(failing, file)).hasMessage("no more");
    assertThat(names(folder))
        .containsExactly("all.txt", "song_hash.txt", "tag_hash.txt", "tags.txt");
    assertThat(YesDataset.read(file).catalogue().songs()).isEqualTo(SONGS.songs());
  }

  @Test
  void file_wrong() {
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a")));
    Path nowhere = folder.resolve("none/all.txt");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> YesDataset.write(dataset, folder.resolve("tags.txt")))
        .withMessage("file must not have the name of a file of song data, was tags.txt");
    assertThatThrownBy(() -> YesDataset.write(dataset, nowhere))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(nowhere + ": there is no folder " + nowhere.getParent());
    assertThatThrownBy(() -> YesDataset.write(dataset, folder))
        .hasMessage(folder + ": must be a file, but is a folder");
  }

  @Test
  void argument_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> YesDataset.write(null, folder))
        .withMessage("dataset");
    assertThatNullPointerException()
        .isThrownBy(() -> YesDataset.writeSplit(null, folder))
        .withMessage("split");
  }

  @ParameterizedTest
  @CsvSource({
    "17430147,             17430147",
    "spotify:track:6I9,    spotify:track:6I9",
    "a%20b,                a%20b",
    "é,                    é",
    "a b,                  'data:,a%20b'",
    "'100% é ',            'data:,100%25%20%C3%A9%20'",
    "'data:,a',            'data:,data:,a'",
    "'data:text/plain,a',  'data:text/plain,a'",
  })
  void id_inLine1(String id, String token) {
    assertThat(YesText.token(id)).isEqualTo(token);
    assertThat(YesText.id(token)).isEqualTo(id);
  }

  @Test
  void id_encodedInPart() {
    assertThat(YesText.id("data:,é%41b")).isEqualTo("éAb");
  }

  @ParameterizedTest
  @CsvSource({"'data:,'", "'data:,%'", "'data:,a%2'", "'data:,%zz'", "'data:,%C3'"})
  void id_wronglyEncoded(String token) throws IOException {
    Path file = Files.writeString(folder.resolve("all.txt"), "5 " + token + "\n1 1\n0\n");

    assertThatThrownBy(() -> YesDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1: song id that begins with data:, must be percent-encoded UTF-8, was '"
                + token
                + "'");
  }

  @Test
  void escapes_ofNoCharacterStay() {
    assertThat(YesText.unescape("&#1114112; &#; &#x9; &lt; \\ "))
        .isEqualTo("&#1114112; &#; &#x9; &lt; \\");
  }

  @Property
  void texts_comeBackUnchanged(@ForAll("texts") String text) {
    String escaped = YesText.escape(text);

    assertThat(YesText.unescape(escaped)).isEqualTo(text);
    assertThat(escaped).isEqualTo(escaped.strip()).doesNotContain("\t", "\n", "\r", "\0");
  }

  @Property(tries = 200)
  void datasets_areReadBack(@ForAll("songs") List<Song> songs, @ForAll Random random)
      throws IOException {
    List<Playlist> playlists = new ArrayList<>();
    for (int count = random.nextInt(4); count >= 0; count--) {
      playlists.add(
          Playlist.of(
              IntStream.generate(() -> random.nextInt(songs.size()))
                  .limit(random.nextInt(5))
                  .toArray()));
    }
    Path temporary = Files.createTempDirectory("yes");
    Path file = temporary.resolve("all.txt");

    YesDataset.write(PlaylistDataset.of(Catalogue.of(songs), playlists), file);

    PlaylistDataset read = YesDataset.read(file);
    assertThat(read.catalogue().songs()).isEqualTo(songs);
    assertThat(read.playlists()).isEqualTo(playlists);
    for (String name : names(temporary)) {
      Files.delete(temporary.resolve(name));
    }
    Files.delete(temporary);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(8),
            Arbitraries.of(
                    "&", "&amp;", "&#9;", "\\/", "\\", "/", ";", " ", "\t", "\n", "amp;", "é", "\0")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts)))
        .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
  }

  @Provide
  Arbitrary<List<Song>> songs() {
    Arbitrary<String> ids =
        Arbitraries.oneOf(texts(), Arbitraries.of("data:,", "%20", "\u2003", "\uFEFF", "a b"))
            .filter(id -> !id.isEmpty());
    return Combinators.combine(ids, texts(), texts(), texts().list().ofMaxSize(3))
        .as(Song::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .uniqueElements(Song::id);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
