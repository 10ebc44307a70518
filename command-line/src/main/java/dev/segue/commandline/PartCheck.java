package dev.segue.commandline;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.commandline.DataOptions.Part;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds parts of a dataset in which there is nothing to learn from or to predict, and says why.
 *
 * @param rule how it was divided
 * @param minimumPlays how often training must play a song that is kept
 * @param whole what was divided
 * @param parts what came of it
 */
record PartCheck(SplitRule rule, int minimumPlays, PlaylistDataset whole, DatasetSplit parts) {

  /** What is wrong with a part; empty if it has a transition to learn from, or a target. */
  Optional<String> problem(Part part) {
    if (part == Part.VALID && !rule.validates()) {
      return Optional.of("there is no validation part in " + rule);
    }
    Count count = Count.of(part, dataset(part));
    if (count.usable > 0) {
      return Optional.empty();
    }
    return Optional.of(
        "the %s part %s %s %s; %s; choose another --split%s"
            .formatted(
                name(part),
                period(part),
                count.problem(),
                reason(count),
                all(),
                minimumPlays > 1 ? ", or less than --min-plays " + minimumPlays : ""));
  }

  private String reason(Count count) {
    if (count.playlists == 0) {
      return rule.reason().apply(count.part, whole);
    }
    return "in its %s%s"
        .formatted(
            count.several(), rule.time().map(time -> "; " + TimeSplit.period(whole)).orElse(""));
  }

  /** What is wrong with a part that was published as it is. */
  static Optional<String> problem(Part part, PlaylistDataset published, Object origin) {
    Count count = Count.of(part, published);
    return count.usable > 0
        ? Optional.empty()
        : Optional.of(
            "the %s part (%s) must have at least 1 %s, but has none in its %s"
                .formatted(
                    name(part),
                    origin,
                    part == Part.TRAIN ? "transition" : "target",
                    count.several()));
  }

  private PlaylistDataset dataset(Part part) {
    return switch (part) {
      case TRAIN -> parts.training();
      case VALID -> parts.validation();
      case TEST -> parts.test();
    };
  }

  private static String name(Part part) {
    return switch (part) {
      case TRAIN -> "training";
      case VALID -> "validation";
      case TEST -> "test";
    };
  }

  private String period(Part part) {
    return rule.time().map(time -> "(%s)".formatted(time.period(part, whole))).orElse("of " + rule);
  }

  /** What all parts have. */
  private String all() {
    return Arrays.stream(Part.values())
        .filter(part -> part != Part.VALID || rule.validates())
        .map(
            part ->
                "%s%s has %s"
                    .formatted(
                        name(part),
                        rule.time().isPresent() ? " " + period(part) : "",
                        Count.of(part, dataset(part))))
        .collect(Collectors.joining(", "));
  }

  private static long count(PlaylistDataset dataset, ToLongFunction<Playlist> what) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.mapToLong(what).sum();
    }
  }

  /**
   * What a part has.
   *
   * @param usable its transitions if it is to learn from, else its targets
   */
  private record Count(Part part, long playlists, long usable) {

    static Count of(Part part, PlaylistDataset dataset) {
      return new Count(
          part,
          count(dataset, playlist -> 1),
          count(dataset, part == Part.TRAIN ? Playlist::transitions : Playlist::targets));
    }

    String several() {
      return playlists == 1 ? "1 playlist" : playlists + " playlists";
    }

    private String unit() {
      return (part == Part.TRAIN ? "transition" : "target") + (usable == 1 ? "" : "s");
    }

    String problem() {
      if (playlists == 0) {
        return "is empty";
      }
      return part == Part.TRAIN ? "has no transition" : "has no target";
    }

    @Override
    public String toString() {
      return "%s with %d %s".formatted(several(), usable, unit());
    }
  }
}
