package dev.segue.server.store;

import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how many plays a second 8 threads write, each after its last one is committed, and how
 * many bytes a play takes: {@code StoreMeasurement FOLDER PLAYS LISTENERS [PLAYS_A_SECOND]}, with
 * this module's test class path; without the last, as many a second as go. The plays of a listener
 * are spread over all of the run, as they are in life, so that each falls on another page.
 */
final class StoreMeasurement {

  private static final int THREADS = 8;
  private static final int SONGS = 50_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private StoreMeasurement() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int plays = Integer.parseInt(args[1]);
    int listeners = Integer.parseInt(args[2]);
    Limits limits = new Limits(listeners, 10_000);
    double rate = args.length > 3 ? Double.parseDouble(args[3]) : Double.POSITIVE_INFINITY;
    long[] nanos = new long[plays];
    long begin = System.nanoTime();
    try (ListenerStore store = ListenerStore.open(folder, limits)) {
      run(store, listeners, rate, nanos);
      double seconds = (System.nanoTime() - begin) / 1e9;
      say(
          "%,d plays of %,d listeners in %.1f s: %,.0f a second",
          plays, listeners, seconds, plays / seconds);
      Arrays.sort(nanos);
      say(
          "one took %.2f ms, of 100 the slowest %.1f ms, of all %.0f ms",
          nanos[plays / 2] / 1e6, nanos[plays / 100 * 99] / 1e6, nanos[plays - 1] / 1e6);
      say("the log has %,d bytes", Files.size(folder.resolve("listeners.db-wal")));
      begin = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        store.events("listener " + i);
      }
      say("%.2f ms to read a listener's plays", (System.nanoTime() - begin) / 1e6 / 1_000);
      begin = System.nanoTime();
      long all = store.allEvents().count();
      say("%.1f s to read all %,d", (System.nanoTime() - begin) / 1e9, all);
      begin = System.nanoTime();
    }
    say("%.1f s to close", (System.nanoTime() - begin) / 1e9);
    long bytes = Files.size(folder.resolve("listeners.db"));
    say("%,d bytes: %.1f a play", bytes, (double) bytes / plays);
    begin = System.nanoTime();
    ListenerStore.open(folder, limits).close();
    say("%.2f s to open and close", (System.nanoTime() - begin) / 1e9);
  }

  private static void run(ListenerStore store, int listeners, double rate, long[] nanos)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread;
      threads.add(new Thread(() -> add(store, first, listeners, rate, nanos)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void add(
      ListenerStore store, int first, int listeners, double rate, long[] nanos) {
    long start = System.nanoTime();
    SplittableRandom random = new SplittableRandom(first);
    for (int play = first; play < nanos.length; play += THREADS) {
      int song = (int) (SONGS * Math.pow(random.nextDouble(), 3)); // some are played far more often
      Event event =
          new Event(
              START.plusMillis(1_000L * play),
              Event.Kind.PLAY,
              new Song(
                  "%08d".formatted(song),
                  "Title of song " + song,
                  "Artist " + song / 20,
                  List.of()),
              Duration.ofMillis(180_000 + random.nextInt(60_000)));
      LockSupport.parkNanos(start + (long) (1e9 * play / rate) - System.nanoTime());
      long begin = System.nanoTime();
      try {
        store.add("listener " + random.nextInt(listeners), event);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      nanos[play] = System.nanoTime() - begin;
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
