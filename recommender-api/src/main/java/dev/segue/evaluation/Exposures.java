package dev.segue.evaluation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many lists held each song, for the songs that were in any. Those of some lists and of others
 * add up. Immutable.
 *
 * @param catalogueSize how many songs could have been in a list
 * @param songs their indices, rising
 * @param lists {@code [songs]}: how many held each, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Exposures(int catalogueSize, int[] songs, long[] lists) implements MetricSums {

  /**
   * Makes the exposures of a catalogue.
   *
   * @param lists {@code [catalogue]}: how many lists held each song
   */
  static Exposures of(long[] lists) {
    int[] songs = IntStream.range(0, lists.length).filter(song -> lists[song] > 0).toArray();
    return new Exposures(
        lists.length, songs, Arrays.stream(songs).mapToLong(song -> lists[song]).toArray());
  }

  double coverage() {
    return songs.length / (double) catalogueSize;
  }

  double gini() {
    long[] sorted = lists.clone();
    Arrays.sort(sorted);
    int neverListed = catalogueSize - sorted.length;
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < sorted.length; i++) {
      sum += sorted[i];
      weighted += (2.0 * (neverListed + i) + 1 - catalogueSize) * sorted[i];
    }
    return weighted / (catalogueSize * sum);
  }

  /**
   * Returns the exposures by the lists of both.
   *
   * @throws IllegalArgumentException if they are of catalogues of different sizes
   */
  Exposures plus(Exposures other) {
    if (catalogueSize != other.catalogueSize) {
      throw new IllegalArgumentException(
          "evaluations must be of one catalogue to be merged, but are of catalogues of %d and %d songs"
              .formatted(catalogueSize, other.catalogueSize));
    }
    long[] both = new long[catalogueSize];
    for (Exposures each : new Exposures[] {this, other}) {
      for (int i = 0; i < each.songs.length; i++) {
        both[each.songs[i]] += each.lists[i];
      }
    }
    return of(both);
  }

  @Override
  public int bytes() {
    return 2 * Integer.BYTES + songs.length * (Integer.BYTES + Long.BYTES);
  }

  @Override
  public void write(ByteBuffer to) {
    to.putInt(catalogueSize).putInt(songs.length);
    for (int i = 0; i < songs.length; i++) {
      to.putInt(songs[i]).putLong(lists[i]);
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws BufferUnderflowException if the bytes are cut off
   * @throws IllegalArgumentException if the songs are not those of a catalogue
   */
  static Exposures read(ByteBuffer from) {
    int catalogueSize = from.getInt();
    int size = from.getInt();
    if (size < 0 || size > from.remaining() / (Integer.BYTES + Long.BYTES)) {
      throw new BufferUnderflowException();
    }
    int[] songs = new int[size];
    long[] lists = new long[size];
    for (int i = 0; i < size; i++) {
      songs[i] = from.getInt();
      lists[i] = from.getLong();
      int before = i == 0 ? -1 : songs[i - 1];
      if (songs[i] <= before || songs[i] >= catalogueSize) {
        throw new IllegalArgumentException(
            "song index in the evaluation must be in %d..%d, was %d"
                .formatted(before + 1, catalogueSize - 1, songs[i]));
      }
    }
    return new Exposures(catalogueSize, songs, lists);
  }
}
