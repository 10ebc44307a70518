package dev.segue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A song: the caller's id, and what is known about it. Immutable; may be shared by threads.
 *
 * @param id the caller's own identifier; never empty
 * @param title the title, or the empty string if unknown
 * @param artist the artist, or the empty string if unknown
 * @param tags what listeners call it, such as {@code "rock"}; empty if unknown
 */
public record Song(String id, String title, String artist, List<String> tags) {

  /** Separates the first artist from the others. */
  private static final List<String> OTHER_ARTISTS = List.of("w/", "w\\/", "feat.", "(", "&");

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
   * The name by which songs count as of one artist: in lower case and without featured artists, so
   * that "Gucci Mane (w/ Swizz Beatz)", "Gucci Mane feat. Usher" and "Gucci Mane &amp; Drake" are
   * by one artist. The name ends at "w/", "feat.", "(" or "&amp;", unless nothing is left before
   * it.
   *
   * @return the name, or the empty string if the artist is unknown
   */
  public String leadArtist() {
    String whole = artist.toLowerCase(Locale.ROOT).strip();
    int end = whole.length();
    for (String before : OTHER_ARTISTS) {
      int at = whole.indexOf(before);
      end = at < 0 ? end : Math.min(end, at);
    }
    String first = whole.substring(0, end).strip();
    return first.isEmpty() ? whole : first; // "(hed) p.e."
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
