package dev.segue;

import java.util.Arrays;

/** Where each song is in a list: a hash index by open addressing. One thread at a time. */
final class SongPlaces {

  private static final int EMPTY = -1;
  private static final int MIN_LENGTH = 32;

  /** {@code [a power of two]}: at most three quarters are places in the list, the others empty. */
  private int[] places;

  SongPlaces() {
    places = emptyPlaces(0);
  }

  private SongPlaces(int[] places) {
    this.places = places;
  }

  /** Returns the place of a song, or a negative number. */
  int find(int song, int[] songs) {
    int mask = places.length - 1;
    for (int at = hash(song) & mask; ; at = (at + 1) & mask) {
      int place = places[at];
      if (place == EMPTY || songs[place] == song) {
        return place;
      }
    }
  }

  /** Adds the song at the end of a list. */
  void append(int[] songs, int size) {
    if (isTooShort(places.length, size)) {
      rebuild(songs, size);
    } else {
      enter(size - 1, songs);
    }
  }

  /** Makes the index of a list anew. */
  void rebuild(int[] songs, int size) {
    places = emptyPlaces(size);
    for (int place = 0; place < size; place++) {
      enter(place, songs);
    }
  }

  private void enter(int place, int[] songs) {
    int mask = places.length - 1;
    int at = hash(songs[place]) & mask;
    while (places[at] != EMPTY) {
      at = (at + 1) & mask;
    }
    places[at] = place;
  }

  private static boolean isTooShort(int length, int size) {
    return 4L * size > 3L * length;
  }

  private static int[] emptyPlaces(int size) {
    int length = MIN_LENGTH;
    while (isTooShort(length, size)) {
      length *= 2;
    }
    int[] places = new int[length];
    Arrays.fill(places, EMPTY);
    return places;
  }

  private static int hash(int song) {
    int mixed = song * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  SongPlaces copy() {
    return new SongPlaces(places.clone());
  }

  /** The bytes of the array. */
  long bytes() {
    return (long) Integer.BYTES * places.length;
  }
}
