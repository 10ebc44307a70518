package dev.segue;

/**
 * Trains a recommender on playlists. Immutable: each call of {@code train} starts afresh, and
 * several threads may train at once. Playlists are read {@linkplain PlaylistDataset#checked
 * checked}, and what a dataset does wrong is thrown as said there. If the calling thread is
 * interrupted, the training ends within a second; the thread's interrupt flag stays set.
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
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; the interrupt
   *     flag stays set
   * @throws TrainingDivergedException if the training comes to numbers that are not finite
   */
  R train(PlaylistDataset training, PlaylistDataset validation);

  /**
   * Trains without validation data.
   *
   * @param training the playlists to learn from
   * @return the trained recommender
   * @throws IllegalArgumentException if {@code training} has no transition
   * @throws IllegalStateException if the trainer's settings need validation data
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; the interrupt
   *     flag stays set
   * @throws TrainingDivergedException if the training comes to numbers that are not finite
   */
  R train(PlaylistDataset training);
}
