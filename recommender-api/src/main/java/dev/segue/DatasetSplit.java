package dev.segue;

import java.util.Objects;

/**
 * A dataset in three disjoint parts: what recommenders learn from, what settings are chosen by, and
 * what is reported on. Immutable; may be shared by threads if its parts may.
 *
 * <p>Training and validation share one catalogue, songs never played included, so that every
 * recommender divides its probability over the same songs. The catalogue of the test part is the
 * same one too, or begins with it: what comes behind are songs that the recommenders do not know,
 * and an {@linkplain dev.segue.evaluation.Evaluator evaluation} counts them.
 *
 * @param training what recommenders learn from
 * @param validation what settings are chosen by; may hold no playlist
 * @param test what is reported on
 */
public record DatasetSplit(
    PlaylistDataset training, PlaylistDataset validation, PlaylistDataset test) {

  /**
   * Puts three parts together.
   *
   * @param training what recommenders learn from
   * @param validation what settings are chosen by
   * @param test what is reported on
   * @throws IllegalArgumentException if training and validation have catalogues of different
   *     fingerprints, or the test's catalogue does not begin with the songs of theirs
   */
  public DatasetSplit {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
    checkSame(training.catalogue(), validation.catalogue());
    checkBeginsWith(training.catalogue(), test.catalogue());
  }

  private static void checkSame(Catalogue training, Catalogue validation) {
    if (!training.fingerprint().equals(validation.fingerprint())) {
      throw new IllegalArgumentException(
          "training and validation must share one catalogue, but have %d and %d songs%s"
              .formatted(
                  training.size(),
                  validation.size(),
                  training.size() == validation.size() ? ", not the same ones" : ""));
    }
  }

  private static void checkBeginsWith(Catalogue training, Catalogue test) {
    if (test.size() < training.size()) {
      throw new IllegalArgumentException(
          "catalogue of test must begin with the %d songs of training, but has %d songs"
              .formatted(training.size(), test.size()));
    }
    for (int song = 0; song < training.size(); song++) {
      String expected = training.song(song).id();
      if (!test.song(song).id().equals(expected)) {
        throw new IllegalArgumentException(
            "catalogue of test must begin with the songs of training, but song %d is '%s', not '%s'"
                .formatted(song, test.song(song).id(), expected));
      }
    }
  }

  /**
   * This split without the songs that are seldom played in training (minimum support). Plays are
   * counted in the training part alone, so that nothing is learnt of the other two.
   *
   * <p>The songs played less leave the catalogue of training and validation, and so that of every
   * recommender learnt from them. They leave these playlists too: their neighbours then follow one
   * another; as many songs of a validation playlist stay given as were given of those left, but one
   * at least; and a playlist without songs is dropped. The test playlists keep all their songs, at
   * other indices: first come those of the training's catalogue, then the others in their order.
   *
   * <p>So an evaluation counts a song that was left out as unknown: it is a miss in every ranking
   * metric, and has no log-likelihood. Means of that are over fewer songs then, and are to be
   * compared among recommenders of one catalogue alone.
   *
   * @param plays how often a song is played in training at least, from 1, which leaves out what is
   *     never played there, to the plays of the most played song
   * @return the split; its parts are held in memory
   * @throws IllegalArgumentException if {@code plays} is outside that range
   */
  public DatasetSplit minimumPlays(int plays) {
    return new MinimumSupport(this, plays).split();
  }

  /**
   * Describes the three parts, and what of the test part was seen in training. Reads training and
   * test part twice. The memory it takes grows with the songs of the catalogue, the number of
   * playlists, and the targets in the test part, but not with the transitions of training.
   *
   * @return the numbers, with warnings where an evaluation would mislead
   * @throws IllegalArgumentException if a playlist holds an index that its catalogue lacks
   */
  public SplitStatistics statistics() {
    return TrainingOverlap.of(this);
  }
}
