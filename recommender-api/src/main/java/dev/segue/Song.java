package dev.segue;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A song: the caller's id, and what is known about it. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="song"}
 *
 * @param id the caller's own identifier; never empty
 * @param title the title, or the empty string if unknown
 * @param artist the artist, or the empty string if unknown; {@link Catalogue#leadArtist(Song)} says
 *     which songs count as by one artist
 * @param tags what listeners call it, such as {@code "rock"}; empty if unknown
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
    Objects.requireNonNull(tags, "tags").forEach(each -> Objects.requireNonNull(each, "tags"));
    tags = List.copyOf(tags);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("song id must not be empty");
    }
  }

  /**
   * Makes a song of which only the id is known.
   *
   * @param id the caller's own identifier
   * @return the song, with empty title, artist and tags
   */
  public static Song of(String id) {
    return new Song(id, "", "", List.of());
  }

  /**
   * Makes a song from what a database knows of it.
   *
   * @param id the caller's own identifier; never empty
   * @param title the title; null or empty if unknown
   * @param artist the artist; null or empty if unknown
   * @return the song, without tags
   * @throws IllegalArgumentException if the id is empty
   */
  public static Song of(String id, @Nullable String title, @Nullable String artist) {
    return new Song(
        id,
        Objects.requireNonNullElse(title, ""),
        Objects.requireNonNullElse(artist, ""),
        List.of());
  }

  /**
   * Returns {@code Title - Artist} for people to read; the id stands for an unknown title, and an
   * unknown artist is left out.
   */
  @Override
  public String toString() {
    if (title.isEmpty()) {
      return artist.isEmpty() ? id : id + " - " + artist;
    }
    return artist.isEmpty() ? title : title + " - " + artist;
  }
}
