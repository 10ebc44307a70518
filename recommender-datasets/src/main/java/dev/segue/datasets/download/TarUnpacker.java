package dev.segue.datasets.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.LimitedStream;
import dev.segue.quotation.Quotation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an untrusted gzipped tar archive: only files and folders, nothing outside the folder, and
 * within limits. Unpacks into a temporary folder first, and moves the files into place after the
 * whole archive has been checked.
 *
 * @param archive the archive
 * @param folder an existing folder, its path without symbolic links; files with the names of those
 *     in the archive are replaced, others are left alone
 * @param limits the limits of the archive
 */
public record TarUnpacker(Path archive, Path folder, Limits limits) {

  /**
   * The limits of an archive.
   *
   * @param entries the most files and folders
   * @param bytes the most bytes when unpacked
   */
  public record Limits(int entries, long bytes) {}

  /** Names of 100 bytes are usual; the extended headers of one entry take a few kilobytes. */
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final String ONCE = "must be in the archive once, as a file or as a folder";

  /**
   * Unpacks the archive.
   *
   * @throws FileFormatException if the archive is damaged, cut off, or holds a forbidden entry; the
   *     message names the archive, and the entry if one is at fault
   * @throws IOException if a file cannot be written; the message says "must be" if something else
   *     is in its place, such as a symbolic link
   */
  public void unpack() throws IOException {
    Path temporary = folder.resolve("." + archive.getFileName() + ".unpacking");
    delete(temporary); // left by a killed process
    Files.createDirectory(temporary);
    try {
      unpack(temporary);
      List<Path> unpacked = below(temporary);
      for (Path path : unpacked) {
        checkReplaceable(path, folder.resolve(temporary.relativize(path)));
      }
      for (Path path : unpacked) {
        putInPlace(path, folder.resolve(temporary.relativize(path)));
      }
    } finally {
      delete(temporary);
    }
  }

  private void unpack(Path temporary) throws IOException {
    long maxBytes = Math.min(limits.bytes, LimitedStream.limit(Files.size(archive)));
    try (InputStream packed = Files.newInputStream(archive);
        TarStream unpacked = new TarStream(unzip(packed), archive, maxBytes);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, UTF_8.name())) {
      int count = 0;
      byte[] buffer = new byte[BUFFER_BYTES];
      for (var entry = next(tar, unpacked); entry != null; entry = next(tar, unpacked)) {
        count++;
        if (count > limits.entries) {
          throw fault("must hold at most %d entries, but holds more".formatted(limits.entries));
        }
        unpack(entry, tar, temporary, buffer);
      }
      if (below(temporary).isEmpty()) { // even if it has an entry, ./
        throw fault("must hold at least 1 file or folder, but holds none");
      }
      checkEnd(unpacked, buffer);
    }
  }

  /** Reads to the very end, where the checksum of gzip is: the reader of tar stops before it. */
  private void checkEnd(TarStream unpacked, byte[] buffer) throws IOException {
    unpacked.beginHeader(MAX_HEADER_BYTES);
    while (read(unpacked, buffer) >= 0) {
      // only the end matters
    }
    if (unpacked.zeros() < TarConstants.DEFAULT_RCDSIZE) {
      throw damaged(new EOFException("the zeros at the end are missing"));
    }
  }

  private GZIPInputStream unzip(InputStream packed) throws IOException {
    try {
      return new GZIPInputStream(packed, BUFFER_BYTES);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar, TarStream unpacked)
      throws IOException {
    unpacked.beginHeader(MAX_HEADER_BYTES);
    try {
      return tar.getNextEntry();
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(e);
    } finally {
      unpacked.endHeader();
    }
  }

  private int read(InputStream stream, byte[] buffer) throws IOException {
    try {
      return stream.read(buffer);
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private void unpack(
      TarArchiveEntry entry, TarArchiveInputStream tar, Path temporary, byte[] buffer)
      throws IOException {
    Optional<String> problem = TarEntryRules.problem(entry);
    if (problem.isPresent()) {
      throw fault(entry, problem.get());
    }
    Path target = target(entry, temporary);
    Path parent = Objects.requireNonNull(target.getParent());
    if (isInFile(parent, temporary)) {
      throw fault(entry, ONCE);
    }
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(target);
      } else {
        Files.createDirectories(parent);
        write(tar, target, buffer);
      }
    } catch (FileAlreadyExistsException e) {
      throw fault(entry, ONCE);
    }
  }

  private static boolean isInFile(Path parent, Path temporary) {
    return Stream.iterate(parent, each -> each.startsWith(temporary), Path::getParent)
        .anyMatch(Files::isRegularFile);
  }

  /**
   * Checks again what the rules for names already ensure, because a mistake in them would be
   * costly.
   */
  private Path target(TarArchiveEntry entry, Path temporary) throws FileFormatException {
    try {
      Path target = temporary.resolve(entry.getName()).normalize();
      if (target.startsWith(temporary.resolve(temporary.getFileName()))) {
        throw fault(entry, "name must not be that of the folder in which it is unpacked");
      }
      if (target.startsWith(temporary)) {
        return target;
      }
    } catch (InvalidPathException e) {
      throw fault(entry, "must have a name that this system allows: " + e.getReason());
    }
    throw fault(entry, "name must not lead out of the folder");
  }

  private void write(TarArchiveInputStream tar, Path target, byte[] buffer) throws IOException {
    try (FileChannel file = FileChannel.open(target, CREATE_NEW, WRITE)) {
      for (int read = read(tar, buffer); read >= 0; read = read(tar, buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      }
      file.force(true); // before its name says that it is complete
    }
  }

  /** Checks one path; parents are checked before their content, so no part of a path is missed. */
  private static void checkReplaceable(Path unpacked, Path target) throws IOException {
    if (!Files.exists(target, NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(unpacked)
        ? !Files.isDirectory(target, NOFOLLOW_LINKS)
        : !Files.isRegularFile(target, NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          target.toString(),
          null,
          "must be a %s to be unpacked to, but is %s"
              .formatted(
                  Files.isDirectory(unpacked) ? "folder" : "file",
                  Files.isSymbolicLink(target) ? "a symbolic link" : "something else"));
    }
  }

  private static void putInPlace(Path unpacked, Path target) throws IOException {
    if (!Files.isDirectory(unpacked)) {
      Files.move(unpacked, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } else if (!Files.isDirectory(target, NOFOLLOW_LINKS)) {
      Files.createDirectory(target);
    }
  }

  /** Lists the content of a folder, each folder before its own content. */
  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.skip(1).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private FileFormatException damaged(Exception problem) {
    return fault(
        "is damaged or cut off (%s); delete it to download it again"
            .formatted(problem.getMessage()));
  }

  private FileFormatException fault(TarArchiveEntry entry, String problem) {
    return fault("entry " + Quotation.quote(entry.getName()) + ": " + problem);
  }

  private FileFormatException fault(String problem) {
    return new FileFormatException(archive, problem);
  }
}
