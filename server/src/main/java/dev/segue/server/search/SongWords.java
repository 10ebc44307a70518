package dev.segue.server.search;

import dev.segue.Song;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** The words of songs, and of what people type, as they are compared. */
public final class SongWords {

  private SongWords() {}

  /**
   * Whether the id of a song is more than artist and title, which readers of histories join by a
   * tab.
   *
   * @param song the song
   * @return whether people could type it
   */
  public static boolean hasOwnId(Song song) {
    return !song.id().equals(song.artist() + "\t" + song.title());
  }

  /**
   * Returns a text with single blanks for all white space and control characters.
   *
   * @param text the text
   * @return it on one line
   */
  public static String oneLine(String text) {
    return String.join(" ", split(text, character -> !isBlank(character)));
  }

  /**
   * Returns a text without differences of case, of white space and of how accents are encoded.
   *
   * @param text the text
   * @return what is equal for texts that people take for the same
   */
  public static String plain(String text) {
    return lowerCase(oneLine(Normalizer.normalize(text, Normalizer.Form.NFC)));
  }

  /**
   * Returns the words of a text, without accents.
   *
   * @param text the text
   * @return its words; if it has no letters and digits, what it has instead
   */
  public static List<String> words(String text) {
    String decomposed = lowerCase(Normalizer.normalize(text, Normalizer.Form.NFD));
    List<String> words = split(withoutMarks(decomposed), Character::isLetterOrDigit);
    return words.isEmpty() ? split(decomposed, character -> !isBlank(character)) : words;
  }

  /** Upper case first, because some letters, none of ASCII, are alike in that alone. */
  private static String lowerCase(String text) {
    boolean ascii = text.chars().allMatch(character -> character < 0x80);
    return (ascii ? text : text.toUpperCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character);
  }

  private static String withoutMarks(String decomposed) {
    IntPredicate mark = character -> Character.getType(character) == Character.NON_SPACING_MARK;
    return decomposed.chars().anyMatch(mark)
        ? String.join("", split(decomposed, mark.negate()))
        : decomposed;
  }

  /**
   * The longest parts of a text whose characters are all of a kind. No regular expression: many.
   */
  private static List<String> split(String text, IntPredicate kind) {
    List<String> parts = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      boolean inside = kind.test(text.codePointAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        parts.add(text.substring(start, i));
        start = -1;
      }
    }
    if (start >= 0) {
      parts.add(text.substring(start));
    }
    return parts;
  }
}
