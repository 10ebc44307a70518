package dev.segue.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** The device of ND4J's backend, on which {@link Workers} share each step. One thread at a time. */
final class Dl4jDevice implements TrainingDevice {

  private final Workers workers;
  private final String description;

  /**
   * Opens the device.
   *
   * @param threads how many threads train
   * @throws IllegalStateException if no ND4J backend works here; the message says what is missing
   */
  Dl4jDevice(int threads) {
    Backend.require();
    workers = new Workers(threads);
    description = Backend.device(threads);
  }

  @Override
  public Device kind() {
    return Device.CPU;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public int parts() {
    return workers.threads();
  }

  @Override
  public TrainingNetwork network(
      TrainingArchitecture architecture,
      Hyperparameters.Optimisation optimisation,
      @Nullable NegativeSampler sampler,
      ColdSongs newSongs) {
    return new Dl4jNetwork(
        architecture,
        optimisation.optimiser(),
        optimisation.gradientClip(),
        DataType.FLOAT,
        workers,
        sampler,
        newSongs);
  }

  @Override
  public void close() {
    workers.close();
  }
}
