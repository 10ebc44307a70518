package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.StringJoiner;
import org.junit.jupiter.api.Timeout;

/**
 * Reads arbitrary texts, and texts of rules: what is read is written as it was read, and all else
 * is refused. As an ordinary test it replays the texts in {@code RulesFuzzTestInputs}; with {@code
 * -Pfuzz}, Jazzer thinks of texts, for one method per run.
 */
@Timeout(60)
class RulesFuzzTest {

  private static final String[] RULES = {
    "noRepeats",
    "noRepeatWithin",
    "artistGap",
    "atMostPerArtist",
    "familiarity",
    "diversity",
    "only",
    "never",
    "during",
    "relaxing",
    "",
    "no rules",
    "2 conditions"
  };
  private static final String[] VALUES = {
    "0", "1", "50", "2147483647", "2147483648", "-1", "+1", "0.25", "-0.0", "1e-9", "1e308",
    "1e999", "NaN", "Infinity", "0x1p3", "1d", "5min", "1 h", "4h", "36500d", "36501d", "PT5M",
    "P1DT1S", "90s", "1h30min", "0.5h", "\u0663", "", "artistGap", "only", "familiarity"
  };

  @FuzzTest(maxDuration = "30m")
  void text(FuzzedDataProvider fuzz) {
    check(fuzz.consumeRemainingAsString());
  }

  @FuzzTest(maxDuration = "30m")
  void rules(FuzzedDataProvider fuzz) {
    check(rules(fuzz, 3));
  }

  private static void check(String text) {
    RecommendationRules rules;
    try {
      rules = RecommendationRules.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(e.getMessage()).hasSizeBetween(10, 1_000);
      return;
    }
    RecommendationRules again = RecommendationRules.parse(rules.toString());
    assertThat(again).isEqualTo(rules).hasToString(rules.toString());
    assertThat(again.hashCode()).isEqualTo(rules.hashCode());
  }

  private static String rules(FuzzedDataProvider fuzz, int depth) {
    StringJoiner rules = new StringJoiner(fuzz.pickValue(new String[] {", ", ",", " ,\n"}));
    for (int count = fuzz.consumeInt(1, 4); count > 0; count--) {
      rules.add(rule(fuzz, depth));
    }
    return rules.toString();
  }

  private static String rule(FuzzedDataProvider fuzz, int depth) {
    String name = fuzz.pickValue(RULES);
    if (name.equals("during") && depth > 0) {
      return "during(%s-%s: %s)".formatted(time(fuzz), time(fuzz), rules(fuzz, depth - 1));
    }
    StringJoiner values = new StringJoiner(", ", name + "(", ")");
    for (int count = fuzz.consumeInt(0, 3); count > 0; count--) {
      values.add(value(fuzz));
    }
    return values.toString();
  }

  private static String time(FuzzedDataProvider fuzz) {
    return fuzz.pickValue(
        new String[] {"22:00", "06:00", "00:00", "24:00", "6:00", "23:59:59.5", "23:59:00", ""});
  }

  private static String value(FuzzedDataProvider fuzz) {
    return switch (fuzz.consumeInt(0, 2)) {
      case 0 -> fuzz.pickValue(VALUES);
      case 1 -> '"' + fuzz.consumeString(4) + '"';
      default -> fuzz.consumeInt() + fuzz.pickValue(new String[] {"", "min", "h", "d", "s", "e9"});
    };
  }
}
