package dev.segue.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Writes a model file whole or not at all. */
final class ModelWriter {

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int HEADER_ALIGNMENT = 8;

  private final Content content;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final MessageDigest digest = Header.sha256();

  private ModelWriter(Content content, FileChannel channel) {
    this.content = content;
    this.channel = channel;
  }

  static void write(Path file, Content content) throws IOException {
    // What a symbolic link leads to is replaced, not the link.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "must be a file, is a directory");
    }
    Path folder = Objects.requireNonNull(target.getParent(), "only a directory has no parent");
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    Path temporary = folder.resolve(".segue-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        new ModelWriter(content, channel).write();
        channel.force(true);
      }
      replace(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(folder);
  }

  private static void replace(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; the file itself is on disk.
    }
  }

  private void write() throws IOException {
    byte[] json = header();
    ByteBuffer length = ByteBuffer.allocate(Header.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    write(length.putLong(json.length).flip());
    write(ByteBuffer.wrap(json));
    for (float[] values : content.floats().values()) {
      for (int written = 0; written < values.length; written += buffer.limit() / Float.BYTES) {
        int count = Math.min(BUFFER_BYTES / Float.BYTES, values.length - written);
        buffer.clear().limit(count * Float.BYTES);
        buffer.asFloatBuffer().put(values, written, count);
        write(buffer);
      }
    }
    for (byte[] values : content.bytes().values()) {
      write(ByteBuffer.wrap(values));
    }
    ByteBuffer checksum =
        ByteBuffer.wrap(HexFormat.of().formatHex(digest.digest()).getBytes(US_ASCII));
    long position = (long) Header.LENGTH_BYTES + Header.opening().length;
    while (checksum.hasRemaining()) {
      position += channel.write(checksum, position);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    int end = bytes.limit();
    while (bytes.position() < end) {
      // In blocks, as the channel copies what it is given.
      bytes.limit(bytes.position() + Math.min(BUFFER_BYTES, end - bytes.position()));
      channel.write(bytes);
    }
  }

  private byte[] header() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = Header.JSON.createGenerator(json)) {
      generator.writeStartObject();
      generator.writeObjectFieldStart(Header.METADATA);
      generator.writeStringField(Header.CHECKSUM, Header.NO_CHECKSUM);
      for (Map.Entry<String, String> entry : content.text().entrySet()) {
        generator.writeStringField(entry.getKey(), entry.getValue());
      }
      generator.writeEndObject();
      for (TensorLayout tensor : layout()) {
        writeLayout(generator, tensor);
      }
      generator.writeEndObject();
    }
    while (json.size() % HEADER_ALIGNMENT != 0) {
      json.write(' ');
    }
    if (json.size() > Header.MAX_BYTES) {
      throw new IllegalArgumentException(
          "text and tensor names must fit into %d bytes, were %d"
              .formatted(Header.MAX_BYTES, json.size()));
    }
    return json.toByteArray();
  }

  /** Floats first, so that each of them lies at a multiple of 4 bytes. */
  private List<TensorLayout> layout() {
    List<TensorLayout> tensors = new ArrayList<>();
    long begin = 0;
    for (String name : content.floats().keySet()) {
      begin = add(tensors, name, TensorLayout.Type.F32, begin);
    }
    for (String name : content.bytes().keySet()) {
      begin = add(tensors, name, TensorLayout.Type.U8, begin);
    }
    return tensors;
  }

  private long add(List<TensorLayout> tensors, String name, TensorLayout.Type type, long begin) {
    List<Integer> shape = Objects.requireNonNull(content.shapes().get(name), name);
    long end = begin + (long) TensorLayout.elements(shape).orElseThrow() * type.bytes();
    tensors.add(new TensorLayout(name, type, shape, begin, end));
    return end;
  }

  private static void writeLayout(JsonGenerator generator, TensorLayout tensor) throws IOException {
    generator.writeObjectFieldStart(tensor.name());
    generator.writeStringField("dtype", tensor.type().name());
    generator.writeArrayFieldStart("shape");
    for (int dimension : tensor.shape()) {
      generator.writeNumber(dimension);
    }
    generator.writeEndArray();
    generator.writeArrayFieldStart("data_offsets");
    generator.writeNumber(tensor.begin());
    generator.writeNumber(tensor.end());
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
