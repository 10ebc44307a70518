package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import dev.segue.files.Existing;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An input file: on its own, in a folder, or in a zip archive; plain or compressed with gzip.
 * Immutable; the caller of {@link #open} closes the stream.
 *
 * @param path the file, or the archive that holds it
 * @param entry its name in the archive, or the empty string if there is none
 */
public record InputFile(Path path, String entry) {

  private static final String GZIP = ".gz";

  /**
   * Returns a single file, which may be in a zip archive of one file.
   *
   * @param path the file or archive
   * @return the file
   * @throws FileFormatException if the archive does not hold exactly one file
   * @throws IOException if there is no such file, it is a folder, or it cannot be read
   */
  public static InputFile single(Path path) throws IOException {
    Existing.checkFile(path);
    if (!isZip(path)) {
      return new InputFile(path, "");
    }
    try (InputFiles files = InputFiles.inArchive(path, "")) {
      if (files.size() != 1) {
        throw new FileFormatException(path, "archive must hold 1 file, but holds " + files.size());
      }
      return files.iterator().next();
    }
  }

  /**
   * Returns whether a file is a zip archive, by its first bytes.
   *
   * @param path the file
   * @return whether it is
   * @throws IOException if it cannot be read
   */
  public static boolean isZip(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      byte[] first = stream.readNBytes(4);
      return first.length == 4
          && first[0] == 'P'
          && first[1] == 'K'
          && (first[2] == 3 || first[2] == 5 || first[2] == 7)
          && first[3] == first[2] + 1;
    }
  }

  /**
   * Returns whether a name has one of the endings; ignores hidden files, unless the ending is all
   * of their name, and those that macOS hides in archives.
   */
  static boolean matches(String path, String... endings) {
    String name = path.replace('\\', '/').toLowerCase(Locale.ROOT);
    if (Stream.of(endings).anyMatch(name.substring(name.lastIndexOf('/') + 1)::equals)) {
      return true;
    }
    if (("/" + name).contains("/.") || name.startsWith("__macosx/")) {
      return false;
    }
    String plain = name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
    return Stream.of(endings).anyMatch(plain::endsWith);
  }

  /**
   * Returns the full name, for people.
   *
   * @return the path, and the name in the archive
   */
  public String name() {
    return entry.isEmpty() ? path.toString() : path + "!" + entry;
  }

  /**
   * Returns the folder that it lies in.
   *
   * @return with slashes: in the archive if it is in one; empty if that is not said
   */
  public String folder() {
    String name = (entry.isEmpty() ? path.toString() : entry).replace('\\', '/');
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /**
   * Returns the name without the folder or archive that holds it, for people.
   *
   * @return the name in the archive, or the file's own
   */
  String shortName() {
    return entry.isEmpty() ? String.valueOf(path.getFileName()) : entry;
  }

  /**
   * Returns whether the file's name, without {@code .gz}, has an ending, in upper or lower case.
   *
   * @param ending the ending, such as {@code .m3u}, in lower case
   * @return whether it does
   */
  public boolean endsWith(String ending) {
    return matches(entry.isEmpty() ? String.valueOf(path.getFileName()) : entry, ending);
  }

  /**
   * Describes a fault of the file as a whole.
   *
   * @param problem the broken rule and the value
   * @return the exception to throw
   */
  public FileFormatException fault(String problem) {
    return new FileFormatException(path, entry.isEmpty() ? problem : entry + ": " + problem);
  }

  /**
   * Describes a fault in a line.
   *
   * @param line the number of the line, from 1
   * @param problem the broken rule and the value
   * @return the exception to throw
   */
  public FileFormatException fault(long line, String problem) {
    return entry.isEmpty()
        ? new FileFormatException(path, line, problem)
        : new FileFormatException(path, "%s:%d: %s".formatted(entry, line, problem));
  }

  /** Whether it is text in UTF-16, with a byte-order mark: {@link #open} gives it as UTF-8. */
  boolean isUtf16() throws IOException {
    try (InputStream stream = open()) {
      return stream instanceof Utf16Stream;
    }
  }

  /**
   * Opens the file and decompresses it; text in UTF-16 with a byte-order mark becomes UTF-8.
   *
   * @return a stream that the caller closes
   * @throws IOException now or on reading, if the file is damaged, cut off, becomes shorter or is a
   *     decompression bomb
   */
  public InputStream open() throws IOException {
    if (entry.isEmpty()) {
      long size = Files.size(path);
      return unpacked(new WholeFileStream(Files.newInputStream(path), size, this::fault), size);
    }
    try {
      EntryStream stream = EntryStream.open(path, entry);
      return unpacked(stream, Math.min(stream.packedSize, Files.size(path)));
    } catch (ZipException | EOFException e) {
      throw fault("is damaged: " + reason(e));
    }
  }

  @SuppressWarnings("resource") // closed with the stream that is returned, or here
  private InputStream unpacked(InputStream packed, long size) throws IOException {
    try {
      InputStream stream = buffered(packed);
      byte[] first = first(stream);
      boolean gzipped = first.length == 2 && (first[0] & 0xFF) == 0x1F && (first[1] & 0xFF) == 0x8B;
      if (gzipped) {
        stream = buffered(new GzipStream(stream));
        first = first(stream);
      }
      if (gzipped || !entry.isEmpty()) {
        stream = new PackedStream(stream, LimitedStream.limit(size));
      }
      return Utf16Stream.begins(first) ? new Utf16Stream(stream, this::fault) : stream;
    } catch (EOFException | ZipException e) {
      packed.close();
      throw damaged(e);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  private static InputStream buffered(InputStream stream) {
    return new BufferedInputStream(stream, 1 << 16);
  }

  private static byte[] first(InputStream stream) throws IOException {
    stream.mark(2);
    byte[] first = stream.readNBytes(2);
    stream.reset();
    return first;
  }

  private FileFormatException damaged(IOException problem) {
    return fault("compressed data is damaged or cut off: " + reason(problem));
  }

  /** Java does not always give a message if data ends early. */
  static String reason(Exception problem) {
    return Objects.requireNonNullElse(problem.getMessage(), "more was expected");
  }

  /** One entry of an archive, which is closed with it. Checks the checksum, which Java does not. */
  private static final class EntryStream extends FilterInputStream {

    private final ZipFile archive;
    private final long packedSize;
    private final long checksum;
    private final CRC32 actual = new CRC32();

    private EntryStream(ZipFile archive, ZipEntry entry) throws IOException {
      super(archive.getInputStream(entry));
      this.archive = archive;
      this.packedSize = entry.getCompressedSize();
      this.checksum = entry.getCrc();
    }

    @SuppressWarnings("resource") // closed with the stream that is returned, or here
    static EntryStream open(Path path, String name) throws IOException {
      ZipFile archive = new ZipFile(path.toFile());
      try {
        return new EntryStream(archive, archive.getEntry(name));
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int read = super.read(bytes, from, count);
      actual.update(bytes, from, Math.max(0, read));
      if (read < 0 && actual.getValue() != checksum) {
        throw new ZipException("wrong checksum");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      super.close();
      archive.close();
    }
  }

  /** Reads gzip data to the very end; Java ignores unknown data after it. */
  private static final class GzipStream extends GZIPInputStream {

    private static final int TRAILER = 8;

    GzipStream(InputStream stream) throws IOException {
      super(stream, 1 << 16);
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int read = super.read(bytes, from, count);
      if (read < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
        throw new ZipException("something else follows");
      }
      return read;
    }
  }

  /** Compressed data; reports its errors as faults of the file. */
  private final class PackedStream extends LimitedStream {

    PackedStream(InputStream stream, long limit) {
      super(stream, limit, InputFile.this::fault);
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      try {
        return super.read(bytes, from, count);
      } catch (EOFException | ZipException e) {
        throw damaged(e);
      }
    }
  }
}
