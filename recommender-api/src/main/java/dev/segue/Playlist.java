package dev.segue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Songs in the order in which they were played, as indices into a {@link Catalogue}. The first of
 * them are {@linkplain #context() context}; an evaluation predicts the others, its targets. A
 * playlist from a listening history knows its {@linkplain #listener() listener}, or station, and
 * when each song {@linkplain #time(int) began}; some histories also tell {@linkplain #heard(int)
 * how long} each was heard, and which songs were {@linkplain #skips() skipped} between those that
 * were played. A song takes 4 bytes, 4 more if its time is known, and 4 more if it is known how
 * long it was heard; a skip takes 16. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="playlist"}
 */
public final class Playlist {

  private final int[] songs;
  private final int context;

  /** Who played them and when, if that is known. */
  private final @Nullable PlayTimes times;

  /** How long each was heard, if that is known of any. */
  private final @Nullable HeardSeconds heard;

  private final PlaylistSkips skips;

  private Playlist(
      int[] songs,
      int context,
      @Nullable PlayTimes times,
      @Nullable HeardSeconds heard,
      PlaylistSkips skips) {
    this.songs = songs;
    this.context = context;
    this.times = times;
    this.heard = heard;
    this.skips = skips;
  }

  /**
   * A song that the listener ended by going on to the next. A skipped song is no play. Immutable;
   * may be shared by threads.
   *
   * @param song its index in the catalogue
   * @param position how many songs of the playlist were played before it, from 0 to {@code size()}
   * @param time when it began, to the second; empty if the playlist has no times
   * @param heard how long it was heard, to the second; empty if unknown
   */
  public record Skip(int song, int position, Optional<Instant> time, Optional<Duration> heard) {

    /**
     * Makes a skip.
     *
     * @param song its index in the catalogue, 0 or more
     * @param position how many songs of the playlist were played before it, 0 or more
     * @param time when it began; cut to the second
     * @param heard how long it was heard, at most 68 years; cut to the second
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Skip {
      if (song < 0) {
        throw new IllegalArgumentException("song index must be >= 0, was " + song);
      }
      if (position < 0) {
        throw new IllegalArgumentException("position must be >= 0, was " + position);
      }
      time = Objects.requireNonNull(time, "time").map(each -> each.truncatedTo(ChronoUnit.SECONDS));
      heard =
          Objects.requireNonNull(heard, "heard").map(each -> each.truncatedTo(ChronoUnit.SECONDS));
      heard.ifPresent(
          each -> {
            if (each.isNegative() || each.toSeconds() > Integer.MAX_VALUE) {
              throw new IllegalArgumentException(
                  "heard must be in 0..%d seconds, was %d"
                      .formatted(Integer.MAX_VALUE, each.toSeconds()));
            }
          });
    }
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
    return new Playlist(songs.clone(), Math.min(1, songs.length), null, null, PlaylistSkips.NONE);
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
    return new Playlist(this.songs, songs, times, heard, skips);
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
   * @throws IllegalStateException if the playlist has skips: say when the songs were played first
   */
  public Playlist withTimes(String listener, long... seconds) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(seconds, "seconds");
    if (seconds.length != songs.length) {
      throw new IllegalArgumentException(
          "there must be a time for each of the %d songs, but there are %d"
              .formatted(songs.length, seconds.length));
    }
    if (!skips.isEmpty()) {
      throw new IllegalStateException(
          "the playlist has %d skips already: call withTimes before withSkips"
              .formatted(skips.size()));
    }
    return new Playlist(songs, context, PlayTimes.of(listener, seconds), heard, skips);
  }

  /**
   * Returns this playlist with how long each song was heard.
   *
   * @param seconds {@code [size()]}: how many seconds each song was heard, -1 if unknown; copied
   * @return a playlist of the same songs, context, times and skips
   * @throws IllegalArgumentException if there are not as many numbers as songs, or one is below -1
   */
  public Playlist withHeard(int... seconds) {
    Objects.requireNonNull(seconds, "seconds");
    return new Playlist(songs, context, times, HeardSeconds.of(seconds, size()), skips);
  }

  /**
   * Returns this playlist with the songs that were skipped between those that were played.
   *
   * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="skips"}
   *
   * @param skips the skips in order, of the same catalogue. If the playlist has times, each has one
   *     that is not before that of the play before it, nor after that of the play after it;
   *     otherwise none has; copied
   * @return a playlist of the same songs, context and times
   * @throws IllegalArgumentException if a skip is not between the plays that its position says, or
   *     only the playlist, or only the skip, has a time
   */
  public Playlist withSkips(List<Skip> skips) {
    Objects.requireNonNull(skips, "skips");
    return new Playlist(songs, context, times, heard, PlaylistSkips.of(skips, this));
  }

  /**
   * Returns this playlist with songs of another catalogue. Each keeps its time. If a song is
   * dropped, it is no longer known how long the one before it was heard, since the next one was not
   * {@linkplain #chosen(int) chosen} then.
   *
   * @param index returns the index of a song in the other catalogue, given the one in this;
   *     negative for a song to drop. Called once for each song in order, then for each skip
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
        times == null ? null : times.select(positions),
        heard == null ? null : heard.select(positions),
        skips.withSongs(index, positions));
  }

  /**
   * Returns the first songs alone. Those of them that were context are context.
   *
   * @param count how many, from 0 to {@code size()}
   * @return a playlist of these songs, and of the skips before the song that followed them
   * @throws IllegalArgumentException if the number is outside that range
   */
  public Playlist first(int count) {
    if (count < 0 || count > size()) {
      throw new IllegalArgumentException("count must be in 0..%d, was %d".formatted(size(), count));
    }
    return new Playlist(
        Arrays.copyOf(songs, count),
        Math.min(context, count),
        times == null ? null : times.select(IntStream.range(0, count).toArray()),
        heard == null ? null : heard.first(count),
        skips.first(count));
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
   * Returns how long a song was heard.
   *
   * @param position from 0 to {@code size() - 1}
   * @return the time, to the second; empty if unknown
   * @throws IndexOutOfBoundsException if the position is outside that range
   */
  public Optional<Duration> heard(int position) {
    Objects.checkIndex(position, songs.length);
    return heard == null ? Optional.empty() : heard.at(position);
  }

  /**
   * Returns the songs that were skipped.
   *
   * @return the skips in order; empty if there are none, or they are unknown; immutable
   */
  public List<Skip> skips() {
    return skips;
  }

  /** The index of a skipped song. */
  int skippedSong(int skip) {
    return skips.song(skip);
  }

  /**
   * Returns when a song was chosen: at the end of the play or skip before it, where it is known how
   * long that was heard, but not after the song began; otherwise when it began. At this time a
   * listener asks for the next song.
   *
   * @param position from 0 to {@code size()}; {@code size()} for the song that would follow the
   *     last, which is taken to begin with the last play or skip if it is unknown when that ended
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the position is outside that range, or the playlist has no
   *     songs
   * @throws IllegalStateException if the playlist has no times
   */
  public Instant chosen(int position) {
    Objects.checkIndex(position, songs.length + Math.min(1, songs.length));
    Optional<Skip> skip = skips.lastBefore(position);
    Instant began = skip.flatMap(Skip::time).orElseGet(() -> time(Math.max(0, position - 1)));
    Optional<Duration> lasted =
        skip.isPresent()
            ? skip.get().heard()
            : position == 0 ? Optional.empty() : heard(position - 1);
    if (position == size()) {
      return began.plus(lasted.orElse(Duration.ZERO));
    }
    Instant own = time(position);
    return lasted.map(began::plus).filter(ended -> ended.isBefore(own)).orElse(own);
  }

  /**
   * Returns whether the other is a playlist of the same indices in the same order, with as many
   * context songs, by the same listener at the same times, heard as long, with the same skips.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Playlist playlist
        && context == playlist.context
        && Arrays.equals(songs, playlist.songs)
        && Objects.equals(times, playlist.times)
        && Objects.equals(heard, playlist.heard)
        && skips.equals(playlist.skips);
  }

  /** Returns a hash of the indices and of the number of context songs, not of the rest. */
  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(songs) + context;
  }

  /**
   * Returns the indices in brackets, the number of context songs if it is above 1, and, if that is
   * known, who played them from when to when, and how many songs were skipped.
   */
  @Override
  public String toString() {
    return Arrays.toString(songs)
        + (context > 1 ? ", context " + context : "")
        + (times == null ? "" : ", by " + times)
        + (skips.isEmpty() ? "" : ", %d skipped".formatted(skips.size()));
  }
}
