package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingDivergedException;
import dev.segue.interruption.Interruption;
import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs the parts of a blend over the targets of held-out playlists. */
final class HeldOut {

  /** More would not change the few weights of a blend. */
  private static final int MAX_TARGETS = 20_000;

  private HeldOut() {}

  /** Computes something from one transition. */
  @FunctionalInterface
  interface TransitionFunction<T> {

    /**
     * Returns the result for a transition.
     *
     * @param scores {@code [parts][songs]}
     * @param next the song that was played next
     */
    T apply(float[][] scores, int next);
  }

  /**
   * Applies a function to the transition to each target, on all cores, and returns the results in
   * order. Ignores the playlists after the first 20,000 targets. Where playlists have times, what
   * their listeners played before is known.
   *
   * @param scores returns the scores that a part gives in its session
   */
  static <T> List<T> mapTargets(
      Blend blend,
      PlaylistDataset dataset,
      Function<ListeningSession, float[]> scores,
      TransitionFunction<T> transition) {
    Interruption interruption = Interruption.of("fitting weights");
    try (Stream<Playlist> playlists = dataset.playlists()) {
      AtomicInteger before = new AtomicInteger();
      List<Playlist> used =
          playlists
              .takeWhile(playlist -> before.getAndAdd(playlist.targets()) < MAX_TARGETS)
              .toList();
      PlayHistory history = history(dataset, used);
      List<T> all =
          used.parallelStream()
              .flatMap(
                  playlist ->
                      mapPlaylist(
                          blend,
                          playlist,
                          history,
                          scores,
                          (ofParts, next) -> {
                            interruption.check();
                            return transition.apply(ofParts, next);
                          })
                          .stream())
              .toList();
      if (all.isEmpty()) {
        throw new IllegalArgumentException(
            "validation must have at least 1 target, but has none: give it a playlist of two"
                + " songs");
      }
      return all;
    }
  }

  /** Weights fitted to what is not finite would not be either. */
  private static void requireFinite(Blend blend, float[][] scores) {
    for (int part = 0; part < scores.length; part++) {
      for (int song = 0; song < scores[part].length; song++) {
        if (!Float.isFinite(scores[part][song])) {
          throw new TrainingDivergedException(
              "fitting the weights diverged: part %d, %s, gives song %s the score %s; leave it out"
                  .formatted(
                      part,
                      blend.parts().get(part),
                      Quotation.quote(blend.catalogue().song(song).id()),
                      scores[part][song]),
              Optional.empty());
        }
      }
    }
  }

  /** What the listeners have played; playlists without times need none of it. */
  private static PlayHistory history(PlaylistDataset dataset, List<Playlist> used) {
    if (used.stream().allMatch(playlist -> playlist.listener().isEmpty())) {
      return PlayHistory.none();
    }
    try (Stream<Playlist> known = dataset.history()) {
      return PlayHistory.of(dataset.catalogue(), known);
    }
  }

  private static <T> List<T> mapPlaylist(
      Blend blend,
      Playlist playlist,
      PlayHistory history,
      Function<ListeningSession, float[]> scores,
      TransitionFunction<T> transition) {
    Catalogue catalogue = blend.catalogue();
    boolean timed = blend.knowsTime() && playlist.listener().isPresent();
    BlendSession session =
        timed
            ? BlendSession.withMemory(blend, history.before(playlist))
            : BlendSession.withoutTime(blend);
    List<T> results = new ArrayList<>();
    for (int heard = 1; heard < playlist.size(); heard++) {
      String song = catalogue.song(playlist.song(heard - 1)).id();
      if (timed) {
        session.play(song, playlist.time(heard - 1));
      } else {
        session.play(song);
      }
      if (heard >= playlist.context()) {
        BlendSession next = timed ? session.at(playlist.chosen(heard)) : session;
        float[][] ofParts = next.parts().stream().map(scores).toArray(float[][]::new);
        requireFinite(blend, ofParts);
        results.add(transition.apply(ofParts, playlist.song(heard)));
      }
    }
    return results;
  }
}
