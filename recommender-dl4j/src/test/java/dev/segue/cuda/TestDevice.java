package dev.segue.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The device that kernels are tested on: an emulated one, or the GPU if the system property {@value
 * #GPU} is {@code true}. There, {@code -Dsegue.gpu.tf32=false} makes products as precise as here.
 */
public final class TestDevice {

  private static final String GPU = "segue.test.gpu";

  /** The GPU's fast exponential is off by up to this times what the CPU's is. */
  private static final double FAST_EXPONENTIAL = 4;

  private TestDevice() {}

  /** Opened once beside the others, so that the GPU's context lives as long as the tests do. */
  private static final class Kept {
    private static final CudaDevice DEVICE = Cuda.open();
  }

  /** Whether tests run on a GPU. */
  public static boolean isGpu() {
    return Boolean.getBoolean(GPU);
  }

  /** Opens the device; the test is skipped if there is no compiler to emulate one. */
  public static CudaDevice open() {
    if (isGpu()) {
      Kept.DEVICE.multiprocessors();
      return Cuda.open();
    }
    assumeTrue(EmulatedDevice.isThere(), "g++ is needed to emulate a GPU");
    return new EmulatedDevice();
  }

  /**
   * How far numbers may be off.
   *
   * @param emulated how far on the emulated device
   */
  public static double tolerance(double emulated) {
    return isGpu() ? FAST_EXPONENTIAL * emulated : emulated;
  }
}
