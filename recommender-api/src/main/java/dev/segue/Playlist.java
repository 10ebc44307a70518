package dev.segue;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Songs in the order in which they were played, as indices into a {@link Catalogue}. Immutable; may
 * be shared by threads.
 */
public final class Playlist {

  private final int[] songs;

  private Playlist(int[] songs) {
    this.songs = songs;
  }

  /**
   * Makes a playlist.
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
    return new Playlist(songs.clone());
  }

  /**
   * How many songs were played.
   *
   * @return the number of songs, 0 or more
   */
  public int size() {
    return songs.length;
  }

  /**
   * How many times one song followed another: {@code size() - 1}, and 0 for an empty playlist.
   *
   * @return the number of transitions
   */
  public int transitions() {
    return Math.max(0, songs.length - 1);
  }

  /**
   * The song at a position.
   *
   * @param position from 0 to {@code size() - 1}
   * @return its index in the catalogue
   * @throws IndexOutOfBoundsException if the position is outside that range
   */
  public int song(int position) {
    return songs[position];
  }

  /**
   * The songs in the order of play.
   *
   * @return a stream of {@code size()} indices into the catalogue
   */
  public IntStream songs() {
    return Arrays.stream(songs);
  }

  /** Two playlists are equal if they hold the same indices in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Playlist playlist && Arrays.equals(songs, playlist.songs);
  }

  /** A hash of the indices. */
  @Override
  public int hashCode() {
    return Arrays.hashCode(songs);
  }

  /** The indices in brackets. */
  @Override
  public String toString() {
    return Arrays.toString(songs);
  }
}
