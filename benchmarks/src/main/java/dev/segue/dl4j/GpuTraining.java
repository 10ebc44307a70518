package dev.segue.dl4j;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Measures training on an NVIDIA GPU, part by part: each adds a line of JSON to a file as it ends.
 * {@code benchmarks/gpu.sh} runs all parts on a machine that has a GPU and little else.
 */
@Command(
    name = "GpuTraining",
    mixinStandardHelpOptions = true,
    subcommands = {
      GpuDevice.class,
      GpuSteps.class,
      GpuEpochs.class,
      GpuSearch.class,
      GpuRecurrent.class,
      GpuFigures.class
    })
public final class GpuTraining {

  /** Creates the command. */
  public GpuTraining() {}

  /**
   * Runs the command.
   *
   * @param arguments a part and its options
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new GpuTraining())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOverwrittenOptionsAllowed(true)
            .execute(arguments));
  }
}
