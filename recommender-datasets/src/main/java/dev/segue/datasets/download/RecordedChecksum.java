package dev.segue.datasets.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a file, recorded in {@code NAME.sha256} beside it in the format of {@code
 * sha256sum -c}.
 */
public final class RecordedChecksum {

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *].+\\R?");

  private final Path file;
  private final Path path;

  /**
   * Creates the record of a file, which need not exist yet.
   *
   * @param file the file
   */
  public RecordedChecksum(Path file) {
    this.file = file;
    this.path = file.resolveSibling(file.getFileName() + ".sha256");
  }

  /**
   * The file that records the checksum.
   *
   * @return a file, which may not exist yet
   */
  public Path path() {
    return path;
  }

  /**
   * Reads the recorded checksum.
   *
   * @return 64 hexadecimal digits, or empty if none is recorded
   * @throws FileFormatException if the file holds something else
   * @throws IOException if it cannot be read
   */
  public Optional<String> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Matcher line = LINE.matcher(Files.readString(path, ISO_8859_1));
    if (!line.matches()) {
      throw new FileFormatException(
          path, "must be a line of 64 hexadecimal digits and a file name, but is not");
    }
    return Optional.of(line.group(1));
  }

  /**
   * Records a checksum, replacing any earlier one.
   *
   * @param checksum 64 hexadecimal digits
   * @throws IOException if it cannot be written
   */
  public void write(String checksum) throws IOException {
    Path written = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(written);
    Files.writeString(written, checksum + "  " + file.getFileName() + "\n", ISO_8859_1, CREATE_NEW);
    Files.move(written, path, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /**
   * Computes the SHA-256 of a file.
   *
   * @param file the file
   * @return 64 hexadecimal digits
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (stream.read(buffer) >= 0) {
        // reading updates the digest
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
