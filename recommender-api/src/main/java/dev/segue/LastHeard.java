package dev.segue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** When each song was last heard in a session, as the number of the play. One thread at a time. */
final class LastHeard {

  /** Before every number. */
  static final int NEVER = -1;

  private final Catalogue catalogue;
  private int size;
  private int[] songs = new int[0];
  private int[] numbers = new int[0];
  private SongPlaces places = new SongPlaces();

  /** Of the songs that the catalogue lacks, by id. */
  private final Map<String, Integer> others = new HashMap<>();

  LastHeard(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  void put(Song song, int number) {
    int index = catalogue.index(song.id()).orElse(-1);
    if (index < 0) {
      others.put(song.id(), number);
      return;
    }
    int place = places.find(index, songs);
    if (place < 0) {
      place = append(index);
    }
    numbers[place] = number;
  }

  private int append(int song) {
    if (size == songs.length) {
      songs = Arrays.copyOf(songs, size + size / 2 + 8);
      numbers = Arrays.copyOf(numbers, songs.length);
    }
    songs[size++] = song;
    places.append(songs, size);
    return size - 1;
  }

  /** Returns the number of the last play of a song, or {@link #NEVER}. */
  int get(Song song) {
    int index = catalogue.index(song.id()).orElse(-1);
    if (index < 0) {
      return others.getOrDefault(song.id(), NEVER);
    }
    int place = places.find(index, songs);
    return place < 0 ? NEVER : numbers[place];
  }

  LastHeard copy() {
    LastHeard copy = new LastHeard(catalogue);
    copy.size = size;
    copy.songs = songs.clone();
    copy.numbers = numbers.clone();
    copy.places = places.copy();
    copy.others.putAll(others);
    return copy;
  }
}
