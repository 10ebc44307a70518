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
 * The part of a file received so far, in {@code NAME.part} beside it. {@code NAME.part.version}
 * records the version that it is a part of, so that a later process can resume.
 */
public final class PartialFile {

  /** The characters allowed in a request header. */
  private static final Pattern VERSION = Pattern.compile("[\\x20-\\x7E]{1,1000}");

  private final Path file;
  private final Path part;
  private final Path version;

  /**
   * Creates the handle of a part received by this or an earlier process.
   *
   * @param file the complete file
   */
  public PartialFile(Path file) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.version = file.resolveSibling(file.getFileName() + ".part.version");
  }

  /** The complete file. */
  Path file() {
    return file;
  }

  /**
   * The part received so far.
   *
   * @return a file, which may not exist yet
   */
  public Path path() {
    return part;
  }

  /** The number of bytes received. */
  long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Returns whether a later download may resume. */
  boolean resumable() throws IOException {
    return size() > 0 && Files.exists(version);
  }

  /** Returns this server's name of the version that this is a part of; empty if unknown. */
  Optional<String> version(URI address) throws IOException {
    if (!resumable()) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(version, ISO_8859_1);
    boolean known = lines.size() == 2 && lines.get(0).equals(address.toString());
    return known ? Optional.of(lines.get(1)).filter(PartialFile::isVersion) : Optional.empty();
  }

  /** Discards the part and opens an empty one for a new version of the file. */
  FileChannel startOver(URI address, Optional<String> newVersion) throws IOException {
    discard();
    if (newVersion.filter(PartialFile::isVersion).isPresent()) {
      Files.write(version, List.of(address.toString(), newVersion.get()), ISO_8859_1);
    }
    return FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE, NOFOLLOW_LINKS);
  }

  /** Opens the part for appending. */
  FileChannel resume() throws IOException {
    return FileChannel.open(part, APPEND, NOFOLLOW_LINKS);
  }

  void discard() throws IOException {
    Files.deleteIfExists(part); // first, so that no part is left with another's version
    Files.deleteIfExists(version);
  }

  /**
   * Renames the completed part to the file, replacing any earlier file.
   *
   * @throws IOException if it cannot be renamed
   */
  public void complete() throws IOException {
    Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
    Files.deleteIfExists(version);
  }

  private static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }
}
