package dev.segue.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Song;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {

  private static final Catalogue SONGS =
      Catalogue.of(
          List.of(
              new Song("17", "Jóga", "Björk", List.of("electronic", "90s")),
              new Song("18", "\"Heroes\"", "David Bowie", List.of()),
              Song.of("🎵")));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("model.segue");
  }

  private static ModelFile.Builder model() {
    return ModelFile.builder("test")
        .text("layers", "2")
        .text("description", "line one\nline \"two\"")
        .floats("weights", new float[] {1, -2.5f, -0f, Float.MIN_VALUE, 5, 6}, 2, 3)
        .floats("bias", new float[] {0.5f}, 1)
        .bytes("artists", new byte[] {3, -1, 127})
        .catalogue(SONGS);
  }

  @Test
  void read_written_givesTheSame() throws IOException {
    model().write(file);
    ModelFile read = ModelFile.read(file);
    assertThat(read.kind()).isEqualTo("test");
    assertThat(read.text("description")).isEqualTo("line one\nline \"two\"");
    assertThat(read.integer("layers")).isEqualTo(2);
    assertThat(read.tensorNames())
        .containsExactly(
            "artists",
            "bias",
            "catalogue.lead_artists",
            "catalogue.songs.starts",
            "catalogue.songs.texts",
            "catalogue.texts.0",
            "catalogue.texts.starts",
            "weights");
    assertThat(read.magnitude("weights")).isEqualTo(6);
    assertThat(read.shape("weights")).containsExactly(2, 3);
    assertThat(read.floats("weights", 2, 3)).containsExactly(1, -2.5f, -0f, Float.MIN_VALUE, 5, 6);
    assertThat(read.floats("bias", 1)).containsExactly(0.5f);
    assertThat(read.bytes("artists")).containsExactly(3, -1, 127);
    assertThat(read.catalogue().songs()).isEqualTo(SONGS.songs());
    assertThat(read).hasToString("%s: model 'test' of Segue %s with 8 tensors", file, version());
  }

  @Test
  void of_theBytesOfAFile_givesTheSame() throws IOException {
    model().write(file);
    byte[] bytes = Files.readAllBytes(file);
    ModelFile read = ModelFile.of(bytes);
    Arrays.fill(bytes, (byte) 0); // they are not kept
    assertThat(read.metadata()).isEqualTo(ModelFile.read(file).metadata());
    assertThat(read.floats("weights", 2, 3)).containsExactly(1, -2.5f, -0f, Float.MIN_VALUE, 5, 6);
    assertThat(read.bytes("artists")).containsExactly(3, -1, 127);
    assertThat(read.catalogue().songs()).isEqualTo(SONGS.songs());
    assertThat(read)
        .hasToString("model file in memory: model 'test' of Segue %s with 8 tensors", version());
  }

  @Test
  void of_damagedBytes_saysSo() {
    assertThatThrownBy(() -> ModelFile.of(new byte[5]))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("model file in memory: truncated: must have 8 bytes, but has 5");
  }

  @Test
  void problem_beginsWithWhatWasRead() throws IOException {
    model().write(file);
    assertThat(ModelFile.read(file).problem("layers must be > 0, was -1"))
        .hasMessage(file + ": layers must be > 0, was -1");
    assertThat(ModelFile.of(Files.readAllBytes(file)).problem("layers must be > 0, was -1"))
        .hasMessage("model file in memory: layers must be > 0, was -1");
  }

  @Test
  void write_toAStream_givesTheBytesOfAFile_andLeavesItOpen() throws IOException {
    model().write(file);
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    bytes.write(new byte[] {7, 7});
    model().write(bytes);
    assertThat(Arrays.copyOfRange(bytes.toByteArray(), 2, bytes.size()))
        .isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void metadata_isSortedAndHasNoChecksum() throws IOException {
    model().write(file);
    ModelFile read = ModelFile.read(file);
    assertThat(read.metadata().keySet())
        .containsExactly(
            "description",
            "layers",
            "segue.catalogue",
            "segue.format",
            "segue.kind",
            "segue.version");
    assertThat(read.text("segue.format")).isEqualTo("1");
    assertThat(read.text("segue.catalogue")).isEqualTo(SONGS.fingerprint());
  }

  @Test
  void libraryVersion_isThatOfThePom() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    model().write(file);
    assertThat(pom).contains("<version>" + ModelFile.read(file).libraryVersion() + "</version>");
  }

  @Test
  void write_sameContentInAnotherOrder_givesTheSameBytes() throws IOException {
    Path other = folder.resolve("other.segue");
    ModelFile.builder("k")
        .text("a", "1")
        .text("b", "2")
        .floats("x", new float[] {1}, 1)
        .floats("y", new float[] {2}, 1)
        .write(file);
    ModelFile.builder("k")
        .floats("y", new float[] {2}, 1)
        .floats("x", new float[] {1}, 1)
        .text("b", "2")
        .text("a", "1")
        .write(other);
    assertThat(file).hasSameBinaryContentAs(other);
  }

  /** The layout as it is documented, read by hand. */
  @Test
  void write_laysOutBytesAsDocumented() throws Exception {
    ModelFile.builder("lstm")
        .text("note", "x")
        .bytes("artists", new byte[] {9, 8, 7})
        .floats("weights", new float[] {1, 2, 3}, 3, 1)
        .write(file);
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String json = new String(bytes, 8, header, UTF_8);
    byte[] zeroed = bytes.clone();
    Arrays.fill(zeroed, 43, 51, (byte) '0');
    CRC32 crc = new CRC32();
    crc.update(zeroed);
    String checksum = "%08x".formatted(crc.getValue());
    assertThat(new String(bytes, 43, 8, UTF_8)).isEqualTo(checksum);
    assertThat(header % 8).isZero();
    assertThat(json.stripTrailing())
        .isEqualTo(
            "{'__metadata__':{'segue.checksum':'%s','note':'x','segue.format':'1','segue.kind':'lstm','segue.version':'%s'},"
                    .replace('\'', '"')
                    .formatted(checksum, version())
                + "'weights':{'dtype':'F32','shape':[3,1],'data_offsets':[0,12]},"
                    .replace('\'', '"')
                + "'artists':{'dtype':'U8','shape':[3],'data_offsets':[12,15]}}"
                    .replace('\'', '"'));
    ByteBuffer data = ByteBuffer.wrap(bytes, 8 + header, 15).slice().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(data.getFloat(0)).isEqualTo(1);
    assertThat(data.getFloat(8)).isEqualTo(3);
    assertThat(data.get(12)).isEqualTo((byte) 9);
    assertThat(bytes).hasSize(8 + header + 15);
  }

  @Test
  void read_tensorLargerThanTheBuffer_givesTheSame() throws IOException {
    float[] values = new float[200_003];
    byte[] bytes = new byte[600_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      bytes[2 * i] = (byte) i;
    }
    ModelFile.builder("large").floats("f", values, values.length).bytes("b", bytes).write(file);
    assertThat(ModelFile.read(file).floats("f", values.length)).isEqualTo(values);
    assertThat(ModelFile.read(file).bytes("b")).isEqualTo(bytes);
  }

  @Test
  void read_emptyTensorsAndSingleValue_givesTheSame() throws IOException {
    ModelFile.builder("odd")
        .floats("nothing", new float[0], 0, 5)
        .floats("one", new float[] {7})
        .bytes("none", new byte[0])
        .catalogue(Catalogue.of(List.of()))
        .write(file);
    ModelFile read = ModelFile.read(file);
    assertThat(read.floats("nothing", 0, 5)).isEmpty();
    assertThat(read.floats("one")).containsExactly(7);
    assertThat(read.shape("one")).isEmpty();
    assertThat(read.bytes("none")).isEmpty();
    assertThat(read.catalogue().size()).isZero();
  }

  @Test
  void read_longestTextAndName_givesTheSame() throws IOException {
    String name = "ü".repeat(1_000);
    String text = "\u0001".repeat(1_000_000);
    ModelFile.builder("k").text(name, text).write(file);
    assertThat(ModelFile.read(file).text(name)).isEqualTo(text);
  }

  @Test
  void flag_isTrueOrFalse_asItIsWritten() throws IOException {
    ModelFile.builder("k").text("yes", "true").text("no", "false").write(file);
    ModelFile read = ModelFile.read(file);
    assertThat(read.flag("yes")).isTrue();
    assertThat(read.flag("no")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "TRUE", "1", "true "})
  void flag_ofAnythingElse_isRefused(String text) throws IOException {
    ModelFile.builder("k").text("flag", text).write(file);
    ModelFile read = ModelFile.read(file);
    assertThatThrownBy(() -> read.flag("flag"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": text 'flag' must be true or false, was '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.0", "\uff11", "+1", "01", " 1", "-0", "2147483648"})
  void integer_writtenInAnotherWay_isRefused(String text) throws IOException {
    ModelFile.builder("k").text("number", text).write(file);
    ModelFile read = ModelFile.read(file);
    assertThatThrownBy(() -> read.integer("number"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": text 'number' must be a whole number, was '" + text + "'");
  }

  @Test
  void write_moreThanCouldBeRead_isRefused() {
    ModelFile.Builder texts = ModelFile.builder("k");
    ModelFile.Builder tensors = ModelFile.builder("k");
    for (int i = 0; i < 10_000; i++) {
      texts.text("text" + i, "");
      tensors.bytes("tensor" + i, new byte[0]);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> texts.write(file))
        .withMessage("a model must have at most 10000 texts, but has 10004");
    tensors.bytes("one more", new byte[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensors.write(file))
        .withMessage("a model must have at most 10000 tensors, but has 10001");
    assertThat(file).doesNotExist();
  }

  @Test
  void floats_changedByTheCaller_stayAsTheyWere() throws IOException {
    model().write(file);
    ModelFile read = ModelFile.read(file);
    read.floats("bias", 1)[0] = 99;
    read.bytes("artists")[0] = 99;
    assertThat(read.floats("bias", 1)).containsExactly(0.5f);
    assertThat(read.bytes("artists")).startsWith(3);
    assertThatThrownBy(() -> read.metadata().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.tensorNames().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void floats_notAsExpected_namesTensorAndShapes() throws IOException {
    model().write(file);
    ModelFile read = ModelFile.read(file);
    assertThatThrownBy(() -> read.floats("weights", 3, 2))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": tensor 'weights' must be F32 [3, 2], was F32 [2, 3]");
    assertThatThrownBy(() -> read.floats("artists", 3))
        .hasMessage(file + ": tensor 'artists' must be F32 [3], was U8 [3]");
    assertThatThrownBy(() -> read.floats("gates", 3))
        .hasMessage(
            file
                + ": must hold the tensor 'gates'; it holds [artists, bias, catalogue.lead_artists,"
                + " catalogue.songs.starts, catalogue.songs.texts, catalogue.texts.0,"
                + " catalogue.texts.starts, weights]");
    assertThatThrownBy(() -> read.bytes("bias"))
        .hasMessage(file + ": tensor 'bias' must be U8, was F32 [1]");
    assertThatThrownBy(() -> read.shape("gates")).hasMessageContaining("the tensor 'gates'");
  }

  @Test
  void provenance_isThatOfTheBuilder() throws IOException {
    Provenance provenance =
        Provenance.of(PlaylistDataset.of(List.of(List.of("a", "b"), List.of("b", "c", "a"))))
            .format("csv")
            .split("time:7d/7d")
            .sessionGap(Duration.ofMinutes(20))
            .sessionMax("12h")
            .minimumPlays(5)
            .trainedUntil(Instant.parse("2025-01-31T23:59:30Z"));
    model().provenance(Provenance.unknown().split("replaced")).provenance(provenance).write(file);
    ModelFile read = ModelFile.read(file);
    assertThat(read.provenance()).isEqualTo(provenance);
    assertThat(read.metadata())
        .containsEntry("segue.training.format", "csv")
        .containsEntry("segue.training.split", "time:7d/7d")
        .containsEntry("segue.training.session_gap", "PT20M")
        .containsEntry("segue.training.session_max", "12h")
        .containsEntry("segue.training.minimum_plays", "5")
        .containsEntry("segue.training.until", "2025-01-31T23:59:30Z");
    assertThat(read.shape("training.digests")).containsExactly(16);
  }

  @Test
  void provenance_ofAFileThatSaysNothing_isUnknown() throws IOException {
    model().provenance(Provenance.of(PlaylistDataset.of(List.of(List.of("a", "b")))));
    model().write(file);
    assertThat(ModelFile.read(file).provenance()).isEqualTo(Provenance.unknown());
    model()
        .provenance(Provenance.of(PlaylistDataset.of(List.of(List.of("a", "b")))))
        .provenance(Provenance.unknown())
        .write(file);
    assertThat(ModelFile.read(file).provenance()).isEqualTo(Provenance.unknown());
  }

  @Test
  void text_missing_namesIt() throws IOException {
    ModelFile.builder("k").text("rate", "fast").write(file);
    ModelFile read = ModelFile.read(file);
    assertThatThrownBy(() -> read.text("epochs"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ": must hold the text 'epochs'; it holds"
                + " [rate, segue.format, segue.kind, segue.version]");
    assertThatThrownBy(() -> read.integer("rate"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": text 'rate' must be a whole number, was 'fast'");
    assertThatThrownBy(read::catalogue)
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": must hold a catalogue; it holds []");
  }

  @Test
  void builder_wrongValue_namesRuleAndValue() {
    ModelFile.Builder builder = model();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.builder(""))
        .withMessage("kind must have 1 to 1000 characters, but has 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.text("layers", "3"))
        .withMessage("text name must be new, but 'layers' is taken");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.text("segue.kind", "x"))
        .withMessage("text name must be new, but 'segue.kind' is taken");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.text("long", "x".repeat(1_000_001)))
        .withMessage("text 'long' must have 0 to 1000000 characters, but has 1000001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.text("half", "\ud83c"))
        .withMessage("text 'half' must be Unicode, but has an unpaired surrogate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.bytes("bias", new byte[1]))
        .withMessage("tensor name must be new, but 'bias' is taken");
    for (String reserved :
        List.of("catalogue.lead_artists", "catalogue.mine", "training.digests", "__metadata__")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.bytes(reserved, new byte[1]))
          .withMessage("tensor name must be new, but '" + reserved + "' is taken");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.floats("w", new float[5], 2, 3))
        .withMessage("tensor 'w': shape must hold the 5 values, was [2, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.floats("w", new float[0], 65536, 65536, 65536, 65536))
        .withMessage("tensor 'w': shape must hold the 0 values, was [65536, 65536, 65536, 65536]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.floats("w", new float[6], -2, -3))
        .withMessage("tensor 'w': shape must hold the 6 values, was [-2, -3]");
    assertThatNullPointerException().isThrownBy(() -> builder.text("n", null)).withMessage("value");
  }

  @Test
  void write_interrupted_leavesTheOldFile() throws IOException {
    model().write(file);
    byte[] before = Files.readAllBytes(file);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ModelFile.builder("new").write(file))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasBinaryContent(before);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void write_headerTooLong_leavesTheOldFile() throws IOException {
    model().write(file);
    byte[] before = Files.readAllBytes(file);
    ModelFile.Builder builder = ModelFile.builder("new");
    String text = "x".repeat(1_000_000);
    for (int i = 0; i < 8; i++) {
      builder.text("text" + i, text);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.write(file))
        .withMessageStartingWith(
            "text and tensor names must fit into 8000000 bytes, but take 8000");
    assertThat(file).hasBinaryContent(before);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void write_overOldFile_replacesIt() throws IOException {
    model().write(file);
    ModelFile.builder("new").write(file);
    assertThat(ModelFile.read(file).kind()).isEqualTo("new");
    assertThat(files()).containsExactly(file);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only administrators may make links")
  void write_symbolicLink_replacesWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createFile(file));
    model().write(link);
    assertThat(link).isSymbolicLink();
    assertThat(ModelFile.read(file).kind()).isEqualTo("test");
  }

  @Test
  void write_whereItCannot_saysWhy() {
    Path nowhere = folder.resolve("no/model.segue");
    assertThatThrownBy(() -> model().write(nowhere))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("%s: there is no folder %s", nowhere, folder.resolve("no"));
    assertThatThrownBy(() -> model().write(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": must be a file, but is a folder");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String version() {
    return Header.libraryVersion();
  }

  @Test
  void floats_notFinite_areNotSaved() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ModelFile.builder("kind").floats("weights", new float[] {1, value}, 2))
          .withMessage("tensor 'weights' must hold finite numbers, but number 1 is " + value);
    }
  }
}
