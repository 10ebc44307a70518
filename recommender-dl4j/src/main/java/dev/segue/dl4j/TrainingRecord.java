package dev.segue.dl4j;

import dev.segue.Provenance;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a recommender remembers of its training.
 *
 * @param hyperparameters settings of the training
 * @param data the training and validation data
 * @param provenance of the data
 * @param device that it was trained on, in one line
 * @param maxEpochs how many epochs it has at most
 */
record TrainingRecord(
    Hyperparameters hyperparameters,
    TrainingData data,
    Provenance provenance,
    String device,
    int maxEpochs) {

  /**
   * Creates the recommender.
   *
   * @param networks that it consists of
   * @param epochs after how many epochs each was taken
   */
  LstmRecommender recommender(List<LstmNetwork> networks, String epochs) {
    return LstmRecommender.of(
        data.catalogue(),
        data.features(),
        networks,
        data.start()
            .map(start -> describeUpdate(start.model().description(), networks, epochs))
            .orElseGet(() -> describe(networks, epochs)),
        provenance);
  }

  private Map<String, String> describe(List<LstmNetwork> networks, String epochs) {
    Map<String, String> description = new LinkedHashMap<>(hyperparameters.describe());
    description.put("epochs", Integer.toString(maxEpochs));
    description.put(
        "batch_size", Integer.toString(hyperparameters.run().batching().size(data.transitions())));
    description.put("ensemble", Integer.toString(networks.size()));
    description.put("training.playlists", Long.toString(data.facts().playlists()));
    description.put("training.transitions", Long.toString(data.transitions()));
    description.put("training.epochs", epochs);
    description.put("training.device", device);
    Architecture architecture = networks.get(0).architecture();
    if (architecture.skips()) {
      description.put("skips", "true");
    }
    description.put("memory", Boolean.toString(architecture.memory()));
    description.put("clock", architecture.clock().map(ZoneId::getId).orElse("none"));
    return description;
  }

  /** Adds this update to what is known of the training, and of the updates before. */
  private Map<String, String> describeUpdate(
      Map<String, String> training, List<LstmNetwork> networks, String epochs) {
    Map<String, String> description = new LinkedHashMap<>(training);
    description.merge(
        "updates",
        "1",
        (before, one) ->
            Integer.toString((int) Math.min(Integer.MAX_VALUE, Long.parseLong(before) + 1)));
    description.put("ensemble", Integer.toString(networks.size()));
    description.put("update.playlists", Long.toString(data.facts().playlists()));
    description.put("update.transitions", Long.toString(data.transitions()));
    description.put("update.epochs", epochs);
    description.put("update.optimiser", hyperparameters.optimisation().optimiser().toString());
    description.put("update.device", device);
    return description;
  }
}
