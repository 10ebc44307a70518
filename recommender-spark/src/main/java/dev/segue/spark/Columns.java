package dev.segue.spark;

import dev.segue.quotation.Quotation;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a dataset, checked before any job. */
final class Columns {

  private Columns() {}

  /** Refuses a dataset without a column, or with one that is none of some types. */
  static void require(StructType schema, String name, DataType... types) {
    if (!List.of(schema.fieldNames()).contains(name)) {
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
