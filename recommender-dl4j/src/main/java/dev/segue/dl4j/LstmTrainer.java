package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.lstm.LstmRecommender;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains an {@link LstmRecommender} on Deeplearning4j, after Bhoopchand, Syed and Iturraspe, "Music
 * Recommendation using Recurrent Neural Networks" (University College London, 2016). Training needs
 * an ND4J backend on the class path. Immutable; several threads may train at once.
 */
public final class LstmTrainer implements Trainer<LstmRecommender> {

  private final Hyperparameters hyperparameters;
  private final List<TrainingListener> listeners;
  private final boolean needsValidation;

  LstmTrainer(
      Hyperparameters hyperparameters, List<TrainingListener> listeners, boolean needsValidation) {
    this.hyperparameters = hyperparameters;
    this.listeners = List.copyOf(listeners);
    this.needsValidation = needsValidation;
  }

  /**
   * Returns a builder with the defaults that work best in general.
   *
   * @return a builder: 1 layer, embedding and hidden size 128, tied embeddings, song features,
   *     recency of 120 songs and artist recency of 20, dropout rates 0.3 (input), 0.6 (output) and
   *     0.2 (songs heard), unroll 500, gradient clip 5, Adam with learning rate 0.003 and a warm-up
   *     over the first 0.01 of the training, weight averaging with decay 0.998 (about the last 500
   *     steps), batches of playlists of similar length with 50 to 500 transitions per step, the
   *     loss averaged over a step's transitions, at most 30 epochs with early stopping after 2
   *     without improvement on the validation data, or 20 epochs without validation data, seed 42,
   *     no listener
   */
  public static LstmBuilder builder() {
    return new LstmBuilder(Hyperparameters.GradientOf.MEAN_OF_TRANSITIONS).defaults();
  }

  /**
   * Returns a builder with the paper's settings: 2 layers, embedding and hidden size 100, unroll
   * 20, gradient clip 5, Adam with a constant learning rate of 0.001, batches of 100 playlists in
   * the dataset's order, a step's loss summed over its transitions and divided by the number of
   * playlists in the batch, 20 epochs.
   *
   * @return a builder that differs from {@link #builder()} only in its defaults
   */
  public static LstmBuilder paper() {
    return new LstmBuilder(Hyperparameters.GradientOf.SUM_PER_PLAYLIST);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no ND4J backend is on the class path; the message says what to
   *     add
   */
  @Override
  public LstmRecommender train(PlaylistDataset training, PlaylistDataset validation) {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    training.catalogue().requireSame("training", validation.catalogue(), "validation");
    return train(training, Optional.of(validation));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if {@link LstmBuilder#patience} was set, which needs validation
   *     data, or if no ND4J backend is on the class path; the message says what to add
   */
  @Override
  public LstmRecommender train(PlaylistDataset training) {
    Objects.requireNonNull(training, "training");
    if (needsValidation) {
      throw new IllegalStateException(
          "early stopping (patience) needs validation data, but none was given");
    }
    return train(training, Optional.empty());
  }

  private LstmRecommender train(PlaylistDataset training, Optional<PlaylistDataset> validation) {
    // Checked before the native libraries load, which takes seconds.
    try (Stream<Playlist> playlists = training.playlists()) {
      if (playlists.noneMatch(playlist -> playlist.transitions() > 0)) {
        throw new IllegalArgumentException(
            "training must have at least 1 transition, but has none: give it a playlist of two"
                + " songs");
      }
    }
    Backend.require();
    try (Workers workers = new Workers(hyperparameters.threads())) {
      TrainingData data = TrainingData.of(training, validation, hyperparameters);
      return new TrainingRun(hyperparameters, listeners, data, workers).train();
    }
  }
}
