package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.function.Function;

/** Text in UTF-16 that says so by its byte-order mark, as UTF-8. One thread at a time. */
final class Utf16Stream extends InputStream {

  private static final int BLOCK = 1 << 13;

  private final Reader text;
  private final Function<String, FileFormatException> fault;
  private final char[] characters = new char[BLOCK + 1];
  private byte[] bytes = new byte[0];
  private int next;

  /** A first half of a character whose second half is in the next block; 0 if there is none. */
  private char half;

  /**
   * Makes the stream.
   *
   * @param fault makes the error for text that is not UTF-16
   */
  Utf16Stream(InputStream stream, Function<String, FileFormatException> fault) {
    this.text =
        new InputStreamReader(
            stream,
            UTF_16
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    this.fault = fault;
  }

  /** Whether a file begins with a byte-order mark of UTF-16. */
  static boolean begins(byte[] first) {
    return first.length >= 2 && (first[0] & first[1] & 0xFF) >= 0xFE && first[0] != first[1];
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int read = Math.min(count, bytes.length - next);
    System.arraycopy(bytes, next, target, from, read);
    next += read;
    return read;
  }

  /** Whether there is another byte; reads a block if need be. */
  private boolean fill() throws IOException {
    while (next == bytes.length) {
      int kept = half == 0 ? 0 : 1;
      characters[0] = half;
      int read = decoded(kept);
      if (read < 0) {
        return false;
      }
      int size = kept + read;
      half = Character.isHighSurrogate(characters[size - 1]) ? characters[--size] : 0;
      bytes = new String(characters, 0, size).getBytes(UTF_8);
      next = 0;
    }
    return true;
  }

  private int decoded(int from) throws IOException {
    try {
      return text.read(characters, from, BLOCK);
    } catch (CharacterCodingException e) {
      throw fault.apply("must be UTF-16 text, as its byte-order mark says, but is not");
    }
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
