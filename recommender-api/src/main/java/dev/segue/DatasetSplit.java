package dev.segue;

import dev.segue.quotation.Quotation;
import java.util.Objects;

/**
 * A dataset in three disjoint parts: one to train recommenders on, one to choose settings by, and
 * one to report on. Immutable; may be shared by threads if its parts may.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="split"}
 *
 * <p>Training and validation share one catalogue, including songs never played, so that every
 * recommender distributes its probability over the same songs. The test catalogue is the same or
 * begins with it. Recommenders do not know its further songs, and an {@linkplain
 * dev.segue.evaluation.Evaluator evaluation} counts them as unknown.
 *
 * <p>If playlists have times, each part of a split that a dataset makes knows {@linkplain
 * PlaylistDataset#history() all} that its listeners played, before and after. Of parts of your own,
 * {@link PlaylistDataset#partOf} says so.
 *
 * @param training the playlists to train on
 * @param validation the playlists to choose settings by; may be empty
 * @param test the playlists to report on
 */
public record DatasetSplit(
    PlaylistDataset training, PlaylistDataset validation, PlaylistDataset test) {

  /**
   * Makes a split of three parts.
   *
   * @param training the playlists to train on
   * @param validation the playlists to choose settings by
   * @param test the playlists to report on
   * @throws IllegalArgumentException if the catalogues of training and validation have different
   *     fingerprints, or the test catalogue does not begin with their songs
   */
  public DatasetSplit {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
    training.catalogue().requireSame("training", validation.catalogue(), "validation");
    checkBeginsWith(training.catalogue(), test.catalogue());
  }

  private static void checkBeginsWith(Catalogue training, Catalogue test) {
    if (test.size() < training.size()) {
      throw new IllegalArgumentException(
          "the catalogue of test must begin with that of training, but they hold %d and %d songs"
              .formatted(test.size(), training.size()));
    }
    for (int song = 0; song < training.size(); song++) {
      String expected = training.song(song).id();
      if (!test.song(song).id().equals(expected)) {
        throw new IllegalArgumentException(
            ("the catalogue of test must begin with that of training, but song %d is %s in test"
                    + " and %s in training")
                .formatted(song, Quotation.quote(test.song(song).id()), Quotation.quote(expected)));
      }
    }
  }

  /**
   * Drops the songs that are seldom played in training (minimum support). Counts plays in the
   * training part alone, so that nothing leaks from the other two.
   *
   * <p>This removes songs with fewer plays from the catalogue of training and validation, and so
   * from that of every recommender trained on them. It removes them from these playlists too, and
   * drops a playlist left without songs. The context songs that remain in a validation playlist
   * stay context, but at least one song does. The test playlists keep all their songs, at other
   * indices: first the songs of the training catalogue, then the others in order.
   *
   * <p>So an evaluation counts a dropped song as unknown: it is a miss in every ranking metric, and
   * has no log-likelihood. The mean log-likelihood is then over fewer songs; compare it only among
   * recommenders of the same catalogue.
   *
   * @param plays the minimum number of plays in training, from 1, which drops only songs never
   *     played there, to the plays of the most played song
   * @return the split, with its parts in memory. Where playlists have times, the {@linkplain
   *     PlaylistDataset#history() history} of a part is that of this split's part, over its own
   *     songs
   * @throws IllegalArgumentException if {@code plays} is outside that range
   */
  public DatasetSplit minimumPlays(int plays) {
    return new MinimumSupport(this, plays).split();
  }

  /**
   * Describes the three parts and the overlap of test and training. Reads both of these twice.
   * Memory grows with the songs of the catalogue, the number of playlists and the targets in the
   * test part, but not with the transitions of training.
   *
   * @return the statistics, with warnings if an evaluation would mislead
   * @throws IllegalArgumentException if a playlist holds an index that its catalogue lacks
   */
  public SplitStatistics statistics() {
    return TrainingOverlap.of(this);
  }
}
