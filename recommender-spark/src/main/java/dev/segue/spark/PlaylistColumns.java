package dev.segue.spark;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of playlists that are learnt from or predicted. */
final class PlaylistColumns {

  static final String LISTENER = "listener";
  private static final String CONTEXT = "context";

  private PlaylistColumns() {}

  /** Checks the columns that have names of their own. */
  static void check(StructType schema, boolean timed) {
    if (timed) {
      Columns.require(schema, LISTENER, DataTypes.StringType, DataTypes.LongType);
    }
    Columns.check(schema, CONTEXT, DataTypes.IntegerType);
  }

  /**
   * Returns {@code songs}; {@code seconds}, in which each began, and {@code listener}, null without
   * times; and {@code context}, null if it is not known.
   */
  static Column[] of(Dataset<?> playlists, String songs, Optional<String> times) {
    Column none = functions.lit(null);
    boolean context = Columns.check(playlists.schema(), CONTEXT, DataTypes.IntegerType);
    return new Column[] {
      Columns.of(playlists, songs).as("songs"),
      times
          .map(name -> Columns.of(playlists, name))
          .orElse(none)
          .cast(Columns.SECONDS)
          .as("seconds"),
      times
          .map(name -> Columns.of(playlists, LISTENER))
          .orElse(none)
          .cast(DataTypes.StringType)
          .as(LISTENER),
      (context ? Columns.of(playlists, CONTEXT) : none).cast(DataTypes.IntegerType).as(CONTEXT)
    };
  }
}
