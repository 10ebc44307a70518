package dev.segue.spark;

import java.time.Duration;
import java.util.stream.Stream;

/** CPU time of the driver and its executors, for measurements. */
final class CpuTime {

  private CpuTime() {}

  static double seconds() {
    return Stream.concat(Stream.of(ProcessHandle.current()), LocalCluster.executors().stream())
        .mapToDouble(
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0)
        .sum();
  }
}
