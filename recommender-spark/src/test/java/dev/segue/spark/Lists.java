package dev.segue.spark;

import dev.segue.Recommendation;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Lists as text, songs with the bits of their scores, so that they are equal or not. */
final class Lists {

  private Lists() {}

  static String text(List<Recommendation> list) {
    return list.stream().map(each -> text(each.song().id(), each.score())).toList().toString();
  }

  private static String text(Object song, double score) {
    return "%s %x".formatted(song, Double.doubleToRawLongBits(score));
  }

  /** The lists of a table by the number of its rows. */
  static List<String> of(Dataset<Row> table) {
    return table.orderBy("number").collectAsList().stream()
        .map(row -> text(row, "recommendations"))
        .toList();
  }

  static String text(Row row, String column) {
    return ofRows(row.getList(row.fieldIndex(column)));
  }

  static String ofRows(List<Row> list) {
    return list.stream()
        .map(each -> text(each.getString(0), each.getDouble(1)))
        .toList()
        .toString();
  }
}
