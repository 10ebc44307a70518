package dev.segue.dl4j;

import org.jspecify.annotations.Nullable;

/** What networks train on. They end with it when it is closed. One thread at a time. */
interface TrainingDevice extends AutoCloseable {

  /** Describes the device in one line. */
  String description();

  /** How many chunks a step has at most. */
  int parts();

  /**
   * Creates a network.
   *
   * @param architecture of the network
   * @param optimisation how a step changes the weights
   * @param sampler draws the negatives of each step if the architecture asks for it, or null
   * @param newSongs chooses the songs that a step takes as new
   */
  TrainingNetwork network(
      TrainingArchitecture architecture,
      Hyperparameters.Optimisation optimisation,
      @Nullable NegativeSampler sampler,
      ColdSongs newSongs);

  @Override
  void close();
}
