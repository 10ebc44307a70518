package dev.segue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A dataset in three disjoint parts over one catalogue, songs never played included, so that every
 * recommender divides its probability over the same songs. Immutable; may be shared by threads if
 * its parts may.
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
   * @throws IllegalArgumentException if the parts have catalogues of different fingerprints
   */
  public DatasetSplit {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
    long catalogues =
        Stream.of(training, validation, test)
            .map(part -> part.catalogue().fingerprint())
            .distinct()
            .count();
    if (catalogues != 1) {
      throw new IllegalArgumentException(
          "training, validation and test must share one catalogue, but there are " + catalogues);
    }
  }

  static DatasetSplit random(
      PlaylistDataset dataset, double training, double validation, double test, long seed) {
    checkShare("training", training);
    checkShare("validation", validation);
    checkShare("test", test);
    double sum = training + validation + test;
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "training, validation and test shares must sum to 1, was " + sum);
    }
    List<Playlist> playlists;
    try (Stream<Playlist> stream = dataset.playlists()) {
      playlists = stream.toList();
    }
    List<Integer> order =
        IntStream.range(0, playlists.size())
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(order, new Random(seed));
    int trainingEnd = (int) Math.round(training * playlists.size());
    int validationEnd = (int) Math.round((training + validation) * playlists.size());
    return new DatasetSplit(
        part(dataset, playlists, order.subList(0, trainingEnd)),
        part(dataset, playlists, order.subList(trainingEnd, validationEnd)),
        part(dataset, playlists, order.subList(validationEnd, order.size())));
  }

  private static PlaylistDataset part(
      PlaylistDataset dataset, List<Playlist> playlists, List<Integer> chosen) {
    int[] inOrder = chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
    return PlaylistDataset.of(
        dataset.catalogue(), Arrays.stream(inOrder).mapToObj(playlists::get).toList());
  }

  private static void checkShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " share must be in 0..1, was " + share);
    }
  }
}
