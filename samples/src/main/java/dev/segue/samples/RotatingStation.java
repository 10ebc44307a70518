package dev.segue.samples;

import dev.segue.Song;
import dev.segue.datasets.history.ListeningHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A synthetic radio station. It plays the 60 songs of a rotation, the newest 20 of them three times
 * as often as the others, and none again before 25 others. Each night the three oldest songs leave
 * the rotation, and three new ones enter.
 */
final class RotatingStation {

  /** The first Monday of the log. */
  static final Instant FIRST_DAY = Instant.parse("2024-01-01T00:00:00Z");

  private RotatingStation() {}

  /** Returns what the station plays in its first days. */
  static ListeningHistory history(int days) {
    Random random = new Random(42);
    ListeningHistory.Builder log = ListeningHistory.builder();
    Deque<Integer> justPlayed = new ArrayDeque<>();
    for (int day = 0; day < days; day++) {
      Instant time = FIRST_DAY.plus(Duration.ofHours(day * 24 + 6));
      for (int play = 0; play < 200; play++) {
        int number;
        do {
          int ticket = random.nextInt(100); // one for each older song, three for each new one
          number = day * 3 + (ticket < 40 ? ticket : 40 + (ticket - 40) / 3);
        } while (justPlayed.contains(number));
        justPlayed.add(number);
        if (justPlayed.size() > 25) {
          justPlayed.remove();
        }
        Song song = song(number);
        log.add("station", time, song);
        time = time.plus(length(song));
      }
    }
    return log.build();
  }

  /** Returns one of the songs, by 40 artists. */
  private static Song song(int number) {
    String artist = "Artist " + new Random(number).nextInt(40);
    return new Song("song-" + number, "Song " + number, artist, List.of());
  }

  /** Returns how long a song is: from three to six minutes. */
  static Duration length(Song song) {
    return Duration.ofSeconds(180 + Math.floorMod(song.id().hashCode() * 37, 180));
  }
}
