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

/** The SHA-256 of a file, in {@code NAME.sha256} beside it, as {@code sha256sum -c} reads it. */
public final class RecordedChecksum {

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *].+\\R?");

  private final Path file;
  private final Path path;

  /**
   * Where the checksum of a file is recorded, if it is.
   *
   * @param file the file
   */
  public RecordedChecksum(Path file) {
    this.file = file;
    this.path = file.resolveSibling(file.getFileName() + ".sha256");
  }

  /**
   * Where the checksum is recorded, if it is.
   *
   * @return a file, which may not be there yet
   */
  public Path path() {
    return path;
  }

  /**
   * The recorded checksum.
   *
   * @return 64 hexadecimal digits, or empty if none is recorded
   * @throws FileFormatException if there is something else in its place
   * @throws IOException if it cannot be read
   */
  public Optional<String> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Matcher line = LINE.matcher(Files.readString(path, ISO_8859_1));
    if (!line.matches()) {
      throw new FileFormatException(
          path, "must be a line of 64 hexadecimal digits and a file name, was not");
    }
    return Optional.of(line.group(1));
  }

  /**
   * Records a checksum, in place of any earlier one.
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
   * The SHA-256 of what is in a file.
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
        // the stream itself digests
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
