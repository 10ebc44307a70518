package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.FileFormatException;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a UTF-8 text file; faults name their line. */
public final class TextLines implements AutoCloseable {

  private static final int NUMBER_CHARACTERS = 20;

  /** A line of all song ids grows with the catalogue. */
  private static final int MAX_LINE_BYTES = 1 << 28;

  private final ByteLines lines;

  private TextLines(ByteLines lines) {
    this.lines = lines;
  }

  /**
   * Opens a file, which may be compressed, and whose lines may be long.
   *
   * @param file the file
   * @return the lines, positioned before the first
   * @throws IOException if there is no such file, it is a folder, or it cannot be read
   */
  public static TextLines open(Path file) throws IOException {
    return open(InputFile.single(file), MAX_LINE_BYTES);
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param longest the most bytes that a line may have
   * @return the lines, positioned before the first
   * @throws IOException if the file cannot be read
   */
  public static TextLines open(InputFile file, int longest) throws IOException {
    return new TextLines(ByteLines.open(file, longest));
  }

  /**
   * Reads the next line.
   *
   * @return the line without its end, or null after the last
   * @throws FileFormatException if the line is too long or not text
   * @throws IOException if the file cannot be read
   */
  public @Nullable String next() throws IOException {
    return lines.next() ? decode(lines.bytes(), lines.from(), lines.to()) : null;
  }

  /**
   * Reads the next line, which must exist.
   *
   * @param expected what it holds, as the start of a sentence
   * @return the line without its end
   * @throws FileFormatException if the file ends here, or the line is too long or not text
   * @throws IOException if the file cannot be read
   */
  public String next(String expected) throws IOException {
    String line = next();
    if (line == null) {
      throw fault(expected + " was expected, but the file ends here");
    }
    return line;
  }

  /**
   * Parses the whole numbers of a line, separated by white space.
   *
   * @param line the line read last
   * @param name what each of them is, as the start of a sentence
   * @param max the largest allowed
   * @return the numbers, from 0 to {@code max}
   * @throws FileFormatException if one is not a number, or not in this range
   */
  public int[] integers(String line, String name, int max) throws FileFormatException {
    int[] values = new int[(line.length() + 1) / 2];
    int count = 0;
    int end = 0;
    for (int start = skipSpace(line, 0); start < line.length(); start = skipSpace(line, end)) {
      long value = 0;
      for (end = start; end < line.length() && !isSpace(line.charAt(end)); end++) {
        int digit = line.charAt(end) - '0';
        value = digit < 0 || digit > 9 || value > max ? Long.MAX_VALUE : 10 * value + digit;
      }
      if (value > max) {
        throw notInteger(line.substring(start, end), name, max);
      }
      values[count++] = (int) value;
    }
    return Arrays.copyOf(values, count);
  }

  /**
   * Describes a fault in the line read last, or at the end of the file.
   *
   * @param problem the broken rule and the value
   * @return the exception to throw
   */
  public FileFormatException fault(String problem) {
    return lines.fault(problem);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private FileFormatException notInteger(String token, String name, int max) {
    boolean integer = token.matches("-?[0-9]{1," + NUMBER_CHARACTERS + "}");
    return fault(
        integer
            ? "%s must be in 0..%d, was %s".formatted(name, max, token)
            : "%s must be a whole number, was %s".formatted(name, Quotation.quote(token)));
  }

  private String decode(byte[] bytes, int from, int to) throws FileFormatException {
    boolean ascii = true;
    for (int at = from; at < to; at++) {
      ascii &= bytes[at] >= 0;
      if (bytes[at] == 0) {
        throw fault("must be text, but holds a NUL byte");
      }
    }
    if (ascii) {
      return new String(bytes, from, to - from, ISO_8859_1);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      throw fault("must be UTF-8 text, but is not");
    }
  }

  private static int skipSpace(String line, int from) {
    int at = from;
    while (at < line.length() && isSpace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }
}
