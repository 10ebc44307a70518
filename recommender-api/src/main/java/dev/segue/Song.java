package dev.segue;

import java.util.List;
import java.util.Locale;
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

  /** What stands before the second of several artists. */
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
   * The artist's name as songs share it: in lower case, and without those who are only featured, so
   * that "Gucci Mane (w/ Swizz Beatz)", "Gucci Mane feat. Usher" and "Gucci Mane &amp; Drake" are
   * by one artist. The name ends at "w/", "feat.", "(" or "&amp;", unless nothing is left before
   * it.
   *
   * @return the name, or the empty string where the artist is not known
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
