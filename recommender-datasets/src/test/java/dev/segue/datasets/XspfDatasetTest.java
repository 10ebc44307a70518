package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks XSPF, rule by rule, on files of a few tracks. */
class XspfDatasetTest {

  private static final String LIST =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <?xml-stylesheet href="x.css"?>
      <playlist version="1" xmlns="http://xspf.org/ns/0/" xmlns:v="http://videolan.org/">
        <title>Mine</title>
        <!-- three songs -->
        <trackList>
          <track>
            <location>file:///1.flac</location>
            <location>file:///copy.flac</location>
            <identifier>
              https://musicbrainz.org/recording/1
            </identifier>
            <identifier>other</identifier>
            <title>Rock &amp; <![CDATA[Ro<ll]]> &#233;</title>
            <creator>A</creator>
            <album>Album</album>
            <duration>1000</duration>
            <extension application="http://videolan.org/"><v:id>0</v:id><title/></extension>
            <v:title>not this</v:title>
          </track>
          <track><location>file:///2.flac</location><title/></track>
          <track><creator>A</creator><title>Three</title></track>
          <track><identifier>https://musicbrainz.org/recording/1</identifier></track>
        </trackList>
      </playlist>
      """;

  @TempDir Path folder;

  @Test
  void playlist() throws IOException {
    PlaylistDataset dataset = XspfDataset.read(write("mine.xspf", LIST));

    assertThat(dataset.catalogue().songs())
        .containsExactly(
            new Song("https://musicbrainz.org/recording/1", "Rock & Ro<ll é", "A", List.of()),
            Song.of("file:///2.flac"),
            new Song("A\tThree", "Three", "A", List.of()));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2, 0));
  }

  @Test
  void namespace_none() throws IOException {
    assertThat(read("<playlist><trackList><track><title>x</title></track></trackList></playlist>"))
        .containsExactly(Playlist.of(0));
  }

  @Test
  void namespace_prefixed() throws IOException {
    assertThat(
            read(
                "<x:playlist xmlns:x='http://xspf.org/ns/0/'><x:trackList><x:track>"
                    + "<x:title>x</x:title></x:track></x:trackList></x:playlist>"))
        .containsExactly(Playlist.of(0));
  }

  @Test
  void playlist_withoutTracks() throws IOException {
    Path some = Files.createDirectory(folder.resolve("some"));
    Files.writeString(some.resolve("a.xspf"), "<playlist><trackList/></playlist>");
    assertThatThrownBy(() -> XspfDataset.read(some))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(some + ": must hold at least 1 song, but there is none in its playlist");

    Files.writeString(some.resolve("b.xspf"), LIST);
    assertThat(XspfDataset.read(some).playlists())
        .containsExactly(Playlist.of(), Playlist.of(0, 1, 2, 0));
  }

  @Test
  void byteOrderMarkAndLineEndsOfWindows() throws IOException {
    assertThat(read("\uFEFF" + LIST.replace("\n", "\r\n")))
        .containsExactly(Playlist.of(0, 1, 2, 0));
  }

  @Test
  void folderAndArchive() throws IOException {
    write("list10.xspf", list("<title>b</title>"));
    write("list2.xspf", list("<title>a</title>"));
    Packed.gzip(folder.resolve("list11.xspf.gz"), list("<title>b</title>"));

    assertThat(XspfDataset.read(folder).playlists())
        .containsExactly(Playlist.of(0), Playlist.of(1), Playlist.of(1));

    Path zip = Packed.zip(folder.resolve("a.zip"), Map.of("x/mine.xspf", LIST, "y.txt", ""));
    assertThat(XspfDataset.read(zip).playlists()).containsExactly(Playlist.of(0, 1, 2, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `<rss>`                                | must be 'playlist' of namespace 'http://xspf.org/ns/0/', was 'rss' of no namespace
          `<playlist xmlns="x:y">`               | must be 'playlist' of namespace 'http://xspf.org/ns/0/', was 'playlist' of namespace 'x:y'
          `<playlist></playlist>`                | must have a <trackList>
          `<playlist><trackList/><trackList/>`   | must have one <trackList>, but has another
          `<playlist><trackList><track><title>a<b>c</b>` | must be text, but holds element 'b'
          `<playlist><trackList/></playlist><x/>` | must be XML: Illegal to have multiple roots (start tag in epilog?).
          `<playlist><trackList></playlist>`     | must be XML: Unexpected close tag </playlist>; expected </trackList>.
          `<playlist>&lol;`                      | must be XML: Undeclared general entity "lol"
          `<playlist><trackList/>`               | is cut off
          `<playlist><trackList><track><title>a</title></track><track><ti` | is cut off after track 1
          ``                                     | is cut off
          """)
  void fault(String text, String message) throws IOException {
    assertFault(write("a.xspf", text), ":1: " + message);
  }

  @Test
  void fault_namesTheLine() throws IOException {
    assertFault(
        write("a.xspf", LIST.replace("Three", "<b/>")), ":22: must be text, but holds element 'b'");
  }

  @Test
  void cutOff_anywhere() throws IOException {
    int end = LIST.lastIndexOf('>');
    for (int length = 0; length <= end; length++) {
      Path file = write("a.xspf", LIST.substring(0, length));

      assertThatThrownBy(() -> XspfDataset.read(file))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining(": is cut off");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE playlist>",
        "<!DOCTYPE playlist SYSTEM 'http://localhost:1/x.dtd'>",
        "<!DOCTYPE playlist [<!ENTITY a 'aaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE playlist [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE playlist [<!ENTITY % p SYSTEM 'http://localhost:1/x.dtd'> %p;]>",
      })
  void documentType_refused(String type) throws IOException {
    assertFault(
        write("a.xspf", "\n" + type + list("<title>&b;&f;</title>")),
        ":2: must not have a document type, but has a DOCTYPE");
  }

  @Test
  void limit_depth() throws IOException {
    assertFault(
        write("a.xspf", "<playlist>" + "<x>".repeat(1_000)),
        ":1: must be XML: Maximum Element Depth limit (100) Exceeded");
  }

  @Test
  void limit_text() throws IOException {
    String title = "a".repeat(1_048_576);
    assertThat(read(list("<title>" + title + "</title>"))).containsExactly(Playlist.of(0));
    assertFault(
        write(
            "a.xspf", list("<title>" + ("a".repeat(400_000) + "<!-- -->").repeat(3) + "</title>")),
        ":1: must be XML: Text size limit (1048576) exceeded");
    assertFault(
        Packed.bomb(folder.resolve("b.xspf.gz"), "<playlist><trackList><track><title>"),
        ":1: must be XML: Text size limit (1048576) exceeded");
  }

  @Test
  void limit_attributes() throws IOException {
    assertThatThrownBy(
            () -> XspfDataset.read(write("a.xspf", "<playlist x='" + "a".repeat(100_000) + "'>")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(
            "a.xspf:1: must be XML: Maximum attribute size limit (65536) exceeded");
    String many =
        IntStream.range(0, 101).mapToObj(n -> " a" + n + "=''").collect(Collectors.joining());
    assertThatThrownBy(() -> XspfDataset.read(write("a.xspf", "<playlist" + many + ">")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("a.xspf:1: must be XML: Attribute limit (100) exceeded");
  }

  @Test
  void limit_names() throws IOException {
    String many =
        IntStream.range(0, 1_001).mapToObj(n -> "<a" + n + "/>").collect(Collectors.joining());

    assertFault(
        write("a.xspf", "<playlist>" + many + "<trackList/></playlist>"),
        ":1: must have at most 1000 different names, but has more");
  }

  @Test
  void bomb() throws IOException {
    assertFault(
        Packed.bomb(folder.resolve("a.xspf.gz"), "<playlist><!-- "),
        ":1: must be XML: Text size limit (1048576) exceeded");
    assertFault(
        Packed.bomb(folder.resolve("b.xspf.gz"), "<playlist><"),
        ": must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void encoding_asDeclared() throws IOException {
    String xml = "<?xml version='1.0' encoding='%s'?>\n" + list("<title>Amélie</title>");

    Path latin = folder.resolve("latin.xspf");
    Files.write(latin, xml.formatted("iso-8859-1").getBytes(ISO_8859_1));
    assertThat(XspfDataset.read(latin).catalogue().song(0).title()).isEqualTo("Amélie");

    Path wrong = folder.resolve("wrong.xspf");
    Files.write(wrong, xml.formatted("UTF-8").getBytes(ISO_8859_1));
    assertFault(
        wrong,
        ": must be UTF-8, or in the encoding that it names: "
            + "Invalid UTF-8 middle byte 0x6c (at char #38, byte #37)");

    assertFault(
        write("other.xspf", xml.formatted("Shift_JIS")),
        ":1: encoding must be UTF-8, UTF-16 with a mark, US-ASCII, ISO-8859-1 or windows-1252,"
            + " was 'Shift_JIS'");
    assertThatThrownBy(() -> XspfDataset.read(write("name.xspf", xml.formatted("UTF-32~"))))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("name.xspf");
    assertThatThrownBy(() -> XspfDataset.read(write("none.xspf", xml.formatted("klingon"))))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("none.xspf:1: must be XML: ");
  }

  @Test
  void encoding_utf16() throws IOException {
    Path file = folder.resolve("a.xspf");
    Files.write(file, ("\uFEFF" + LIST).getBytes(UTF_16LE));
    List<Song> songs = XspfDataset.read(write("b.xspf", LIST)).catalogue().songs();
    assertThat(XspfDataset.read(file).catalogue().songs()).isEqualTo(songs);
    Files.write(file, ("\uFEFF" + LIST.replace("UTF-8", "UTF-16")).getBytes(UTF_16LE));
    assertThat(XspfDataset.read(file).catalogue().songs()).isEqualTo(songs);

    Files.write(file, LIST.replace("UTF-8", "UTF-16LE").getBytes(UTF_16LE));
    assertFault(
        file,
        ":1: encoding must be UTF-8, UTF-16 with a mark, US-ASCII, ISO-8859-1 or windows-1252, was"
            + " 'UTF-16LE'");
  }

  @Test
  void namespace_withoutTheLastSlash() throws IOException {
    Path file = write("a.xspf", LIST.replace("http://xspf.org/ns/0/", "http://xspf.org/ns/0"));

    assertThat(XspfDataset.read(file).catalogue().songs())
        .isEqualTo(XspfDataset.read(write("b.xspf", LIST)).catalogue().songs());
  }

  @Test
  void trackWithoutNames_isLeftOut() throws IOException {
    Path file =
        write(
            "a.xspf",
            "<playlist><trackList><track><creator>A</creator></track><track/>"
                + "<track><title>b</title></track></trackList></playlist>");

    PlaylistDataset dataset = XspfDataset.read(file);
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0));
    assertThat(dataset.report().orElseThrow().leftOut())
        .containsExactly(Map.entry("without an identifier, a location or a title", 2L));
  }

  @Test
  void nulByte() throws IOException {
    assertThatThrownBy(() -> XspfDataset.read(write("a.xspf", list("<title>a\0b</title>"))))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("a.xspf:1: must be XML: Illegal character");
  }

  @Test
  void path_missingOrEmptyOrNull() throws IOException {
    assertThatThrownBy(() -> XspfDataset.read(folder.resolve("a.xspf")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("a.xspf") + ": no such file or folder");
    assertFault(folder, ": must hold a file that ends in .xspf, but holds none");
    assertThatNullPointerException().isThrownBy(() -> XspfDataset.read(null)).withMessage("path");
  }

  private static void assertFault(Path path, String message) {
    assertThatThrownBy(() -> XspfDataset.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(path + message);
  }

  private List<Playlist> read(String text) throws IOException {
    return XspfDataset.read(write("a.xspf", text)).playlists().toList();
  }

  private static String list(String track) {
    return "<playlist><trackList><track>" + track + "</track></trackList></playlist>";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
