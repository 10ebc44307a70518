package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Tells a model file of ours by its first bytes, however large it is, and even if it is cut. */
final class ModelHeader {

  /** What follows the length of the header; see docs/model-file.md. */
  private static final byte[] START = "{\"__metadata__\":{\"segue.checksum\":\"".getBytes(US_ASCII);

  private static final int LENGTH_BYTES = 8;

  private ModelHeader() {}

  /** Whether there is a file that begins like a model of ours. */
  static boolean isOf(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(LENGTH_BYTES + START.length);
      return first.length == LENGTH_BYTES + START.length
          && Arrays.equals(START, 0, START.length, first, LENGTH_BYTES, first.length);
    }
  }
}
