package dev.segue.datasets.history;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the tags in a field of a table. They are separated by {@code |} if any value in the first
 * rows has one, or else by {@code ;}, or else by commas. Immutable.
 *
 * @param separator the character between tags
 */
record TagList(char separator) {

  private static final String SEPARATORS = "|;,";

  /** Decides by the values of a column. */
  static TagList of(List<String> values) {
    return new TagList(
        (char)
            SEPARATORS
                .chars()
                .filter(each -> values.stream().anyMatch(value -> value.indexOf(each) >= 0))
                .findFirst()
                .orElse(','));
  }

  /** Reads tags; of a list in brackets, without these and without quotes around its parts. */
  List<String> read(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    String inside = brackets ? text.substring(1, text.length() - 1) : text;
    return Arrays.stream(inside.split(Pattern.quote(String.valueOf(separator)), -1))
        .map(String::strip)
        .map(tag -> brackets ? tag.replaceAll("^['\"]|['\"]$", "") : tag)
        .filter(tag -> !MissingId.is(tag))
        .distinct()
        .toList();
  }
}
