package dev.segue.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Leaves all but some songs out of a part of a {@link SessionSplit}, and sessions without any. */
final class KeptSongs implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1;

  private final Broadcast<Set<String>> kept;

  KeptSongs(Broadcast<Set<String>> kept) {
    this.kept = kept;
  }

  /** What is left of a part, which keeps its columns. */
  Dataset<Row> of(Dataset<Row> part) {
    return part.mapPartitions(this, Encoders.row(part.schema()));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> sessions) {
    Set<String> songs = kept.value();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(sessions, Spliterator.ORDERED), false)
        .flatMap(session -> left(session, songs).stream())
        .iterator();
  }

  private static List<Row> left(Row session, Set<String> kept) {
    StructType columns = session.schema();
    int songsColumn = columns.fieldIndex("songs");
    int timesColumn = columns.fieldIndex("times");
    int contextColumn = columns.fieldIndex("context");
    List<String> songs = session.getList(songsColumn);
    List<Integer> positions = SongSelection.positions(songs, kept, true);
    if (positions.isEmpty()) {
      return List.of();
    }
    List<?> times = session.getList(timesColumn);
    int context = session.getInt(contextColumn);
    Object[] values = new Object[session.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = session.get(column);
    }
    values[songsColumn] = SongSelection.of(songs, positions);
    values[timesColumn] = SongSelection.of(times, positions);
    values[contextColumn] =
        Math.max(1, (int) positions.stream().filter(position -> position < context).count());
    set(values, columns, "begun", times.get(positions.get(0)));
    set(values, columns, "ended", times.get(positions.get(positions.size() - 1)));
    return List.of(RowFactory.create(values));
  }

  private static void set(Object[] values, StructType columns, String name, Object value) {
    if (Columns.isTime(columns, name)) {
      values[columns.fieldIndex(name)] = value;
    }
  }
}
