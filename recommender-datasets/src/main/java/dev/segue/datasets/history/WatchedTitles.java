package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the title of a video in what YouTube says of it in the language of an account: {@code
 * Watched So What}, {@code So What angesehen}. It is told all titles of a file first. One thread at
 * a time.
 */
final class WatchedTitles {

  /**
   * What stands around a title.
   *
   * @param before what stands before it, with a space
   * @param after what stands after it, with a space
   */
  private record Words(String before, String after) {
    boolean fit(String title) {
      return title.length() > before.length() + after.length()
          && title.startsWith(before)
          && title.endsWith(after);
    }
  }

  /** Of several that fit as often, the first is taken, so longer ones come first. */
  private static final List<Words> KNOWN =
      List.of(
          new Words("Watched ", ""),
          new Words("", " adlı videoyu izlediniz"),
          new Words("", " angesehen"),
          new Words("Vous avez regardé ", ""),
          new Words("Has visto ", ""),
          new Words("Hai guardato ", ""),
          new Words("Viu ", ""),
          new Words("", " を視聴しました"),
          new Words("", " 을(를) 시청했습니다."),
          new Words("Просмотрено" + " видео ", ""),
          new Words("Je hebt naar ", " gekeken"),
          new Words("Tittade på ", ""),
          new Words("Så på ", ""),
          new Words("Så ", ""),
          new Words("Ați vizionat ", ""),
          new Words("Obejrzano: ", ""),
          new Words("Ви дивилися" + " відео ", ""),
          new Words("Παρακολουθήσατε" + " το βίντεο ", ""),
          new Words("", " katsottiin"),
          new Words("Zhlédli jste video ", ""),
          new Words("Гледахте ", ""),
          new Words("Pinanood ang ", ""));

  private static final Words NONE = new Words("", "");

  /** So many titles of so many channels do not share words by chance. */
  private static final int MIN_TITLES = 10;

  private static final int MIN_CHANNELS = 5;

  private final int[] counts = new int[KNOWN.size()];
  private final Set<String> titles = new HashSet<>();
  private final Set<String> channels = new HashSet<>();
  private int all;
  private String example = "";
  private String sharedBefore = "";
  private String sharedAfter = "";

  /** Counts a title as it is in the file. */
  void add(String said, String channel) {
    String title = plain(said);
    for (int words = 0; words < counts.length; words++) {
      counts[words] += KNOWN.get(words).fit(title) ? 1 : 0;
    }
    if (all == 0) {
      example = title;
      sharedBefore = title;
      sharedAfter = title;
    }
    all++;
    sharedBefore = title.substring(0, shared(sharedBefore, title));
    String backwards = new StringBuilder(title).reverse().toString();
    String known = new StringBuilder(sharedAfter).reverse().toString();
    sharedAfter = sharedAfter.substring(sharedAfter.length() - shared(known, backwards));
    if (titles.size() < MIN_TITLES) {
      titles.add(title);
    }
    if (channels.size() < MIN_CHANNELS) {
      channels.add(channel);
    }
  }

  /** Spaces that do not break lines stand around titles in French. */
  private static String plain(String said) {
    return said.replace('\u00a0', ' ').strip();
  }

  private static int shared(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  /** The words of most titles, if they are known; otherwise those that all share. */
  private Words words() {
    int best = 0;
    for (int words = 1; words < counts.length; words++) {
      best = counts[words] > counts[best] ? words : best;
    }
    return 2 * counts[best] > all ? KNOWN.get(best) : sharedWords();
  }

  private Words sharedWords() {
    if (titles.size() < MIN_TITLES || channels.size() < MIN_CHANNELS) {
      return NONE;
    }
    int space = sharedAfter.indexOf(' ');
    return new Words(
        sharedBefore.substring(0, sharedBefore.lastIndexOf(' ') + 1),
        space < 0 ? "" : sharedAfter.substring(space));
  }

  /** What is left of a title without the words around it. */
  String bare(String said) {
    String title = plain(said);
    Words words = words();
    return words.fit(title)
        ? title.substring(words.before().length(), title.length() - words.after().length()).strip()
        : title;
  }

  /** Says that the words are not known; empty if they are, or if there is no title. */
  Optional<String> warning() {
    Words words = words();
    if (all == 0 || KNOWN.contains(words)) {
      return Optional.empty();
    }
    return Optional.of(
        words.equals(NONE)
            ? "titles are as they are in the file, such as %s, because what YouTube writes around them is not known"
                .formatted(Quotation.quote(example))
            : "left out of each title what all have in common: %s before and %s after it"
                .formatted(Quotation.quote(words.before()), Quotation.quote(words.after())));
  }
}
