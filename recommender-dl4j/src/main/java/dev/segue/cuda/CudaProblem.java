package dev.segue.cuda;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What training on an NVIDIA GPU may lack, each in a sentence that says what to do. */
final class CudaProblem {

  /** The major version of CUDA that {@link #PRESETS} are for. */
  static final int VERSION = 13;

  /** The presets, and those for the devices and drivers that {@link #VERSION} leaves behind. */
  static final String PRESETS = "13.1-9.19-1.5.13";

  private static final String OLDER_PRESETS = "12.9-9.10-1.5.12";
  private static final String NEEDS = "training on an NVIDIA GPU needs ";

  private CudaProblem() {}

  static String presets() {
    return NEEDS
        + ("JavaCPP's presets for CUDA: depend on org.bytedeco:cuda-platform:%s, or on"
                + " org.bytedeco:cuda:%s without and with the classifier of this platform")
            .formatted(PRESETS, PRESETS);
  }

  static String natives(String platform) {
    return NEEDS
        + ("the natives of JavaCPP's presets for CUDA: depend on org.bytedeco:cuda with the"
                + " classifier %s too, if there is one")
            .formatted(platform);
  }

  static String driver(String library, String reason) {
    return NEEDS
        + "the NVIDIA driver, but its library %s does not load (%s): install the driver"
            .formatted(library, reason);
  }

  /**
   * Says that the driver is too old.
   *
   * @param version of CUDA that the presets are for, such as 13
   * @param driver newest version of CUDA that the driver knows, such as 12040 for 12.4
   */
  static String driverVersion(int version, int driver) {
    return NEEDS
        + "a driver for CUDA %d, but the one installed is for CUDA %d.%d: update the driver%s"
            .formatted(version, driver / 1000, driver % 1000 / 10, orOlder(version));
  }

  static String libraries(int version, List<String> missing) {
    return NEEDS
        + ("CUDA %d, but %s %s missing: install CUDA %d, or name a folder that has them, such as"
                + " %s of a PyTorch installation, in LD_LIBRARY_PATH")
            .formatted(
                version,
                String.join(", ", missing),
                missing.size() == 1 ? "is" : "are",
                version,
                version < VERSION ? "nvidia/*/lib" : "nvidia/cu" + version + "/lib");
  }

  /** Describes why libraries that are there do not load, by the first cause. */
  static String loading(Throwable failure) {
    return NEEDS
        + "CUDA, but JavaCPP cannot load it: "
        + Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(cause -> String.valueOf(cause.getMessage()))
            .distinct()
            .collect(Collectors.joining("; "));
  }

  static String noDevice() {
    return NEEDS
        + "one, but CUDA finds no device: check what nvidia-smi and CUDA_VISIBLE_DEVICES say";
  }

  /** Says that CUDA has refused to begin, and why. */
  static String start(String error) {
    return NEEDS + "CUDA, but it does not start: " + error;
  }

  /** Whether CUDA has libraries for a device: Maxwell and newer, or since 13 Turing and newer. */
  static boolean knows(int version, int major, int minor) {
    return 10 * major + minor >= (version < VERSION ? 50 : 75);
  }

  static String capability(int version, int major, int minor) {
    return "compute capability of the GPU must be at least %s for CUDA %d, was %d.%d: use a newer GPU (CUDA_VISIBLE_DEVICES chooses)%s"
        .formatted(version < VERSION ? "5.0" : "7.5", version, major, minor, orOlder(version));
  }

  private static String orOlder(int version) {
    return version < VERSION
        ? ""
        : ", or install CUDA 12 and depend on org.bytedeco:cuda-platform:%s"
            .formatted(OLDER_PRESETS);
  }

  /**
   * Says that there is too little memory.
   *
   * @param needed in bytes
   * @param free of the device, in bytes
   * @param total of the device, in bytes
   */
  static String memory(long needed, long free, long total) {
    return "training on the GPU needs %,d MB of its memory, but %,d MB of %,d MB are free: make the network or its batches smaller, end other programs there (nvidia-smi names them), or use another GPU"
        .formatted((needed + 999_999) / 1_000_000, free / 1_000_000, total / 1_000_000);
  }
}
