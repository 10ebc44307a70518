package dev.segue.commandline;

import dev.segue.Song;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** How songs are shown to people, and how what people type is compared with them. */
final class SongName {

  private SongName() {}

  /** {@code Title - Artist}, on one line. */
  static String of(Song song) {
    return oneLine(song.toString());
  }

  /**
   * The id on one line; empty if it is no more than artist and title, which {@link #of} shows and
   * readers of histories join by a tab.
   */
  static String id(Song song) {
    return hasOwnId(song) ? oneLine(song.id()) : "";
  }

  /** Whether the id is more than artist and title. */
  static boolean hasOwnId(Song song) {
    return !song.id().equals(song.artist() + "\t" + song.title());
  }

  /**
   * The id if there is one that people can type, else the name: what they say to mean this song.
   */
  static String idOrName(Song song) {
    return hasOwnId(song) ? id(song) : of(song);
  }

  /** The id, padded, and the name behind it, as far as they differ. */
  static String idAndName(Song song) {
    String id = id(song);
    String name = of(song);
    if (id.isEmpty()) {
      return name;
    }
    return name.equals(id) ? id : String.format(Locale.ROOT, "%-12s  %s", id, name);
  }

  private static String oneLine(String text) {
    return String.join(" ", split(text, character -> !isBlank(character)));
  }

  /** The text without differences of case, of white space and of how accents are encoded. */
  static String plain(String text) {
    return lowerCase(oneLine(Normalizer.normalize(text, Normalizer.Form.NFC)));
  }

  /** The words of a text, without accents; if it has no letters and digits, what it has instead. */
  static List<String> words(String text) {
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
