package dev.segue.dl4j;

import dev.segue.cuda.Cuda;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaException;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the device that a training asks for. */
final class TrainingDevices {

  private static final String OR_CPU = ", or train on the CPU (device CPU)";

  private final Supplier<CudaDevice> gpu;

  /** Creates devices. */
  TrainingDevices() {
    this(
        () -> {
          JavaCppLog.toSlf4j();
          return Cuda.open();
        });
  }

  /**
   * Creates devices.
   *
   * @param gpu opens the GPU; throws a {@link CudaException} if there is none
   */
  TrainingDevices(Supplier<CudaDevice> gpu) {
    this.gpu = gpu;
  }

  /**
   * Opens a device.
   *
   * @param device what is asked for
   * @param settings that it trains
   * @param network returns what it trains; asked for a GPU's sake alone
   * @throws IllegalStateException if it is missing or cannot train them; the message says why
   */
  TrainingDevice open(
      Device device, Hyperparameters settings, Supplier<TrainingArchitecture> network) {
    return switch (device) {
      case CPU -> cpu(settings);
      case GPU -> gpu(settings, network);
      case AUTO -> automatic(settings, network);
    };
  }

  private static TrainingDevice cpu(Hyperparameters settings) {
    return new Dl4jDevice(settings.run().threads());
  }

  private TrainingDevice gpu(Hyperparameters settings, Supplier<TrainingArchitecture> network) {
    Optional<String> refusal = CudaTrainingDevice.refusal(settings);
    if (refusal.isPresent()) {
      throw new IllegalStateException(refusal.get() + OR_CPU);
    }
    try {
      return withMemory(network);
    } catch (CudaException e) {
      throw new IllegalStateException(e.getMessage() + OR_CPU, e);
    }
  }

  /** Asks first what costs least: most machines have no GPU, and say nothing of it. */
  private TrainingDevice automatic(
      Hyperparameters settings, Supplier<TrainingArchitecture> network) {
    if (CudaTrainingDevice.refusal(settings).isEmpty()) {
      try {
        return withMemory(network);
      } catch (CudaException e) {
        // What is missing is told to those who ask for a GPU.
      }
    }
    return cpu(settings);
  }

  /** Opens the GPU if there is room for a network in its memory. */
  private TrainingDevice withMemory(Supplier<TrainingArchitecture> network) {
    CudaDevice opened = gpu.get();
    try {
      opened.requireMemory(CudaTrainingDevice.memory(network.get()));
      return new CudaTrainingDevice(opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }
}
