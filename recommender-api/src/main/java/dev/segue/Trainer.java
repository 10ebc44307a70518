package dev.segue;

/**
 * Learns a recommender from playlists. Immutable: each call of {@code train} starts afresh, and
 * several threads may train at once.
 *
 * @param <R> what is learnt
 */
public interface Trainer<R extends SequenceRecommender> {

  /**
   * Learns from playlists, watching others that are not learnt from.
   *
   * @param training what is learnt from
   * @param validation what the progress is measured on; over the same catalogue. Playlists without
   *     a target count as none
   * @return the trained recommender
   * @throws IllegalArgumentException if {@code training} holds no transition, or the two parts have
   *     different catalogues
   */
  R train(PlaylistDataset training, PlaylistDataset validation);

  /**
   * Learns from playlists alone.
   *
   * @param training what is learnt from
   * @return the trained recommender
   * @throws IllegalArgumentException if {@code training} holds no transition
   * @throws IllegalStateException if the trainer was set up in a way that needs validation data
   */
  R train(PlaylistDataset training);
}
