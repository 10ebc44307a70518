package dev.segue.datasets.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileStreamTest {

  private static final int BYTES = 300_000; // more than a buffer

  @TempDir private Path folder;

  private InputStream open(Path file) throws IOException {
    return InputFile.single(file).open();
  }

  @Test
  void fileThatBecomesShorter_isNoFileThatEnds() throws IOException {
    Path file = Files.write(folder.resolve("plays.csv"), new byte[BYTES]);
    try (InputStream stream = open(file)) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);
      try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
        other.setLength(100_000);
      }
      assertThatExceptionOfType(FileFormatException.class)
          .isThrownBy(stream::readAllBytes)
          .withMessage(
              "%s: must not become shorter while it is read, but had 300000 bytes and ends after"
                  + " 100000",
              file);
    }
  }

  @Test
  void fileThatGrows_isReadToItsEnd() throws IOException {
    Path file = Files.write(folder.resolve("plays.csv"), new byte[BYTES]);
    try (InputStream stream = open(file)) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);
      Files.write(file, new byte[10], StandardOpenOption.APPEND);
      assertThat(stream.readAllBytes()).hasSize(BYTES - 1000 + 10);
    }
  }

  @Test
  void emptyFile_isEmpty() throws IOException {
    try (InputStream stream = open(Files.createFile(folder.resolve("plays.csv")))) {
      assertThat(stream.read()).isNegative();
    }
  }
}
