package dev.segue.commandline;

import dev.segue.Song;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How songs are shown to people, and how what people type is compared with them. */
final class SongName {

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

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
    return song.id().equals(song.artist() + "\t" + song.title()) ? "" : oneLine(song.id());
  }

  /**
   * The id if there is one that people can type, else the name: what they say to mean this song.
   */
  static String idOrName(Song song) {
    String id = id(song);
    return id.isEmpty() ? of(song) : id;
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
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  /** The text without differences of case, of white space and of how accents are encoded. */
  static String plain(String text) {
    String composed = Normalizer.normalize(oneLine(text), Normalizer.Form.NFC);
    return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The words of a text, without accents; if it has no letters and digits, what it has instead. */
  static List<String> words(String text) {
    String decomposed = Normalizer.normalize(plain(text), Normalizer.Form.NFD);
    String plain = MARKS.matcher(decomposed).replaceAll("");
    List<String> words = split(BETWEEN_WORDS, plain);
    return words.isEmpty() ? split(BLANKS, plain) : words;
  }

  private static List<String> split(Pattern between, String text) {
    return Arrays.stream(between.split(text)).filter(word -> !word.isEmpty()).toList();
  }
}
