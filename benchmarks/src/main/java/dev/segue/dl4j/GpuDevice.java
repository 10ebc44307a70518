package dev.segue.dl4j;

import dev.segue.cuda.Cuda;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says which GPU there is. Exits with 2 if there is none, or what it needs is missing. */
@Command(name = "device", mixinStandardHelpOptions = true)
final class GpuDevice implements Callable<Integer> {

  @Option(names = "--json", required = true, description = "The file that a line is added to.")
  private Path json = Path.of("");

  GpuDevice() {}

  @Override
  public Integer call() throws IOException {
    try (CudaDevice device = Cuda.open()) {
      GpuMeasurement.of("device")
          .with("device", device.description())
          .with("multiprocessors", device.multiprocessors())
          .with("free_bytes", device.freeMemory())
          .write(json);
      return 0;
    } catch (CudaException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }
}
