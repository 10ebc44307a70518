package dev.segue.cuda;

import dev.segue.dl4j.OtherJvm;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Libraries that pretend to be NVIDIA's, for another JVM: there the classes that call CUDA run
 * without a GPU.
 */
final class FakeCuda {

  /** Since when Java warns of native libraries unless it is told that they are wanted. */
  private static final int WARNS_SINCE = 24;

  static final List<String> LIBRARIES =
      List.of(
          "libcuda.so.1",
          "libcudart.so.13",
          "libcublasLt.so.13",
          "libcublas.so.13",
          "libnvrtc.so.13");

  private FakeCuda() {}

  /** Compiles the libraries into a folder. */
  static void compile(Path folder) throws IOException {
    Path source = folder.resolve("fake_cuda.cpp");
    try (InputStream text =
        Objects.requireNonNull(FakeCuda.class.getResourceAsStream("fake_cuda.cpp"))) {
      Files.copy(text, source);
    }
    Path compiled = folder.resolve("fake.so");
    EmulatedDevice.run(
        List.of(
            "g++",
            "-std=c++17",
            "-w",
            "-shared",
            "-fPIC",
            "-o",
            compiled.toString(),
            source.toString(),
            "-ldl"));
    for (String library : LIBRARIES) {
      Files.copy(compiled, folder.resolve(library));
    }
  }

  /**
   * Runs {@link Open} or {@link Contract} where these libraries are.
   *
   * @param libraries their folder
   * @param environment what they are to pretend
   */
  static OtherJvm run(Path libraries, Map<String, String> environment, Class<?> program)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", libraries.toString());
    return Runtime.version().feature() < WARNS_SINCE
        ? OtherJvm.run(all, entry -> true, program.getName())
        : OtherJvm.run(all, entry -> true, "--enable-native-access=ALL-UNNAMED", program.getName());
  }

  /** Opens the device, and prints what it is or what is missing. */
  static final class Open {

    private Open() {}

    public static void main(String[] args) {
      try (CudaDevice device = Cuda.open()) {
        System.out.println(device.description());
        device.queue(CudaDeviceContract.KERNELS);
        device.queue("#error");
      } catch (CudaException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Runs the contract of devices. */
  static final class Contract extends CudaDeviceContract {

    @Override
    CudaDevice device() {
      return Cuda.open();
    }

    public static void main(String[] args) throws ReflectiveOperationException {
      List<Method> tests =
          Arrays.stream(CudaDeviceContract.class.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Test.class))
              .toList();
      for (Method test : tests) {
        try {
          test.invoke(new Contract());
        } catch (InvocationTargetException e) {
          System.out.println(test.getName() + " failed: " + e.getCause());
          e.getCause().printStackTrace(System.out);
        }
      }
      System.out.println("ran " + tests.size());
    }
  }
}
