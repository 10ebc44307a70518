package dev.segue;

import dev.segue.RecommendationRules.Kind;
import dev.segue.quotation.Quotation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules as text: writes them, and reads them from left to right. One thread at a time. */
final class RulesText {

  private static final String NO_RULES = "no rules";
  private static final String RULE =
      "noRepeats, noRepeatWithin, artistGap, atMostPerArtist, familiarity, only, never, during,"
          + " diversity or relaxing";
  private static final int SHOWN = 20;

  /** How deep hours may lie in hours: each level takes some of the stack. */
  private static final int MAX_HOURS = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z]+");
  private static final Pattern VALUE = Pattern.compile("[^\\s,()]+");
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?");
  private static final Pattern FUNCTIONS = Pattern.compile("[0-9]+ (condition|boost)s?");

  private final String text;
  private int at;

  /** In how many hours the rule is that is being read. */
  private int hours;

  /** The name of the rule that is being read. */
  private String rule = "";

  RulesText(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /** Writes rules. */
  static String of(RecommendationRules rules) {
    List<String> texts = new ArrayList<>();
    String hours = "";
    for (Rule each : rules.rules()) {
      if (each instanceof Rule.During during && during.hours().equals(hours)) {
        String last = texts.remove(texts.size() - 1);
        texts.add(last.substring(0, last.length() - 1) + ", " + during.rule() + ")");
      } else if (!(each instanceof Rule.Where)) {
        texts.add(each.toString());
      }
      hours = each instanceof Rule.During during ? during.hours() : "";
    }
    addCount(
        texts, rules.rules().stream().filter(Rule.Where.class::isInstance).count(), "condition");
    addCount(texts, rules.boosts().size(), "boost");
    if (rules.diversity() > 0) {
      texts.add("diversity(" + rules.diversity() + ")");
    }
    if (!rules.relaxing().isEmpty()) {
      texts.add(
          rules.relaxing().stream()
              .map(Kind::toString)
              .collect(Collectors.joining(", ", "relaxing(", ")")));
    }
    return texts.isEmpty() ? NO_RULES : String.join(", ", texts);
  }

  private static void addCount(List<String> texts, long count, String function) {
    if (count > 0) {
      texts.add(count + " " + function + (count == 1 ? "" : "s"));
    }
  }

  /** Writes a rule about songs. */
  static String ofIds(String rule, Set<String> songIds) {
    return songIds.stream()
        .sorted()
        .map(id -> '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", ", rule + "(", ")"));
  }

  /** Reads rules that are the whole text. */
  RecommendationRules parse() {
    if (text.strip().equals(NO_RULES)) {
      return RecommendationRules.none();
    }
    RecommendationRules rules = rules();
    if (at < text.length()) {
      throw expected("a comma and another rule, or the end,");
    }
    return rules;
  }

  private RecommendationRules rules() {
    RecommendationRules rules = RecommendationRules.none();
    do {
      rules = rule(rules);
    } while (skip(','));
    return rules;
  }

  private RecommendationRules rule(RecommendationRules rules) {
    int start = start();
    if (next(FUNCTIONS).isPresent()) {
      at = start;
      throw expected("rules without functions, which where and boost add later,");
    }
    rule = next(NAME).orElse("");
    if (rule.isEmpty() || !skip('(')) {
      throw noRule(start);
    }
    RecommendationRules more =
        switch (rule) {
          case "noRepeats" -> rules.noRepeats();
          case "noRepeatWithin" -> songsOrTime(rules::noRepeatWithin, rules::noRepeatWithin);
          case "artistGap" -> songsOrTime(rules::artistGap, rules::artistGap);
          case "atMostPerArtist" -> perArtist(rules);
          case "familiarity" -> number(rules::familiarity);
          case "diversity" -> number(rules::diversity);
          case "only" -> rules.only(all(this::songId));
          case "never" -> rules.never(all(this::songId));
          case "during" -> during(rules);
          case "relaxing" -> rules.relaxing(all(this::kind).toArray(Kind[]::new));
          default -> throw noRule(start);
        };
    require(')');
    return more;
  }

  private IllegalArgumentException noRule(int start) {
    at = start;
    rule = "";
    return expected("a rule such as artistGap(2), one of " + RULE + ",");
  }

  private RecommendationRules songsOrTime(
      IntFunction<RecommendationRules> songs, Function<Duration, RecommendationRules> time) {
    int start = start();
    String value = next(VALUE).orElse("");
    Optional<Integer> number = integer(value);
    Optional<Duration> duration = RuleDuration.parse(value);
    if (number.isEmpty() && duration.isEmpty()) {
      throw expected(start, "a number of songs or " + RuleDuration.EXAMPLE);
    }
    return made(
        start,
        () -> number.isPresent() ? songs.apply(number.get()) : time.apply(duration.orElseThrow()));
  }

  private RecommendationRules perArtist(RecommendationRules rules) {
    int start = start();
    int number =
        integer(next(VALUE).orElse("")).orElseThrow(() -> expected(start, "a number of songs"));
    if (!skip(',')) {
      return made(start, () -> rules.atMostPerArtist(number));
    }
    int next = start();
    Duration time =
        RuleDuration.parse(next(VALUE).orElse(""))
            .orElseThrow(() -> expected(next, RuleDuration.EXAMPLE));
    return made(start, () -> rules.atMostPerArtist(number, time));
  }

  private RecommendationRules number(Function<Double, RecommendationRules> of) {
    int start = start();
    String value = next(VALUE).orElse("");
    try {
      double number = Double.parseDouble(value);
      return made(start, () -> of.apply(number));
    } catch (NumberFormatException e) {
      throw expected(start, "a number");
    }
  }

  private static Optional<Integer> integer(String value) {
    try {
      return Optional.of(Integer.valueOf(value));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private RecommendationRules during(RecommendationRules rules) {
    int start = start();
    LocalTime from = time();
    require('-');
    LocalTime to = time();
    require(':');
    hours++;
    if (hours > MAX_HOURS) {
      throw expected(start, "at most %d hours within each other".formatted(MAX_HOURS));
    }
    RecommendationRules some = rules();
    hours--;
    rule = "during";
    return made(start, () -> rules.during(from, to, some));
  }

  private LocalTime time() {
    int start = start();
    try {
      return LocalTime.parse(next(TIME).orElse(""));
    } catch (DateTimeException e) {
      throw expected(start, "a time of day such as 22:00");
    }
  }

  private Kind kind() {
    int start = start();
    String name = next(NAME).orElse("");
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> expected(start, "one of " + Arrays.toString(Kind.values())));
  }

  private String songId() {
    int start = start();
    boolean open = skip('"');
    StringBuilder id = new StringBuilder();
    while (open && at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      id.append(at < text.length() ? text.substring(at, ++at) : "");
    }
    if (!open || at == text.length()) {
      throw expected(start, "a song id in quotation marks");
    }
    at++;
    return id.toString();
  }

  /** Reads values between commas; none if the rule ends at once. */
  private <T> List<T> all(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    skipSpace();
    if (at < text.length() && text.charAt(at) == ')') {
      return values;
    }
    do {
      values.add(value.get());
    } while (skip(','));
    return values;
  }

  /** Where the next value starts. */
  private int start() {
    skipSpace();
    return at;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private Optional<String> next(Pattern pattern) {
    skipSpace();
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher.group());
  }

  private boolean skip(char expected) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == expected;
    at += there ? 1 : 0;
    return there;
  }

  private void require(char expected) {
    if (!skip(expected)) {
      throw expected("'" + expected + "'");
    }
  }

  /** Makes rules; if a value is none that they may have, says where it stands. */
  private RecommendationRules made(int start, Supplier<RecommendationRules> rules) {
    try {
      return rules.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s (at character %d)".formatted(e.getMessage(), start + 1), e);
    }
  }

  private IllegalArgumentException expected(int start, String what) {
    at = start;
    return expected(what);
  }

  private IllegalArgumentException expected(String what) {
    skipSpace();
    String found = text.substring(at, Math.min(at + SHOWN, text.length()));
    return new IllegalArgumentException(
        "rules must have %s at character %d%s, but have %s"
            .formatted(
                what,
                at + 1,
                rule.isEmpty() ? "" : " in " + rule,
                found.isEmpty() ? "nothing there" : Quotation.quote(found)));
  }
}
