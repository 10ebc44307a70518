package dev.segue.commandline;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a dataset is divided, as it is written on the command line. Immutable.
 *
 * @param text as it was written
 * @param validates whether there is to be a validation part
 * @param time the times at which it divides; empty if it divides by anything else
 * @param reason why a part of a dataset is empty
 * @param split divides
 */
record SplitRule(
    String text,
    boolean validates,
    Optional<TimeSplit> time,
    BiFunction<Part, PlaylistDataset, String> reason,
    Function<PlaylistDataset, DatasetSplit> split) {

  /** For people who ask for help. */
  static final String GRAMMAR =
      "random:80/10/10@42 (percent to train, validate and test; @ the seed), file-order:60/40,"
          + " listeners:80/10/10@42, time:2009-04-01/2009-05-01 (from when on to validate, and to"
          + " test) or time:7d/7d (how long the validation and the test part are, at the end),"
          + " leave-last-out, or fold:1/5@42 (the first of 5). With two percentages, one date or"
          + " one length, there is no validation part.";

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
    return switch (ruleAndRest[0]) {
      case "random" -> random(text, Seeded.parse(rest));
      case "file-order" -> fileOrder(text, shares(List.of(rest.split("/", -1))));
      case "listeners" -> listeners(text, Seeded.parse(rest));
      case "time" -> time(text, TimeSplit.parse(rest));
      case "leave-last-out" -> lastOut(text, rest);
      case "fold" -> fold(text, rest);
      default -> throw new IllegalArgumentException("there is no such split");
    };
  }

  private static SplitRule random(String text, Seeded seeded) {
    double[] shares = shares(seeded.parts);
    return ofShares(
        text,
        shares,
        SplitRule::playlists,
        dataset -> dataset.split(shares[0], shares[1], shares[2], seeded.seed));
  }

  private static SplitRule fileOrder(String text, double[] shares) {
    return ofShares(
        text,
        shares,
        SplitRule::playlists,
        dataset -> dataset.splitInOrder(shares[0], shares[1], shares[2]));
  }

  private static SplitRule listeners(String text, Seeded seeded) {
    double[] shares = shares(seeded.parts);
    return ofShares(
        text,
        shares,
        SplitRule::listeners,
        dataset -> sessions(dataset).splitByListener(shares[0], shares[1], shares[2], seeded.seed));
  }

  private static SplitRule ofShares(
      String text,
      double[] shares,
      Function<PlaylistDataset, String> few,
      Function<PlaylistDataset, DatasetSplit> split) {
    return new SplitRule(
        text,
        shares[1] > 0,
        Optional.empty(),
        (part, dataset) -> share(shares, part) == 0 ? "since its share is 0%" : few.apply(dataset),
        split);
  }

  private static double share(double[] shares, Part part) {
    return switch (part) {
      case TRAIN -> shares[0];
      case VALID -> shares[1];
      case TEST -> shares[2];
    };
  }

  private static String playlists(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return few(playlists.count(), "playlist");
    }
  }

  private static String listeners(PlaylistDataset dataset) {
    SessionDataset sessions = sessions(dataset);
    return few(
        IntStream.range(0, sessions.size()).mapToObj(sessions::listener).distinct().count(),
        "listener");
  }

  private static String few(long count, String what) {
    return "since there %s in all"
        .formatted(count == 1 ? "is 1 " + what : "are %d %ss".formatted(count, what));
  }

  private static SplitRule time(String text, TimeSplit time) {
    return new SplitRule(
        text,
        time.validates(),
        Optional.of(time),
        (part, dataset) -> "since " + TimeSplit.period(dataset),
        time::of);
  }

  private static SplitRule lastOut(String text, String rest) {
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "leave-last-out takes no value, but %s was given".formatted(Quotation.quote(rest)));
    }
    return new SplitRule(
        text,
        true,
        Optional.empty(),
        (part, dataset) -> "since no playlist has 3 songs",
        PlaylistDataset::splitLastOut);
  }

  private static SplitRule fold(String text, String rest) {
    Seeded seeded = Seeded.parse(rest);
    if (seeded.parts.size() != 2) {
      throw new IllegalArgumentException(
          "a fold must be like 1/5, was %s".formatted(Quotation.quote(rest)));
    }
    int fold = (int) number(seeded.parts.get(0), Integer.MAX_VALUE);
    int count = (int) number(seeded.parts.get(1), Integer.MAX_VALUE);
    if (fold < 1 || fold > count) {
      throw new IllegalArgumentException("fold must be in 1..%d, was %d".formatted(count, fold));
    }
    return new SplitRule(
        text,
        false,
        Optional.empty(),
        (part, dataset) -> playlists(dataset),
        dataset -> dataset.folds(count, seeded.seed).get(fold - 1));
  }

  static SessionDataset sessions(PlaylistDataset dataset) {
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
          "%s must be a whole number up to %d".formatted(Quotation.quote(text), max));
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
            "%s: %s; a split is %s".formatted(Quotation.quote(value), e.getMessage(), GRAMMAR));
      }
    }
  }
}
