package dev.segue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects sentences on what would make an evaluation mislead. */
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
   * @param limit from 0 to 1; warns only above it
   * @param share from 0 to 1; the sentence begins with it as a percentage
   * @param sentence what follows the percentage
   */
  Warnings addIfAbove(double limit, double share, String sentence) {
    return addIf(share > limit, "%s %s".formatted(percent(share), sentence));
  }

  List<String> list() {
    return List.copyOf(sentences);
  }

  /** The share of a part, from 0 to 1; 0 if the whole is 0. */
  static double share(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** The sentences as text, one per line. */
  static String lines(List<String> warnings) {
    StringBuilder lines = new StringBuilder();
    warnings.forEach(warning -> lines.append("\nwarning: ").append(warning));
    return lines.toString();
  }
}
