package dev.segue.dl4j;

import dev.segue.Playlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A batch of an epoch. What it draws follows from its place in the training alone, so that a
 * training that goes on at a batch is the one that was not interrupted.
 *
 * @param playlists of the batch
 * @param random source of all random choices in its steps, used once
 * @param before how many transitions of the epoch come before it
 * @param after how many of them are done after it
 */
record EpochBatch(List<Playlist> playlists, SplittableRandom random, long before, long after) {

  /**
   * Returns the batches of an epoch in their order.
   *
   * @param settings of the training
   * @param playlists with at least one transition each
   * @param seed of the training
   * @param epoch from 0
   */
  static List<EpochBatch> of(
      Hyperparameters settings, List<Playlist> playlists, long seed, int epoch) {
    SplittableRandom training = new SplittableRandom(seed);
    for (int earlier = 0; earlier < epoch; earlier++) {
      training.split();
    }
    SplittableRandom random = training.split();
    List<EpochBatch> batches = new ArrayList<>();
    long done = 0;
    for (List<Playlist> batch :
        settings
            .run()
            .batching()
            .batches(playlists, settings.optimisation().unroll(), new Random(random.nextLong()))) {
      long before = done;
      done += batch.stream().mapToLong(PlaylistSteps::count).sum();
      batches.add(new EpochBatch(batch, random.split(), before, done));
    }
    return batches;
  }
}
