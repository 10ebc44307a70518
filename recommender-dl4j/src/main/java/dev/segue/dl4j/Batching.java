package dev.segue.dl4j;

import dev.segue.Playlist;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * How playlists are grouped into batches, and in which order. Two of the same kind and size are
 * equal. Immutable; may be shared by threads.
 */
public abstract sealed class Batching permits InOrder, SimilarLength {

  Batching() {}

  /**
   * Returns batches of playlists of similar length (length bucketing), grouped anew in each epoch,
   * with the batches in random order. Steps are of similar size whether playlists are long or
   * short.
   *
   * @param transitions how many transitions a step has, at least 1; the playlist that reaches this
   *     number is the last of its batch
   * @return the batching
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Batching similarLength(int transitions) {
    return new SimilarLength(OptionalInt.of(positive("transitions", transitions)));
  }

  /**
   * Returns batches of playlists of similar length, whose steps have a hundredth of the training
   * transitions, but at least 50 and at most 500: a small dataset needs small steps, so that an
   * epoch has enough of them to learn in.
   *
   * @return the batching
   */
  public static Batching similarLength() {
    return new SimilarLength(OptionalInt.empty());
  }

  /**
   * Returns batches of playlists in the dataset's order, the same in each epoch, as in the paper.
   * Long and short playlists share a batch, so its later steps are small, and an epoch has many of
   * them.
   *
   * @param playlists how many playlists a batch has, at least 1
   * @return the batching
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Batching inOrder(int playlists) {
    return new InOrder(positive("playlists", playlists));
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
    return value;
  }

  /**
   * Returns the batch size, in transitions of a step or in playlists.
   *
   * @param transitions how many transitions an epoch has
   */
  abstract int size(long transitions);

  /**
   * Returns how many batches an epoch has, about.
   *
   * @param facts of its playlists
   */
  abstract long batches(TrainingFacts facts);

  /**
   * Returns the batching of each of several workers that share batches.
   *
   * @param transitions how many an epoch of all workers has
   * @param workers at least 1
   */
  abstract Batching shared(long transitions, int workers);

  /**
   * Divides the playlists of an epoch into batches.
   *
   * @param playlists with at least one transition each
   * @param unroll the maximum number of transitions of a playlist in a step
   * @param random source of the order
   * @return batches of at least one playlist, which together hold each playlist once
   */
  abstract List<List<Playlist>> batches(List<Playlist> playlists, int unroll, Random random);

  @Override
  public final boolean equals(Object other) {
    return other instanceof Batching batching && batching.toString().equals(toString());
  }

  @Override
  public final int hashCode() {
    return toString().hashCode();
  }

  /** Returns the call that makes it, such as {@code similarLength(500)}. */
  @Override
  public abstract String toString();
}
