package dev.segue;

import java.util.LinkedHashSet;
import java.util.Set;

/** The songs and artists that a listener has banned. One thread at a time. */
final class Bans {

  /** The ids of songs. */
  final Set<String> songs = new LinkedHashSet<>();

  /** Lead artists. */
  final Set<String> artists = new LinkedHashSet<>();

  boolean isEmpty() {
    return songs.isEmpty() && artists.isEmpty();
  }

  boolean include(Song song, Catalogue catalogue) {
    return songs.contains(song.id())
        || (!artists.isEmpty() && artists.contains(catalogue.leadArtist(song)));
  }

  void addAll(Bans others) {
    songs.addAll(others.songs);
    artists.addAll(others.artists);
  }
}
