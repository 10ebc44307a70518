package dev.segue.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTensorsTest {

  private static final Catalogue SONGS =
      Catalogue.of(
          List.of(
              new Song("1", "One", "Ä & Ö", List.of("pop", "60s")),
              new Song("2", "", "Ä", List.of()),
              new Song("3", "One", "Ä", List.of("pop"))));

  /** The numbers that docs/model-file.md describes, worked out by hand. */
  @Test
  void write_laysOutNumbersAsDocumented() throws IOException {
    ModelFile model = read(content(SONGS));
    assertThat(new String(model.bytes("catalogue.texts.0"), UTF_8))
        .isEqualTo("1OneÄ & Öpop60s2Ä3ää & ö");
    assertThat(TensorNumbers.starts(model, "catalogue.texts.starts", 30, "bytes"))
        .containsExactly(0, 1, 4, 11, 14, 17, 18, 18, 20, 21, 23, 30);
    assertThat(TensorNumbers.ints(model, "catalogue.songs.texts"))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 7, 3);
    assertThat(TensorNumbers.starts(model, "catalogue.songs.starts", 12, "texts"))
        .containsExactly(0, 5, 8, 12);
    assertThat(TensorNumbers.ints(model, "catalogue.lead_artists")).containsExactly(9, 9, 10, 9);
    assertThat(model.bytes("catalogue.lead_artists"))
        .containsExactly(9, 0, 0, 0, 9, 0, 0, 0, 10, 0, 0, 0, 9, 0, 0, 0);
  }

  @Test
  void read_written_givesTheSame() throws IOException {
    Catalogue read = read(content(SONGS)).catalogue();
    assertThat(read.songs()).isEqualTo(SONGS.songs());
    assertThat(read.leadArtists()).isEqualTo(SONGS.leadArtists());
    assertThat(read.fingerprint()).isEqualTo(SONGS.fingerprint());
    assertThat(read(content(read)).bytes("catalogue.texts.0"))
        .isEqualTo(read(content(SONGS)).bytes("catalogue.texts.0"));
  }

  @Test
  void read_noSongs_givesNone() throws IOException {
    ModelFile model = read(content(Catalogue.of(List.of())));
    assertThat(model.catalogue().size()).isZero();
    assertThat(model.tensorNames()).doesNotContain("catalogue.texts.0");
  }

  @Test
  void read_replacedLeadArtists_givesTheSame() throws IOException {
    Map<String, String> replaced = Map.of("ä & ö", "ä & ö", "ä", "", "ø", "ä");
    assertThat(read(content(SONGS.withLeadArtists(replaced))).catalogue().leadArtists())
        .isEqualTo(replaced);
    Catalogue more = SONGS.withSongs(List.of(new Song("4", "", "Å", List.of())));
    assertThat(read(content(more)).catalogue().leadArtists())
        .isEqualTo(SONGS.leadArtists())
        .doesNotContainKey("å");
  }

  @Test
  void write_again_replacesTheFirst() throws IOException {
    ModelContent content = content(SONGS);
    CatalogueTensors.write(Catalogue.of(List.of(Song.of("a"))), content);
    assertThat(read(content).catalogue().songs()).containsExactly(Song.of("a"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 30})
  void texts_inManyParts_areTheSame(int partBytes) throws IOException {
    ModelContent content = content(SONGS);
    TextTable.Writer texts = new TextTable.Writer(partBytes);
    List<String> all = List.of("", "a", "é", "", "\uFFFD", "日本語", "b".repeat(8), "");
    assertThat(all.stream().map(texts::number)).containsExactly(0, 1, 2, 0, 3, 4, 5, 0);
    content.removeAll("catalogue.texts.");
    content.text().remove(Header.CATALOGUE); // its songs have other texts
    texts.write(content);
    TextTable read = TextTable.read(read(content));
    for (int number = 0; number < 6; number++) {
      assertThat(texts.number(read.text("t", number))).isEqualTo(number);
    }
  }

  @Test
  void texts_longerThanAnyLimitOfJson_areTheSame() throws IOException {
    Song song = new Song("a", "t".repeat(2_000_000), "", List.of());
    assertThat(read(content(Catalogue.of(List.of(song)))).catalogue().songs())
        .containsExactly(song);
  }

  @Test
  void read_songWithoutArtist_isRefused() {
    refused(
        "songs.starts",
        longs(0, 2, 12),
        "tensor 'catalogue.songs.texts' must hold an id, a title and an artist of song 0, but holds 2 numbers");
  }

  @Test
  void read_startsThatDoNotAscend_areRefused() {
    String ofSongs = "tensor 'catalogue.songs.starts' must ascend from 0 to the 12 texts of songs";
    refused("songs.starts", longs(0, 8, 5, 12), ofSongs);
    refused("songs.starts", longs(1, 5, 8, 12), ofSongs);
    refused("songs.starts", longs(0, 5, 8, 11), ofSongs);
    refused("songs.starts", longs(0, 5, 8, 12L + (1L << 32)), ofSongs);
    refused("songs.starts", longs(), ofSongs);
    refused(
        "texts.starts",
        longs(0, 31),
        "tensor 'catalogue.texts.starts' must ascend from 0 to the 30 bytes of texts");
  }

  @Test
  void read_halfANumber_isRefused() {
    refused(
        "songs.texts",
        new byte[7],
        "tensor 'catalogue.songs.texts' must have 4 bytes a number, but has 7 bytes");
    refused(
        "texts.starts",
        new byte[12],
        "tensor 'catalogue.texts.starts' must have 8 bytes a number, but has 12 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 11, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void read_numberOfNoText_isRefused(int number) {
    int[] songs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 7, number};
    refused(
        "songs.texts",
        TensorNumbers.bytes(songs),
        "tensor 'catalogue.songs.texts' must hold numbers of the 11 texts, but holds " + number);
    refused(
        "lead_artists",
        TensorNumbers.bytes(new int[] {9, number}),
        "tensor 'catalogue.lead_artists' must hold numbers of the 11 texts, but holds " + number);
  }

  @Test
  void read_leadArtistsThatAreNoPairs_areRefused() {
    refused(
        "lead_artists",
        TensorNumbers.bytes(new int[] {9}),
        "tensor 'catalogue.lead_artists' must hold pairs, but holds 1 numbers");
    refused(
        "lead_artists",
        TensorNumbers.bytes(new int[] {6, 9}),
        "catalogue: artist must not be empty");
  }

  @Test
  void read_textThatIsNotUtf8_isRefused() {
    byte[] bytes = "1OneÄ & Öpop60s2Ä3ää & ö".getBytes(UTF_8);
    bytes[5] = 'x'; // in place of the second half of Ä
    refused("texts.0", bytes, "tensor 'catalogue.texts.0': text 2 must be UTF-8");
  }

  @Test
  void read_textInTwoParts_isRefused() {
    ModelContent content = content(SONGS);
    byte[] bytes = content.bytes().get("catalogue.texts.0");
    content.addBytes("catalogue.texts.0", Arrays.copyOf(bytes, 6));
    content.addBytes("catalogue.texts.1", Arrays.copyOfRange(bytes, 6, 30));
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("model file in memory: tensor 'catalogue.texts.0': text 2 must be in one part");
  }

  @Test
  void read_songTwice_isRefused() {
    int[] songs = {0, 1, 2, 3, 4, 0, 6, 7, 8, 1, 7, 3};
    refused(
        "songs.texts",
        TensorNumbers.bytes(songs),
        "catalogue: song ids must differ, but songs 0 and 1 are both '1'");
  }

  @Test
  void read_songWithoutId_isRefused() {
    int[] songs = {6, 1, 2, 3, 4, 5, 6, 7, 8, 1, 7, 3};
    refused("songs.texts", TensorNumbers.bytes(songs), "catalogue: song id must not be empty");
  }

  private static byte[] longs(long... numbers) {
    return TensorNumbers.bytes(numbers);
  }

  /** Checks that the model is refused if one tensor of its catalogue is another. */
  private static void refused(String tensor, byte[] bytes, String problem) {
    ModelContent content = content(SONGS);
    content.addBytes("catalogue." + tensor, bytes);
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("model file in memory: " + problem);
  }

  private static ModelContent content(Catalogue catalogue) {
    ModelContent content = new ModelContent();
    content.text().put(Header.CATALOGUE, catalogue.fingerprint());
    content.text().put(Header.FORMAT, "1");
    content.text().put(Header.KIND, "test");
    content.text().put(Header.VERSION, "1");
    CatalogueTensors.write(catalogue, content);
    return content;
  }

  private static ModelFile read(ModelContent content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelWriter.write(content, bytes);
    return ModelFile.of(bytes.toByteArray());
  }
}
