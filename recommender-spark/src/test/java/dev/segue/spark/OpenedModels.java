package dev.segue.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;

/**
 * How many models the processes of the executors have opened. They have this class, but no AssertJ.
 */
final class OpenedModels {

  private OpenedModels() {}

  /** Returns the numbers of models by the ids of the processes. */
  static Map<Long, Integer> byProcess() {
    MapPartitionsFunction<Long, String> count =
        rows ->
            List.of(ProcessHandle.current().pid() + " " + BroadcastModel.OPENED.made.get())
                .iterator();
    Map<Long, Integer> opened = new HashMap<>();
    LocalCluster.session()
        .range(0, 100, 1, 16)
        .mapPartitions(count, Encoders.STRING())
        .collectAsList()
        .forEach(
            line -> {
              String[] parts = line.split(" ", 2);
              opened.put(Long.valueOf(parts[0]), Integer.valueOf(parts[1]));
            });
    return opened;
  }
}
