package dev.segue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Properties of every model file. */
@Tag("slow")
class ModelFilePropertyTest {

  private static Path file;
  private static byte[] valid;

  @BeforeContainer
  static void writeValidFile() throws IOException {
    file = Files.createTempFile("model", ".segue");
    ModelFile.builder("test")
        .text("layers", "2")
        .floats("weights", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
        .bytes("artists", new byte[] {1, 2, 3})
        .catalogue(Catalogue.of(List.of(Song.of("a"), Song.of("b"))))
        .write(file);
    valid = Files.readAllBytes(file);
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(file);
  }

  @Property
  void anyByteChanged_isRefused(
      @ForAll @IntRange(max = 100_000) int place, @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    byte[] bytes = valid.clone();
    bytes[place % bytes.length] ^= (byte) flip;
    refused(bytes);
  }

  @Property
  void anyTruncation_isRefused(@ForAll @IntRange(max = 100_000) int length) throws IOException {
    refused(Arrays.copyOf(valid, length % valid.length));
  }

  @Property
  void anyBytesAtAll_areRefused(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
    refused(bytes);
  }

  @Property(tries = 200)
  void anyContent_isReadAsWritten(
      @ForAll @Size(max = 50) float[] floats, @ForAll @Size(max = 50) byte[] bytes)
      throws IOException {
    ModelFile.builder("any").floats("f", floats, floats.length).bytes("b", bytes).write(file);
    ModelFile read = ModelFile.read(file);
    assertThat(read.floats("f", floats.length)).isEqualTo(floats);
    assertThat(read.bytes("b")).isEqualTo(bytes);
  }

  private static void refused(byte[] bytes) throws IOException {
    assertThatThrownBy(() -> ModelFile.of(bytes))
        .isExactlyInstanceOf(FileFormatException.class)
        .hasMessageStartingWith("model file in memory: ");
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isExactlyInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ": ");
  }
}
