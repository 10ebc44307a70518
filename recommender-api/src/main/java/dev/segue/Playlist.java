package dev.segue;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Songs in the order in which they were played, as indices into a {@link Catalogue}. The first of
 * them are {@linkplain #context() context}; an evaluation predicts the others, its targets.
 * Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="playlist"}
 */
public final class Playlist {

  private final int[] songs;
  private final int context;

  private Playlist(int[] songs, int context) {
    this.songs = songs;
    this.context = context;
  }

  /**
   * Makes a playlist whose first song is context.
   *
   * @param songs indices of songs, 0 or more each, in the order of play; copied
   * @return the playlist
   * @throws IllegalArgumentException if an index is negative
   */
  public static Playlist of(int... songs) {
    Objects.requireNonNull(songs, "songs");
    for (int position = 0; position < songs.length; position++) {
      if (songs[position] < 0) {
        throw new IllegalArgumentException(
            "song index must be >= 0, was %d at position %d".formatted(songs[position], position));
      }
    }
    return new Playlist(songs.clone(), Math.min(1, songs.length));
  }

  /**
   * Returns this playlist with another number of context songs.
   *
   * @param songs how many of the first songs are context, from 1 to {@code size()}; 0 for a
   *     playlist without songs
   * @return a playlist of the same songs
   * @throws IllegalArgumentException if the number is outside that range
   */
  public Playlist withContext(int songs) {
    if (songs < Math.min(1, size()) || songs > size()) {
      throw new IllegalArgumentException(
          "context must be in %d..%d, was %d".formatted(Math.min(1, size()), size(), songs));
    }
    return new Playlist(this.songs, songs);
  }

  /** The first songs alone; those of them that were context are context. */
  Playlist first(int count) {
    return new Playlist(Arrays.copyOf(songs, count), Math.min(context, count));
  }

  /**
   * Returns the number of songs played.
   *
   * @return the number of songs, 0 or more
   */
  public int size() {
    return songs.length;
  }

  /**
   * Returns the number of transitions, from one song to the next: {@code size() - 1}, and 0 for an
   * empty playlist.
   *
   * @return the number of transitions
   */
  public int transitions() {
    return Math.max(0, songs.length - 1);
  }

  /**
   * Returns how many of the first songs are context: heard, but never predicted. Evaluation, and
   * whatever else is measured or fitted on held-out playlists, predicts only the songs after them.
   * Training learns from every transition all the same.
   *
   * @return from 1 to {@code size()}, 1 unless {@linkplain #withContext set}, since nothing comes
   *     before the first song; 0 for a playlist without songs
   */
  public int context() {
    return context;
  }

  /**
   * Returns the number of targets: the songs after the context, which an evaluation predicts.
   *
   * @return {@code size() - context()}: as many as there are transitions, unless more than one song
   *     is context
   */
  public int targets() {
    return songs.length - context;
  }

  /**
   * Returns the song at a position.
   *
   * @param position from 0 to {@code size() - 1}
   * @return its index in the catalogue
   * @throws IndexOutOfBoundsException if the position is outside that range
   */
  public int song(int position) {
    return songs[position];
  }

  /**
   * Returns the songs in the order of play.
   *
   * @return a stream of {@code size()} indices into the catalogue
   */
  public IntStream songs() {
    return Arrays.stream(songs);
  }

  /**
   * Returns whether the other is a playlist of the same indices in the same order, with as many
   * context songs.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Playlist playlist
        && context == playlist.context
        && Arrays.equals(songs, playlist.songs);
  }

  /** Returns a hash of the indices and of the number of context songs. */
  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(songs) + context;
  }

  /** Returns the indices in brackets, and the number of context songs if it is above 1. */
  @Override
  public String toString() {
    return Arrays.toString(songs) + (context > 1 ? ", context " + context : "");
  }
}
