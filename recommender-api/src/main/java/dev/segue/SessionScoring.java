package dev.segue;

import dev.segue.interruption.Interruption;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Scores playlists with a session each, a block at a time on all cores. */
final class SessionScoring {

  private SessionScoring() {}

  static void run(
      SequenceRecommender recommender,
      Iterator<Playlist> playlists,
      PlayHistory history,
      ScoreVisitor visitor) {
    boolean knowsTime = recommender.knowsTime();
    ScoreVisitor checking = checking(Interruption.of("scoring playlists"), visitor);
    long number = 0;
    while (playlists.hasNext()) {
      List<Playlist> block = BulkRecommendation.block(playlists);
      long first = number;
      IntStream.range(0, block.size())
          .parallel()
          .forEach(i -> score(recommender, knowsTime, block.get(i), first + i, history, checking));
      number += block.size();
    }
  }

  private static ScoreVisitor checking(Interruption interruption, ScoreVisitor visitor) {
    return (playlist, heard, scores) -> {
      interruption.check();
      visitor.visit(playlist, heard, scores);
    };
  }

  private static void score(
      SequenceRecommender recommender,
      boolean knowsTime,
      Playlist playlist,
      long number,
      PlayHistory history,
      ScoreVisitor visitor) {
    Catalogue catalogue = recommender.catalogue();
    catalogue.check(playlist, number);
    boolean timed = knowsTime && playlist.listener().isPresent();
    ListeningSession session =
        timed ? recommender.newSession(history.before(playlist)) : recommender.newSession();
    int skipped = skip(session, timed, playlist, 0, 0);
    for (int heard = 1; heard <= playlist.size(); heard++) {
      String song = catalogue.song(playlist.song(heard - 1)).id();
      at(session, timed ? Optional.of(playlist.time(heard - 1)) : Optional.empty()).play(song);
      skipped = skip(session, timed, playlist, skipped, heard);
      Optional<Instant> now = timed ? Optional.of(playlist.chosen(heard)) : Optional.empty();
      visitor.visit(number, heard, at(session, now).scores());
    }
  }

  /** Tells the skips before the song at a position; returns how many skips are told then. */
  private static int skip(
      ListeningSession session, boolean timed, Playlist playlist, int told, int position) {
    List<Playlist.Skip> skips = playlist.skips();
    int next = told;
    for (; next < skips.size() && skips.get(next).position() == position; next++) {
      Playlist.Skip skip = skips.get(next);
      at(session, timed ? skip.time() : Optional.empty())
          .skip(
              session.recommender().catalogue().song(skip.song()).id(),
              skip.heard().orElse(Duration.ZERO));
    }
    return next;
  }

  private static ListeningSession at(ListeningSession session, Optional<Instant> time) {
    return time.map(session::at).orElse(session);
  }
}
