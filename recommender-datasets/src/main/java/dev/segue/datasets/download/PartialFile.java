package dev.segue.datasets.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was received of a file so far: {@code NAME.part} beside it, and in {@code NAME.part.version}
 * of which version of it that is a part, so that a later process can go on from there.
 */
public final class PartialFile {

  /** What a header of a request may hold. */
  private static final Pattern VERSION = Pattern.compile("[\\x20-\\x7E]{1,1000}");

  private final Path file;
  private final Path part;
  private final Path version;

  /**
   * What was received, here or by an earlier process, of a file.
   *
   * @param file the file that is to be
   */
  public PartialFile(Path file) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.version = file.resolveSibling(file.getFileName() + ".part.version");
  }

  /** The file that is to be. */
  Path file() {
    return file;
  }

  /**
   * What was received of it.
   *
   * @return a file, which may not be there yet
   */
  public Path path() {
    return part;
  }

  /** Bytes that were received. */
  long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Whether a later download may go on after what was received. */
  boolean resumable() throws IOException {
    return size() > 0 && Files.exists(version);
  }

  /** The version of which this is a part, as this server calls it; empty if it cannot be told. */
  Optional<String> version(URI address) throws IOException {
    if (!resumable()) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(version, ISO_8859_1);
    boolean known = lines.size() == 2 && lines.get(0).equals(address.toString());
    return known ? Optional.of(lines.get(1)).filter(PartialFile::isVersion) : Optional.empty();
  }

  /** Opens an empty part of a version of the file; what was received before is lost. */
  FileChannel startOver(URI address, Optional<String> newVersion) throws IOException {
    discard();
    if (newVersion.filter(PartialFile::isVersion).isPresent()) {
      Files.write(version, List.of(address.toString(), newVersion.get()), ISO_8859_1);
    }
    return FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE, NOFOLLOW_LINKS);
  }

  /** Opens the part at its end. */
  FileChannel resume() throws IOException {
    return FileChannel.open(part, APPEND, NOFOLLOW_LINKS);
  }

  void discard() throws IOException {
    Files.deleteIfExists(part); // first: never a part with another's version
    Files.deleteIfExists(version);
  }

  /**
   * The part is the whole: gives it the file's name, in place of any earlier file.
   *
   * @throws IOException if that cannot be done
   */
  public void complete() throws IOException {
    Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
    Files.deleteIfExists(version);
  }

  private static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }
}
