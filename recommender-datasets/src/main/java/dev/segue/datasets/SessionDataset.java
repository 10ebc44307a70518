package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sessions of listeners as playlists: session {@code n} is playlist {@code n} of the dataset, from
 * 0. Immutable; may be shared by threads. A play takes 4 bytes, a session 24.
 */
public final class SessionDataset implements PlaylistDataset {

  private final Catalogue catalogue;
  private final List<String> names;
  private final int[] songs;
  private final int[] starts;
  private final int[] listeners;
  private final long[] begun;
  private final long[] ended;

  /** Takes packed sessions, as {@link SessionCutter} makes them. */
  SessionDataset(
      Catalogue catalogue,
      List<String> names,
      int[] songs,
      int[] starts,
      int[] listeners,
      long[] begun,
      long[] ended) {
    this.catalogue = catalogue;
    this.names = names;
    this.songs = songs;
    this.starts = starts;
    this.listeners = listeners;
    this.begun = begun;
    this.ended = ended;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Stream<Playlist> playlists() {
    return IntStream.range(0, size()).mapToObj(this::playlist);
  }

  /**
   * How many sessions there are.
   *
   * @return the number of sessions, 0 or more
   */
  public int size() {
    return listeners.length;
  }

  /**
   * Whose session it is.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the listener
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public String listener(int session) {
    return names.get(listeners[session]);
  }

  /**
   * When the first song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public Instant start(int session) {
    return Instant.ofEpochSecond(begun[session]);
  }

  /**
   * When the last song of a session began.
   *
   * @param session from 0 to {@code size() - 1}
   * @return the time, to the second
   * @throws IndexOutOfBoundsException if the session is outside that range
   */
  public Instant end(int session) {
    return Instant.ofEpochSecond(ended[session]);
  }

  private Playlist playlist(int session) {
    return Playlist.of(Arrays.copyOfRange(songs, starts[session], starts[session + 1]));
  }

  /** Says how many sessions of how many songs there are. */
  @Override
  public String toString() {
    return "%d sessions over %d songs".formatted(size(), catalogue.size());
  }
}
