package dev.segue.dl4j;

import dev.segue.SequenceRecommender;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.LstmNetwork;
import org.jspecify.annotations.Nullable;

/**
 * What networks train on. They end with it when it is closed. One thread at a time, but for its
 * {@linkplain #networksAtOnce networks}, which may train while it is used.
 */
interface TrainingDevice extends AutoCloseable {

  /** Which kind it is: {@link Device#CPU} or {@link Device#GPU}. */
  Device kind();

  /** Describes the device in one line. */
  String description();

  /** How many chunks a step has at most. */
  int parts();

  /**
   * How many networks it trains at once, each by a thread of its own: more than one where it would
   * be idle otherwise.
   *
   * @param architecture of the networks
   * @return at least 1
   */
  default int networksAtOnce(TrainingArchitecture architecture) {
    return 1;
  }

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

  /**
   * Returns a recommender that scores playlists as fast as the device can.
   *
   * @param recommender of one network
   * @param network of the recommender; all must be of one architecture
   * @return a recommender, valid until the next call
   */
  default SequenceRecommender scoring(LstmRecommender recommender, LstmNetwork network) {
    return recommender;
  }

  @Override
  void close();
}
