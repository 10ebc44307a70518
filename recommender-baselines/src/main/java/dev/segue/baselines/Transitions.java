package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.model.ModelFile;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How often each song was played some songs after each other one. Immutable; may be shared by
 * threads.
 *
 * @param starts {@code [songs + 1]}: where a song's followers begin, and the last ones end
 * @param followers their indices, rising for each song
 * @param counts how often each of them followed
 * @param totals {@code [songs]}: how often a song was followed by any
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record Transitions(int[] starts, int[] followers, int[] counts, int[] totals) {

  /**
   * Counts pairs of songs.
   *
   * @param dataset where they are played
   * @param nearest the smallest distance that counts, at least 1: 1 for the song that follows
   * @param farthest the largest distance that counts
   * @param bothWays whether a pair counts for either song, or for the first alone
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
    for (int song = 0; song < songs; song++) {
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

  private static void forEachPair(
      PlaylistDataset dataset, int nearest, int farthest, boolean bothWays, PairVisitor visitor) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.forEachOrdered(
          playlist -> {
            for (int position = nearest; position < playlist.size(); position++) {
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

  /** How often a song was followed by any. */
  int total(int song) {
    return totals[song];
  }

  /** How many pairs there are. */
  long total() {
    return Arrays.stream(totals).asLongStream().sum();
  }

  /** By how many different songs a song was followed. */
  int different(int song) {
    return starts[song + 1] - starts[song];
  }

  /** The share of a follower among a song's followers; 0 if it has none. */
  double share(int song, int follower) {
    int at = Arrays.binarySearch(followers, starts[song], starts[song + 1], follower);
    return at < 0 ? 0 : counts[at] / (double) totals[song];
  }

  /** Adds how often each song followed a song, times a factor. */
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
    int[] starts = Integers.of(model.bytes(prefix + "starts"));
    int[] followers = Integers.of(model.bytes(prefix + "followers"));
    int[] counts = Integers.of(model.bytes(prefix + "counts"));
    if (starts.length != songs + 1
        || !Integers.rising(starts, followers.length)
        || !Integers.below(followers, songs)
        || counts.length != followers.length
        || !Integers.below(counts, Integer.MAX_VALUE)) {
      throw model.problem(
          "tensors '%sstarts', followers and counts must fit each other".formatted(prefix));
    }
    return of(starts, followers, counts);
  }
}
