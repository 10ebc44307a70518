package dev.segue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The songs in a memory that its catalogue lacks, numbered from 0. One thread at a time. */
final class OtherSongs {

  private final List<Song> songs = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  int size() {
    return songs.size();
  }

  Song get(int number) {
    return songs.get(number);
  }

  OptionalInt number(String id) {
    Integer number = numbers.get(id);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Adds a song that is not there, and returns its number. */
  int add(Song song) {
    numbers.put(song.id(), songs.size());
    songs.add(song);
    return songs.size() - 1;
  }

  void addAll(List<Song> more) {
    more.forEach(this::add);
  }

  void clear() {
    songs.clear();
    numbers.clear();
  }

  List<Song> toList() {
    return List.copyOf(songs);
  }
}
