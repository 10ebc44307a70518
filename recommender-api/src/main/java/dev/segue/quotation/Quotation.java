package dev.segue.quotation;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Texts of others in messages: cut to a length that can be read, and without characters that a
 * terminal obeys instead of showing them.
 */
public final class Quotation {

  private static final int CHARACTERS = 100;
  private static final int NAMES = 8;
  private static final int NAME_CHARACTERS = 40;
  private static final String CUT = "...";

  private Quotation() {}

  /**
   * Quotes a text.
   *
   * @param text the text, of any length
   * @return its first 100 characters, {@linkplain #escape escaped}, in quotes
   */
  public static String quote(String text) {
    return "'" + shorten(text) + "'";
  }

  /**
   * Quotes the first of some names, such as those of columns.
   *
   * @param names the names
   * @return the first eight, each up to 40 characters
   */
  public static String quoteAll(Collection<String> names) {
    return names.stream()
            .limit(NAMES)
            .map(name -> "'" + shorten(name, NAME_CHARACTERS) + "'")
            .collect(Collectors.joining(", "))
        + (names.size() > NAMES ? " and others" : "");
  }

  /**
   * Cuts a text that stands in a message without quotes.
   *
   * @param text the text, of any length
   * @return its first 100 characters, {@linkplain #escape escaped}
   */
  public static String shorten(String text) {
    return shorten(text, CHARACTERS);
  }

  /**
   * Cuts a text that stands in a message without quotes.
   *
   * @param text the text, of any length
   * @param characters the most that are shown, at least 1; no character is shown by half
   * @return its first characters, {@linkplain #escape escaped}
   */
  public static String shorten(String text, int characters) {
    if (text.length() <= characters) {
      return escape(text);
    }
    boolean half = Character.isHighSurrogate(text.charAt(characters - 1));
    return escape(text.substring(0, half ? characters - 1 : characters)) + CUT;
  }

  /**
   * Makes a text one that a terminal shows and does not obey.
   *
   * @param text the text
   * @return the text, in which all that {@link #isObeyed} is written like {@code \}{@code u001b}
   */
  public static String escape(String text) {
    if (text.codePoints().noneMatch(Quotation::isObeyed)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            character -> {
              if (isObeyed(character)) {
                escaped.append("\\u%04x".formatted(character));
              } else {
                escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }

  /**
   * Tells what a terminal does not show, but does.
   *
   * @param character a code point
   * @return whether it is a control character other than the tab, which readers of histories put
   *     into ids, separates lines or paragraphs, turns the direction of what follows, or is half a
   *     character
   */
  public static boolean isObeyed(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> character != '\t';
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default ->
          (character >= 0x202A && character <= 0x202E)
              || (character >= 0x2066 && character <= 0x2069);
    };
  }
}
