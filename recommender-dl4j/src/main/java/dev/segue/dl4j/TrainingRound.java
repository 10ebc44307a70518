package dev.segue.dl4j;

import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.LstmModel;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A round of a training that workers share: what all of them begin with. Immutable; may be shared
 * by threads, and serialised.
 *
 * @serial exclude
 */
public final class TrainingRound implements Serializable {

  private static final long serialVersionUID = 1;

  private final int epoch;
  private final int maxEpochs;
  private final List<Double> logLikelihoods;
  private final int number;
  private final int ofEpoch;
  private final long transitions;
  private final int workers;
  private final int steps;
  private final Map<String, float[]> state;

  /**
   * Creates a round.
   *
   * @param epoch from 0
   * @param maxEpochs how many epochs there are at most
   * @param logLikelihoods after each epoch before
   * @param number of the round in the epoch, from 0
   * @param ofEpoch how many rounds the epoch has
   * @param transitions how many an epoch of all workers has
   * @param workers how many there are
   * @param steps how many each has taken before
   * @param state what their steps change
   */
  TrainingRound(
      int epoch,
      int maxEpochs,
      List<Double> logLikelihoods,
      int number,
      int ofEpoch,
      long transitions,
      int workers,
      int steps,
      Map<String, float[]> state) {
    this.epoch = epoch;
    this.maxEpochs = maxEpochs;
    this.logLikelihoods = logLikelihoods;
    this.number = number;
    this.ofEpoch = ofEpoch;
    this.transitions = transitions;
    this.workers = workers;
    this.steps = steps;
    this.state = state;
  }

  /**
   * Takes the steps of a worker.
   *
   * @param trainer of the same settings as that of the training
   * @param untrained {@link TrainingRounds#untrained}, or what it has saved
   * @param part the worker's playlists, over the songs of the training; all of a listener's in one
   *     part, so that memories are right
   * @param worker its number, from 0
   * @param threads that share each step on a CPU
   * @return the weights and moments that it comes to, in pieces; none if it had no step to take
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws IllegalStateException if what the trainer's device needs is missing
   */
  public List<WeightPiece> train(
      LstmTrainer trainer,
      LstmRecommender untrained,
      List<Playlist> part,
      int worker,
      int threads) {
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(untrained, "untrained");
    Objects.requireNonNull(part, "part");
    part.forEach(each -> Objects.requireNonNull(each, "part"));
    LstmModel model = untrained.model();
    Hyperparameters settings = trainer.hyperparameters().shared(transitions, workers, threads);
    List<Playlist> playlists = TrainingData.learnt(part.stream(), model.architecture().skips());
    TrainingData data =
        TrainingData.of(
            new StartingPoint(model, ""),
            playlists,
            PlayHistory.of(model.catalogue(), playlists.stream()));
    List<EpochBatch> batches =
        EpochBatch.of(settings, data.playlists(), settings.run().seed() + worker, epoch);
    List<EpochBatch> ofRound =
        batches.subList(batches.size() * number / ofEpoch, batches.size() * (number + 1) / ofEpoch);
    if (ofRound.isEmpty()) {
      return List.of();
    }
    TrainingArchitecture architecture = TrainingRun.architecture(settings, data);
    try (TrainingDevice device =
        new TrainingDevices().open(trainer.device(), settings, () -> architecture)) {
      return train(settings, data, architecture, device, ofRound, worker);
    }
  }

  private List<WeightPiece> train(
      Hyperparameters settings,
      TrainingData data,
      TrainingArchitecture architecture,
      TrainingDevice device,
      List<EpochBatch> batches,
      int worker) {
    TrainingSteps training =
        new TrainingSteps(
            settings,
            data,
            new TrainingArchitecture(
                architecture.network(),
                architecture.sampled(),
                architecture.regularisation().weightAveraging(0)), // that is over rounds
            data.unplayed(),
            maxEpochs,
            device);
    TrainingNetwork network = training.network();
    network.restore(
        steps,
        (name, shape) -> state.getOrDefault(name, new float[shape[0]])); // no moments at first
    try {
      for (EpochBatch batch : batches) {
        training.take(batch, epoch, logLikelihoods, settings.sharedRate(workers));
      }
      training.losses().await();
      WorkerSteps found =
          new WorkerSteps(
              network.steps() - steps,
              batches.stream().mapToLong(batch -> batch.after() - batch.before()).sum(),
              training.losses().loss(),
              null);
      return WeightPiece.cut(worker, found, network.state());
    } catch (Divergence e) {
      WorkerSteps found = new WorkerSteps(0, 0, 0, String.valueOf(e.getMessage()));
      return WeightPiece.cut(worker, found, state);
    } finally {
      network.close();
    }
  }
}
