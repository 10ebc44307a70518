package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/**
 * The encoding of a text whose format does not say it. Immutable.
 *
 * @param charset the encoding
 */
public record TextEncoding(Charset charset) {

  /** What nearly everybody writes. */
  public static final TextEncoding UNICODE = new TextEncoding(UTF_8);

  /** What programs on Windows write that know nothing of Unicode. */
  public static final TextEncoding WINDOWS = new TextEncoding(Charset.forName("windows-1252"));

  private static final char UNKNOWN = '\uFFFD';

  private static final int BLOCK = 1 << 13;

  /**
   * Finds out the encoding of a file by all of its bytes.
   *
   * @param file the file
   * @return UTF-8, also if some of it is not valid, but more of what is not ASCII is; or else
   *     windows-1252
   * @throws IOException if the file cannot be read
   */
  public static TextEncoding of(InputFile file) throws IOException {
    try (InputStream stream = file.open()) {
      return isUnicode(stream) ? UNICODE : WINDOWS;
    }
  }

  private static boolean isUnicode(InputStream stream) throws IOException {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK).flip();
    CharBuffer characters = CharBuffer.allocate(BLOCK);
    long valid = 0;
    long invalid = 0;
    boolean ended = false;
    while (!ended || bytes.hasRemaining()) {
      bytes.compact();
      int read = stream.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = read < 0;
      bytes.position(bytes.position() + Math.max(0, read)).flip();
      CoderResult result = decoder.decode(bytes, characters, ended);
      while (result.isError()) {
        invalid++;
        bytes.position(bytes.position() + result.length());
        result = decoder.decode(bytes, characters, ended);
      }
      for (int at = 0; at < characters.position(); at++) {
        valid += characters.get(at) >= 0x80 ? 1 : 0;
      }
      characters.clear();
    }
    return invalid == 0 || valid > invalid;
  }

  /**
   * Returns the encoding of a name that a file gives.
   *
   * @param name such as {@code windows-1251}
   * @return the encoding
   * @throws IllegalArgumentException if it is not known
   */
  public static TextEncoding named(String name) {
    try {
      return new TextEncoding(Charset.forName(name.strip()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "encoding must be one that is known, such as UTF-8 or windows-1252, was "
              + Quotation.quote(name.strip()),
          e);
    }
  }

  /**
   * Returns a reader of a text in this encoding.
   *
   * @param stream the text, closed with the reader
   * @return a {@link Utf8Reader} if that is the encoding
   */
  public Reader reader(InputStream stream) {
    return equals(UNICODE) ? new Utf8Reader(stream) : new InputStreamReader(stream, charset);
  }

  /**
   * Decodes bytes.
   *
   * @param bytes the bytes
   * @param from the first
   * @param to behind the last
   * @return the text
   * @throws CharacterCodingException if they are not in this encoding; all bytes are in
   *     windows-1252, where the five that it leaves open are control characters, as in browsers
   */
  public String decode(byte[] bytes, int from, int to) throws CharacterCodingException {
    if (!equals(WINDOWS)) {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    }
    String text = new String(bytes, from, to - from, charset);
    if (text.indexOf(UNKNOWN) < 0) {
      return text;
    }
    char[] characters = text.toCharArray();
    for (int at = 0; at < characters.length; at++) {
      characters[at] =
          characters[at] == UNKNOWN ? (char) (bytes[from + at] & 0xFF) : characters[at];
    }
    return new String(characters);
  }
}
