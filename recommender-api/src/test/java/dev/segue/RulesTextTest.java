package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.RecommendationRules.Kind;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTextTest {

  private static final RecommendationRules NONE = RecommendationRules.none();

  @Test
  void everyRule_thereAndBack() {
    RecommendationRules rules =
        NONE.noRepeats()
            .noRepeatWithin(50)
            .noRepeatWithin(Duration.ofHours(3))
            .artistGap(2)
            .artistGap(Duration.ofMinutes(20))
            .atMostPerArtist(2)
            .atMostPerArtist(3, Duration.ofMinutes(59).plusSeconds(30))
            .familiarity(0.25)
            .only(List.of("b", "a"))
            .never(List.of("a \"quoted\", \\ id)", "ö\n"))
            .during(
                LocalTime.of(22, 0),
                LocalTime.of(6, 0),
                NONE.artistGap(Duration.ofHours(2)).noRepeatWithin(Duration.ofDays(2)))
            .during(LocalTime.of(6, 0), LocalTime.of(9, 0, 1), NONE.noRepeats())
            .diversity(0.5)
            .relaxing(Kind.ARTIST_GAP, Kind.NO_REPEAT_WITHIN);

    assertThat(rules)
        .hasToString(
            "noRepeats(), noRepeatWithin(50), noRepeatWithin(3h), artistGap(2), artistGap(20m),"
                + " atMostPerArtist(2), atMostPerArtist(3, 59m30s), familiarity(0.25),"
                + " only(\"a\", \"b\"), never(\"a \\\"quoted\\\", \\\\ id)\", \"ö\n\"),"
                + " during(22:00-06:00: artistGap(2h), noRepeatWithin(2d)),"
                + " during(06:00-09:00:01: noRepeats()), diversity(0.5),"
                + " relaxing(artistGap, noRepeatWithin)");
    assertThat(RecommendationRules.parse(rules.toString())).isEqualTo(rules);
  }

  @Test
  void spaceDoesNotMatter() {
    assertThat(
            RecommendationRules.parse(
                " noRepeatWithin( 90s ),during( 22:00 - 06:00:artistGap( 1h30m ) ) ,only() \n"))
        .isEqualTo(
            NONE.noRepeatWithin(Duration.ofSeconds(90))
                .during(
                    LocalTime.of(22, 0), LocalTime.of(6, 0), NONE.artistGap(Duration.ofMinutes(90)))
                .only(List.of()));
    assertThat(RecommendationRules.parse("no rules")).isEqualTo(NONE);
  }

  @Test
  void functions_areCounted_andNotEqual() {
    RecommendationRules rules = NONE.where(song -> true).noRepeats().boost(song -> 1);

    assertThat(rules)
        .hasToString("noRepeats(), 1 condition, 1 boost")
        .isNotEqualTo(NONE.where(song -> true).noRepeats().boost(song -> 1));
    assertThat(NONE.during(LocalTime.NOON, LocalTime.MIDNIGHT, NONE.where(song -> true)))
        .hasToString("during(12:00-00:00: 1 condition)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|a rule such as artistGap(2), one of noRepeats, noRepeatWithin, artistGap,"
            + " atMostPerArtist, familiarity, only, never, during, diversity or relaxing,"
            + " at character 1, but have nothing there",
        "artistGap(2), artistgap(3)|a rule such as artistGap(2), one of noRepeats, noRepeatWithin,"
            + " artistGap, atMostPerArtist, familiarity, only, never, during, diversity or"
            + " relaxing, at character 15, but have 'artistgap(3)'",
        "noRepeatWithin(3x)|a number of songs or a duration such as 90s, 20m, 3h or 1h30m at"
            + " character 16 in noRepeatWithin, but have '3x)'",
        "noRepeatWithin(5|')' at character 17 in noRepeatWithin, but have nothing there",
        "artistGap(2))|a comma and another rule, or the end, at character 13 in artistGap,"
            + " but have ')'",
        "noRepeats(), 1 condition|rules without functions, which where and boost add later, at"
            + " character 14 in noRepeats, but have '1 condition'",
        "only(a)|a song id in quotation marks at character 6 in only, but have 'a)'",
        "only(\"a)|a song id in quotation marks at character 6 in only, but have '\"a)'",
        "only(\"a\\|a song id in quotation marks at character 6 in only, but have '\"a\\'",
        "during(25:00-06:00: noRepeats())|a time of day such as 22:00 at character 8 in during,"
            + " but have '25:00-06:00: noRepea'",
        "relaxing(artist)|one of [noRepeatWithin, artistGap, atMostPerArtist, familiarity, only,"
            + " never, where] at character 10 in relaxing, but have 'artist)'",
        "atMostPerArtist(2, 5)|a duration such as 90s, 20m, 3h or 1h30m at character 20 in"
            + " atMostPerArtist, but have '5)'",
        "familiarity(half)|a number at character 13 in familiarity, but have 'half)'"
      })
  void parse_saysWhatIsExpected_andWhere(String text, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecommendationRules.parse(text))
        .withMessage("rules must have " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "artistGap(2), noRepeatWithin(0)|noRepeatWithin must be > 0, was 0 (at character 30)",
        "atMostPerArtist(2, 61m)|atMostPerArtist must be in 1s..1h, was PT1H1M (at character 17)",
        "during(07:00-07:00: noRepeats())|during must end at another time than it begins, 07:00"
            + " (at character 8)",
        "familiarity(1.5)|familiarity must be in 0..1, was 1.5 (at character 13)",
        "diversity(1e308), diversity(1e308)|diversity must have finite weights in all, was 1.0E308"
            + " and 1.0E308 (at character 29)"
      })
  void parse_saysWhereAValueIsOutOfItsRange(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecommendationRules.parse(text))
        .withMessage(message);
  }

  @Test
  void parse_ofHoursWithinHours() {
    String hours = "during(22:00-06:00: ".repeat(100) + "noRepeats()" + ")".repeat(100);

    assertThat(RecommendationRules.parse(hours)).hasToString(hours);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecommendationRules.parse("during(22:00-06:00: ".repeat(50_000)))
        .withMessage(
            "rules must have at most 100 hours within each other at character 2008 in during, but"
                + " have '22:00-06:00: during('");
  }

  @Test
  void parse_ofALongId() {
    String id = "\"\\".repeat(50_000);

    assertThat(RecommendationRules.parse(NONE.only(List.of(id)).toString()))
        .isEqualTo(NONE.only(List.of(id)));
  }

  @ParameterizedTest
  @CsvSource({
    "90s,PT1M30S",
    "20m,PT20M",
    "3h,PT3H",
    "2d,PT48H",
    "1d12h,PT36H",
    "1h30m,PT1H30M",
    "1s,PT1S"
  })
  void duration_thereAndBack(String text, Duration duration) {
    assertThat(RuleDuration.parse(text)).contains(duration);
    assertThat(RuleDuration.parse(RuleDuration.text(duration))).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"''", "30", "m", "1m1h", "-1s", "1.5h", "99999999999999999999d", "PT1H"})
  void duration_thatIsNone(String text) {
    assertThat(RuleDuration.parse(text)).isEmpty();
  }

  @Test
  void badValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.noRepeatWithin(Duration.ofMillis(999)))
        .withMessage("noRepeatWithin must be in 1s..36500d, was PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.artistGap(Duration.ofDays(36_501)))
        .withMessage("artistGap must be in 1s..36500d, was PT876024H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.atMostPerArtist(0, Duration.ofMinutes(5)))
        .withMessage("atMostPerArtist must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.familiarity(Double.NaN))
        .withMessage("familiarity must be in 0..1, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.during(LocalTime.NOON, LocalTime.MIDNIGHT, NONE.diversity(1)))
        .withMessage("during must have only rules that exclude songs, was 'diversity(1.0)'");
  }

  @Test
  void relaxing_again_comesLater() {
    assertThat(
            NONE.relaxing(Kind.ONLY)
                .relaxing(Kind.ARTIST_GAP, Kind.ONLY)
                .relaxing(Kind.WHERE, Kind.WHERE))
        .hasToString("relaxing(only, artistGap, where)");
  }

  @Test
  void theEndsOfRanges_areTaken() {
    assertThat(RecommendationRules.parse("noRepeatWithin(1s), atMostPerArtist(1, 1h)"))
        .isEqualTo(
            NONE.noRepeatWithin(Duration.ofSeconds(1)).atMostPerArtist(1, Duration.ofHours(1)));
    for (double wrong : new double[] {0, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NONE.diversity(wrong))
          .withMessage("diversity must be > 0 and finite, was " + wrong);
    }
  }
}
