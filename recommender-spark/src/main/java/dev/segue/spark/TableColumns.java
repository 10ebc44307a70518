package dev.segue.spark;

import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Refuses tables that lack a column, or have it of another type, before any job. */
final class TableColumns {

  static final DataType SONGS = DataTypes.createArrayType(DataTypes.StringType);
  static final DataType TIMES = DataTypes.createArrayType(DataTypes.TimestampType);

  private TableColumns() {}

  /**
   * Checks a column that a table must have.
   *
   * @param table what the table holds
   * @param types the types that the column may have; whether there may be nulls does not matter
   */
  static void require(String table, StructType schema, String name, DataType... types) {
    if (!has(schema, name)) {
      throw new IllegalArgumentException(
          "%s must have a column '%s', had %s"
              .formatted(table, name, Quotation.quoteAll(List.of(schema.fieldNames()))));
    }
    check(schema, name, types);
  }

  /** Checks a column, if a table has it; returns whether it does. */
  static boolean check(StructType schema, String name, DataType... types) {
    if (!has(schema, name)) {
      return false;
    }
    DataType type = schema.apply(name).dataType();
    if (Arrays.stream(types)
        .noneMatch(allowed -> DataType.equalsStructurally(allowed, type, true))) {
      throw new IllegalArgumentException(
          "%s must be %s, was %s"
              .formatted(
                  name,
                  Arrays.stream(types)
                      .map(DataType::simpleString)
                      .collect(Collectors.joining(" or ")),
                  type.simpleString()));
    }
    return true;
  }

  /** Whether a table has a column of times, as that of sessions may have {@code begun}. */
  static boolean isTime(StructType schema, String name) {
    return has(schema, name) && schema.apply(name).dataType().equals(DataTypes.TimestampType);
  }

  private static boolean has(StructType schema, String name) {
    return List.of(schema.fieldNames()).contains(name);
  }
}
