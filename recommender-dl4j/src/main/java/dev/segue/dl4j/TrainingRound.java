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
 */
public final class TrainingRound implements Serializable {

  private static final long serialVersionUID = 1;

  /** What the round begins with, and where it is in the training. */
  private final Start start;

  TrainingRound(Start start) {
    this.start = start;
  }

  /**
   * The start of a round.
   *
   * @param epoch from 0
   * @param maxEpochs how many epochs there are at most
   * @param logLikelihoods after each epoch before
   * @param number of the round in the epoch, from 0
   * @param ofEpoch how many rounds the epoch has
   * @param transitions how many an epoch of all workers has
   * @param workers how many there are
   * @param steps how many each has taken before
   * @param state what their steps change, by the names of {@link TrainingNetwork#state}
   */
  record Start(
      int epoch,
      int maxEpochs,
      List<Double> logLikelihoods,
      int number,
      int ofEpoch,
      long transitions,
      int workers,
      int steps,
      Map<String, float[]> state)
      implements Serializable {}

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
    Hyperparameters settings =
        trainer.hyperparameters().shared(start.transitions(), start.workers(), threads);
    List<Playlist> playlists = TrainingData.learnt(part.stream(), model.architecture().skips());
    TrainingData data =
        TrainingData.of(
            new StartingPoint(model, ""),
            playlists,
            PlayHistory.of(model.catalogue(), playlists.stream()));
    List<EpochBatch> batches =
        EpochBatch.of(settings, data.playlists(), settings.run().seed() + worker, start.epoch());
    List<EpochBatch> ofRound =
        batches.subList(
            part(batches.size(), start.number()), part(batches.size(), start.number() + 1));
    if (ofRound.isEmpty()) {
      return List.of();
    }
    TrainingArchitecture architecture = TrainingRun.architecture(settings, data);
    try (TrainingDevice device =
        new TrainingDevices().open(trainer.device(), settings, () -> architecture)) {
      return train(settings, data, architecture, device, ofRound, worker);
    }
  }

  /** How many of an epoch's batches come before a round. */
  private int part(int batches, int round) {
    return (int) ((long) batches * round / start.ofEpoch());
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
            start.maxEpochs(),
            device);
    TrainingNetwork network = training.network();
    network.restore(
        start.steps(),
        (name, shape) ->
            start.state().getOrDefault(name, new float[shape[0]])); // no moments at first
    try {
      for (EpochBatch batch : batches) {
        training.take(
            batch, start.epoch(), start.logLikelihoods(), settings.sharedRate(start.workers()));
      }
      training.losses().await();
      WorkerSteps found =
          new WorkerSteps(
              network.steps() - start.steps(),
              batches.stream().mapToLong(batch -> batch.after() - batch.before()).sum(),
              training.losses().loss(),
              null);
      return WeightPiece.cut(worker, found, network.state());
    } catch (Divergence e) {
      WorkerSteps found = new WorkerSteps(0, 0, 0, String.valueOf(e.getMessage()));
      return WeightPiece.cut(worker, found, start.state());
    } finally {
      network.close();
    }
  }
}
