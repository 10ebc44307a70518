package dev.segue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * What listeners have played, so that each of their playlists can begin with the {@link
 * ListenerMemory} of that moment. Immutable; may be shared by threads.
 */
public final class PlayHistory {

  /** Fewer are sooner replayed than kept: there may be millions of listeners. */
  private static final int MANY_PLAYLISTS = 32;

  private final Catalogue catalogue;

  /** In order of time, for each listener. */
  private final Map<String, List<Playlist>> playlists;

  /** Turns a song of the playlists into one of the catalogue; negative if that lacks it. */
  private final IntUnaryOperator index;

  /** Of those listeners with many playlists that were asked for. */
  private final Map<String, ListenerPlays> plays = new ConcurrentHashMap<>();

  private PlayHistory(
      Catalogue catalogue, Map<String, List<Playlist>> playlists, IntUnaryOperator index) {
    this.catalogue = catalogue;
    this.playlists = playlists;
    this.index = index;
  }

  /**
   * Collects what was played.
   *
   * @param catalogue of the songs
   * @param playlists in any order; those without times are left out; consumed, not closed
   * @return the history
   */
  public static PlayHistory of(Catalogue catalogue, Stream<Playlist> playlists) {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(playlists, "playlists");
    Map<String, List<Playlist>> byListener = new HashMap<>();
    playlists
        .filter(playlist -> playlist.size() > 0)
        .forEach(
            playlist ->
                playlist
                    .listener()
                    .ifPresent(
                        who ->
                            byListener
                                .computeIfAbsent(who, name -> new ArrayList<>())
                                .add(playlist)));
    byListener.values().forEach(each -> each.sort(Comparator.comparing(p -> p.time(0))));
    return new PlayHistory(catalogue, byListener, IntUnaryOperator.identity());
  }

  /**
   * Returns a history without plays.
   *
   * @return a history in which nobody has played anything
   */
  public static PlayHistory none() {
    return of(Catalogue.of(List.of()), Stream.empty());
  }

  /**
   * Returns this history with songs of another catalogue. Copies no plays.
   *
   * @param other the other catalogue
   * @param index returns the index of a song in the other catalogue, given the one in this;
   *     negative for a song whose plays are left out
   * @return a history whose memories are of the other catalogue
   */
  public PlayHistory withSongs(Catalogue other, IntUnaryOperator index) {
    Objects.requireNonNull(other, "other");
    Objects.requireNonNull(index, "index");
    return new PlayHistory(
        other,
        playlists,
        song -> {
          int known = this.index.applyAsInt(song);
          return known < 0 ? known : index.applyAsInt(known);
        });
  }

  /**
   * Returns what the listener of a playlist had played when its first song began. The memories of
   * all playlists of a listener take time that grows with their number; for that, the history keeps
   * some of them, in at most some 25 bytes a play.
   *
   * @param playlist the playlist; what it holds itself is not in the memory
   * @return a new memory of the plays before; empty if the playlist has no listener
   */
  public ListenerMemory before(Playlist playlist) {
    Objects.requireNonNull(playlist, "playlist");
    List<Playlist> known =
        playlist.size() == 0 ? null : playlist.listener().map(playlists::get).orElse(null);
    if (known == null) {
      return ListenerMemory.of(catalogue);
    }
    String listener = playlist.listener().orElseThrow();
    ListenerPlays of =
        known.size() < MANY_PLAYLISTS
            ? new ListenerPlays(catalogue, known, index)
            : plays.computeIfAbsent(listener, who -> new ListenerPlays(catalogue, known, index));
    return of.before(playlist.time(0).getEpochSecond());
  }
}
