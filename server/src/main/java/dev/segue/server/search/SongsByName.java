package dev.segue.server.search;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The songs of a catalogue by artist and title, as players tell them: differences of case, of white
 * space and of how accents are encoded do not matter. Immutable; may be shared by threads.
 */
public final class SongsByName {

  private final Catalogue catalogue;
  private final Map<String, Integer> byName = new HashMap<>();

  /**
   * Makes the index.
   *
   * @param catalogue the songs; of several with one name, the first is found
   */
  public SongsByName(Catalogue catalogue) {
    this.catalogue = catalogue;
    for (int song = 0; song < catalogue.size(); song++) {
      Song each = catalogue.song(song);
      if (!each.title().isEmpty()) {
        byName.putIfAbsent(name(each.artist(), each.title()), song);
      }
    }
  }

  private static String name(String artist, String title) {
    return SongWords.plain(artist) + '\t' + SongWords.plain(title);
  }

  /**
   * Finds a song.
   *
   * @param artist the artist
   * @param title the title
   * @return the song of that name; empty if there is none
   */
  public Optional<Song> find(String artist, String title) {
    return Optional.ofNullable(byName.get(name(artist, title))).map(catalogue::song);
  }
}
