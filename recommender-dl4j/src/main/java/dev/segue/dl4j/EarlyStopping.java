package dev.segue.dl4j;

import dev.segue.FileFormatException;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.model.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a network was worth after each epoch: which epoch was the best, and whether there are more.
 * One thread at a time.
 */
final class EarlyStopping {

  private static final String BEST = "best.";

  private final int maxEpochs;
  private final int patience;

  /**
   * The log-likelihood after each epoch: on the validation data, or on the training data if there
   * are none.
   */
  private final List<Double> logLikelihoods = new ArrayList<>();

  private int bestEpoch;
  private @Nullable LstmNetwork best;

  /**
   * Creates one before the first epoch.
   *
   * @param maxEpochs the maximum number of epochs
   * @param patience after how many epochs without a gain there are no more
   */
  EarlyStopping(int maxEpochs, int patience) {
    this.maxEpochs = maxEpochs;
    this.patience = patience;
  }

  int maxEpochs() {
    return maxEpochs;
  }

  /** How many epochs are done. */
  int epochs() {
    return logLikelihoods.size();
  }

  /** The log-likelihood after each epoch, in nats per transition. */
  List<Double> logLikelihoods() {
    return logLikelihoods;
  }

  boolean isOver() {
    return epochs() == maxEpochs || epochs() - bestEpoch >= patience;
  }

  /**
   * Adds an epoch.
   *
   * @param validated the network after it, if there are validation data
   */
  void add(double logLikelihood, Optional<LstmNetwork> validated) {
    if (logLikelihoods.stream().allMatch(earlier -> logLikelihood > earlier)) {
      best = validated.orElse(null);
      bestEpoch = epochs() + 1;
    }
    logLikelihoods.add(logLikelihood);
  }

  /** The network of the best epoch on the validation data, if there is one. */
  Optional<LstmNetwork> best() {
    return Optional.ofNullable(best);
  }

  /** The number of the best epoch; 0 before the first. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Adds all of it to a checkpoint. */
  void write(ModelFile.Builder checkpoint, String prefix) {
    checkpoint
        .text(prefix + "best_epoch", Integer.toString(bestEpoch))
        .text(
            prefix + "log_likelihoods",
            logLikelihoods.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    best()
        .ifPresent(
            network ->
                network.forEachTensor(
                    (name, values, shape) ->
                        checkpoint.floats(prefix + BEST + name, values, shape)));
  }

  /**
   * Goes on from what {@link #write} has written.
   *
   * @param validated the architecture of the best network, if there are validation data
   */
  void read(ModelFile checkpoint, String prefix, Optional<Architecture> validated)
      throws FileFormatException {
    String key = prefix + "log_likelihoods";
    String text = checkpoint.text(key);
    if (!text.isEmpty()) {
      for (String each : text.split(" ", -1)) {
        logLikelihoods.add(CheckpointText.number(checkpoint, key, each));
      }
    }
    if (epochs() > maxEpochs) {
      throw checkpoint.problem(
          "text '%s' must have at most %d numbers, but has %d".formatted(key, maxEpochs, epochs()));
    }
    bestEpoch = (int) CheckpointText.wholeNumber(checkpoint, prefix + "best_epoch", epochs());
    if (validated.isPresent() && bestEpoch > 0) {
      best =
          LstmNetwork.of(
              validated.get(), (name, shape) -> checkpoint.floats(prefix + BEST + name, shape));
    }
  }
}
