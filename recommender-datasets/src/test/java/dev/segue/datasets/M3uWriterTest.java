package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks written M3U to the letter, and that it is read back. */
class M3uWriterTest {

  private static final Song TOXIC = new Song("6I9", "Toxic", "Britney Spears", List.of("pop"));

  @TempDir Path folder;

  @Test
  void songs_asTheyArePlayed() throws IOException {
    Path file = folder.resolve("next.m3u8");

    M3uDataset.write(
        List.of(
            TOXIC,
            Song.of("x y"),
            new Song("z", "Two\r\nlines", "", List.of()),
            new Song("é", "", "Nobody", List.of()),
            TOXIC),
        file);

    assertThat(file)
        .usingCharset(UTF_8)
        .hasContent(
            """
            #EXTM3U
            #EXTINF:-1,Britney Spears - Toxic
            6I9
            x y
            #EXTINF:-1,Two lines
            z
            #EXTINF:-1,Nobody -\s
            é
            #EXTINF:-1,Britney Spears - Toxic
            6I9
            """);
  }

  @Test
  void dataset_aFileForEachPlaylist() throws IOException {
    PlaylistDataset dataset =
        PlaylistDataset.of(
            Catalogue.of(List.of(TOXIC, Song.of("y"))),
            List.of(Playlist.of(1), Playlist.of(), Playlist.of(0, 1)));
    Path lists = folder.resolve("some/lists");

    M3uDataset.write(dataset, lists);

    assertThat(names(lists))
        .containsExactly("playlist-000001.m3u8", "playlist-000002.m3u8", "playlist-000003.m3u8");
    assertThat(lists.resolve("playlist-000002.m3u8")).hasContent("#EXTM3U\n");
    assertThat(M3uDataset.read(lists).playlists())
        .containsExactly(Playlist.of(0), Playlist.of(), Playlist.of(1, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "'#1', '#1'",
    "' ', ' '",
    "'a\\nb', 'a\\u000ab'",
    "'a\\rb', 'a\\u000db'",
    "'\\n', '\\u000a'",
    "'a\\0', 'a\\u0000'"
  })
  void id_cannotBeALine(String escaped, String shown) throws IOException {
    String id = escaped.translateEscapes();
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("fine"), List.of(id)));
    Path lists = folder.resolve("lists");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> M3uDataset.write(dataset, lists))
        .withMessage(
            "song id must be one line that is not blank and does not begin with #, was '"
                + shown
                + "'");
    assertThat(lists).doesNotExist();
  }

  @Test
  void id_tooLong() {
    Path file = folder.resolve("a.m3u8");
    List<Song> tooLong = List.of(Song.of("é".repeat(600_000)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> M3uDataset.write(tooLong, file))
        .withMessage(
            "song id must have at most 1048576 bytes in UTF-8, but has 1200000: '%s...'",
            "é".repeat(100));
    assertThat(file).doesNotExist();
  }

  @Test
  void title_longerThanALineIsCut() throws IOException {
    Path file = folder.resolve("a.m3u8");

    M3uDataset.write(List.of(new Song("x", "é".repeat(2_000_000), "", List.of())), file);

    assertThat(M3uDataset.read(file).catalogue().song(0).id()).isEqualTo("x");
  }

  @Test
  void folder_withPlaylists() throws IOException {
    Path before = Files.writeString(folder.resolve("old.M3U"), "x");

    assertThatThrownBy(() -> M3uDataset.write(PlaylistDataset.of(List.of(List.of("y"))), folder))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(before + ": folder must hold no M3U files");
    assertThat(names(folder)).containsExactly("old.M3U");
  }

  @Test
  void file_isReplacedAndNothingLeftBeside() throws IOException {
    Path file = Files.writeString(folder.resolve("a.m3u8"), "old");

    M3uDataset.write(List.of(Song.of("new")), file);

    assertThat(file).hasContent("#EXTM3U\nnew\n");
    assertThat(names(folder)).containsExactly("a.m3u8");
  }

  @Test
  void file_inNoFolder() {
    Path file = folder.resolve("none/a.m3u8");

    assertThatThrownBy(() -> M3uDataset.write(List.of(Song.of("x")), file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": there is no folder " + file.getParent());
  }

  @Test
  void argument_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> M3uDataset.write((List<Song>) null, folder))
        .withMessage("songs");
    assertThatNullPointerException()
        .isThrownBy(() -> M3uDataset.write((PlaylistDataset) null, folder))
        .withMessage("dataset");
    assertThatNullPointerException()
        .isThrownBy(() -> M3uDataset.write(List.of(), null))
        .withMessage("file");
  }

  @Property(tries = 300)
  void songs_areReadBackByTheirIds(@ForAll("songs") List<Song> songs) throws IOException {
    Assume.that(!songs.isEmpty()); // a list of none can be written, but is no dataset
    Path file = Files.createTempFile("songs", ".m3u8");
    try {
      M3uDataset.write(songs, file);

      PlaylistDataset read = M3uDataset.read(file);
      assertThat(read.playlists().toList().get(0).songs().mapToObj(read.catalogue()::song))
          .extracting(Song::id)
          .isEqualTo(songs.stream().map(Song::id).toList());
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<List<Song>> songs() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .all()
            .ofMaxLength(8)
            .edgeCases(edges -> edges.add("\r\n#", " - ", "\""))
            .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    Arbitrary<String> ids = texts.filter(M3uWriterTest::isLine);
    return Combinators.combine(ids, texts, texts)
        .as((id, title, artist) -> new Song(id, title, artist, List.of()))
        .list()
        .ofMaxSize(6);
  }

  private static boolean isLine(String id) {
    return !id.isBlank()
        && !id.startsWith("#")
        && id.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
