package dev.segue.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A device that runs kernels on the CPU: their source is compiled by g++ behind {@code emulated.h}.
 * It tests what kernels compute, and that all threads of a block come to the same syncs; not races
 * between them.
 */
public final class EmulatedDevice implements CudaDevice {

  private static final Pattern KERNEL = Pattern.compile("extern\\s+\"C\"\\s+void\\s+(\\w+)\\s*\\(");
  private static final ConcurrentHashMap<String, NativeLibrary> COMPILED =
      new ConcurrentHashMap<>();

  private final List<CudaQueue> queues = new ArrayList<>();
  private final long freeMemory;

  /** Creates a device with a GiB of memory. */
  public EmulatedDevice() {
    this(1L << 30);
  }

  /**
   * Creates a device.
   *
   * @param freeMemory how many bytes of memory it says are free
   */
  public EmulatedDevice(long freeMemory) {
    this.freeMemory = freeMemory;
  }

  /** Whether there is a compiler; tests that need one are skipped otherwise. */
  public static boolean isThere() {
    try {
      run(List.of("g++", "--version"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String description() {
    return "emulated GPU";
  }

  @Override
  public int multiprocessors() {
    return 2;
  }

  @Override
  public long freeMemory() {
    return freeMemory;
  }

  @Override
  public void requireMemory(long bytes) {
    if (bytes > freeMemory()) {
      throw new CudaException("%d bytes are needed".formatted(bytes));
    }
  }

  @Override
  public synchronized CudaQueue queue(String kernels) {
    EmulatedQueue queue =
        new EmulatedQueue(COMPILED.computeIfAbsent(kernels, EmulatedDevice::compile));
    queues.add(queue);
    return queue;
  }

  @Override
  public synchronized void close() {
    queues.forEach(CudaQueue::close);
  }

  /** Compiles kernels, unless a test before has done so. */
  static NativeLibrary compile(String kernels) {
    try (InputStream header =
        Objects.requireNonNull(EmulatedDevice.class.getResourceAsStream("emulated.h"))) {
      String source = new String(header.readAllBytes(), UTF_8) + "\n" + kernels;
      String hash = Hashing.sha256().hashString(source, UTF_8).toString();
      Path folder = Files.createDirectories(Path.of("target", "emulated"));
      Path library = folder.resolve(hash + ".so").toAbsolutePath();
      if (!Files.exists(library)) {
        Path work = Files.createTempDirectory(folder, "compiling");
        Path file = Files.writeString(work.resolve("kernels.cpp"), source);
        String expanded = run(List.of("g++", "-std=c++20", "-E", "-P", file.toString()));
        String entries =
            KERNEL
                .matcher(expanded)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.equals("multiply"))
                .map(EmulatedDevice::entry)
                .collect(Collectors.joining("\n"));
        Files.writeString(file, source + "\n" + entries);
        Path compiled = work.resolve("kernels.so");
        run(
            List.of(
                "g++",
                "-std=c++20",
                "-O1",
                "-w",
                "-shared",
                "-fPIC",
                // Or kernels of the same name in two libraries would share their threads' places.
                "-fno-gnu-unique",
                "-Wl,-Bsymbolic",
                "-o",
                compiled.toString(),
                file.toString()));
        Files.move(compiled, library);
      }
      return NativeLibrary.getInstance(library.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link EmulatedQueue#launch} calls. */
  private static String entry(String kernel) {
    return ("extern \"C\" int launch_%s(int blocks, int threads, const int64_t* arguments, int count)"
            + " { return launcher<%s>::run(blocks, threads, arguments, count); }")
        .formatted(kernel, kernel);
  }

  static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
