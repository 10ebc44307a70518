package dev.segue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Splits the playlists of a dataset. All parts keep the order of the playlists. */
final class Splits {

  /** Two songs to hold out, and one to train on. */
  private static final int MIN_SIZE_FOR_LAST_OUT = 3;

  private Splits() {}

  static DatasetSplit random(
      PlaylistDataset dataset, double training, double validation, double test, long seed) {
    checkShares(training, validation, test);
    Whole whole = Whole.of(dataset);
    return cut(shuffled(whole.size(), seed), training, validation, whole::part);
  }

  static DatasetSplit inOrder(
      PlaylistDataset dataset, double training, double validation, double test) {
    checkShares(training, validation, test);
    Whole whole = Whole.of(dataset);
    return cut(IntStream.range(0, whole.size()).toArray(), training, validation, whole::part);
  }

  static DatasetSplit byGroup(
      PlaylistDataset dataset,
      IntFunction<?> group,
      double training,
      double validation,
      double test,
      long seed) {
    checkShares(training, validation, test);
    Whole whole = Whole.of(dataset);
    Map<Object, List<Integer>> groups =
        IntStream.range(0, whole.size())
            .boxed()
            .collect(Collectors.groupingBy(group::apply, LinkedHashMap::new, Collectors.toList()));
    List<List<Integer>> members = List.copyOf(groups.values());
    return cut(
        shuffled(members.size(), seed),
        training,
        validation,
        chosen ->
            whole.part(
                chosen.mapToObj(members::get).flatMap(List::stream).mapToInt(Integer::intValue)));
  }

  static DatasetSplit lastOut(PlaylistDataset dataset) {
    Whole whole = Whole.of(dataset);
    List<Playlist> training = new ArrayList<>();
    List<Playlist> validation = new ArrayList<>();
    List<Playlist> test = new ArrayList<>();
    for (Playlist playlist : whole.playlists()) {
      int size = playlist.size();
      if (size < MIN_SIZE_FOR_LAST_OUT) {
        training.add(playlist);
      } else {
        training.add(playlist.first(size - 2));
        validation.add(playlist.first(size - 1).withContext(size - 2));
        test.add(playlist.withContext(size - 1));
      }
    }
    return new DatasetSplit(whole.part(training), whole.part(validation), whole.part(test));
  }

  static List<DatasetSplit> folds(PlaylistDataset dataset, int count, long seed) {
    Whole whole = Whole.of(dataset);
    if (count < 2 || count > whole.size()) {
      throw new IllegalArgumentException(
          "count must be in 2..%d (the number of playlists), was %d"
              .formatted(whole.size(), count));
    }
    int[] order = shuffled(whole.size(), seed);
    return IntStream.range(0, count).mapToObj(f -> fold(whole, order, f, count)).toList();
  }

  private static DatasetSplit fold(Whole whole, int[] order, int fold, int count) {
    int from = (int) ((long) fold * order.length / count);
    int to = (int) ((fold + 1L) * order.length / count);
    IntStream others =
        IntStream.concat(Arrays.stream(order, 0, from), Arrays.stream(order, to, order.length));
    return new DatasetSplit(
        whole.part(others),
        whole.part(IntStream.empty()),
        whole.part(Arrays.stream(order, from, to)));
  }

  /** Cuts a list of numbers in three, and makes a dataset of each part. */
  private static DatasetSplit cut(
      int[] order, double training, double validation, Function<IntStream, PlaylistDataset> part) {
    int trainingEnd = (int) Math.round(training * order.length);
    int validationEnd = (int) Math.round((training + validation) * order.length);
    return new DatasetSplit(
        part.apply(Arrays.stream(order, 0, trainingEnd)),
        part.apply(Arrays.stream(order, trainingEnd, validationEnd)),
        part.apply(Arrays.stream(order, validationEnd, order.length)));
  }

  private static int[] shuffled(int size, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void checkShares(double training, double validation, double test) {
    checkShare("training", training);
    checkShare("validation", validation);
    checkShare("test", test);
    double sum = training + validation + test;
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "training, validation and test shares must sum to 1, but sum to " + sum);
    }
  }

  private static void checkShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " share must be in 0..1, was " + share);
    }
  }

  /**
   * What is divided.
   *
   * @param history all that is known of the listeners; empty for playlists without times
   */
  private record Whole(
      Catalogue catalogue, List<Playlist> playlists, Optional<PlaylistDataset> history) {

    static Whole of(PlaylistDataset dataset) {
      List<Playlist> playlists;
      try (Stream<Playlist> stream = dataset.playlists()) {
        playlists = stream.toList();
      }
      boolean timed = playlists.stream().anyMatch(playlist -> playlist.listener().isPresent());
      return new Whole(
          dataset.catalogue(),
          playlists,
          timed ? Optional.of(history(dataset, playlists)) : Optional.empty());
    }

    /** Shares the playlists that are in memory already: they are most, or all. */
    private static PlaylistDataset history(PlaylistDataset dataset, List<Playlist> playlists) {
      List<Playlist> all = new ArrayList<>();
      try (Stream<Playlist> history = dataset.history()) {
        history.forEachOrdered(
            playlist -> {
              int number = all.size();
              boolean known = number < playlists.size() && playlists.get(number).equals(playlist);
              all.add(known ? playlists.get(number) : playlist);
            });
      }
      return PlaylistDataset.of(dataset.catalogue(), all);
    }

    int size() {
      return playlists.size();
    }

    PlaylistDataset part(IntStream chosen) {
      return part(chosen.sorted().mapToObj(playlists::get).toList());
    }

    PlaylistDataset part(List<Playlist> chosen) {
      PlaylistDataset part = PlaylistDataset.of(catalogue, chosen);
      return history.map(part::partOf).orElse(part);
    }
  }
}
