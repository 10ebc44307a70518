package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.interruption.Interruption;
import dev.segue.model.ModelFile;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Counts how often each song was played some songs after another one. Immutable; may be shared by
 * threads.
 *
 * @param starts {@code [songs + 1]}: where each song's followers start, then where the last ones
 *     end
 * @param followers the indices of the followers, ascending for each song
 * @param counts how often each follower followed
 * @param totals {@code [songs]}: how often each song was followed by any song
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record Transitions(int[] starts, int[] followers, int[] counts, int[] totals) {

  /**
   * Counts pairs of songs.
   *
   * @param dataset the playlists
   * @param nearest the smallest distance counted, in songs, at least 1; 1 is the next song
   * @param farthest the largest distance counted, in songs
   * @param bothWays true to count a pair in both directions, false to count the later song as a
   *     follower only
   */
  static Transitions count(PlaylistDataset dataset, int nearest, int farthest, boolean bothWays) {
    int songs = dataset.catalogue().size();
    int[] starts = new int[songs + 1];
    forEachPair(dataset, nearest, farthest, bothWays, (song, follower) -> starts[song + 1]++);
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] all = new int[starts[songs]];
    int[] next = starts.clone();
    forEachPair(
        dataset, nearest, farthest, bothWays, (song, follower) -> all[next[song]++] = follower);
    return merged(starts, all);
  }

  private static Transitions merged(int[] starts, int[] all) {
    int songs = starts.length - 1;
    int[] mergedStarts = new int[songs + 1];
    int[] counts = new int[all.length];
    int size = 0;
    Interruption interruption = Interruption.of("counting transitions");
    for (int song = 0; song < songs; song++) {
      interruption.check();
      Arrays.sort(all, starts[song], starts[song + 1]);
      mergedStarts[song] = size;
      for (int i = starts[song]; i < starts[song + 1]; i++) {
        if (i == starts[song] || all[i] != all[size - 1]) {
          all[size++] = all[i];
        }
        counts[size - 1]++;
      }
    }
    mergedStarts[songs] = size;
    return of(mergedStarts, Arrays.copyOf(all, size), Arrays.copyOf(counts, size));
  }

  private static Transitions of(int[] starts, int[] followers, int[] counts) {
    int[] totals = new int[starts.length - 1];
    for (int song = 0; song < totals.length; song++) {
      totals[song] = Arrays.stream(counts, starts[song], starts[song + 1]).sum();
    }
    return new Transitions(starts, followers, counts, totals);
  }

  /**
   * Returns the transitions from some songs: row {@code i} holds those from the {@code i}-th.
   *
   * @param from the songs
   * @param to songs in ascending order, all followers among them; their places in it are the
   *     followers of the result
   */
  Transitions among(int[] from, int[] to) {
    int[] rows = new int[from.length + 1];
    for (int row = 0; row < from.length; row++) {
      rows[row + 1] = rows[row] + distinctFollowers(from[row]);
    }
    int[] places = new int[rows[from.length]];
    int[] ofRows = new int[places.length];
    for (int row = 0; row < from.length; row++) {
      for (int i = 0; i < distinctFollowers(from[row]); i++) {
        int at = starts[from[row]] + i;
        places[rows[row] + i] = Arrays.binarySearch(to, followers[at]);
        ofRows[rows[row] + i] = counts[at];
      }
    }
    return of(rows, places, ofRows);
  }

  private static void forEachPair(
      PlaylistDataset dataset, int nearest, int farthest, boolean bothWays, PairVisitor visitor) {
    Interruption interruption = Interruption.of("counting transitions");
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.forEachOrdered(
          playlist -> {
            for (int position = nearest; position < playlist.size(); position++) {
              interruption.check();
              int first = Math.max(0, position - farthest);
              for (int before = position - nearest; before >= first; before--) {
                visitor.visit(playlist.song(before), playlist.song(position));
                if (bothWays) {
                  visitor.visit(playlist.song(position), playlist.song(before));
                }
              }
            }
          });
    }
  }

  @FunctionalInterface
  private interface PairVisitor {
    void visit(int song, int follower);
  }

  /** Returns how often a song was followed by any song. */
  int total(int song) {
    return totals[song];
  }

  /** Returns the number of pairs counted. */
  long total() {
    return Arrays.stream(totals).asLongStream().sum();
  }

  /** Returns the number of distinct songs that followed a song. */
  int distinctFollowers(int song) {
    return starts[song + 1] - starts[song];
  }

  /** Returns the fraction of a song's transitions that lead to a follower; 0 if there is none. */
  double share(int song, int follower) {
    int at = Arrays.binarySearch(followers, starts[song], starts[song + 1], follower);
    return at < 0 ? 0 : counts[at] / (double) totals[song];
  }

  /** Adds to each score how often that song followed a song, times a factor. */
  void addTo(float[] scores, int song, double factor) {
    for (int i = starts[song]; i < starts[song + 1]; i++) {
      scores[followers[i]] += (float) (factor * counts[i]);
    }
  }

  /** Adds three tensors to a model file. */
  void write(ModelFile.Builder model, String prefix) {
    model.bytes(prefix + "starts", Integers.bytes(starts));
    model.bytes(prefix + "followers", Integers.bytes(followers));
    model.bytes(prefix + "counts", Integers.bytes(counts));
  }

  /** Reads what {@link #write} wrote. */
  static Transitions read(ModelFile model, String prefix) throws FileFormatException {
    int songs = model.catalogue().size();
    int[] followers = Integers.read(model, prefix + "followers", 0, songs - 1);
    int[] counts = Integers.read(model, prefix + "counts", 1, Integer.MAX_VALUE);
    int[] starts = Integers.readStarts(model, prefix + "starts", 0, followers.length);
    Integers.checkLength(model, prefix + "starts", starts, songs + 1);
    Integers.checkLength(model, prefix + "counts", counts, followers.length);
    for (int song = 0; song < songs; song++) {
      check(model, prefix, song, starts, followers, counts);
    }
    return of(starts, followers, counts);
  }

  /** Checks the followers of a song. */
  private static void check(
      ModelFile model, String prefix, int song, int[] starts, int[] followers, int[] counts)
      throws FileFormatException {
    long total = 0;
    for (int i = starts[song]; i < starts[song + 1]; i++) {
      if (i > starts[song] && followers[i] <= followers[i - 1]) {
        throw model.problem(
            "tensor '%sfollowers' must hold those of song %d in ascending order, but %d follows %d"
                .formatted(prefix, song, followers[i], followers[i - 1]));
      }
      total += counts[i];
    }
    if (total > Integer.MAX_VALUE) {
      throw model.problem(
          "tensor '%scounts' must sum to at most %d for song %d, but sums to %d"
              .formatted(prefix, Integer.MAX_VALUE, song, total));
    }
  }
}
