package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The features of songs, computed when they are first asked for. May be shared by threads. */
final class LazyRows extends AbstractList<Row> implements RandomAccess {

  private final int size;
  private final Supplier<List<Row>> source;
  private volatile @Nullable List<Row> rows;

  LazyRows(int size, Supplier<List<Row>> source) {
    this.size = size;
    this.source = source;
  }

  @Override
  public Row get(int song) {
    List<Row> known = rows;
    return (known == null ? compute() : known).get(song);
  }

  private synchronized List<Row> compute() {
    List<Row> known = rows;
    if (known == null) {
      known = source.get();
      rows = known;
    }
    return known;
  }

  @Override
  public int size() {
    return size;
  }
}
