package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.lstm.LstmRecommender;
import java.util.List;
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
   * Sets up a training with the defaults that serve best in general.
   *
   * @return a builder: 1 layer, embedding and hidden size 128, tied embeddings, song features,
   *     recency of 120 songs and of the artists of 20, dropout of 0.3 of the input, 0.6 of the
   *     output and 0.2 of the songs heard, unroll 500, gradient clip 5, Adam at 0.003 with a
   *     warm-up over 0.01 of the training, the average of the weights of about the last 500 steps,
   *     playlists of like length in steps of up to 500 transitions, the gradient that of the mean
   *     over a step's transitions, at most 30 epochs, ended once 2 have brought nothing on the
   *     validation data, or 20 without validation data, seed 42, no listener
   */
  public static LstmBuilder builder() {
    return new LstmBuilder(Hyperparameters.GradientOf.MEAN_OF_TRANSITIONS).best();
  }

  /**
   * Sets up a training as the paper has it: 2 layers, embedding and hidden size 100, unroll 20,
   * gradient clip 5, Adam at 0.001 throughout, batches of 100 playlists in the dataset's order, the
   * gradient of a step that of the loss summed over its transitions and divided by the playlists of
   * the batch, 20 epochs.
   *
   * @return a builder that differs from {@link #builder()} in its presets alone
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
    if (!training.catalogue().fingerprint().equals(validation.catalogue().fingerprint())) {
      throw new IllegalArgumentException(
          "training and validation must share one catalogue, but their fingerprints differ");
    }
    return train(training, Optional.of(validation));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the training was asked to stop early, which needs validation
   *     data, or if no ND4J backend is on the class path; the message says what to add
   */
  @Override
  public LstmRecommender train(PlaylistDataset training) {
    if (needsValidation) {
      throw new IllegalStateException("patience needs validation data, were none");
    }
    return train(training, Optional.empty());
  }

  private LstmRecommender train(PlaylistDataset training, Optional<PlaylistDataset> validation) {
    // Said before the natives load, which takes seconds.
    try (Stream<Playlist> playlists = training.playlists()) {
      if (playlists.noneMatch(playlist -> playlist.transitions() > 0)) {
        throw new IllegalArgumentException("training must hold at least 1 transition, was 0");
      }
    }
    Backend.require();
    try (Workers workers = new Workers(hyperparameters.threads())) {
      TrainingData data = TrainingData.of(training, validation, hyperparameters);
      return new TrainingRun(hyperparameters, listeners, data, workers).train();
    }
  }
}
