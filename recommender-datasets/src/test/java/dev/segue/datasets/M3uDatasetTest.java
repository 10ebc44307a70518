package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks M3U, rule by rule, on files of a few lines. */
class M3uDatasetTest {

  private static final String LIST =
      """
      #EXTM3U

      #EXTINF:123,Missy Elliott - Lose Control
      Music/01 Lose Control.mp3
      #PLAYLIST:Mine
      #EXTINF:-1 logo="a,b.png" group="x",Britney Spears - Toxic - Remix
      http://example.org/toxic
      C:\\Musik\\drei.mp3
      #EXTINF:5,Only a title
      #EXTALB:Album
      Music/4.mp3
      #EXTINF:123,Another - Title
      Music/01 Lose Control.mp3
      """;

  private static final List<Song> SONGS =
      List.of(
          new Song("Music/01 Lose Control.mp3", "Lose Control", "Missy Elliott", List.of()),
          new Song("http://example.org/toxic", "Toxic - Remix", "Britney Spears", List.of()),
          Song.of("C:\\Musik\\drei.mp3"),
          new Song("Music/4.mp3", "Only a title", "", List.of()));

  @TempDir Path folder;

  @Test
  void playlist() throws IOException {
    PlaylistDataset dataset = M3uDataset.read(write("mine.m3u8", LIST));

    assertThat(dataset.catalogue().songs()).isEqualTo(SONGS);
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0));
  }

  @ParameterizedTest
  @CsvSource({"'\\r\\n'", "'\\r'"})
  void lineEnds_ofOtherSystems(String end) throws IOException {
    String text = "\uFEFF" + LIST.replace("\n", end.translateEscapes());

    assertThat(M3uDataset.read(write("mine.m3u8", text)).catalogue().songs()).isEqualTo(SONGS);
    assertThat(M3uDataset.read(write("mine.m3u", text)).catalogue().songs()).isEqualTo(SONGS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `1,A - B`              | A  | B
          `1,A-B`                | `` | A-B
          `1, - B`               | `` | B
          `1,A - `               | A  | ``
          `1, A  -  B `          | A  | B
          `1,A, B - C, D`        | A, B | C, D
          `1 x="1,2 - 3",A - B`  | A  | B
          `1 x="1,A - B`         | A  | B
          `1,A "x" - B`          | A "x" | B
          `1`                    | `` | ``
          ``                     | `` | ``
          """)
  void info(String info, String artist, String title) throws IOException {
    Path file = write("a.m3u8", "#EXTINF:" + info + "\nx");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x", title, artist, List.of()));
  }

  @Test
  void title_isTheFirstFound() throws IOException {
    Path file = write("a.m3u8", "x\n#EXTINF:1,A - X\nx\n#EXTINF:1,B - Y\nx\n");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x", "X", "A", List.of()));
  }

  @Test
  void encoding_m3uIsUtf8IfItCanBe() throws IOException {
    Path utf8 = write("a.m3u", "ascii\nAmélie.mp3\n");
    Path latin1 = folder.resolve("b.m3u");
    Files.write(latin1, ("ascii\n".repeat(50_000) + "Amélie.mp3\n").getBytes(ISO_8859_1));

    assertThat(M3uDataset.read(utf8).catalogue().song(1)).isEqualTo(Song.of("Amélie.mp3"));
    assertThat(M3uDataset.read(latin1).catalogue().song(1)).isEqualTo(Song.of("Amélie.mp3"));
  }

  @Test
  void encoding_m3u8MustBeUtf8() throws IOException {
    Path file = folder.resolve("b.m3u8");
    Files.write(file, "ascii\nAmélie.mp3\n".getBytes(ISO_8859_1));

    assertFault(file, ":2: must be UTF-8 text, but is not");
  }

  @Test
  void encoding_utf16() throws IOException {
    Path file = folder.resolve("b.m3u");
    Files.write(file, "\uFEFFx".getBytes(UTF_16LE));

    assertThat(M3uDataset.read(file).catalogue().songs()).containsExactly(Song.of("x"));
  }

  @Test
  void encoding_windows() throws IOException {
    Path file = folder.resolve("b.m3u");
    Files.write(
        file, "#EXTINF:1,Zoë – That’s “Nö”\n€uro.mp3\n".getBytes(Charset.forName("windows-1252")));

    PlaylistDataset dataset = M3uDataset.read(file);
    assertThat(dataset.catalogue().songs())
        .containsExactly(new Song("€uro.mp3", "Zoë – That’s “Nö”", "", List.of()));
    assertThat(dataset.report().orElseThrow().warnings())
        .containsExactly(
            "1 files are no UTF-8, and are read as windows-1252, such as "
                + file
                + "; a line #EXTENC:NAME says another encoding");
  }

  @Test
  void encoding_thatIsNamed() throws IOException {
    Path file = folder.resolve("b.m3u");
    Files.write(file, "#EXTENC: windows-1251\nПесня.mp3\n".getBytes(Charset.forName("cp1251")));
    Path unknown = write("c.m3u", "#EXTM3U\n#EXTENC:klingon\nx\n");

    assertThat(M3uDataset.read(file).catalogue().song(0).id()).isEqualTo("Песня.mp3");
    assertFault(
        unknown,
        ":2: encoding must be one that is known, such as UTF-8 or windows-1252, was 'klingon'");
  }

  /** One broken byte must not turn all other names into nonsense. */
  @Test
  void encoding_ofMostlyUtf8_isUtf8() throws IOException {
    byte[] text = "Amélie.mp3\nZoë.mp3\nX.mp3\n".getBytes(UTF_8);
    text[text.length - 6] = (byte) 0xE9;
    Path file = Files.write(folder.resolve("b.m3u"), text);

    assertFault(file, ":3: must be UTF-8 text, but is not");
  }

  @Test
  void artistOfTheList_isThatOfSongsWithoutOne() throws IOException {
    Path file =
        write(
            "a.m3u8",
            "#EXTM3U\n#EXTALB:First Light\n#EXTART:The Lanterns\n#EXTGENRE:Folk\n"
                + "#EXTINF:200,Dawn\n01.mp3\n#EXTINF:210,Guest - Noon\n02.mp3\n"
                + "#EXTINF:220,Dusk - Live\n#EXTART:Kite\n03.mp3\n"
                + "#EXTINF:230,Kite - Night\n#EXTART:Kite\n04.mp3\n05.mp3\n");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .extracting(song -> song.artist() + "/" + song.title())
        .containsExactly(
            "The Lanterns/Dawn", "Guest/Noon", "Kite/Dusk - Live", "Kite/Night", "The Lanterns/");
  }

  @Test
  void directives_inLowerCase() throws IOException {
    Path file = write("a.m3u8", "#extm3u\n#extart:A\n#extinf:1,B\nx\n");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x", "B", "A", List.of()));
  }

  @Test
  void ratings_areNoSegmentsOfAStream() throws IOException {
    Path file = write("a.m3u8", "#EXTM3U\n#EXT-X-RATING:0\n#EXTINF:1,A - B\nx/a.mp3\n");

    assertThat(M3uDataset.read(file).catalogue().songs())
        .containsExactly(new Song("x/a.mp3", "B", "A", List.of()));
  }

  @Test
  void otherPlaylists_areLeftOutAndCounted() throws IOException {
    Path file = write("a.m3u", "sub/morning.m3u\nsub/evening.xspf\nsong.mp3\n");
    Path none = write("b.m3u", "sub/morning.m3u\nother.m3u\n");

    PlaylistDataset dataset = M3uDataset.read(file);
    assertThat(dataset.catalogue().songs()).containsExactly(Song.of("song.mp3"));
    assertThat(dataset.report().orElseThrow().leftOut())
        .containsExactly(Map.entry("names of other playlists, which are not followed", 2L));
    assertFault(
        none,
        ": must hold at least 1 song, but there is none in its playlist; left out 2 names of other"
            + " playlists, which are not followed");
  }

  @Test
  void file_isOneSong_whateverFormItsPathHas() throws IOException {
    write("win.m3u8", "C:\\Music\\Kite\\Blue Sky.mp3\nc:/Music/Kite/Red, Sky.mp3\n");
    write(
        "vlc.m3u8",
        "file:///C:/Music/Kite/Blue%20Sky.mp3\nFILE:///C:/Music/Kite/Red%2C%20Sky.mp3\n");
    write("rel/rel.m3u8", "..\\Kite\\Blue Sky.mp3\n../Kite/Red, Sky.mp3\n");

    PlaylistDataset dataset = M3uDataset.read(folder);
    assertThat(dataset.catalogue().size()).isEqualTo(2);
    assertThat(dataset.playlists().map(each -> each.songs().boxed().toList()).distinct())
        .hasSize(1);
    assertThat(dataset.report().orElseThrow().warnings())
        .containsExactly(
            "2 songs are named by more than one form of their path, and are one each, such as"
                + " '..\\Kite\\Blue Sky.mp3' and 'file:///C:/Music/Kite/Blue%20Sky.mp3'");
  }

  @Test
  void name_inFoldersOfSeveralPlaylists_isSeveralSongs() throws IOException {
    write("a/list.m3u8", "#EXTINF:1,A - Intro\n01.mp3\n../b/01.mp3\n");
    write("b/list.m3u8", "#EXTINF:1,B - Intro\n01.mp3\nx/02.mp3\n");
    write("c/list.m3u8", "x/02.mp3\nhttp://radio/01.mp3\n");

    PlaylistDataset dataset = M3uDataset.read(folder);
    assertThat(dataset.playlists())
        .containsExactly(Playlist.of(0, 1), Playlist.of(1, 2), Playlist.of(2, 3));
    assertThat(dataset.catalogue().songs())
        .extracting(Song::artist)
        .containsExactly("A", "B", "", "");
  }

  @Test
  void folderAndArchive() throws IOException {
    write("list10.m3u", "b\n");
    write("list2.m3u8", "a\nb");
    write("list.txt", "c");
    Packed.gzip(folder.resolve("list11.m3u8.gz"), "");

    assertThat(M3uDataset.read(folder).playlists())
        .containsExactly(Playlist.of(0, 1), Playlist.of(1), Playlist.of());

    Path zip = Packed.zip(folder.resolve("a.zip"), Map.of("x/mine.m3u", LIST, "y.txt", ""));
    assertThat(M3uDataset.read(zip).playlists()).containsExactly(Playlist.of(0, 1, 2, 3, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x\\n#EXTINF:1,A - B\\n   | :3: a location was expected after #EXTINF, but the file ends here
          #EXTM3U\\n#EXT-X-VERSION:3\\n#EXTINF:9,\\n0.ts | \
              :2: must list songs, but lists the segments of a stream: '#EXT-X-VERSION:3'
          x\\ny\\0z\\n             | :2: must be text, but holds a NUL byte
          """)
  void fault(String text, String message) throws IOException {
    assertFault(write("a.m3u8", text.translateEscapes()), message);
    assertFault(write("a.m3u", text.translateEscapes()), message);
  }

  @Test
  void line_tooLong() throws IOException {
    String longest = "a".repeat(M3uReader.MAX_LINE_BYTES);
    assertThat(M3uDataset.read(write("a.m3u8", longest + "\nb")).catalogue().size()).isEqualTo(2);

    Path bomb = Packed.bomb(folder.resolve("b.m3u8.gz"), "x\n");
    assertFault(bomb, ":2: line must have at most 1048576 bytes, but has more");
  }

  @Test
  void line_ofAGigabyte() throws IOException {
    Path file = folder.resolve("a.m3u");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1 << 30);
    }

    assertFault(file, ": must hold an M3U playlist, but this looks like a binary file");
  }

  @Test
  void nulCharacter_afterTheHead() throws IOException {
    Path file = write("a.m3u", "0123456\n".repeat(10_000) + "y\0z\n");

    assertFault(file, ":10001: must be text, but holds a NUL byte");
  }

  @Test
  void bomb() throws IOException {
    Path file = Packed.bomb(folder.resolve("a.m3u.gz"), "x\n");

    assertFault(file, ": must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void path_missingOrEmptyOrNull() throws IOException {
    assertThatThrownBy(() -> M3uDataset.read(folder.resolve("a.m3u")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("a.m3u") + ": no such file or folder");
    assertFault(folder, ": must hold a file that ends in .m3u or .m3u8, but holds none");
    assertThatNullPointerException().isThrownBy(() -> M3uDataset.read(null)).withMessage("path");
  }

  private static void assertFault(Path path, String message) {
    assertThatThrownBy(() -> M3uDataset.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(path + message);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
