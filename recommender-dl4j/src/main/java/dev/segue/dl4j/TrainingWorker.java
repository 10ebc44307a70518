package dev.segue.dl4j;

import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.LstmModel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a training that workers share: it has playlists of its own, and takes its steps of
 * each {@linkplain TrainingRound round}. What it comes to follows from these alone, so that another
 * one of the same number and playlists may do it again. It keeps the batches of an epoch for all
 * its rounds. Any number of threads.
 */
public final class TrainingWorker {

  private final LstmTrainer trainer;
  private final TrainingData data;
  private final int number;
  private final int threads;

  /** The batches of the epoch of the last round. */
  private volatile @Nullable EpochBatches batches;

  private TrainingWorker(LstmTrainer trainer, TrainingData data, int number, int threads) {
    this.trainer = trainer;
    this.data = data;
    this.number = number;
    this.threads = threads;
  }

  /**
   * Returns a worker.
   *
   * @param trainer of the same settings as that of the training
   * @param untrained {@link TrainingRounds#untrained}, or what it has saved
   * @param playlists its own, over the songs of the training; all of a listener's are one worker's,
   *     so that memories are right
   * @param number of the worker, from 0
   * @param threads that share each step on a CPU
   * @return the worker
   */
  public static TrainingWorker of(
      LstmTrainer trainer,
      LstmRecommender untrained,
      List<Playlist> playlists,
      int number,
      int threads) {
    Objects.requireNonNull(trainer, "trainer");
    LstmModel model = Objects.requireNonNull(untrained, "untrained").model();
    Objects.requireNonNull(playlists, "playlists");
    playlists.forEach(each -> Objects.requireNonNull(each, "playlists"));
    List<Playlist> learnt = TrainingData.learnt(playlists.stream(), model.architecture().skips());
    return new TrainingWorker(
        trainer,
        TrainingData.of(
            new StartingPoint(model, ""),
            learnt,
            PlayHistory.of(model.catalogue(), learnt.stream())),
        number,
        threads);
  }

  /**
   * Takes the worker's steps of a round.
   *
   * @param round what all workers begin with
   * @return the weights and moments that it comes to, in pieces; none if it had no step to take
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws IllegalStateException if what the trainer's device needs is missing
   */
  public List<WeightPiece> train(TrainingRound round) {
    TrainingRound.Start start = Objects.requireNonNull(round, "round").start();
    Hyperparameters settings =
        trainer.hyperparameters().shared(start.transitions(), start.workers(), threads);
    EpochBatches all = batches(settings, start.epoch());
    int from = part(all, start.number(), start);
    int to = part(all, start.number() + 1, start);
    if (from == to) {
      return List.of();
    }
    TrainingArchitecture architecture = TrainingRun.architecture(settings, data);
    try (TrainingDevice device =
        new TrainingDevices().open(trainer.device(), settings, () -> architecture)) {
      return train(settings, architecture, device, all.part(from, to), start);
    }
  }

  /** How many of an epoch's batches come before a round. */
  private static int part(EpochBatches all, int round, TrainingRound.Start start) {
    return (int) ((long) all.size() * round / start.ofEpoch());
  }

  private EpochBatches batches(Hyperparameters settings, int epoch) {
    EpochBatches known = batches;
    if (known == null || known.epoch() != epoch) {
      known = EpochBatches.of(settings, data.playlists(), settings.run().seed() + number, epoch);
      batches = known;
    }
    return known;
  }

  private List<WeightPiece> train(
      Hyperparameters settings,
      TrainingArchitecture architecture,
      TrainingDevice device,
      List<EpochBatch> ofRound,
      TrainingRound.Start start) {
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
      for (EpochBatch batch : ofRound) {
        training.take(
            batch, start.epoch(), start.logLikelihoods(), settings.sharedRate(start.workers()));
      }
      training.losses().await();
      WorkerSteps found =
          new WorkerSteps(
              network.steps() - start.steps(),
              ofRound.stream().mapToLong(batch -> batch.after() - batch.before()).sum(),
              training.losses().loss(),
              null);
      return WeightPiece.cut(number, found, network.state());
    } catch (Divergence e) {
      WorkerSteps found = new WorkerSteps(0, 0, 0, String.valueOf(e.getMessage()));
      return WeightPiece.cut(number, found, start.state());
    } finally {
      network.close();
    }
  }
}
