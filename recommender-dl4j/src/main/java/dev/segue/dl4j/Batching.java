package dev.segue.dl4j;

import com.google.common.collect.Lists;
import dev.segue.Playlist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** How playlists are grouped into batches, and in which order. */
public enum Batching {

  /**
   * Playlists in the dataset's order, the same in each epoch, as in the paper; the batch size
   * counts playlists. Long and short playlists share a batch, so its later steps are small, and an
   * epoch has many of them.
   */
  FILE_ORDER {
    @Override
    List<List<Playlist>> batches(
        List<Playlist> playlists, int batchSize, int unroll, Random random) {
      return Lists.partition(playlists, batchSize);
    }

    @Override
    int defaultBatchSize(long transitions) {
      return 100;
    }
  },

  /**
   * Playlists of similar length (length bucketing), grouped anew in each epoch, with the batches in
   * random order; the batch size counts the transitions of a step, so that steps are of similar
   * size whether playlists are long or short.
   */
  LIKE_LENGTH {
    @Override
    List<List<Playlist>> batches(
        List<Playlist> playlists, int batchSize, int unroll, Random random) {
      record Place(Playlist playlist, double length) {}
      List<Playlist> byLength =
          playlists.stream()
              .map(p -> new Place(p, p.transitions() * (1 + JITTER * random.nextDouble())))
              .sorted(Comparator.comparingDouble(Place::length))
              .map(Place::playlist)
              .toList();
      List<List<Playlist>> batches = new ArrayList<>();
      List<Playlist> batch = new ArrayList<>();
      int transitions = 0;
      for (Playlist playlist : byLength) {
        batch.add(playlist);
        transitions += Math.min(playlist.transitions(), unroll);
        if (transitions >= batchSize) {
          batches.add(batch);
          batch = new ArrayList<>();
          transitions = 0;
        }
      }
      if (!batch.isEmpty()) {
        batches.add(batch);
      }
      Collections.shuffle(batches, random);
      return batches;
    }

    /** A small dataset needs small steps, so that an epoch has enough of them to learn in. */
    @Override
    int defaultBatchSize(long transitions) {
      return (int) Math.max(50, Math.min(500, transitions / 100));
    }
  };

  /**
   * Up to what fraction a playlist's length is increased at random for sorting, so that no two
   * epochs have the same batches.
   */
  private static final double JITTER = 0.1;

  /**
   * Returns the batch size if the user sets none.
   *
   * @param transitions how many transitions an epoch has
   */
  abstract int defaultBatchSize(long transitions);

  /**
   * Divides the playlists of an epoch into batches.
   *
   * @param playlists with at least one transition each
   * @param batchSize in playlists, or in transitions of a step
   * @param unroll the maximum number of transitions of a playlist in a step
   * @param random source of the order
   * @return batches of at least one playlist, which together hold each playlist once
   */
  abstract List<List<Playlist>> batches(
      List<Playlist> playlists, int batchSize, int unroll, Random random);
}
