package dev.segue.dl4j;

import dev.segue.lstm.network.LstmNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The networks of a training that are finished, in order. One thread at a time. */
final class TrainedNetworks {

  private final List<LstmNetwork> networks = new ArrayList<>();
  private final List<Integer> epochs = new ArrayList<>();

  /**
   * Adds the next one.
   *
   * @param epoch after how many epochs it was taken
   */
  void add(LstmNetwork network, int epoch) {
    networks.add(network);
    epochs.add(epoch);
  }

  List<LstmNetwork> networks() {
    return Collections.unmodifiableList(networks);
  }

  /** After how many epochs each was taken, as text. */
  String epochs(String delimiter) {
    return epochs.stream().map(String::valueOf).collect(Collectors.joining(delimiter));
  }
}
