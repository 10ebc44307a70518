package dev.segue.baselines;

import java.util.Arrays;

/** The scratch arrays in which a thread finds neighbours; all zeros between two calls. */
final class NeighbourScratch {

  /** {@code [playlists]}. */
  final double[] similarities;

  /** The playlists with a similarity above 0. */
  final int[] found;

  /** {@code [songs]}: the position at which a song was last heard, from 1; 0 for never. */
  final int[] positions;

  /** {@code [songs]}: the playlist that a song was last added for, from 1; 0 for none. */
  final int[] addedBy;

  NeighbourScratch(int playlists, int songs) {
    similarities = new double[playlists];
    found = new int[playlists];
    positions = new int[songs];
    addedBy = new int[songs];
  }

  /** Records when songs were heard, and returns the number of distinct ones. */
  int hear(int[] heard, int count) {
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      distinct += positions[heard[i]] == 0 ? 1 : 0;
      positions[heard[i]] = i + 1;
    }
    return distinct;
  }

  /** Returns the smallest similarity among the nearest playlists. */
  double smallestOfNearest(int count, int neighbours) {
    double[] sorted = new double[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = similarities[found[i]];
    }
    Arrays.sort(sorted);
    return count <= neighbours ? 0 : sorted[count - neighbours];
  }

  void clear(int[] heard, int count, int playlists) {
    for (int i = 0; i < count; i++) {
      positions[heard[i]] = 0;
    }
    for (int i = 0; i < playlists; i++) {
      similarities[found[i]] = 0;
    }
  }
}
