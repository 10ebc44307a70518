package dev.segue.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.segue.FileFormatException;
import dev.segue.files.Existing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** Reads a model file; allocates no more memory than the file has bytes. One thread at a time. */
final class ModelReader {

  private static final int BUFFER_BYTES = 1 << 18;

  private final String name;
  private final Source source;
  private final long fileBytes;
  private final ByteBuffer buffer;

  private long position;
  private String expectedChecksum = "";

  /** What is wrong with the first tensor of numbers that are not all finite. */
  private @Nullable String notFinite;

  private CompletableFuture<String> checksum = CompletableFuture.completedFuture("");

  private ModelReader(String name, Source source, long fileBytes) {
    this.name = name;
    this.source = source;
    this.fileBytes = fileBytes;
    this.buffer = buffer(fileBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes a buffer, no larger than need be: a blend may have thousands of small parts. */
  private static ByteBuffer buffer(long bytes) {
    long capacity = Math.max(Header.LENGTH_BYTES, Math.min(BUFFER_BYTES, bytes));
    return ByteBuffer.allocate((int) capacity / Float.BYTES * Float.BYTES); // of whole numbers
  }

  /** The source of the bytes; two threads may read it at once. */
  @FunctionalInterface
  private interface Source {

    /** Reads some bytes from a position on; returns their number, or -1 at the end. */
    int read(ByteBuffer to, long position) throws IOException;
  }

  /** Opens a file; the caller closes it after reading. */
  static FileChannel open(Path file) throws IOException {
    Existing.checkRegularFile(file);
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * Reads an open file.
   *
   * @param name its name in messages
   */
  static ModelReader of(String name, FileChannel file) throws IOException {
    return new ModelReader(name, file::read, file.size());
  }

  /** Reads from memory. */
  static ModelReader of(String name, byte[] bytes) {
    return new ModelReader(name, (to, position) -> copy(bytes, to, position), bytes.length);
  }

  private static int copy(byte[] bytes, ByteBuffer to, long position) {
    int count = (int) Math.min(to.remaining(), bytes.length - position);
    if (count <= 0) {
      return -1;
    }
    to.put(bytes, (int) position, count);
    return count;
  }

  /** Reads the content, which may be damaged until {@link #verify} has returned. */
  ModelContent content() throws IOException {
    byte[] json = new byte[headerBytes()];
    for (int read = 0; read < json.length; read += buffer.limit()) {
      fill(json.length - read);
      buffer.get(json, read, buffer.limit());
    }
    expectedChecksum = takeChecksum(json);
    checksum = CompletableFuture.supplyAsync(() -> checksum(json), executor());
    HeaderParser header = HeaderParser.parse(name, json);
    checkSize(header, json.length);
    ModelContent content = new ModelContent();
    content.text().putAll(header.text());
    for (TensorLayout tensor : header.tensors()) {
      readTensor(tensor, content);
    }
    return content;
  }

  /** Another thread, unless that takes longer to ask than the checksum to compute. */
  private Executor executor() {
    return fileBytes <= BUFFER_BYTES ? Runnable::run : ForkJoinPool.commonPool();
  }

  /** Waits for the checksum of the whole file, and checks it, and that all numbers are finite. */
  void verify() throws IOException {
    try {
      String actual = checksum.join();
      if (!actual.equals(expectedChecksum)) {
        throw problem("damaged: checksum must be %s, was %s".formatted(expectedChecksum, actual));
      }
      if (notFinite != null) {
        throw problem(notFinite);
      }
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /**
   * Computes the checksum of the file, with zeros in its own place. This takes as long as the rest
   * of the reading, and runs in parallel to it.
   */
  private String checksum(byte[] json) {
    MessageDigest digest = Header.sha256();
    digest.update(
        ByteBuffer.allocate(Header.LENGTH_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .flip());
    digest.update(json);
    ByteBuffer bytes = buffer(fileBytes);
    try {
      for (long at = (long) Header.LENGTH_BYTES + json.length; source.read(bytes, at) > 0; ) {
        at += bytes.flip().limit();
        digest.update(bytes);
        bytes.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private int headerBytes() throws IOException {
    if (fileBytes == 0) {
      throw problem("must be a model file, but is empty");
    }
    if (fileBytes < Header.LENGTH_BYTES) {
      throw truncated(Header.LENGTH_BYTES);
    }
    fill(Header.LENGTH_BYTES);
    long bytes = buffer.getLong();
    if (bytes < 2 || bytes > Header.MAX_BYTES) {
      throw problem(
          "not a safetensors file: header must have 2 to %d bytes, but has %s"
              .formatted(Header.MAX_BYTES, Long.toUnsignedString(bytes)));
    }
    if (bytes > fileBytes - Header.LENGTH_BYTES) {
      throw truncated(Header.LENGTH_BYTES + bytes);
    }
    return (int) bytes;
  }

  /**
   * Removes the checksum from the header and leaves zeros, as the writer had when it computed it.
   */
  private String takeChecksum(byte[] json) throws FileFormatException {
    if (json[0] != '{') {
      throw problem(
          "not a safetensors file: header must begin with {, but begins with byte %d"
              .formatted(json[0]));
    }
    byte[] opening = Header.opening();
    int end = opening.length + Header.NO_CHECKSUM.length();
    if (json.length < end || !Arrays.equals(json, 0, opening.length, opening, 0, opening.length)) {
      throw problem(
          "foreign: a safetensors file, but not written by Segue; header must begin with %s"
              .formatted(Header.OPENING));
    }
    String checksum = new String(json, opening.length, Header.NO_CHECKSUM.length(), US_ASCII);
    Arrays.fill(json, opening.length, end, (byte) '0');
    return checksum;
  }

  private void checkSize(HeaderParser header, int headerBytes) throws FileFormatException {
    long end =
        header.tensors().isEmpty() ? 0 : header.tensors().get(header.tensors().size() - 1).end();
    long expected = Header.LENGTH_BYTES + headerBytes + end;
    if (fileBytes < expected) {
      throw truncated(expected);
    }
    if (fileBytes > expected) {
      throw problem("must have %d bytes by its header, but has %d".formatted(expected, fileBytes));
    }
  }

  private void readTensor(TensorLayout tensor, ModelContent content) throws IOException {
    switch (tensor.type()) {
      case F32 -> {
        float[] values = new float[tensor.elements()];
        for (int read = 0; read < values.length; read += buffer.limit() / Float.BYTES) {
          fill((long) (values.length - read) * Float.BYTES);
          buffer.asFloatBuffer().get(values, read, buffer.limit() / Float.BYTES);
        }
        checkFinite(tensor.name(), values);
        content.addFloats(tensor.name(), tensor.shape(), values);
      }
      case U8 -> {
        byte[] values = new byte[tensor.elements()];
        for (int read = 0; read < values.length; read += buffer.limit()) {
          fill(values.length - read);
          buffer.get(values, read, buffer.limit());
        }
        content.addBytes(tensor.name(), tensor.shape(), values);
      }
    }
  }

  /** A wrong number is told of only when the checksum has shown that it is no damage. */
  private void checkFinite(String tensor, float[] values) {
    OptionalInt place = FiniteNumbers.firstOther(values);
    if (place.isPresent() && notFinite == null) {
      notFinite = FiniteNumbers.problem(tensor, values, place.getAsInt());
    }
  }

  /** Reads the next bytes into the buffer, up to its capacity. */
  private void fill(long wanted) throws IOException {
    buffer.clear().limit((int) Math.min(buffer.capacity(), wanted));
    while (buffer.hasRemaining()) {
      int read = source.read(buffer, position);
      if (read < 0) {
        throw problem("truncated while it was read: had %d bytes".formatted(fileBytes));
      }
      position += read;
    }
    buffer.flip();
  }

  private FileFormatException truncated(long expected) {
    return problem("truncated: must have %d bytes, but has %d".formatted(expected, fileBytes));
  }

  private FileFormatException problem(String message) {
    return new FileFormatException(name, message);
  }
}
