package dev.segue.samples;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Serves listeners while the model is swapped for newer ones, and counts and times the lists. */
public final class LiveStation {

  private final LongAdder lists = new LongAdder();
  private final LongAdder nanoseconds = new LongAdder();
  private volatile SequenceRecommender current;

  private LiveStation(SequenceRecommender first) {
    current = watched(first);
  }

  /** Puts a newer model on air, while others are served. */
  private void swap(SequenceRecommender newer) {
    current = watched(newer);
  }

  private SequenceRecommender watched(SequenceRecommender recommender) {
    return recommender.withListener(
        (recommendations, time) -> {
          lists.increment();
          nanoseconds.add(time.toNanos());
        });
  }

  /** The listener on the newest model, which hears what its catalogue holds of what was heard. */
  private ListeningSession upToDate(ListeningSession session) {
    SequenceRecommender newest = current;
    if (session.recommender() == newest) {
      return session;
    }
    ListeningSession moved = newest.newSession();
    session.heard().stream()
        .filter(song -> newest.catalogue().index(song.id()).isPresent())
        .forEach(moved::play);
    return moved;
  }

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    PlaylistDataset playlists = SyntheticStation.of(60, 600, 42);
    LiveStation station = new LiveStation(train(playlists, 1));
    String song = playlists.catalogue().song(7).id();

    ListeningSession session = station.current.newSession().play(song);
    System.out.println(session.recommend(1).get(0));

    station.swap(train(playlists, 3));
    session = station.upToDate(session);
    System.out.println(session.recommend(1).get(0));

    System.out.printf(
        Locale.ROOT,
        "%d lists, %.3f ms each%n",
        station.lists.sum(),
        station.nanoseconds.sum() * 1e-6 / station.lists.sum());
  }

  private static SequenceRecommender train(PlaylistDataset playlists, int epochs) {
    return LstmTrainer.builder()
        .embeddingSize(32)
        .hiddenSize(32)
        .epochs(epochs)
        .build()
        .train(playlists);
  }
}
