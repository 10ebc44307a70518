package dev.segue.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** Writes a model file in two passes over its content: one for the checksum, one for the file. */
final class ModelWriter {

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int HEADER_ALIGNMENT = 8;

  private final ModelContent content;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private ModelWriter(ModelContent content) {
    this.content = content;
  }

  static void write(ModelContent content, OutputStream out) throws IOException {
    new ModelWriter(content).write(out);
  }

  /** Receives the bytes of the file block by block. */
  @FunctionalInterface
  private interface Sink {
    void take(byte[] bytes, int offset, int length) throws IOException;
  }

  private void write(OutputStream out) throws IOException {
    byte[] json = header();
    CRC32 checksum = new CRC32();
    write(json, checksum::update);
    byte[] digits = Header.digits(checksum).getBytes(US_ASCII);
    System.arraycopy(digits, 0, json, Header.opening().length, digits.length);
    write(json, out::write);
  }

  private void write(byte[] json, Sink sink) throws IOException {
    sink.take(buffer.clear().putLong(json.length).array(), 0, Header.LENGTH_BYTES);
    writeBytes(json, sink);
    for (float[] values : content.floats().values()) {
      for (int written = 0; written < values.length; written += BUFFER_BYTES / Float.BYTES) {
        int count = Math.min(BUFFER_BYTES / Float.BYTES, values.length - written);
        buffer.clear().asFloatBuffer().put(values, written, count);
        sink.take(buffer.array(), 0, count * Float.BYTES);
      }
    }
    for (byte[] values : content.bytes().values()) {
      writeBytes(values, sink);
    }
  }

  /** Writes in blocks, since a channel copies each array it gets. */
  private static void writeBytes(byte[] bytes, Sink sink) throws IOException {
    for (int written = 0; written < bytes.length; written += BUFFER_BYTES) {
      sink.take(bytes, written, Math.min(BUFFER_BYTES, bytes.length - written));
    }
  }

  private byte[] header() throws IOException {
    checkNumber("texts", 1 + content.text().size());
    checkNumber("tensors", content.shapes().size());
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
          "text and tensor names must fit into %d bytes, but take %d"
              .formatted(Header.MAX_BYTES, json.size()));
    }
    return json.toByteArray();
  }

  private static void checkNumber(String what, int number) {
    if (number > Header.MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "a model must have at most %d %s, but has %d"
              .formatted(Header.MAX_ENTRIES, what, number));
    }
  }

  /** Puts floats first, so that each is at a multiple of 4 bytes. */
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
