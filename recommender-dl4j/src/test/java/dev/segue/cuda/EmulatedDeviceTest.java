package dev.segue.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/** The device that the tests of all kernels trust. */
class EmulatedDeviceTest extends CudaDeviceContract {

  @BeforeAll
  static void compiler() {
    assumeTrue(EmulatedDevice.isThere(), "g++ is needed to emulate a GPU");
  }

  @Override
  CudaDevice device() {
    return new EmulatedDevice();
  }
}
