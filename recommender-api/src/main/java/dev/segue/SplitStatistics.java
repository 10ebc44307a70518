package dev.segue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The statistics of a split: its three parts, from when to when they are if that is known, and how
 * much of the test part occurs in training. Immutable; may be shared by threads.
 *
 * @param training the statistics of the training part
 * @param validation the statistics of the validation part
 * @param test the statistics of the test part
 * @param seenPairs how many of the {@code test.targets()} targets also follow the song before them
 *     somewhere in the training part
 * @param copies test playlists with a transition that hold the same songs in the same order as a
 *     training playlist, compared by 64-bit digests
 * @param unseenSongs distinct songs of the test part that the training part never plays
 * @param unseenTargets how many targets in the test part are such songs
 */
public record SplitStatistics(
    DatasetStatistics training,
    DatasetStatistics validation,
    DatasetStatistics test,
    long seenPairs,
    long copies,
    int unseenSongs,
    long unseenTargets) {

  /**
   * Makes the statistics.
   *
   * @param training the statistics of the training part
   * @param validation the statistics of the validation part
   * @param test the statistics of the test part
   * @param seenPairs how many of the {@code test.targets()} targets also follow the song before
   *     them somewhere in the training part
   * @param copies test playlists with a transition that hold the same songs in the same order as a
   *     training playlist, compared by 64-bit digests
   * @param unseenSongs distinct songs of the test part that the training part never plays
   * @param unseenTargets how many targets in the test part are such songs
   */
  public SplitStatistics {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
  }

  /** Above these shares, one trait of the split dominates an evaluation. */
  private static final double NEARLY_ALL_PAIRS = 0.9;

  private static final double MANY_COPIES = 0.01;
  private static final double MANY_UNSEEN = 0.05;

  /** With fewer, chance alone changes an accuracy by 3 percent and more. */
  private static final int MIN_TARGETS = 1000;

  /** With fewer, a bootstrap over playlists has too few to draw from. */
  private static final int MIN_PLAYLISTS = 30;

  /**
   * Returns the share of test targets that also follow the song before them in training: what a
   * recommender that counts such pairs could predict.
   *
   * @return the share of the targets in the test part, from 0 to 1; 0 if there are none
   */
  public double shareOfSeenPairs() {
    return Warnings.share(seenPairs, test.targets());
  }

  /**
   * Warns of what would make an evaluation on this split mislead: the {@linkplain
   * DatasetStatistics#warnings() warnings} of the test part, except for those of too little to
   * divide or to learn from, and those of its relation to the other parts.
   *
   * @return one sentence per warning, with its number; empty if there is nothing to warn of
   */
  public List<String> warnings() {
    long targets = test.targets();
    long several = test.playlists() - test.playlistsWithoutTransition();
    Warnings warnings = new Warnings();
    test.traitWarnings().forEach(warning -> warnings.addIf(true, "test: " + warning));
    return warnings
        .addIf(training.transitions() == 0, "training has no transition: nothing can be learnt")
        .addIf(
            targets == 0 && test.transitions() > 0,
            "test has no target, all songs are context: there is nothing to measure")
        .addIf(
            validation.targets() == 0,
            "validation has no target: settings chosen on test look better than they are")
        .addIf(targets > 0 && targets < MIN_TARGETS, wideIntervals(targets))
        .addIf(
            several > 0 && several < MIN_PLAYLISTS,
            "test has %d playlists with a transition: intervals, which draw playlists, are rough"
                .formatted(several))
        .addIfAbove(
            MANY_COPIES,
            Warnings.share(copies, several),
            "of test playlists equal a training playlist: whoever remembers playlists looks good")
        .addIfAbove(
            NEARLY_ALL_PAIRS,
            shareOfSeenPairs(),
            "of the targets follow the song before them in training too: counting pairs"
                + " looks good")
        .addIfAbove(
            MANY_UNSEEN,
            Warnings.share(unseenTargets, targets),
            "of the targets are never played in training: what learns from plays alone"
                + " cannot predict them")
        .list();
  }

  /** The width for independent transitions and an accuracy of one half. */
  private static String wideIntervals(long targets) {
    return String.format(
        Locale.ROOT,
        "test has %,d targets: the 95%% interval of an accuracy may be +- %.1f%%",
        targets,
        98 / Math.sqrt((double) targets));
  }

  /** Returns all numbers, part by part, and the warnings, one per line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        """
        training
        %svalidation
        %stest
        %stest against training
          %s of the targets follow the song before them in training too
          %,d songs are never played in training, and are %,d of the targets
          %,d playlists equal a training playlist%s""",
        training.figures().indent(2),
        validation.figures().indent(2),
        test.figures().indent(2),
        Warnings.percent(shareOfSeenPairs()),
        unseenSongs,
        unseenTargets,
        copies,
        Warnings.lines(warnings()));
  }
}
