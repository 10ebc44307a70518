package dev.segue.dl4j;

import dev.segue.Playlist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** See {@link Batching#similarLength(int)}. */
final class SimilarLength extends Batching {

  /**
   * Up to what fraction a playlist's length is increased at random for sorting, so that no two
   * epochs have the same batches.
   */
  private static final double JITTER = 0.1;

  private static final int MIN_TRANSITIONS = 50;
  private static final int MAX_TRANSITIONS = 500;
  private static final int STEPS_OF_AN_EPOCH = 100;

  private final OptionalInt transitions;

  /** Creates a batching; without a number of transitions, it follows the dataset. */
  SimilarLength(OptionalInt transitions) {
    this.transitions = transitions;
  }

  @Override
  int size(long ofEpoch) {
    return transitions.orElseGet(
        () ->
            (int)
                Math.max(MIN_TRANSITIONS, Math.min(MAX_TRANSITIONS, ofEpoch / STEPS_OF_AN_EPOCH)));
  }

  @Override
  long batches(TrainingFacts facts) {
    return facts.transitions() / size(facts.transitions());
  }

  @Override
  Batching shared(long ofEpoch, int workers) {
    return new SimilarLength(OptionalInt.of(Math.max(1, size(ofEpoch) / workers)));
  }

  @Override
  List<List<Playlist>> batches(List<Playlist> playlists, int unroll, Random random) {
    int size = size(playlists.stream().mapToLong(PlaylistSteps::count).sum());
    List<List<Playlist>> batches = new ArrayList<>();
    List<Playlist> batch = new ArrayList<>();
    int ofStep = 0;
    for (Playlist playlist : byLength(playlists, random)) {
      batch.add(playlist);
      ofStep += Math.min(PlaylistSteps.count(playlist), unroll);
      if (ofStep >= size) {
        batches.add(batch);
        batch = new ArrayList<>();
        ofStep = 0;
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  private static List<Playlist> byLength(List<Playlist> playlists, Random random) {
    record Place(Playlist playlist, double length) {}
    return playlists.stream()
        .map(p -> new Place(p, PlaylistSteps.count(p) * (1 + JITTER * random.nextDouble())))
        .sorted(Comparator.comparingDouble(Place::length))
        .map(Place::playlist)
        .toList();
  }

  @Override
  public String toString() {
    return "similarLength(" + (transitions.isPresent() ? transitions.getAsInt() : "") + ")";
  }
}
