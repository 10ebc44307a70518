package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.quotation.Quotation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes ids and other texts to fit on the lines of the Yes.com format, without loss. */
final class YesText {

  /** The publisher escapes some slashes and ampersands and leaves the rest as they are. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\/|&amp;|&#([0-9]{1,7});");

  /**
   * The prefix of an id that is written as a URL (RFC 2397), because it would not fit otherwise.
   */
  private static final String DATA_URL_PREFIX = "data:,";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private YesText() {}

  /** Escapes tabs and line breaks in a text, and white space around it. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    int character;
    for (int at = 0; at < text.length(); at += Character.charCount(character)) {
      character = text.codePointAt(at);
      boolean outermost = at == 0 || at + Character.charCount(character) == text.length();
      if (character == '&') {
        escaped.append("&amp;");
      } else if (character == '/') {
        escaped.append("\\/");
      } else if (Character.isISOControl(character)
          || (outermost && Character.isWhitespace(character))) {
        escaped.append("&#").append(character).append(';');
      } else {
        escaped.appendCodePoint(character);
      }
    }
    return escaped.toString();
  }

  /** Reverses {@link #escape}. */
  static String unescape(String escaped) {
    Matcher matcher = ESCAPED.matcher(escaped.strip());
    return matcher.replaceAll(found -> Matcher.quoteReplacement(character(found)));
  }

  private static String character(MatchResult found) {
    if (found.group(1) == null) {
      return found.group().equals("\\/") ? "/" : "&";
    }
    int character = Integer.parseInt(found.group(1));
    return Character.isValidCodePoint(character)
            && Character.getType(character) != Character.SURROGATE
        ? Character.toString(character)
        : found.group();
  }

  /** Encodes an id for line 1, where white space separates ids. */
  static String token(String id) {
    boolean fits =
        !id.startsWith(DATA_URL_PREFIX)
            && id.chars()
                .noneMatch(
                    character ->
                        Character.isWhitespace(character)
                            || Character.isISOControl(character)
                            || character == '\uFEFF');
    return fits ? id : DATA_URL_PREFIX + percentEncoded(id);
  }

  private static String percentEncoded(String id) {
    StringBuilder encoded = new StringBuilder(3 * id.length());
    for (byte value : id.getBytes(UTF_8)) {
      if (value > ' ' && value < 0x7F && value != '%') {
        encoded.append((char) value);
      } else {
        encoded.append('%').append(HEX.toHexDigits(value));
      }
    }
    return encoded.toString();
  }

  /**
   * Reverses {@link #token}.
   *
   * @throws IllegalArgumentException if the token is not an id
   */
  static String id(String token) {
    if (!token.startsWith(DATA_URL_PREFIX)) {
      return token;
    }
    String rule =
        "song id that begins with %s must be percent-encoded UTF-8, was %s"
            .formatted(DATA_URL_PREFIX, Quotation.quote(token));
    try {
      String id = percentDecoded(token.substring(DATA_URL_PREFIX.length()));
      if (id.isEmpty()) {
        throw new IllegalArgumentException(rule);
      }
      return id;
    } catch (CharacterCodingException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(rule, e);
    }
  }

  private static String percentDecoded(String encoded) throws CharacterCodingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] characters = encoded.getBytes(UTF_8);
    for (int at = 0; at < characters.length; at++) {
      if (characters[at] == '%') {
        int high = HexFormat.fromHexDigit(characters[++at]);
        bytes.write(16 * high + HexFormat.fromHexDigit(characters[++at]));
      } else {
        bytes.write(characters[at]);
      }
    }
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
  }
}
