package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.MalformedInputException;

/**
 * Decodes a stream that must be valid UTF-8 without NUL, and drops a byte-order mark. Unlike the
 * platform's reader, it returns everything before a fault first, so that a parser knows the line.
 * One thread at a time.
 */
public final class Utf8Reader extends Reader {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream stream;
  private final CharsetDecoder decoder = UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private boolean begun;
  private boolean ended;
  private boolean atNul;

  /**
   * Creates a reader.
   *
   * @param stream the stream to decode, closed with this reader
   */
  public Utf8Reader(InputStream stream) {
    this.stream = stream;
  }

  /**
   * Reads more characters.
   *
   * @throws CharacterCodingException if the next byte is NUL, or not UTF-8
   */
  @Override
  public int read(char[] target, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    CharBuffer characters = CharBuffer.wrap(target, from, count).slice();
    while (characters.position() == 0) {
      if (ended && !bytes.hasRemaining()) {
        return -1;
      }
      decode(characters);
      if (!begun && characters.position() > 0) {
        begun = true;
        dropByteOrderMark(characters);
      }
    }
    return characters.position();
  }

  private void decode(CharBuffer characters) throws IOException {
    if (atNul) {
      throw new MalformedInputException(1);
    }
    CoderResult result = decoder.decode(bytes, characters, ended);
    if (characters.position() > 0) {
      stopAtNul(characters);
      return;
    }
    if (result.isError()) {
      throw new MalformedInputException(result.length());
    }
    if (result.isOverflow()) {
      throw new IllegalArgumentException("there must be room for 2 characters");
    }
    bytes.compact();
    int read = stream.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = read < 0;
    bytes.position(bytes.position() + Math.max(0, read)).flip();
  }

  private void stopAtNul(CharBuffer characters) {
    for (int at = 0; at < characters.position() && !atNul; at++) {
      if (characters.get(at) == 0) {
        atNul = true;
        characters.position(at);
      }
    }
  }

  private static void dropByteOrderMark(CharBuffer characters) {
    if (characters.get(0) == BYTE_ORDER_MARK) {
      characters.flip().position(1);
      characters.compact();
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
