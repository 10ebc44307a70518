package dev.segue.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The texts of a catalogue in UTF-8, each once, one after another in as many tensors as it takes.
 * Other tensors name a text by its number, from 0 on. Immutable.
 */
final class TextTable {

  /** Where each text starts, and where the last one ends: the bytes before, of all parts. */
  private static final String STARTS = CatalogueTensors.PREFIX + "texts.starts";

  /** The name of a part, but for its number from 0 on. No text is divided. */
  private static final String PART = CatalogueTensors.PREFIX + "texts.";

  /** How many bytes a part has at most; the longest text has less. */
  private static final int PART_BYTES = 1 << 26;

  private final ModelFile model;
  private final String[] texts;

  private TextTable(ModelFile model, String[] texts) {
    this.model = model;
    this.texts = texts;
  }

  /**
   * Returns a text.
   *
   * @param tensor the tensor that names it, for the message
   * @param number its number
   */
  String text(String tensor, int number) throws FileFormatException {
    if (number < 0 || number >= texts.length) {
      throw model.problem(
          "tensor '%s' must hold numbers of the %d texts, but holds %d"
              .formatted(tensor, texts.length, number));
    }
    return texts[number];
  }

  /** Reads the texts of a model. */
  static TextTable read(ModelFile model) throws FileFormatException {
    List<byte[]> parts = new ArrayList<>();
    long bytes = 0;
    while (model.tensorNames().contains(PART + parts.size())) {
      byte[] part = model.existingBytes(PART + parts.size());
      bytes += part.length;
      parts.add(part);
    }
    long[] starts = TensorNumbers.starts(model, STARTS, bytes, "bytes of texts");
    String[] texts = new String[starts.length - 1];
    int part = 0;
    long before = 0;
    for (int text = 0; text < texts.length; text++) {
      while (part < parts.size() && starts[text] >= before + parts.get(part).length) {
        before += parts.get(part).length;
        part++;
      }
      if (starts[text] == starts[text + 1]) {
        texts[text] = "";
        continue;
      }
      long length = starts[text + 1] - starts[text];
      int from = (int) (starts[text] - before);
      if (length > parts.get(part).length - from) {
        throw problem(model, part, text, "in one part");
      }
      texts[text] = new String(parts.get(part), from, (int) length, UTF_8);
      if (!isValid(texts[text], parts.get(part), from)) {
        throw problem(model, part, text, "UTF-8");
      }
    }
    return new TextTable(model, texts);
  }

  /** Whether bytes are a text that was decoded from them. What replaces others may be meant. */
  private static boolean isValid(String text, byte[] bytes, int from) {
    if (text.indexOf('\uFFFD') < 0) {
      return true;
    }
    byte[] encoded = text.getBytes(UTF_8);
    int to = Math.min(bytes.length, from + encoded.length);
    return Arrays.equals(encoded, 0, encoded.length, bytes, from, to);
  }

  private static FileFormatException problem(ModelFile model, int part, int text, String rule) {
    return model.problem("tensor '%s%d': text %d must be %s".formatted(PART, part, text, rule));
  }

  /** Numbers texts. One thread at a time. */
  static final class Writer {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final LongStream.Builder starts = LongStream.builder();
    private final List<byte[]> parts = new ArrayList<>();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final int partBytes;
    private long bytes;

    Writer() {
      this(PART_BYTES);
    }

    /** Starts a table with parts of that many bytes at most, but for a longer text. */
    Writer(int partBytes) {
      this.partBytes = partBytes;
    }

    /** Returns the number of a text, which is Unicode. */
    int number(String text) {
      Integer known = numbers.putIfAbsent(text, numbers.size());
      return known == null ? add(text) : known;
    }

    private int add(String text) {
      byte[] encoded = text.getBytes(UTF_8);
      if (part.size() + encoded.length > partBytes) {
        endPart();
      }
      starts.add(bytes);
      part.writeBytes(encoded);
      bytes += encoded.length;
      return numbers.size() - 1;
    }

    private void endPart() {
      parts.add(part.toByteArray());
      part.reset();
    }

    /** Puts all texts into the content; this is the last call. */
    void write(ModelContent content) {
      starts.add(bytes);
      if (part.size() > 0) {
        endPart();
      }
      content.addBytes(STARTS, TensorNumbers.bytes(starts.build().toArray()));
      for (int i = 0; i < parts.size(); i++) {
        content.addBytes(PART + i, parts.get(i));
      }
    }
  }
}
