package dev.segue.quotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotationTest {

  private static final String NOTE = "\uD834\uDD1E"; // the treble clef, in two halves

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 0x0A, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F, 0x2028, 0x2029, 0x202A, 0x202E,
        0x2066, 0x2069, 0xD834, 0xDD1E
      })
  void whatATerminalObeys_isWritten(int character) {
    String text = "a" + (char) character + "b";

    assertThat(Quotation.escape(text)).isEqualTo("a\\u%04xb".formatted(character));
    assertThat(Quotation.quote(text)).isEqualTo("'a\\u%04xb'".formatted(character));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "\t", "~", "\u00A0", "\u2027", "\u202F", "\u2065", "\u206A", "Björk", "مرحبا"
      })
  void whatATerminalShows_stays(String text) {
    assertThat(Quotation.escape(text)).isSameAs(text);
  }

  @Test
  void aCharacterOfTwoHalves_stays() {
    assertThat(Quotation.escape(NOTE + "\u001B")).isEqualTo(NOTE + "\\u001b");
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "101, 100", "900000, 100"})
  void aLongText_isCut(int length, int shown) {
    assertThat(Quotation.quote("x".repeat(length)))
        .isEqualTo("'" + "x".repeat(shown) + (length > shown ? "..." : "") + "'");
  }

  @Test
  void noCharacter_isCutInHalf() {
    assertThat(Quotation.shorten("x".repeat(99) + NOTE + "y")).isEqualTo("x".repeat(99) + "...");
    assertThat(Quotation.shorten("x".repeat(98) + NOTE + "y"))
        .isEqualTo("x".repeat(98) + NOTE + "...");
  }

  @Test
  void whatIsCut_isCountedBeforeItIsWritten() {
    assertThat(Quotation.shorten("\u001B".repeat(3), 2)).isEqualTo("\\u001b\\u001b...");
  }

  @Test
  void ofManyNames_theFirstEightAreQuoted() {
    List<String> names = IntStream.range(0, 9).mapToObj(i -> "c" + i).toList();

    assertThat(Quotation.quoteAll(names.subList(0, 2))).isEqualTo("'c0', 'c1'");
    assertThat(Quotation.quoteAll(names.subList(0, 8))).endsWith("'c7'");
    assertThat(Quotation.quoteAll(names)).endsWith("'c7' and others");
    assertThat(Quotation.quoteAll(Collections.singleton("x".repeat(41) + "\u001B")))
        .isEqualTo("'" + "x".repeat(40) + "...'");
    assertThat(Quotation.quoteAll(List.of("\u009B2J"))).isEqualTo("'\\u009b2J'");
  }
}
