package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.interruption.Interruption;
import java.util.List;
import java.util.stream.IntStream;

/** Creates a network, takes the steps of batches, and sums their losses. One thread at a time. */
final class TrainingSteps {

  private final Hyperparameters.Optimisation optimisation;
  private final TrainingData data;
  private final TrainingArchitecture architecture;
  private final int maxEpochs;
  private final int parts;
  private final TrainingNetwork network;
  private final StepLosses losses;

  /**
   * Creates a network whose parameters are zero.
   *
   * @param settings of the training
   * @param data the training data
   * @param architecture of the network
   * @param unplayed {@code [songs]}: which songs no training has played
   * @param maxEpochs how many epochs the training has at most
   * @param device that the network trains on; not closed here
   */
  TrainingSteps(
      Hyperparameters settings,
      TrainingData data,
      TrainingArchitecture architecture,
      boolean[] unplayed,
      int maxEpochs,
      TrainingDevice device) {
    this.optimisation = settings.optimisation();
    this.data = data;
    this.architecture = architecture;
    this.maxEpochs = maxEpochs;
    this.parts = device.parts();
    this.losses = new StepLosses(optimisation);
    this.network =
        device.network(
            architecture,
            optimisation,
            architecture.sampled() ? sampler(unplayed) : null,
            architecture.network().learnsNewSongs() ? ColdSongs.drawn() : ColdSongs.none());
    if (architecture.network().memory() && !architecture.sampled()) {
      network.unscored(
          IntStream.range(0, unplayed.length).filter(song -> unplayed[song]).toArray());
    }
  }

  private NegativeSampler sampler(boolean[] unplayed) {
    return new NegativeSampler(
        data.playlists(),
        architecture.network().memory() ? unplayed : new boolean[unplayed.length],
        optimisation.sampledSoftmax().orElseThrow());
  }

  TrainingNetwork network() {
    return network;
  }

  /** What the steps found. */
  StepLosses losses() {
    return losses;
  }

  /**
   * Takes the steps of a batch.
   *
   * @param epoch from 0
   * @param logLikelihoods after each epoch before
   * @param rate what the learning rate is multiplied by, besides its schedule
   */
  void take(EpochBatch batch, int epoch, List<Double> logLikelihoods, double rate) {
    Interruption interruption = Interruption.of("training");
    network.random(batch.random());
    long done = batch.before();
    for (List<PackedChunk> step : chunks(batch.playlists())) {
      interruption.check();
      int positions = step.stream().mapToInt(PackedChunk::positions).sum();
      double divisor =
          switch (optimisation.gradientOf()) {
            case MEAN_OF_TRANSITIONS -> positions;
            case SUM_PER_PLAYLIST -> batch.playlists().size();
          };
      done += positions;
      double progress = (epoch + (double) done / data.transitions()) / maxEpochs;
      double factor = rate * optimisation.schedule().factor(progress, logLikelihoods);
      int ofStep = network.steps() + 1;
      losses.add(network.learn(step, divisor, epoch, factor), epoch + 1, ofStep, positions);
    }
  }

  private List<List<PackedChunk>> chunks(List<Playlist> batch) {
    return PackedChunk.cut(
        batch, optimisation.unroll(), architecture.network().recency(), data.history(), parts);
  }
}
