package dev.segue.spark;

import dev.segue.quotation.Quotation;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a dataset, checked before any job. */
final class Columns {

  static final DataType SONGS = DataTypes.createArrayType(DataTypes.StringType);
  static final DataType TIMES = DataTypes.createArrayType(DataTypes.TimestampType);
  static final DataType SECONDS = DataTypes.createArrayType(DataTypes.LongType);

  private Columns() {}

  /** Refuses a dataset without a column, or with one that is none of some types. */
  static void require(StructType schema, String name, DataType... types) {
    if (!has(schema, name)) {
      throw new IllegalArgumentException(
          "dataset must have a column %s, but has %s"
              .formatted(Quotation.quote(name), Quotation.quoteAll(List.of(schema.fieldNames()))));
    }
    DataType found = schema.apply(name).dataType();
    for (DataType type : types) {
      if (isLike(found, type)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "%s must be %s, was %s".formatted(name, names(types), found.catalogString()));
  }

  /** Refuses a column that is none of some types; returns whether there is one. */
  static boolean check(StructType schema, String name, DataType... types) {
    if (has(schema, name)) {
      require(schema, name, types);
      return true;
    }
    return false;
  }

  /** Whether there is a column of times, as sessions have {@code begun}. */
  static boolean isTime(StructType schema, String name) {
    return has(schema, name) && schema.apply(name).dataType().equals(DataTypes.TimestampType);
  }

  private static boolean has(StructType schema, String name) {
    return List.of(schema.fieldNames()).contains(name);
  }

  private static String names(DataType[] types) {
    return String.join(" or ", Stream.of(types).map(DataType::catalogString).toList());
  }

  /** Whether types are the same but for nulls and collations. */
  private static boolean isLike(DataType found, DataType type) {
    if (found instanceof ArrayType some && type instanceof ArrayType other) {
      return isLike(some.elementType(), other.elementType());
    }
    return type instanceof StringType ? found instanceof StringType : found.equals(type);
  }

  /** Returns a column, whatever characters its name has. */
  static Column of(Dataset<?> dataset, String name) {
    return dataset.col("`" + name.replace("`", "``") + "`");
  }

  /** Returns the schema with one column more, which must be new in any case of its letters. */
  static StructType with(StructType schema, String name, DataType type) {
    for (StructField field : schema.fields()) {
      if (field.name().equalsIgnoreCase(name)) {
        throw new IllegalArgumentException(
            "%s must be a new column, but the dataset has %s"
                .formatted(name, Quotation.quote(field.name())));
      }
    }
    return schema.add(name, type);
  }
}
