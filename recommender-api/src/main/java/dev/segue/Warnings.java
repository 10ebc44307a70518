package dev.segue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences on what would make an evaluation mislead, in the order of the questions. */
final class Warnings {

  private final List<String> sentences = new ArrayList<>();

  Warnings addIf(boolean holds, String sentence) {
    if (holds) {
      sentences.add(sentence);
    }
    return this;
  }

  /**
   * Warns of a share.
   *
   * @param limit from 0 to 1; what is not above it is nothing to warn of
   * @param share from 0 to 1, which the sentence begins with
   * @param sentence goes on after the percentage
   */
  Warnings addIfAbove(double limit, double share, String sentence) {
    return addIf(share > limit, "%s %s".formatted(percent(share), sentence));
  }

  List<String> list() {
    return List.copyOf(sentences);
  }

  /** Nothing of nothing is 0. */
  static double share(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** The sentences as lines of a text, each on its own. */
  static String lines(List<String> warnings) {
    StringBuilder lines = new StringBuilder();
    warnings.forEach(warning -> lines.append("\nwarning: ").append(warning));
    return lines.toString();
  }
}
