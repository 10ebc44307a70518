package dev.segue;

import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The skips of a playlist, in order, 12 bytes each and 4 more with a time. Immutable. */
final class PlaylistSkips extends AbstractList<Playlist.Skip> implements RandomAccess {

  static final PlaylistSkips NONE = new PlaylistSkips(new int[0], new int[0], new int[0], null);

  private final int[] songs;

  /** {@code [skips]}: how many songs were played before each. */
  private final int[] positions;

  /** {@code [skips]}: in seconds; -1 if unknown. */
  private final int[] heard;

  /** When each began; null if the playlist has no times. */
  private final @Nullable PlayTimes times;

  private PlaylistSkips(int[] songs, int[] positions, int[] heard, @Nullable PlayTimes times) {
    this.songs = songs;
    this.positions = positions;
    this.heard = heard;
    this.times = times;
  }

  /**
   * Packs the skips of a playlist.
   *
   * @throws IllegalArgumentException if they cannot be skips of the playlist
   */
  static PlaylistSkips of(List<Playlist.Skip> skips, Playlist playlist) {
    skips.forEach(skip -> Objects.requireNonNull(skip, "skips"));
    for (int i = 0; i < skips.size(); i++) {
      check(skips, i, playlist);
    }
    if (skips.isEmpty()) {
      return NONE;
    }
    return new PlaylistSkips(
        skips.stream().mapToInt(Playlist.Skip::song).toArray(),
        skips.stream().mapToInt(Playlist.Skip::position).toArray(),
        skips.stream()
            .mapToInt(skip -> skip.heard().map(each -> (int) each.toSeconds()).orElse(-1))
            .toArray(),
        playlist
            .listener()
            .map(
                who ->
                    PlayTimes.of(
                        who,
                        skips.stream()
                            .mapToLong(skip -> skip.time().orElseThrow().getEpochSecond())
                            .toArray()))
            .orElse(null));
  }

  private static void check(List<Playlist.Skip> skips, int number, Playlist playlist) {
    Playlist.Skip skip = skips.get(number);
    int position = skip.position();
    if (position > playlist.size()) {
      throw wrong(number, "position must be in 0..%d, was %d".formatted(playlist.size(), position));
    }
    if (number > 0 && position < skips.get(number - 1).position()) {
      throw wrong(
          number,
          "positions must not decrease, but %d follows %d"
              .formatted(position, skips.get(number - 1).position()));
    }
    if (skip.time().isPresent() != playlist.listener().isPresent()) {
      throw wrong(
          number,
          skip.time().isPresent()
              ? "has a time, but the playlist has none: call withTimes first"
              : "must have a time, as the playlist has times");
    }
    skip.time().ifPresent(time -> check(number, time, position, playlist));
  }

  private static void check(int number, Instant time, int position, Playlist playlist) {
    boolean afterPlay = position == 0 || !time.isBefore(playlist.time(position - 1));
    boolean beforePlay = position == playlist.size() || !time.isAfter(playlist.time(position));
    if (!afterPlay || !beforePlay) {
      throw wrong(
          number, "time must be between those of the plays around it, was %s".formatted(time));
    }
  }

  private static IllegalArgumentException wrong(int number, String message) {
    return new IllegalArgumentException("skip %d: %s".formatted(number, message));
  }

  /** The skips of songs of another catalogue, among plays at other positions. */
  PlaylistSkips withSongs(IntUnaryOperator index, int[] keptPositions) {
    if (isEmpty()) {
      return this;
    }
    int[] others = Arrays.stream(songs).map(index).toArray();
    int[] kept = IntStream.range(0, size()).filter(skip -> others[skip] >= 0).toArray();
    PlaylistSkips left = select(kept);
    return new PlaylistSkips(
        Arrays.stream(kept).map(skip -> others[skip]).toArray(),
        Arrays.stream(left.positions)
            .map(position -> playsBefore(position, keptPositions))
            .toArray(),
        left.heard,
        left.times);
  }

  private static int playsBefore(int position, int[] keptPositions) {
    int found = Arrays.binarySearch(keptPositions, position);
    return found >= 0 ? found : -found - 1;
  }

  /** Those that came before another song followed the first songs. */
  PlaylistSkips first(int plays) {
    return select(IntStream.range(0, size()).takeWhile(skip -> positions[skip] <= plays).toArray());
  }

  private PlaylistSkips select(int[] kept) {
    if (kept.length == 0) {
      return NONE;
    }
    return new PlaylistSkips(
        Arrays.stream(kept).map(skip -> songs[skip]).toArray(),
        Arrays.stream(kept).map(skip -> positions[skip]).toArray(),
        Arrays.stream(kept).map(skip -> heard[skip]).toArray(),
        times == null ? null : times.select(kept));
  }

  /** The last skip before a position, and after the play before it. */
  Optional<Playlist.Skip> lastBefore(int position) {
    int from = 0;
    int to = size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (positions[middle] <= position) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from > 0 && positions[from - 1] == position
        ? Optional.of(get(from - 1))
        : Optional.empty();
  }

  int song(int skip) {
    return songs[skip];
  }

  @Override
  public Playlist.Skip get(int skip) {
    return new Playlist.Skip(
        songs[skip],
        positions[skip],
        times == null ? Optional.empty() : Optional.of(times.time(skip)),
        heard[skip] < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(heard[skip])));
  }

  @Override
  public int size() {
    return songs.length;
  }
}
