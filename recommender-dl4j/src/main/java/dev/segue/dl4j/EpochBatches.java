package dev.segue.dl4j;

import dev.segue.Playlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The batches of an epoch in their order. Immutable; may be shared by threads.
 *
 * @param seed of the training
 * @param epoch from 0
 * @param playlists those of each batch
 */
record EpochBatches(long seed, int epoch, List<List<Playlist>> playlists) {

  /**
   * Divides the playlists of an epoch.
   *
   * @param settings of the training
   * @param playlists with at least one transition each
   * @param seed of the training
   * @param epoch from 0
   */
  static EpochBatches of(Hyperparameters settings, List<Playlist> playlists, long seed, int epoch) {
    Random order = new Random(random(seed, epoch).nextLong());
    return new EpochBatches(
        seed,
        epoch,
        settings.run().batching().batches(playlists, settings.optimisation().unroll(), order));
  }

  private static SplittableRandom random(long seed, int epoch) {
    SplittableRandom training = new SplittableRandom(seed);
    for (int earlier = 0; earlier < epoch; earlier++) {
      training.split();
    }
    return training.split();
  }

  int size() {
    return playlists.size();
  }

  /** Returns the batches with numbers from {@code from} to before {@code to}. */
  List<EpochBatch> part(int from, int to) {
    SplittableRandom random = random(seed, epoch);
    random.nextLong(); // that of the order
    List<EpochBatch> part = new ArrayList<>();
    long done = 0;
    for (int batch = 0; batch < to; batch++) {
      long before = done;
      done += playlists.get(batch).stream().mapToLong(PlaylistSteps::count).sum();
      SplittableRandom own = random.split();
      if (batch >= from) {
        part.add(new EpochBatch(playlists.get(batch), own, before, done));
      }
    }
    return part;
  }
}
