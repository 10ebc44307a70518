package dev.segue.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.segue.FileFormatException;
import dev.segue.files.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** Reads a model file; allocates no more memory than the file has bytes. One thread at a time. */
final class ModelReader {

  private static final int BUFFER_BYTES = 1 << 18;

  private final String name;
  private final Source source;
  private final long fileBytes;
  private final ByteBuffer buffer;

  /** The floats in the buffer, as bits. */
  private final int[] bits;

  /** Of the bytes read. */
  private final CRC32 checksum = new CRC32();

  private long position;

  private ModelReader(String name, Source source, long fileBytes, ByteBuffer buffer) {
    this.name = name;
    this.source = source;
    this.fileBytes = fileBytes;
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
    this.bits = new int[buffer.capacity() / Float.BYTES];
  }

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
    return new ModelReader(name, file::read, file.size(), ByteBuffer.allocateDirect(BUFFER_BYTES));
  }

  /** Reads from memory. */
  static ModelReader of(String name, byte[] bytes) {
    // No larger than need be: a blend may have thousands of small parts.
    int capacity = Math.min(BUFFER_BYTES, Math.max(bytes.length, Header.LENGTH_BYTES));
    return new ModelReader(
        name,
        (to, position) -> copy(bytes, to, position),
        bytes.length,
        ByteBuffer.allocate(capacity / Float.BYTES * Float.BYTES)); // whole numbers
  }

  private static int copy(byte[] bytes, ByteBuffer to, long position) {
    int count = (int) Math.min(to.remaining(), bytes.length - position);
    if (count <= 0) {
      return -1;
    }
    to.put(bytes, (int) position, count);
    return count;
  }

  /** Reads all, and checks the header, then the checksum, then the numbers. */
  ModelContent read() throws IOException {
    byte[] json = new byte[headerBytes()];
    for (int read = 0; read < json.length; read += buffer.limit()) {
      fill(json.length - read);
      buffer.get(json, read, buffer.limit());
    }
    String expected = takeChecksum(json);
    HeaderParser header = HeaderParser.parse(name, json);
    checkSize(header, json.length);
    checksum.reset(); // with zeros in its own place
    checksum.update(buffer.clear().putLong(json.length).flip());
    checksum.update(json);
    ModelContent content = new ModelContent();
    content.text().putAll(header.text());
    for (TensorLayout tensor : header.tensors()) {
      readTensor(tensor, content);
    }
    String actual = Header.digits(checksum);
    if (!actual.equals(expected)) {
      throw problem("damaged: checksum must be %s, was %s".formatted(expected, actual));
    }
    checkFinite(content);
    return content;
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
        int magnitude = 0;
        for (int read = 0; read < values.length; read += buffer.limit() / Float.BYTES) {
          fill((long) (values.length - read) * Float.BYTES);
          buffer.asFloatBuffer().get(values, read, buffer.limit() / Float.BYTES);
          magnitude = Math.max(magnitude, magnitude());
        }
        content.addFloats(tensor.name(), tensor.shape(), values);
        content.magnitudes().put(tensor.name(), Float.intBitsToFloat(magnitude));
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

  /**
   * Returns the largest absolute value of the floats in the buffer, as bits: these are in the order
   * of the values, and those of numbers that are not finite come last.
   */
  private int magnitude() {
    int count = buffer.limit() / Integer.BYTES;
    buffer.asIntBuffer().get(bits, 0, count);
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, bits[i] & Integer.MAX_VALUE); // without the sign
    }
    return largest;
  }

  private void checkFinite(ModelContent content) throws FileFormatException {
    for (Map.Entry<String, Float> each : content.magnitudes().entrySet()) {
      if (!Float.isFinite(each.getValue())) {
        float[] values = Objects.requireNonNull(content.floats().get(each.getKey()));
        throw problem(FiniteNumbers.problem(each.getKey(), values));
      }
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
    checksum.update(buffer.flip());
    buffer.rewind();
  }

  private FileFormatException truncated(long expected) {
    return problem("truncated: must have %d bytes, but has %d".formatted(expected, fileBytes));
  }

  private FileFormatException problem(String message) {
    return new FileFormatException(name, message);
  }
}
