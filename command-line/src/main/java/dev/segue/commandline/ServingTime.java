package dev.segue.commandline;

import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How long a recommender takes for one song played and a list, as one listener after another. */
final class ServingTime {

  private static final int TIMED_SONGS = 2000;
  private static final int RECOMMENDED = 10;

  private ServingTime() {}

  /** Returns the median over the first songs of a dataset. */
  static double milliseconds(SequenceRecommender recommender, PlaylistDataset dataset) {
    DoubleStream.Builder times = DoubleStream.builder();
    PlayHistory history = history(recommender, dataset);
    try (Stream<Playlist> playlists = known(recommender, dataset, dataset.playlists())) {
      int timed = 0;
      for (Playlist playlist : (Iterable<Playlist>) playlists::iterator) {
        ListeningSession session = session(recommender, playlist, history);
        for (int i = 0; i < playlist.size() && timed < TIMED_SONGS; i++, timed++) {
          long start = System.nanoTime();
          hear(session, playlist, i).recommend(RECOMMENDED);
          times.add((System.nanoTime() - start) * 1e-6);
        }
        if (timed == TIMED_SONGS) {
          break;
        }
      }
    }
    double[] rising = times.build().sorted().toArray();
    return rising[rising.length / 2];
  }

  private static PlayHistory history(SequenceRecommender recommender, PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = known(recommender, dataset, dataset.history())) {
      return PlayHistory.of(recommender.catalogue(), playlists);
    }
  }

  /** The playlists with the songs that the recommender knows. */
  private static Stream<Playlist> known(
      SequenceRecommender recommender, PlaylistDataset dataset, Stream<Playlist> playlists) {
    return playlists.map(
        playlist ->
            playlist.withSongs(
                song ->
                    recommender.catalogue().index(dataset.catalogue().song(song).id()).orElse(-1)));
  }

  private static ListeningSession session(
      SequenceRecommender recommender, Playlist playlist, PlayHistory history) {
    return playlist.listener().isPresent()
        ? recommender.newSession(history.before(playlist))
        : recommender.newSession();
  }

  /** Plays a song, and returns the session when it began. */
  private static ListeningSession hear(ListeningSession session, Playlist playlist, int position) {
    String song = session.recommender().catalogue().song(playlist.song(position)).id();
    return playlist.listener().isPresent()
        ? session.at(playlist.time(position)).play(song)
        : session.play(song);
  }
}
