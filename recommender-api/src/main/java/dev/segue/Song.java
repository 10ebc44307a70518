package dev.segue;

import dev.segue.quotation.Quotation;
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

  /** The longest text that a model file holds. */
  private static final int MAX_LENGTH = 10_000_000;

  /**
   * Makes a song.
   *
   * @param id the caller's own identifier; never empty
   * @param title the title, or empty
   * @param artist the artist, or empty
   * @param tags the tags; copied
   * @throws IllegalArgumentException if the id is empty, or a text is no Unicode or has more than
   *     10,000,000 characters, which no model could be saved with
   */
  public Song {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(artist, "artist");
    for (String tag : Objects.requireNonNull(tags, "tags")) {
      Objects.requireNonNull(tag, "tags");
    }
    tags = List.copyOf(tags);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("song id must not be empty");
    }
    check("song id", id, id);
    check("title", title, id);
    check("artist", artist, id);
    for (String tag : tags) {
      check("tag", tag, id);
    }
  }

  private static void check(String what, String text, String id) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s must have at most %d characters, but has %d: %s"
              .formatted(of(what, id), MAX_LENGTH, text.length(), Quotation.quote(text)));
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new IllegalArgumentException(
              "%s must be Unicode, but half a surrogate pair is missing: %s"
                  .formatted(of(what, id), Quotation.quote(text)));
        }
        i++; // two halves
      }
    }
  }

  private static String of(String what, String id) {
    return what.equals("song id") ? what : "%s of song %s".formatted(what, Quotation.quote(id));
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
