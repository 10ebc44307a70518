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
    Selection.checkCount(count);
    ListeningSession listener = session.copy();
    Listing listing = new Listing(listener, rules, count);
    List<Song> songs = new ArrayList<>();
    while (songs.size() < count) {
      Optional<Recommendation> next = selection.apply(listener).next(listing);
      if (next.isEmpty()) {
        break;
      }
      Song song = next.get().song();
      songs.add(song);
      listing.add(song);
      listener.play(song);
      listing.beginAgain();
    }
    return List.copyOf(songs);
  }
}
