package dev.segue.commandline;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.SessionDataset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a dataset is divided, as it is written on the command line. Immutable.
 *
 * @param text as it was written
 * @param split divides
 */
record SplitRule(String text, Function<PlaylistDataset, DatasetSplit> split) {

  /** For people who ask for help. */
  static final String GRAMMAR =
      "random:80/10/10@42 (percent to train, validate and test; @ the seed), file-order:60/40,"
          + " listeners:80/10/10@42, time:2009-04-01/2009-05-01 (from when on to validate, and to"
          + " test) or time:14d/7d (counted from the end), leave-last-out, or fold:1/5@42 (the first"
          + " of 5). Two percentages, or one time, leave none to validate.";

  static final SplitRule DEFAULT = parse("random:80/10/10@42");

  private static final String DEFAULT_SEED = "42";

  DatasetSplit of(PlaylistDataset dataset) {
    return split.apply(dataset);
  }

  static boolean isRule(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a rule divides listening histories alone. */
  static boolean isOfHistories(String text) {
    return text.matches("(time|listeners):.*");
  }

  /** The text with its seed, so that rules that divide alike have the same text. */
  static String withSeed(String text) {
    return text.matches("(random|listeners|fold):[^@]*") ? text + "@" + DEFAULT_SEED : text;
  }

  /** Says how it was written. */
  @Override
  public String toString() {
    return text;
  }

  static SplitRule parse(String text) {
    String[] ruleAndRest = text.split(":", 2);
    String rest = ruleAndRest.length == 1 ? "" : ruleAndRest[1];
    return new SplitRule(
        text,
        switch (ruleAndRest[0]) {
          case "random" -> random(rest);
          case "file-order" -> fileOrder(rest);
          case "listeners" -> listeners(rest);
          case "time" -> time(rest);
          case "leave-last-out" -> lastOut(rest);
          case "fold" -> fold(rest);
          default -> throw new IllegalArgumentException("there is no such split");
        });
  }

  private static Function<PlaylistDataset, DatasetSplit> random(String rest) {
    Seeded seeded = Seeded.parse(rest);
    double[] shares = shares(seeded.parts);
    return dataset -> dataset.split(shares[0], shares[1], shares[2], seeded.seed);
  }

  private static Function<PlaylistDataset, DatasetSplit> fileOrder(String rest) {
    double[] shares = shares(List.of(rest.split("/", -1)));
    return dataset -> dataset.splitInOrder(shares[0], shares[1], shares[2]);
  }

  private static Function<PlaylistDataset, DatasetSplit> listeners(String rest) {
    Seeded seeded = Seeded.parse(rest);
    double[] shares = shares(seeded.parts);
    return dataset ->
        sessions(dataset).splitByListener(shares[0], shares[1], shares[2], seeded.seed);
  }

  private static Function<PlaylistDataset, DatasetSplit> time(String rest) {
    List<Function<Instant, Instant>> from =
        Arrays.stream(rest.split("/", -1)).map(SplitRule::instant).toList();
    if (from.size() > 2) {
      throw new IllegalArgumentException(
          "there must be 1 or 2 times, but there are " + from.size());
    }
    return dataset -> {
      SessionDataset sessions = sessions(dataset);
      Instant end = sessions.lastEnd();
      return sessions.splitByTime(from.get(0).apply(end), from.get(from.size() - 1).apply(end));
    };
  }

  /** A time that may be told as the time until the end. */
  private static Function<Instant, Instant> instant(String text) {
    try {
      if (text.contains("T") && !text.startsWith("P")) {
        Instant instant = Instant.parse(text);
        return end -> instant;
      }
      if (text.matches("[0-9]{4}-.*")) {
        Instant instant = LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        return end -> instant;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'%s' is not a time".formatted(text), e);
    }
    Duration duration = Durations.parse(text);
    return end -> end.minus(duration);
  }

  private static Function<PlaylistDataset, DatasetSplit> lastOut(String rest) {
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "leave-last-out takes no value, but '%s' was given".formatted(rest));
    }
    return PlaylistDataset::splitLastOut;
  }

  private static Function<PlaylistDataset, DatasetSplit> fold(String rest) {
    Seeded seeded = Seeded.parse(rest);
    if (seeded.parts.size() != 2) {
      throw new IllegalArgumentException("a fold must be like 1/5, was '%s'".formatted(rest));
    }
    int fold = (int) number(seeded.parts.get(0), Integer.MAX_VALUE);
    int count = (int) number(seeded.parts.get(1), Integer.MAX_VALUE);
    if (fold < 1 || fold > count) {
      throw new IllegalArgumentException("fold must be in 1..%d, was %d".formatted(count, fold));
    }
    return dataset -> dataset.folds(count, seeded.seed).get(fold - 1);
  }

  private static SessionDataset sessions(PlaylistDataset dataset) {
    if (dataset instanceof SessionDataset sessions) {
      return sessions;
    }
    throw new IllegalArgumentException(
        "only listening histories can be split by time or listener: these are playlists");
  }

  /** Percentages as shares to train, validate and test. */
  private static double[] shares(List<String> percentages) {
    int count = percentages.size();
    if (count < 2 || count > 3) {
      throw new IllegalArgumentException(
          "there must be 2 or 3 percentages, but there are " + count);
    }
    long[] percent = percentages.stream().mapToLong(text -> number(text, 100)).toArray();
    long sum = Arrays.stream(percent).sum();
    if (sum != 100) {
      throw new IllegalArgumentException("percentages must sum to 100, but sum to " + sum);
    }
    return new double[] {
      percent[0] / 100.0, count == 2 ? 0 : percent[1] / 100.0, percent[count - 1] / 100.0
    };
  }

  private static long number(String text, long max) {
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > max) {
      throw new IllegalArgumentException(
          "'%s' must be a whole number up to %d".formatted(text, max));
    }
    return Long.parseLong(text);
  }

  /** Numbers between slashes, and a seed. */
  private record Seeded(List<String> parts, long seed) {

    static Seeded parse(String text) {
      String[] partsAndSeed = text.split("@", 2);
      String seed = partsAndSeed.length == 1 ? DEFAULT_SEED : partsAndSeed[1];
      return new Seeded(List.of(partsAndSeed[0].split("/", -1)), number(seed, Long.MAX_VALUE));
    }
  }

  /** Reads it from the command line. */
  static final class Converter implements ITypeConverter<SplitRule> {
    @Override
    public SplitRule convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'%s': %s; a split is %s".formatted(value, e.getMessage(), GRAMMAR));
      }
    }
  }
}
