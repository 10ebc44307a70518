package dev.segue.dl4j;

/**
 * What a training runs on. The same seed gives the same model, bit for bit, on one kind of device;
 * a GPU draws other random numbers than the CPU, and rounds differently.
 */
public enum Device {
  /**
   * An NVIDIA GPU if all that it needs is there and it can train these settings, otherwise the CPU.
   */
  AUTO,

  /**
   * The CPU, by ND4J's backend {@code nd4j-native}. If {@code nd4j-cuda} is there in its place, it
   * is what ND4J's own operations run on.
   */
  CPU,

  /**
   * An NVIDIA GPU, by {@code org.bytedeco:cuda}. If something that it needs is missing, or it
   * cannot train these settings, training throws an {@link IllegalStateException} that says what
   * and what to do.
   */
  GPU
}
