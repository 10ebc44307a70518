package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the parts of a blend predict of playlists. */
final class HeldOut {

  /** For the few weights of a blend more transitions tell nothing more. */
  private static final int ENOUGH = 20_000;

  private HeldOut() {}

  /** Looks at one transition. */
  @FunctionalInterface
  interface Transition<T> {

    /**
     * Makes something of it.
     *
     * @param scores {@code [parts][songs]}
     * @param next the song that was played next
     */
    T see(float[][] scores, int next);
  }

  /**
   * Looks at the transitions to the targets, on all cores, until 20,000 of them are seen; the
   * results are in their order.
   *
   * @param scores what a part says after what its session has heard
   */
  static <T> List<T> each(
      Blend blend,
      PlaylistDataset dataset,
      Function<ListeningSession, float[]> scores,
      Transition<T> transition) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      AtomicInteger before = new AtomicInteger();
      List<T> all =
          playlists
              .takeWhile(playlist -> before.getAndAdd(playlist.targets()) < ENOUGH)
              .toList()
              .parallelStream()
              .flatMap(playlist -> see(blend, playlist, scores, transition).stream())
              .toList();
      if (all.isEmpty()) {
        throw new IllegalArgumentException("validation must hold at least 1 target, was 0");
      }
      return all;
    }
  }

  private static <T> List<T> see(
      Blend blend,
      Playlist playlist,
      Function<ListeningSession, float[]> scores,
      Transition<T> transition) {
    Catalogue catalogue = blend.catalogue();
    List<ListeningSession> sessions =
        blend.parts().stream().map(part -> part.newSession()).toList();
    List<T> seen = new ArrayList<>();
    for (int heard = 1; heard < playlist.size(); heard++) {
      String song = catalogue.song(playlist.song(heard - 1)).id();
      sessions.forEach(session -> session.play(song));
      if (heard >= playlist.context()) {
        float[][] ofParts = sessions.stream().map(scores).toArray(float[][]::new);
        seen.add(transition.see(ofParts, playlist.song(heard)));
      }
    }
    return seen;
  }
}
