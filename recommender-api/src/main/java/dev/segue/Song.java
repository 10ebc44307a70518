package dev.segue;

import java.util.List;
import java.util.Objects;

/**
 * A song: the caller's id, and what is known about it. Immutable; may be shared by threads.
 *
 * @param id the caller's own identifier; never empty
 * @param title the title, or the empty string where it is not known
 * @param artist the artist, or the empty string where it is not known
 * @param tags what listeners call it, such as {@code "rock"}; empty where nothing is known
 */
public record Song(String id, String title, String artist, List<String> tags) {

  /**
   * Makes a song.
   *
   * @param id the caller's own identifier; never empty
   * @param title the title, or empty
   * @param artist the artist, or empty
   * @param tags the tags; copied
   * @throws IllegalArgumentException if the id is empty
   */
  public Song {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(artist, "artist");
    tags = List.copyOf(Objects.requireNonNull(tags, "tags"));
    if (id.isEmpty()) {
      throw new IllegalArgumentException("song id must not be empty");
    }
  }

  /**
   * A song of which only the id is known.
   *
   * @param id the caller's own identifier
   * @return the song, with empty title, artist and tags
   */
  public static Song of(String id) {
    return new Song(id, "", "", List.of());
  }

  /**
   * The song as a person names it: {@code Title - Artist}, or as much of that as is known, and the
   * id where nothing is.
   */
  @Override
  public String toString() {
    if (title.isEmpty()) {
      return artist.isEmpty() ? id : id + " - " + artist;
    }
    return artist.isEmpty() ? title : title + " - " + artist;
  }
}
