package dev.segue.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of plays: checked, and brought into one form whichever of them a table has. */
final class PlayColumns {

  private PlayColumns() {}

  /**
   * Checks the columns of plays, without a job.
   *
   * @param plays a table of plays, or a stream of them
   * @param song what songs are
   * @return the columns {@code listener}; {@code second}, since 1970; {@code song}; {@code place},
   *     by which plays in the same second are ordered, null if it is not known; and {@code
   *     skipped}, never null
   */
  static Dataset<Row> of(Dataset<Row> plays, DataType song) {
    StructType schema = plays.schema();
    Columns.require(schema, "listener", DataTypes.StringType, DataTypes.LongType);
    Columns.require(schema, "time", DataTypes.TimestampType, DataTypes.LongType);
    Columns.require(schema, "song", song);
    boolean skips = Columns.check(schema, "skipped", DataTypes.BooleanType);
    boolean places = Columns.check(schema, "place", DataTypes.LongType);
    Column time = functions.col("time");
    boolean fractions = Columns.isTime(schema, "time");
    Column fraction =
        fractions ? functions.unix_micros(time) : functions.lit(null).cast(DataTypes.LongType);
    Column played = functions.lit(false);
    return plays.select(
        functions.col("listener"),
        (fractions ? functions.unix_seconds(time) : time).as("second"),
        functions.col("song"),
        (places ? functions.col("place") : fraction).as("place"),
        (skips ? functions.coalesce(functions.col("skipped"), played) : played).as("skipped"));
  }
}
