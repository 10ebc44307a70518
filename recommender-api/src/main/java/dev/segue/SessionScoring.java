package dev.segue;

import dev.segue.interruption.Interruption;
import java.util.Iterator;
import java.util.List;
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
    for (int heard = 1; heard <= playlist.size(); heard++) {
      String song = catalogue.song(playlist.song(heard - 1)).id();
      if (timed) {
        session.play(song, playlist.time(heard - 1));
        visitor.visit(number, heard, session.at(playlist.chosen(heard)).scores());
      } else {
        visitor.visit(number, heard, session.play(song).scores());
      }
    }
  }
}
