package dev.segue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The plays of the last hour, at most 1,000: a ring, in which the newest takes the place of the
 * oldest. One thread at a time.
 */
final class LastHour {

  static final int MAX_PLAYS = 1000;

  private static final int SECONDS = 3600;

  private int[] songs = new int[0];
  private int[] seconds = new int[0];

  /** Where the oldest play is. */
  private int first;

  private int size;

  /**
   * Adds a play.
   *
   * @param second not before that of another play
   */
  void play(int song, int second) {
    forgetBefore(second);
    if (size == MAX_PLAYS) {
      removeFirst();
    } else if (size == songs.length) {
      grow();
    }
    int at = at(size++);
    songs[at] = song;
    seconds[at] = second;
  }

  /** Forgets the plays that are more than an hour before a second. */
  void forgetBefore(int second) {
    while (size > 0 && (long) second - seconds[first] > SECONDS) {
      removeFirst();
    }
  }

  private void removeFirst() {
    first = (first + 1) % songs.length;
    size--;
  }

  private void grow() {
    int[] oldSongs = songs;
    int[] oldSeconds = seconds;
    int capacity = Math.min(MAX_PLAYS, 2 * size + 8);
    songs = new int[capacity];
    seconds = new int[capacity];
    for (int i = 0; i < size; i++) {
      int old = (first + i) % oldSongs.length;
      songs[i] = oldSongs[old];
      seconds[i] = oldSeconds[old];
    }
    first = 0;
  }

  private int at(int i) {
    return (first + i) % songs.length;
  }

  int size() {
    return size;
  }

  /**
   * Returns the song of a play.
   *
   * @param i 0 for the oldest
   */
  int song(int i) {
    return songs[at(i)];
  }

  /** Returns the second of a play. */
  int second(int i) {
    return seconds[at(i)];
  }

  /** Gives the songs new indices. */
  void renumber(IntUnaryOperator number) {
    for (int i = 0; i < size; i++) {
      songs[at(i)] = number.applyAsInt(songs[at(i)]);
    }
  }

  /** The number of bytes that {@link #write} writes. */
  int bytes() {
    return Integer.BYTES + 2 * Integer.BYTES * size;
  }

  void write(ByteBuffer to) {
    to.putInt(size);
    for (int i = 0; i < size; i++) {
      to.putInt(song(i)).putInt(second(i));
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param plays of the memory, which hold the songs
   * @throws IllegalArgumentException if a number is out of its range
   * @throws BufferUnderflowException if the bytes are cut off
   */
  static LastHour read(ByteBuffer from, SongTraces plays) {
    int size = from.getInt();
    if (size < 0 || size > from.remaining() / (2 * Integer.BYTES)) {
      throw new BufferUnderflowException();
    }
    LastHour read = new LastHour();
    int before = Integer.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      int song = from.getInt();
      int second = from.getInt();
      int place = plays.place(song);
      if (place < 0) {
        throw new IllegalArgumentException(
            "song of the last hour must be in the memory, was " + song);
      }
      if (second < before || second > plays.last(place)) {
        throw new IllegalArgumentException(
            "time of a play in the last hour must be in %d..%d, was %d"
                .formatted(
                    SongTraces.since1970(before),
                    SongTraces.since1970(plays.last(place)),
                    SongTraces.since1970(second)));
      }
      before = second;
      read.play(song, second);
    }
    return read;
  }

  LastHour copy() {
    LastHour copy = new LastHour();
    copy.songs = Arrays.copyOf(songs, songs.length);
    copy.seconds = Arrays.copyOf(seconds, seconds.length);
    copy.first = first;
    copy.size = size;
    return copy;
  }
}
