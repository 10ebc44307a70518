package dev.segue.samples.javadoc;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.List;

/** A few playlists of songs that people know; a song's id is its title. */
final class Jazz {

  private static final String DAVIS = "Miles Davis";
  private static final String COLTRANE = "John Coltrane";

  private Jazz() {}

  static PlaylistDataset playlists() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                song("So What", DAVIS),
                song("Blue in Green", DAVIS),
                song("All Blues", DAVIS),
                song("Freddie Freeloader", DAVIS),
                song("Naima", COLTRANE),
                song("Giant Steps", COLTRANE)));
    return PlaylistDataset.of(
        catalogue,
        List.of(
            catalogue.playlist(List.of("So What", "Blue in Green", "All Blues")),
            catalogue.playlist(List.of("Giant Steps", "Blue in Green", "All Blues")),
            catalogue.playlist(List.of("So What", "Freddie Freeloader", "Naima")),
            catalogue.playlist(List.of("Giant Steps", "Naima", "So What", "Blue in Green"))));
  }

  private static Song song(String title, String artist) {
    return new Song(title, title, artist, List.of("jazz"));
  }
}
