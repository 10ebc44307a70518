package dev.segue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Continues a session, song after song. */
final class Continuation {

  private Continuation() {}

  /**
   * Plays songs to a copy of a session.
   *
   * @param count the maximum number of songs, 0 or more
   * @param selection picks the next song of a session
   */
  static List<Song> of(
      ListeningSession session,
      int count,
      RecommendationRules rules,
      Function<ListeningSession, Selection> selection) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be >= 0, was " + count);
    }
    ListeningSession listener = session.copy();
    List<Song> songs = new ArrayList<>();
    while (songs.size() < count) {
      Optional<Recommendation> next = selection.apply(listener).next(rules.check(listener, songs));
      if (next.isEmpty()) {
        break;
      }
      songs.add(next.get().song());
      listener.play(next.get().song());
    }
    return List.copyOf(songs);
  }
}
