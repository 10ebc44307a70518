package dev.segue;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Scores playlists with a session each, a block at a time on all cores. */
final class SessionScoring {

  private SessionScoring() {}

  static void run(
      SequenceRecommender recommender, Iterator<Playlist> playlists, ScoreVisitor visitor) {
    long number = 0;
    while (playlists.hasNext()) {
      List<Playlist> block = BulkRecommendation.block(playlists);
      long first = number;
      IntStream.range(0, block.size())
          .parallel()
          .forEach(i -> score(recommender, block.get(i), first + i, visitor));
      number += block.size();
    }
  }

  private static void score(
      SequenceRecommender recommender, Playlist playlist, long number, ScoreVisitor visitor) {
    recommender.catalogue().check(playlist, number);
    ListeningSession session = recommender.newSession();
    for (int heard = 1; heard <= playlist.size(); heard++) {
      session.play(recommender.catalogue().song(playlist.song(heard - 1)).id());
      visitor.visit(number, heard, session.scores());
    }
  }
}
