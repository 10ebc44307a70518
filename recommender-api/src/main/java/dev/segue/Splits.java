package dev.segue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<Playlist> playlists = playlists(dataset);
    return cut(
        shuffled(playlists.size(), seed),
        training,
        validation,
        chosen -> part(dataset, playlists, chosen));
  }

  static DatasetSplit inOrder(
      PlaylistDataset dataset, double training, double validation, double test) {
    checkShares(training, validation, test);
    List<Playlist> playlists = playlists(dataset);
    int[] order = IntStream.range(0, playlists.size()).toArray();
    return cut(order, training, validation, chosen -> part(dataset, playlists, chosen));
  }

  static DatasetSplit byGroup(
      PlaylistDataset dataset,
      IntFunction<?> group,
      double training,
      double validation,
      double test,
      long seed) {
    checkShares(training, validation, test);
    List<Playlist> playlists = playlists(dataset);
    Map<Object, List<Integer>> groups =
        IntStream.range(0, playlists.size())
            .boxed()
            .collect(Collectors.groupingBy(group::apply, LinkedHashMap::new, Collectors.toList()));
    List<List<Integer>> members = List.copyOf(groups.values());
    return cut(
        shuffled(members.size(), seed),
        training,
        validation,
        chosen ->
            part(
                dataset,
                playlists,
                chosen.mapToObj(members::get).flatMap(List::stream).mapToInt(Integer::intValue)));
  }

  static DatasetSplit lastOut(PlaylistDataset dataset) {
    List<Playlist> training = new ArrayList<>();
    List<Playlist> validation = new ArrayList<>();
    List<Playlist> test = new ArrayList<>();
    for (Playlist playlist : playlists(dataset)) {
      int size = playlist.size();
      if (size < MIN_SIZE_FOR_LAST_OUT) {
        training.add(playlist);
      } else {
        training.add(playlist.first(size - 2));
        validation.add(playlist.first(size - 1).withContext(size - 2));
        test.add(playlist.withContext(size - 1));
      }
    }
    return new DatasetSplit(
        PlaylistDataset.of(dataset.catalogue(), training),
        PlaylistDataset.of(dataset.catalogue(), validation),
        PlaylistDataset.of(dataset.catalogue(), test));
  }

  static List<DatasetSplit> folds(PlaylistDataset dataset, int count, long seed) {
    List<Playlist> playlists = playlists(dataset);
    if (count < 2 || count > playlists.size()) {
      throw new IllegalArgumentException(
          "count must be in 2..%d (the number of playlists), was %d"
              .formatted(playlists.size(), count));
    }
    int[] order = shuffled(playlists.size(), seed);
    return IntStream.range(0, count)
        .mapToObj(f -> fold(dataset, playlists, order, f, count))
        .toList();
  }

  private static DatasetSplit fold(
      PlaylistDataset dataset, List<Playlist> playlists, int[] order, int fold, int count) {
    int from = (int) ((long) fold * order.length / count);
    int to = (int) ((fold + 1L) * order.length / count);
    IntStream others =
        IntStream.concat(Arrays.stream(order, 0, from), Arrays.stream(order, to, order.length));
    return new DatasetSplit(
        part(dataset, playlists, others),
        part(dataset, playlists, IntStream.empty()),
        part(dataset, playlists, Arrays.stream(order, from, to)));
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

  private static PlaylistDataset part(
      PlaylistDataset dataset, List<Playlist> playlists, IntStream chosen) {
    return PlaylistDataset.of(
        dataset.catalogue(), chosen.sorted().mapToObj(playlists::get).toList());
  }

  private static int[] shuffled(int size, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Playlist> playlists(PlaylistDataset dataset) {
    try (Stream<Playlist> stream = dataset.playlists()) {
      return stream.toList();
    }
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
}
