package dev.segue.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * A model file taken apart, so that its parts can be changed one by one and put together again with
 * the checksum of what they are now. One thread at a time.
 */
final class ForgedModel {

  private static final String CHECKSUM = "segue.checksum";
  private static final String NO_CHECKSUM = "00000000";
  private static final int CHECKSUM_AT =
      Long.BYTES + "{\"__metadata__\":{\"segue.checksum\":\"".length();

  private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern TEXT = Pattern.compile(STRING + ":" + STRING + ",?");
  private static final Pattern TENSOR =
      Pattern.compile(
          STRING
              + ":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([\\d,]*)\\],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

  private static final String[] TEXTS = {
    "",
    "0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "true",
    "false",
    "none",
    "2147483647",
    "-2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "1e400",
    "-0.0",
    "NaN",
    "Infinity",
    "0 0 0 0",
    "1 2",
    "0.5 0.5",
    "1e308 1e308",
    "PT0S",
    "PT-1S",
    "PT9223372036854775807S",
    "Asia/Tokyo",
    "bm25",
    "lstm",
    "popularity",
    "\\u0000",
    "\\u0663",
    "x",
    "10000000"
  };
  private static final String[] OPTIONAL = {
    "skips",
    "memory",
    "clock",
    "recency",
    "artist_recency",
    "residual",
    "updates",
    "ensemble",
    "half_life_seconds",
    "side_by_side",
    "segue.training.split",
    "segue.training.until",
    "segue.training.session_gap",
    "segue.training.minimum_plays",
    "training.epochs",
    "dimensions",
    "training.playlists",
    "segue.training.session_max",
    "segue.training.format",
    "steps"
  };
  private static final float[] FLOATS = {
    0,
    -0f,
    1,
    -1,
    1e-45f,
    1e-38f,
    1e10f,
    -1e10f,
    1e19f,
    1e30f,
    -1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    5,
    6,
    -1,
    127,
    128,
    255,
    256,
    65_536,
    0x7fff_ffff,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** A tensor as the header has it, which need not be true of the data. */
  private record Tensor(String name, String type, String shape, long begin, long end) {

    String json() {
      return "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
          .formatted(name, type, shape, begin, end);
    }

    Tensor moved(long bytes) {
      return new Tensor(name, type, shape, begin + bytes, end + bytes);
    }
  }

  /** The texts by name, both as JSON has them. */
  private final Map<String, String> texts = new LinkedHashMap<>();

  private final List<Tensor> tensors = new ArrayList<>();
  private byte[] data;

  ForgedModel(byte[] valid) {
    int header = (int) littleEndian(valid).getLong(0);
    String json = new String(valid, Long.BYTES, header, UTF_8);
    int tensorsAt = json.indexOf('}') + 1;
    Matcher text = TEXT.matcher(json.substring(json.indexOf('{', 1), tensorsAt));
    while (text.find()) {
      texts.put(text.group(1), text.group(2));
    }
    texts.remove(CHECKSUM);
    Matcher tensor = TENSOR.matcher(json.substring(tensorsAt));
    while (tensor.find()) {
      tensors.add(
          new Tensor(
              tensor.group(1),
              tensor.group(2),
              tensor.group(3),
              Long.parseLong(tensor.group(4)),
              Long.parseLong(tensor.group(5))));
    }
    data = Arrays.copyOfRange(valid, Long.BYTES + header, valid.length);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Changes a file in some places, and its checksum accordingly. */
  static byte[] forge(byte[] valid, FuzzedDataProvider fuzz) {
    return forge(valid, fuzz, 3);
  }

  private static byte[] forge(byte[] valid, FuzzedDataProvider fuzz, int depth) {
    ForgedModel model = new ForgedModel(valid);
    for (int changes = fuzz.consumeInt(1, 5); changes > 0; changes--) {
      model.change(fuzz, depth);
    }
    byte[] json = model.json().getBytes(UTF_8);
    for (int changes = fuzz.consumeInt(-6, 2); changes > 0; changes--) {
      json[fuzz.consumeInt(0, json.length - 1)] = fuzz.consumeByte();
    }
    byte[] file =
        littleEndian(new byte[Long.BYTES + json.length + model.data.length])
            .putLong(fuzz.consumeInt(0, 30) == 1 ? fuzz.consumeLong() : json.length)
            .put(json)
            .put(model.data)
            .array();
    return withChecksum(fuzz.consumeInt(0, 30) == 1 ? cut(file, fuzz) : file);
  }

  private static byte[] cut(byte[] bytes, FuzzedDataProvider fuzz) {
    return Arrays.copyOf(bytes, fuzz.consumeInt(0, bytes.length + 9));
  }

  /** Puts the file together as its parts are, without changes if there were none. */
  byte[] bytes() {
    byte[] json = json().getBytes(UTF_8);
    return withChecksum(
        littleEndian(new byte[Long.BYTES + json.length + data.length])
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
  }

  /** Computes the checksum of a file anew; one that is too short to have any stays as it is. */
  static byte[] withChecksum(byte[] file) {
    byte[] bytes = file.clone();
    int end = CHECKSUM_AT + NO_CHECKSUM.length();
    if (bytes.length >= end) {
      Arrays.fill(bytes, CHECKSUM_AT, end, (byte) '0');
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      byte[] digits = "%08x".formatted(checksum.getValue()).getBytes(ISO_8859_1);
      System.arraycopy(digits, 0, bytes, CHECKSUM_AT, digits.length);
    }
    return bytes;
  }

  private String json() {
    String metadata =
        texts.entrySet().stream()
            .map(each -> ",\"%s\":\"%s\"".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    String rest = tensors.stream().map(each -> "," + each.json()).collect(Collectors.joining());
    String json =
        "{\"__metadata__\":{\"%s\":\"%s\"%s}%s}".formatted(CHECKSUM, NO_CHECKSUM, metadata, rest);
    // As the writer does: tensors begin at a multiple of 8 bytes.
    return json + " ".repeat(-json.getBytes(UTF_8).length & 7);
  }

  private void change(FuzzedDataProvider fuzz, int depth) {
    switch (fuzz.consumeInt(0, 11)) {
      case 0, 1 -> texts.put(pick(texts, fuzz), text(fuzz));
      case 2 -> texts.remove(pick(texts, fuzz));
      case 3 -> texts.put(fuzz.pickValue(OPTIONAL), text(fuzz));
      case 4 -> changeTensor(fuzz);
      case 5, 6, 7 -> changeNumber(fuzz);
      case 8 -> changeByte(fuzz);
      case 9 -> resize(fuzz);
      case 10 -> removeTensor(fuzz);
      default -> changePart(fuzz, depth);
    }
  }

  private static String pick(Map<String, String> texts, FuzzedDataProvider fuzz) {
    return texts.isEmpty() ? "segue.kind" : fuzz.pickValue(List.copyOf(texts.keySet()));
  }

  private String text(FuzzedDataProvider fuzz) {
    return switch (fuzz.consumeInt(0, 3)) {
      case 0, 1 -> fuzz.pickValue(TEXTS);
      case 2 -> texts.getOrDefault(pick(texts, fuzz), "");
      default -> fuzz.consumeAsciiString(12).replaceAll("[\\x00-\\x1f\"\\\\]", "");
    };
  }

  private void changeTensor(FuzzedDataProvider fuzz) {
    if (tensors.isEmpty()) {
      return;
    }
    int place = fuzz.consumeInt(0, tensors.size() - 1);
    Tensor old = tensors.get(place);
    long number = fuzz.pickValue(NUMBERS);
    tensors.set(
        place,
        switch (fuzz.consumeInt(0, 5)) {
          case 0 ->
              new Tensor(
                  old.name,
                  fuzz.pickValue(new String[] {"F32", "U8", "F64", ""}),
                  old.shape,
                  old.begin,
                  old.end);
          case 1 -> new Tensor(old.name, old.type, shape(old, fuzz, number), old.begin, old.end);
          case 2 -> new Tensor(old.name, old.type, old.shape, number, old.end);
          case 3 -> new Tensor(old.name, old.type, old.shape, old.begin, number);
          case 4 -> old.moved(number);
          default ->
              new Tensor(
                  tensors.get(fuzz.consumeInt(0, tensors.size() - 1)).name,
                  old.type,
                  old.shape,
                  old.begin,
                  old.end);
        });
  }

  private static String shape(Tensor tensor, FuzzedDataProvider fuzz, long number) {
    List<String> sizes = new ArrayList<>(List.of(tensor.shape.split(",")));
    switch (fuzz.consumeInt(0, 3)) {
      case 0 -> sizes.add(Long.toString(number));
      case 1 -> sizes.add("1");
      case 2 -> sizes.add(0, sizes.remove(sizes.size() - 1));
      default -> sizes.set(fuzz.consumeInt(0, sizes.size() - 1), Long.toString(number));
    }
    return String.join(",", sizes);
  }

  /** Writes a number over another one of a tensor. */
  private void changeNumber(FuzzedDataProvider fuzz) {
    Tensor tensor = whole(fuzz);
    if (tensor == null) {
      return;
    }
    boolean eight = tensor.name.endsWith("starts") && tensor.name.startsWith("catalogue");
    int size = eight ? Long.BYTES : Float.BYTES;
    int last = (int) (tensor.end - tensor.begin) / size - 1;
    if (last < 0) {
      return;
    }
    int at = (int) tensor.begin + size * fuzz.consumeInt(0, last);
    long number = fuzz.consumeBoolean() ? fuzz.pickValue(NUMBERS) : fuzz.consumeInt(-2, 300);
    if (tensor.type.equals("F32")) {
      boolean ordinary = fuzz.consumeBoolean();
      littleEndian(data).putFloat(at, ordinary ? fuzz.consumeFloat() : fuzz.pickValue(FLOATS));
    } else if (eight) {
      littleEndian(data).putLong(at, number);
    } else {
      littleEndian(data).putInt(at, (int) number);
    }
  }

  private void changeByte(FuzzedDataProvider fuzz) {
    if (data.length > 0) {
      data[fuzz.consumeInt(0, data.length - 1)] = fuzz.consumeByte();
    }
  }

  /** Makes a tensor shorter or longer, with the rest of the file in accordance. */
  private void resize(FuzzedDataProvider fuzz) {
    Tensor tensor = whole(fuzz);
    if (tensor != null) {
      int size = tensor.type.equals("F32") ? Float.BYTES : 1;
      int elements = (int) (tensor.end - tensor.begin) / size;
      int now = Math.max(0, elements + fuzz.consumeInt(-9, 9));
      byte[] old = Arrays.copyOfRange(data, (int) tensor.begin, (int) tensor.end);
      replace(tensor, Arrays.copyOf(old, now * size), Integer.toString(now));
    }
  }

  private void removeTensor(FuzzedDataProvider fuzz) {
    Tensor tensor = whole(fuzz);
    if (tensor != null) {
      replace(tensor, new byte[0], "0");
      tensors.removeIf(each -> each.name.equals(tensor.name));
    }
  }

  /** Changes a model file within this one. */
  private void changePart(FuzzedDataProvider fuzz, int depth) {
    List<Tensor> parts =
        tensors.stream()
            .filter(each -> isWhole(each) && each.type.equals("U8"))
            .filter(each -> each.name.startsWith("part.") || each.name.equals("best"))
            .toList();
    if (depth > 0 && !parts.isEmpty()) {
      Tensor part = fuzz.pickValue(parts);
      byte[] old = Arrays.copyOfRange(data, (int) part.begin, (int) part.end);
      if (old.length > CHECKSUM_AT + NO_CHECKSUM.length() && isModel(old)) {
        byte[] now = forge(old, fuzz, depth - 1);
        replace(part, now, Integer.toString(now.length));
      }
    }
  }

  /** Whether bytes that may have been changed before can be taken apart. */
  private static boolean isModel(byte[] bytes) {
    long header = littleEndian(bytes).getLong(0);
    if (header <= 0 || header > bytes.length - Long.BYTES) {
      return false;
    }
    String json = new String(bytes, Long.BYTES, (int) header, ISO_8859_1);
    int texts = json.indexOf('{', 1);
    return json.contains(CHECKSUM) && texts > 0 && json.indexOf('}') > texts;
  }

  /** Returns a tensor that is where the header says; null if there is none. */
  private Tensor whole(FuzzedDataProvider fuzz) {
    List<Tensor> whole = tensors.stream().filter(this::isWhole).toList();
    return whole.isEmpty() ? null : fuzz.pickValue(whole);
  }

  private boolean isWhole(Tensor tensor) {
    return tensor.begin >= 0 && tensor.begin <= tensor.end && tensor.end <= data.length;
  }

  private void replace(Tensor tensor, byte[] bytes, String shape) {
    int more = bytes.length - (int) (tensor.end - tensor.begin);
    byte[] all = new byte[data.length + more];
    System.arraycopy(data, 0, all, 0, (int) tensor.begin);
    System.arraycopy(bytes, 0, all, (int) tensor.begin, bytes.length);
    int rest = data.length - (int) tensor.end;
    System.arraycopy(data, (int) tensor.end, all, all.length - rest, rest);
    data = all;
    tensors.replaceAll(
        each ->
            each == tensor
                ? new Tensor(each.name, each.type, shape, each.begin, each.end + more)
                : each.begin >= tensor.end ? each.moved(more) : each);
  }
}
