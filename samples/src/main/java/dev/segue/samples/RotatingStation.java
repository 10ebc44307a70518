package dev.segue.samples;

import dev.segue.Song;
import dev.segue.datasets.history.ListeningHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A synthetic radio station. It plays the 60 songs of a rotation, the newest 20 of them three times
 * as often as the others. Each night the three oldest leave the rotation, and three new ones enter.
 * One thread at a time.
 */
final class RotatingStation {

  /** The first Monday of the log. */
  static final Instant FIRST_DAY = Instant.parse("2024-01-01T00:00:00Z");

  private static final int ROTATION = 60;
  private static final int NEWEST = 20;
  private static final int NEW_A_DAY = 3;
  private static final int ARTISTS = 40;
  private static final Duration PLAY = Duration.ofMinutes(5);
  private static final Duration OPENS = Duration.ofHours(6);
  private static final int PLAYS_A_DAY = 200;

  /** How many other songs are played before a song is repeated, at least. */
  private static final int GAP = 25;

  private final Random random;

  /** The songs that may be played, oldest first. */
  private final List<Song> rotation = new ArrayList<>();

  private final Deque<Song> justPlayed = new ArrayDeque<>();
  private int released;

  private RotatingStation(long seed) {
    random = new Random(seed);
  }

  /**
   * Returns what the station plays.
   *
   * @param length of the log, in whole days
   * @param seed of the songs and plays
   */
  static ListeningHistory history(Duration length, long seed) {
    RotatingStation station = new RotatingStation(seed);
    station.release(ROTATION);
    ListeningHistory.Builder log = ListeningHistory.builder();
    for (int day = 0; day < length.toDays(); day++) {
      Instant time = FIRST_DAY.plus(Duration.ofDays(day)).plus(OPENS);
      for (int play = 0; play < PLAYS_A_DAY; play++) {
        log.add("station", time, station.next());
        time = time.plus(PLAY);
      }
      station.rotation.subList(0, NEW_A_DAY).clear();
      station.release(NEW_A_DAY);
    }
    return log.build();
  }

  private void release(int songs) {
    for (int i = 0; i < songs; i++) {
      released++;
      rotation.add(
          new Song(
              "song-" + released,
              "Song " + released,
              "Artist " + random.nextInt(ARTISTS),
              List.of()));
    }
  }

  /** Draws a song that was not just played: one of the newest three times as often as another. */
  private Song next() {
    while (true) {
      int place = random.nextInt(ROTATION);
      boolean drawn = place >= ROTATION - NEWEST || random.nextInt(3) == 0;
      Song song = rotation.get(place);
      if (drawn && !justPlayed.contains(song)) {
        justPlayed.add(song);
        if (justPlayed.size() > GAP) {
          justPlayed.remove();
        }
        return song;
      }
    }
  }
}
