package dev.segue.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Brings the plays of each listener into one partition, in order. */
final class PlayOrder {

  private PlayOrder() {}

  /**
   * Checks the columns of plays, leaves out skips, and orders what is left.
   *
   * @return the columns {@code listener}, {@code second} and {@code song}
   */
  static Dataset<Row> of(Dataset<Row> plays) {
    StructType schema = plays.schema();
    Columns.require(schema, "listener", DataTypes.StringType, DataTypes.LongType);
    Columns.require(schema, "time", DataTypes.TimestampType, DataTypes.LongType);
    Columns.require(schema, "song", DataTypes.StringType);
    boolean skips = Columns.check(schema, "skipped", DataTypes.BooleanType);
    boolean places = Columns.check(schema, "place", DataTypes.LongType);
    Column listener = functions.col("listener");
    Column time = functions.col("time");
    boolean fractions = schema.apply("time").dataType().equals(DataTypes.TimestampType);
    List<Column> columns = new ArrayList<>();
    columns.add(listener);
    columns.add((fractions ? functions.unix_seconds(time) : time).as("second"));
    columns.add(functions.col("song"));
    if (places) {
      columns.add(functions.col("place"));
    } else if (fractions) {
      columns.add(functions.unix_micros(time).as("place"));
    }
    Dataset<Row> played = skips ? plays.where(notSkipped()) : plays;
    // The song last, so that a task that is repeated has the same order.
    Column[] order =
        places || fractions
            ? columns("listener", "second", "place", "song")
            : columns("listener", "second", "song");
    return played
        .select(columns.toArray(Column[]::new))
        .repartition(listener)
        .sortWithinPartitions(order)
        .select(columns("listener", "second", "song"));
  }

  private static Column notSkipped() {
    return functions.not(functions.coalesce(functions.col("skipped"), functions.lit(false)));
  }

  private static Column[] columns(String... names) {
    return List.of(names).stream().map(functions::col).toArray(Column[]::new);
  }
}
