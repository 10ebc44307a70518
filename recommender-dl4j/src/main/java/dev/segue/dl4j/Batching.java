package dev.segue.dl4j;

import com.google.common.collect.Lists;
import dev.segue.Playlist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Which playlists are learnt from together, and in which order. */
public enum Batching {

  /**
   * Playlists in the dataset's order, the same in each epoch, as the paper has it; the batch size
   * counts playlists. Long and short ones share a batch, so that its later steps are small, and an
   * epoch has many of them.
   */
  FILE_ORDER {
    @Override
    List<List<Playlist>> batches(
        List<Playlist> playlists, int batchSize, int unroll, Random random) {
      return Lists.partition(playlists, batchSize);
    }

    @Override
    int presetBatchSize(long transitions) {
      return 100;
    }
  },

  /**
   * Playlists of like length, drawn anew for each epoch, the batches in random order; the batch
   * size counts the transitions of a step, so that steps are alike whether playlists are long or
   * short.
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
    int presetBatchSize(long transitions) {
      return (int) Math.max(50, Math.min(500, transitions / 100));
    }
  };

  /** How far a playlist may seem longer than it is, so that no two epochs have the same batches. */
  private static final double JITTER = 0.1;

  /**
   * How much is learnt from at once if the user does not say so.
   *
   * @param transitions how many there are in an epoch
   */
  abstract int presetBatchSize(long transitions);

  /**
   * Divides the playlists of an epoch into batches.
   *
   * @param playlists with at least one transition each
   * @param batchSize playlists, or transitions of a step
   * @param unroll the greatest number of transitions of a playlist in a step
   * @param random where the order comes from
   * @return batches of at least one playlist that hold each playlist once
   */
  abstract List<List<Playlist>> batches(
      List<Playlist> playlists, int batchSize, int unroll, Random random);
}
