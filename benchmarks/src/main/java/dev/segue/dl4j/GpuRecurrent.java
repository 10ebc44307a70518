package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.cuda.Cuda;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.lstm.network.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures an LSTM layer alone, forward and backward, on playlists that are all equally long: what
 * cuDNN's is compared with.
 */
@Command(name = "recurrent", mixinStandardHelpOptions = true, sortOptions = false)
final class GpuRecurrent implements Callable<Integer> {

  private static final int REPEATS = 5;

  @Option(names = "--json", required = true, description = "The file that lines are added to.")
  private Path json = Path.of("");

  @Option(names = "--hidden", split = ",", description = "Units; default ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of(100, 128, 256, 512);

  @Option(names = "--playlists", description = "Default ${DEFAULT-VALUE}.")
  private int playlists = 100;

  @Option(names = "--unroll", description = "Steps; default ${DEFAULT-VALUE}.")
  private int unroll = 20;

  @Option(names = "--rounds", description = "In each of 5 repeats; default ${DEFAULT-VALUE}.")
  private int rounds = 50;

  GpuRecurrent() {}

  @Override
  public Integer call() throws IOException {
    try (CudaDevice device = Cuda.open()) {
      for (int size : sizes) {
        measure(device, size);
      }
    }
    return 0;
  }

  private void measure(CudaDevice device, int size) throws IOException {
    Architecture architecture = Architecture.plain(8, size, List.of(size));
    TrainingArchitecture training = TrainingArchitecture.of(architecture);
    PackedChunk packed =
        PackedChunk.cut(
                Collections.nCopies(playlists, Playlist.of(new int[unroll + 1])),
                unroll,
                List.of(),
                1)
            .get(0)
            .get(0);
    try (CudaQueue queue = device.queue(CudaKernels.of(architecture, OptionalInt.empty()))) {
      CudaParameters parameters = new CudaParameters(queue, training);
      Random random = new Random(1);
      for (LayerParameter each : NetworkParameters.of(training)) {
        parameters.write(each.tensor(), each.initialValues(0.1, random));
      }
      CudaLstm layer = new CudaLstm(queue, training, 0, parameters, device.multiprocessors());
      CudaUploads uploads = new CudaUploads(queue);
      uploads.begin();
      CudaChunk chunk = CudaChunk.of(packed, uploads);
      uploads.send();
      DeviceMatrix output =
          DeviceMatrix.of(queue.allocate((long) size * chunk.positions()), size, chunk.positions());
      double[] microseconds = new double[REPEATS];
      run(queue, layer, chunk, output); // warm-up
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        long start = System.nanoTime();
        run(queue, layer, chunk, output);
        microseconds[repeat] = (System.nanoTime() - start) / 1e3 / rounds;
      }
      GpuMeasurement.of("recurrent")
          .with("hidden", size)
          .with("playlists", playlists)
          .with("unroll", unroll)
          .withMicroseconds(microseconds)
          .with("device", device.description())
          .write(json);
    }
  }

  private void run(CudaQueue queue, CudaLstm layer, CudaChunk chunk, DeviceMatrix output) {
    for (int round = 0; round < rounds; round++) {
      layer.forward(chunk, output);
      layer.backward(chunk, output);
    }
    queue.mark().await();
  }
}
