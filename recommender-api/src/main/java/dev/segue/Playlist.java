package dev.segue;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Songs in the order in which they were played, as indices into a {@link Catalogue}. The first of
 * them are {@linkplain #context() context}; an evaluation predicts the others, its targets. A
 * playlist from a listening history knows its {@linkplain #listener() listener}, or station, and
 * when each song {@linkplain #time(int) began}. A song takes 4 bytes, and 4 more if its time is
 * known; other playlists take nothing for times. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="playlist"}
 */
public final class Playlist {

  private final int[] songs;
  private final int context;

  /** Who played them and when, if that is known. */
  private final @Nullable PlayTimes times;

  private Playlist(int[] songs, int context, @Nullable PlayTimes times) {
    this.songs = songs;
    this.context = context;
    this.times = times;
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
    return new Playlist(songs.clone(), Math.min(1, songs.length), null);
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
    return new Playlist(this.songs, songs, times);
  }

  /**
   * Returns this playlist with who played it and when.
   *
   * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="times"}
   *
   * @param listener who listened, or the station that played; any text
   * @param seconds {@code [size()]}: when each song began, in seconds since 1970, none before the
   *     one that it follows; copied
   * @return a playlist of the same songs and context
   * @throws IllegalArgumentException if there are not as many times as songs, a time is before the
   *     one that it follows or outside the range of {@link Instant}, or the last is more than 68
   *     years (2^31 - 1 seconds) after the first
   */
  public Playlist withTimes(String listener, long... seconds) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(seconds, "seconds");
    if (seconds.length != songs.length) {
      throw new IllegalArgumentException(
          "there must be a time for each of the %d songs, but there are %d"
              .formatted(songs.length, seconds.length));
    }
    return new Playlist(songs, context, PlayTimes.of(listener, seconds));
  }

  /**
   * Returns this playlist with songs of another catalogue. Each keeps its time.
   *
   * @param index returns the index of a song in the other catalogue, given the one in this;
   *     negative for a song to drop. Called once for each song, in order
   * @return the songs that remain. Those of them that were context are context, but at least one is
   *     unless none remains
   */
  public Playlist withSongs(IntUnaryOperator index) {
    Objects.requireNonNull(index, "index");
    int[] others = Arrays.stream(songs).map(index).toArray();
    int[] positions = IntStream.range(0, others.length).filter(p -> others[p] >= 0).toArray();
    int remaining = (int) Arrays.stream(positions).filter(p -> p < context).count();
    return new Playlist(
        Arrays.stream(positions).map(p -> others[p]).toArray(),
        Math.max(remaining, Math.min(1, positions.length)),
        times == null ? null : times.select(positions));
  }

  /** The first songs alone; those of them that were context are context. */
  Playlist first(int count) {
    return new Playlist(
        Arrays.copyOf(songs, count),
        Math.min(context, count),
        times == null ? null : times.select(IntStream.range(0, count).toArray()));
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
   * Returns who listened, or the station that played.
   *
   * @return the name; empty for playlists without times
   */
  public Optional<String> listener() {
    return Optional.ofNullable(times).map(PlayTimes::listener);
  }

  /**
   * Returns when a song began.
   *
   * @param position from 0 to {@code size() - 1}
   * @return the time, to the second; not before that of the song before it
   * @throws IndexOutOfBoundsException if the position is outside that range
   * @throws IllegalStateException if the playlist has no times
   */
  public Instant time(int position) {
    Objects.checkIndex(position, songs.length);
    if (times == null) {
      throw new IllegalStateException("the playlist has no times: ask listener() first");
    }
    return times.time(position);
  }

  /**
   * Returns whether the other is a playlist of the same indices in the same order, with as many
   * context songs, by the same listener at the same times.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Playlist playlist
        && context == playlist.context
        && Arrays.equals(songs, playlist.songs)
        && Objects.equals(times, playlist.times);
  }

  /** Returns a hash of the indices and of the number of context songs, not of the times. */
  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(songs) + context;
  }

  /**
   * Returns the indices in brackets, the number of context songs if it is above 1, and who played
   * them from when to when, if that is known.
   */
  @Override
  public String toString() {
    return Arrays.toString(songs)
        + (context > 1 ? ", context " + context : "")
        + (times == null ? "" : ", by " + times);
  }
}
