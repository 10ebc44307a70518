package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes every byte of a model file of every kind, one at a time. */
@Tag("slow")
class FlippedBytesTest {

  /** Every bit alone, and all of them. */
  private static final int[] FLIPS = {1, 2, 4, 8, 16, 32, 64, 128, 255};

  /** In how many places of a file a byte is changed before the file is used: that takes a while. */
  private static final int USED = 400;

  static List<Path> models() throws IOException {
    return GoldenFilesTest.allModels();
  }

  private static byte[] flipped(byte[] valid, int place, int flip) {
    byte[] bytes = valid.clone();
    bytes[place] ^= (byte) flip;
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("models")
  void anyByte_isRefused(Path file) throws IOException {
    byte[] valid = Files.readAllBytes(file);
    for (int place = 0; place < valid.length; place++) {
      byte[] bytes = flipped(valid, place, FLIPS[place % FLIPS.length]);
      assertThatThrownBy(() -> ModelFile.of(bytes))
          .as("byte %d", place)
          .isExactlyInstanceOf(FileFormatException.class);
    }
  }

  /** One bit of some bytes, since each file is used; the bits and places take turns. */
  @ParameterizedTest
  @MethodSource("models")
  void anyByteWithTheChecksumCorrected_isRefusedOrWorks(Path file) throws IOException {
    byte[] valid = Files.readAllBytes(file);
    int used = 0;
    for (int place = 0; place < valid.length; place += 1 + valid.length / USED) {
      byte[] bytes = ForgedModel.withChecksum(flipped(valid, place, FLIPS[used++ % FLIPS.length]));
      try {
        ModelFuzzTest.check(bytes);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("byte %d of %s".formatted(place, file), e);
      }
    }
  }

  /** The parts put together are the file, or nothing is known of what the changes change. */
  @ParameterizedTest
  @MethodSource("models")
  void takenApartAndPutTogether_itIsTheSame(Path file) throws IOException {
    byte[] valid = Files.readAllBytes(file);
    assertThat(new ForgedModel(valid).bytes()).isEqualTo(valid);
  }
}
