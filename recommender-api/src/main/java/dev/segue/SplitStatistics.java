package dev.segue;

import java.util.List;
import java.util.Locale;

/**
 * What a split is like: its three parts, and how much of the test part was seen in training.
 * Immutable; may be shared by threads.
 *
 * @param training what the training part is like
 * @param validation what the validation part is like
 * @param test what the test part is like
 * @param seenPairs how many targets in the test part follow the song before them somewhere in the
 *     training part too, of {@code test.targets()}
 * @param copies test playlists with a transition that hold the same songs in the same order as a
 *     training playlist; playlists are told apart by digests of 64 bits
 * @param unseenSongs different songs of the test part that the training part never plays
 * @param unseenTargets how many targets in the test part these are, each as often as it is there
 */
public record SplitStatistics(
    DatasetStatistics training,
    DatasetStatistics validation,
    DatasetStatistics test,
    long seenPairs,
    long copies,
    int unseenSongs,
    long unseenTargets) {

  /** Shares above which one trait of the split decides what an evaluation says. */
  private static final double NEARLY_ALL_PAIRS = 0.9;

  private static final double MANY_COPIES = 0.01;
  private static final double MANY_UNSEEN = 0.05;

  /** With fewer, chance alone moves an accuracy by 3 percent and more. */
  private static final int ENOUGH_TARGETS = 1000;

  /** With fewer, a bootstrap over playlists has too little to draw from. */
  private static final int ENOUGH_PLAYLISTS = 30;

  /**
   * How much of the test part a recommender could predict that knows which songs followed one
   * another in training.
   *
   * @return share of the targets in the test part, from 0 to 1; 0 if there are none
   */
  public double shareOfSeenPairs() {
    return Warnings.share(seenPairs, test.targets());
  }

  /**
   * What would make an evaluation on this split mislead: what the test part's own {@linkplain
   * DatasetStatistics#warnings() warnings} say, and what its relation to the other parts does.
   *
   * @return a sentence for each, with its number; none if nothing is conspicuous
   */
  public List<String> warnings() {
    long targets = test.targets();
    long several = test.playlists() - test.playlistsWithoutTransition();
    Warnings warnings = new Warnings();
    test.warnings().forEach(warning -> warnings.addIf(true, "test: " + warning));
    return warnings
        .addIf(training.transitions() == 0, "training has no transition: nothing can be learnt")
        .addIf(
            targets == 0 && test.transitions() > 0,
            "test has no target, all are given: there is nothing to measure")
        .addIf(
            validation.targets() == 0,
            "validation has no target: settings chosen on test look better than they are")
        .addIf(targets > 0 && targets < ENOUGH_TARGETS, wideIntervals(targets))
        .addIf(
            several > 0 && several < ENOUGH_PLAYLISTS,
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

  /** As wide as if transitions did not depend on one another, and accuracy were one half. */
  private static String wideIntervals(long targets) {
    return String.format(
        Locale.ROOT,
        "test has %,d targets: the 95%% interval of an accuracy may be +- %.1f%%",
        targets,
        98 / Math.sqrt((double) targets));
  }

  /** All numbers, part by part, and the warnings, on a line each. */
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
