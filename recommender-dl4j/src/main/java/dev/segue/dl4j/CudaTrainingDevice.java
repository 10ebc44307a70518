package dev.segue.dl4j;

import dev.segue.SequenceRecommender;
import dev.segue.cuda.CudaDevice;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;

/**
 * An NVIDIA GPU, which does the whole of a step. One thread at a time, but for its networks: each
 * has a queue of its own.
 */
final class CudaTrainingDevice implements TrainingDevice {

  /** More than most steps have. */
  private static final long POSITIONS = 2048;

  /** More small networks would wait for each other, and for the threads that prepare steps. */
  private static final int MOST_AT_ONCE = 8;

  private final CudaDevice device;
  private @Nullable CudaScorer scorer;

  /**
   * Creates a training device.
   *
   * @param device that trains; closed with this
   */
  CudaTrainingDevice(CudaDevice device) {
    this.device = device;
  }

  /** Says in a sentence, without its end, why some settings cannot be trained on a GPU. */
  static Optional<String> refusal(Hyperparameters settings) {
    Class<?> optimiser = settings.optimisation().optimiser().getClass();
    return optimiser == Adam.class
        ? Optional.empty()
        : Optional.of(
            "a GPU trains with Adam alone, and the optimiser is " + optimiser.getSimpleName());
  }

  /** What a training takes of the device's memory, about, in bytes. */
  static long memory(TrainingArchitecture training) {
    Architecture architecture = training.network();
    long parameters =
        NetworkParameters.of(training).stream().mapToLong(LayerParameter::length).sum();
    long songs = CudaSongVectors.columns(architecture.songs());
    long vectors = songs * CudaSongVectors.rows(architecture.outputs());
    long logits = Math.min(CudaSoftmax.MOST_LOGITS, POSITIONS * songs);
    // With moments, gradients and an average; and once more with its scores for the validation.
    return Float.BYTES * (6 * parameters + 3 * vectors + logits + CudaScorer.MOST_SCORES);
  }

  @Override
  public Device kind() {
    return Device.GPU;
  }

  @Override
  public String description() {
    return device.description();
  }

  @Override
  public int parts() {
    return 1;
  }

  @Override
  public int networksAtOnce(TrainingArchitecture architecture) {
    long fitting = device.freeMemory() / memory(architecture);
    return (int) Math.max(1, Math.min(MOST_AT_ONCE, fitting));
  }

  @Override
  public TrainingNetwork network(
      TrainingArchitecture architecture,
      Hyperparameters.Optimisation optimisation,
      @Nullable NegativeSampler sampler,
      ColdSongs newSongs) {
    return new CudaNetwork(
        device.queue(
            CudaKernels.of(
                architecture.network(),
                architecture.sampled() ? optimisation.sampledSoftmax() : OptionalInt.empty())),
        device.multiprocessors(),
        architecture,
        optimisation,
        sampler,
        newSongs);
  }

  @Override
  public SequenceRecommender scoring(LstmRecommender recommender, LstmNetwork network) {
    CudaScorer taking = scorer;
    if (taking == null) {
      Architecture architecture = network.architecture();
      taking =
          new CudaScorer(
              device.queue(CudaKernels.of(architecture, OptionalInt.empty())),
              architecture,
              device.multiprocessors());
      scorer = taking;
    }
    taking.take(network);
    return new CudaScoring(recommender, taking);
  }

  @Override
  public void close() {
    device.close();
  }
}
