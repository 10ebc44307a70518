package dev.segue.dl4j;

import dev.segue.lstm.network.LstmNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The networks of an ensemble that have begun, in the order of their numbers. May be shared by
 * threads.
 */
final class TrainedNetworks {

  private final NavigableMap<Integer, Trained> finished = new ConcurrentSkipListMap<>();
  private final NavigableMap<Integer, NetworkTraining> underWay = new ConcurrentSkipListMap<>();

  /** What those under way have come to, once a listener has stopped them. */
  private final NavigableMap<Integer, Trained> stopped = new ConcurrentSkipListMap<>();

  /**
   * A network that serves.
   *
   * @param epochs after how many it was taken
   */
  record Trained(LstmNetwork network, int epochs) {}

  void begin(NetworkTraining training) {
    underWay.put(training.number(), training);
  }

  /** Takes a network that is finished. */
  void finish(int number, Trained network) {
    finished.put(number, network);
    underWay.remove(number);
  }

  /** Takes a network as it is; its training stays under way, for another run to go on with. */
  void stop(int number, Trained network) {
    stopped.put(number, network);
  }

  /** Those that are finished, by their numbers. */
  SortedMap<Integer, Trained> finished() {
    return Collections.unmodifiableSortedMap(finished);
  }

  /** The trainings that are not finished. */
  Collection<NetworkTraining> underWay() {
    return Collections.unmodifiableCollection(underWay.values());
  }

  /** The networks that are finished or stopped. */
  List<LstmNetwork> networks() {
    return ended().stream().map(Trained::network).toList();
  }

  /** After how many epochs each of {@link #networks} was taken, as text. */
  String epochs(String delimiter) {
    return ended().stream()
        .map(each -> Integer.toString(each.epochs()))
        .collect(Collectors.joining(delimiter));
  }

  private Collection<Trained> ended() {
    SortedMap<Integer, Trained> ended = new TreeMap<>(finished);
    ended.putAll(stopped);
    return ended.values();
  }

  /** The networks that are finished, and those that were good after an epoch. */
  List<LstmNetwork> good() {
    SortedMap<Integer, LstmNetwork> good = new TreeMap<>();
    finished.forEach((number, each) -> good.put(number, each.network()));
    underWay.forEach(
        (number, each) -> each.lastGood().ifPresent(network -> good.put(number, network)));
    return new ArrayList<>(good.values());
  }
}
