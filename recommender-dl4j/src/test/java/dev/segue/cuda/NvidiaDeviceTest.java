package dev.segue.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A GPU, if there is one: the tests are skipped with the reason otherwise. */
@Tag("gpu")
class NvidiaDeviceTest extends CudaDeviceContract {

  @Override
  CudaDevice device() {
    return open();
  }

  private static CudaDevice open() {
    try {
      return Cuda.open();
    } catch (CudaException e) {
      if (TestDevice.isGpu()) {
        throw e;
      }
      return abort(e.getMessage());
    }
  }

  @Test
  void description_namesTheDevice() {
    try (CudaDevice device = device()) {
      assertThat(device.description())
          .matches("GPU \\d+, .+, compute capability \\d+\\.\\d, (TF32|single precision)");
    }
  }
}
