package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cluster is one: executors are processes of their own, which have Spark's jars and ours. */
@Tag("slow")
class LocalClusterTest {

  @Test
  void tasks_runInOtherProcesses() {
    MapPartitionsFunction<Long, Long> process =
        rows -> List.of(ProcessHandle.current().pid()).iterator();

    assertThat(
            LocalCluster.session()
                .range(0, 100, 1, 8)
                .mapPartitions(process, Encoders.LONG())
                .collectAsList())
        .hasSize(8)
        .doesNotContain(ProcessHandle.current().pid())
        .isSubsetOf(LocalCluster.executors().stream().map(ProcessHandle::pid).toList());
  }
}
