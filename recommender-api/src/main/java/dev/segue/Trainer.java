package dev.segue;

/**
 * Trains a recommender on playlists. Immutable: each call of {@code train} starts afresh, and
 * several threads may train at once.
 *
 * @param <R> the type of recommender
 */
public interface Trainer<R extends SequenceRecommender> {

  /**
   * Trains on playlists and measures the progress on others.
   *
   * @param training the playlists to learn from
   * @param validation the playlists to measure the progress on, over the same catalogue; the
   *     trainer ignores those without a target
   * @return the trained recommender
   * @throws IllegalArgumentException if {@code training} has no transition, or the two parts have
   *     different catalogues
   */
  R train(PlaylistDataset training, PlaylistDataset validation);

  /**
   * Trains without validation data.
   *
   * @param training the playlists to learn from
   * @return the trained recommender
   * @throws IllegalArgumentException if {@code training} has no transition
   * @throws IllegalStateException if the trainer's settings need validation data
   */
  R train(PlaylistDataset training);
}
