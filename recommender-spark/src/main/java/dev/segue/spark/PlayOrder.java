package dev.segue.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Brings the plays of each listener into one partition, in order. */
final class PlayOrder {

  private PlayOrder() {}

  /**
   * Checks the columns of plays, leaves out skips, and orders what is left.
   *
   * @return the columns {@code listener}, {@code second} and {@code song}
   */
  static Dataset<Row> of(Dataset<Row> plays) {
    return PlayColumns.of(plays, DataTypes.StringType)
        .where(functions.not(functions.col("skipped")))
        .repartition(functions.col("listener"))
        // The song last, so that a task that is repeated has the same order.
        .sortWithinPartitions("listener", "second", "place", "song")
        .select("listener", "second", "song");
  }
}
