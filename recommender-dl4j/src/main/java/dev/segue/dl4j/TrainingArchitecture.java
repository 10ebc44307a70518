package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;

/**
 * The architecture of a network in training.
 *
 * @param network the network that is trained, and serves afterwards
 * @param sampled whether the output layer scores a sample of the songs
 * @param regularisation what keeps the network from overfitting
 */
record TrainingArchitecture(Architecture network, boolean sampled, Regularisation regularisation) {

  /** Returns an architecture with a full softmax and no regularisation. */
  static TrainingArchitecture of(Architecture network) {
    return new TrainingArchitecture(network, false, Regularisation.NONE);
  }

  /** Whether the replicas use the tables of songs as they are stored. */
  boolean plainTables() {
    return network.features().isEmpty() && !network.tied() && !sampled;
  }
}
