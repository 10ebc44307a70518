package dev.segue;

import java.util.stream.IntStream;

/** A binary heap of songs. One thread at a time. */
final class SongHeap {

  /** Whether one song must come out before another. */
  @FunctionalInterface
  interface Order {
    boolean before(int one, int other);
  }

  private final int[] songs;
  private final Order order;
  private int size;

  private SongHeap(int[] songs, int size, Order order) {
    this.songs = songs;
    this.size = size;
    this.order = order;
  }

  /** Makes an empty heap of a fixed capacity. */
  static SongHeap empty(int capacity, Order order) {
    return new SongHeap(new int[capacity], 0, order);
  }

  /** Makes a heap of the songs from 0 to {@code songs - 1}. */
  static SongHeap ofAll(int songs, Order order) {
    SongHeap heap = new SongHeap(IntStream.range(0, songs).toArray(), songs, order);
    for (int place = songs / 2 - 1; place >= 0; place--) {
      heap.sink(place, heap.songs[place]);
    }
    return heap;
  }

  int size() {
    return size;
  }

  /** The song before all others; the heap must not be empty. */
  int first() {
    return songs[0];
  }

  void add(int song) {
    int place = size++;
    while (place > 0 && order.before(song, songs[(place - 1) / 2])) {
      songs[place] = songs[(place - 1) / 2];
      place = (place - 1) / 2;
    }
    songs[place] = song;
  }

  /** Replaces the first song; also by itself, after its order has changed. */
  void replaceFirst(int song) {
    sink(0, song);
  }

  /** Removes the first song. */
  int removeFirst() {
    int first = songs[0];
    size--;
    if (size > 0) {
      sink(0, songs[size]);
    }
    return first;
  }

  private void sink(int from, int song) {
    int place = from;
    for (int below = 2 * place + 1; below < size; below = 2 * place + 1) {
      if (below + 1 < size && order.before(songs[below + 1], songs[below])) {
        below++;
      }
      if (!order.before(songs[below], song)) {
        break;
      }
      songs[place] = songs[below];
      place = below;
    }
    songs[place] = song;
  }
}
