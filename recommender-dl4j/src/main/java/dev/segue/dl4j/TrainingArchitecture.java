package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;

/**
 * What a network in training consists of.
 *
 * @param network what is trained, and serves afterwards
 * @param sampled whether the output layer scores a sample of the songs
 * @param regularisation what keeps it from learning its playlists by heart
 */
record TrainingArchitecture(Architecture network, boolean sampled, Regularisation regularisation) {

  /** Scores all songs, and has nothing that serving has not. */
  static TrainingArchitecture of(Architecture network) {
    return new TrainingArchitecture(network, false, Regularisation.NONE);
  }

  /** Whether the replicas work on the tables of songs as they are stored. */
  boolean plainTables() {
    return network.features().isEmpty() && !network.tied() && !sampled;
  }
}
