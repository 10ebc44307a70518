package dev.segue.dl4j;

import com.google.common.collect.Lists;
import dev.segue.Playlist;
import java.util.List;
import java.util.Random;

/** See {@link Batching#inOrder}. */
final class InOrder extends Batching {

  private final int playlists;

  InOrder(int playlists) {
    this.playlists = playlists;
  }

  @Override
  int size(long transitions) {
    return playlists;
  }

  @Override
  long batches(TrainingFacts facts) {
    return facts.playlists() / playlists;
  }

  @Override
  Batching shared(long transitions, int workers) {
    return new InOrder(Math.max(1, playlists / workers));
  }

  @Override
  List<List<Playlist>> batches(List<Playlist> all, int unroll, Random random) {
    return Lists.partition(all, playlists);
  }

  @Override
  public String toString() {
    return "inOrder(" + playlists + ")";
  }
}
