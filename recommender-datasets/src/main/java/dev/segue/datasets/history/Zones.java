package dev.segue.datasets.history;

import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the zones that are written after times. */
final class Zones {

  /** Abbreviations that exports write; where they have several meanings, that of these programs. */
  private static final Map<String, ZoneOffset> ABBREVIATIONS =
      Stream.of(
              ("Z=Z UTC=Z GMT=Z WET=Z WEST=+1 BST=+1 CET=+1 CEST=+2 EET=+2 EEST=+3 MSK=+3 JST=+9"
                      + " EST=-5 EDT=-4 CST=-6 CDT=-5 MST=-7 MDT=-6 PST=-8 PDT=-7")
                  .split(" ", -1))
          .map(each -> each.split("=", -1))
          .collect(Collectors.toUnmodifiableMap(each -> each[0], each -> ZoneOffset.of(each[1])));

  private Zones() {}

  /**
   * Reads a zone.
   *
   * @param text such as {@code Z}, {@code UTC}, {@code +01:00}, {@code +0100}, {@code GMT+1}, or an
   *     abbreviation
   * @throws DateTimeException if it is none
   */
  static ZoneOffset offset(String text) {
    String plain = text.toUpperCase(Locale.ROOT);
    ZoneOffset known = ABBREVIATIONS.get(plain);
    return known == null ? ZoneOffset.of(plain.replaceFirst("^(UTC|GMT)(?=[+-])", "")) : known;
  }
}
