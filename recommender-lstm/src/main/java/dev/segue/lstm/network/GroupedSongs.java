package dev.segue.lstm.network;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The songs of each group, ascending, one group after the other. Immutable. */
final class GroupedSongs {

  /** {@code [groups + 1]}: where the songs of each begin. */
  private final int[] starts;

  private final int[] songs;

  /**
   * Groups songs.
   *
   * @param groups how many there are
   * @param groupOf {@code [songs]}: the group of each; negative for none
   * @param count songs from this one on are ignored
   */
  GroupedSongs(int groups, int[] groupOf, int count) {
    starts = new int[groups + 1];
    for (int song = 0; song < count; song++) {
      if (groupOf[song] >= 0) {
        starts[groupOf[song] + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    songs = new int[starts[groups]];
    int[] next = starts.clone();
    for (int song = 0; song < count; song++) {
      if (groupOf[song] >= 0) {
        songs[next[groupOf[song]]++] = song;
      }
    }
  }

  int groups() {
    return starts.length - 1;
  }

  IntStream of(int group) {
    return Arrays.stream(songs, starts[group], starts[group + 1]);
  }

  /** Adds a number to the scores of all songs of a group. */
  void add(int group, float number, float[] scores) {
    for (int i = starts[group]; i < starts[group + 1]; i++) {
      scores[songs[i]] += number;
    }
  }
}
