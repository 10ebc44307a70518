package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of the recommender's contract that is about threads. */
abstract class ThreadsContract extends ListeningInTimeContract {

  private static final int THREADS = 8;
  private static final int LISTENERS = 16;

  /** Reads what was saved. */
  abstract SequenceRecommender load(Path file) throws IOException;

  @Test
  void sessions_onEightThreads_scoreAsOnOne() throws Exception {
    SequenceRecommender recommender = recommender();
    List<Playlist> playlists =
        IntStream.range(0, 2 * LISTENERS).mapToObj(seed -> playlist(recommender, seed)).toList();
    List<Callable<List<float[]>>> listeners = new ArrayList<>();
    playlists.forEach(playlist -> listeners.add(() -> play(recommender, playlist)));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<float[]>>> scores = threads.invokeAll(listeners);
      for (int listener = 0; listener < scores.size(); listener++) {
        assertThat(scores.get(listener).get().toArray())
            .isEqualTo(play(recommender, playlists.get(listener)).toArray());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void listeners_movedBetweenThreadsModelsAndSnapshots_areShownTheSameAsOnOneThread(
      @TempDir Path folder) throws IOException {
    Path file = folder.resolve("saved.segue");
    recommender().save(file);
    List<SequenceRecommender> models = List.of(recommender(), load(file));
    List<List<List<Recommendation>>> alone = shown(models, 1);
    List<List<List<Recommendation>>> together = shown(models, THREADS);
    for (int listener = 0; listener < LISTENERS; listener++) {
      assertThat(together.get(listener))
          .as("lists of listener %d", listener)
          .isEqualTo(alone.get(listener));
    }
  }

  /** The lists of each listener, whose songs are played by whichever thread is free. */
  private static List<List<List<Recommendation>>> shown(
      List<SequenceRecommender> models, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Listener> listeners =
          IntStream.range(0, LISTENERS).mapToObj(seed -> new Listener(models, seed)).toList();
      listeners.stream().map(each -> each.listen(pool)).toList().forEach(CompletableFuture::join);
      return listeners.stream().map(each -> each.shown).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  /** One at home and on the way, in two sessions that share a memory. One thread at a time. */
  private static final class Listener {

    private static final InstantSource CLOCK =
        InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

    private final List<SequenceRecommender> models;
    private final Playlist playlist;
    private final List<List<Recommendation>> shown = new ArrayList<>();
    private ListeningSession session;
    private ListeningSession other;

    Listener(List<SequenceRecommender> models, int seed) {
      this.models = models;
      this.playlist = playlist(models.get(0), seed);
      ListenerMemory memory = ListenerMemory.of(models.get(0).catalogue(), CLOCK);
      this.session = models.get(0).newSession(memory);
      this.other = models.get(0).newSession(memory);
    }

    CompletableFuture<Void> listen(ExecutorService threads) {
      CompletableFuture<Void> heard = CompletableFuture.completedFuture(null);
      for (int song = 0; song < playlist.size(); song++) {
        int number = song;
        heard = heard.thenRunAsync(() -> hear(number), threads);
      }
      return heard;
    }

    private void hear(int number) {
      Instant time = CLOCK.instant().plus(Duration.ofMinutes(4L * number));
      session.play(songId(models.get(0), playlist.song(number)), time);
      shown.add(session.recommend(3, RecommendationRules.none().noRepeatWithin(1), time));
      switch (number % 3) {
        case 0 -> goOnElsewhere();
        case 1 -> goOnFromSnapshot();
        default -> goOnWith(models.get(number / 3 % models.size()));
      }
    }

    private void goOnElsewhere() {
      ListeningSession before = session;
      session = other;
      other = before;
    }

    private void goOnFromSnapshot() {
      session = session.recommender().restore(session.snapshot(), CLOCK);
      other = other.copy(session.memory().orElseThrow());
    }

    private void goOnWith(SequenceRecommender model) {
      session = model.resume(session);
      other = model.resume(other).copy(session.memory().orElseThrow());
    }
  }
}
