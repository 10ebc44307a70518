package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/plays.csv}, a listening history whose songs and listeners are invented: each of ten
 * listeners hears playlists of a synthetic station for seven weeks. With {@code
 * -Dsegue.plays.write=true} the file is written first.
 */
class PlaysFileTest {

  private static final Path FILE = Path.of("../docs/plays.csv");
  private static final List<String> LISTENERS =
      List.of("ada", "ben", "cleo", "dov", "edda", "finn", "gita", "hugo", "inez", "juri");

  private static final int PLAYLISTS = 245;
  private static final int PLAYLISTS_A_DAY = 5;
  private static final Duration BETWEEN_PLAYLISTS = Duration.ofHours(3);
  private static final Instant FIRST_PLAY = Instant.parse("2026-01-05T08:00:00Z");

  @Test
  void file_isWhatTheStationPlays() throws IOException {
    String table = table();
    if (Boolean.getBoolean("segue.plays.write")) {
      Files.writeString(FILE, table);
    }

    assertThat(FILE).content().isEqualTo(table);
  }

  private static String table() {
    SyntheticStation station = SyntheticStation.of(100, PLAYLISTS, 42);
    List<Playlist> playlists = station.playlists().toList();
    StringBuilder rows = new StringBuilder("user,time,artist,title,genre\n");
    for (int number = 0; number < PLAYLISTS; number++) {
      int day = number / PLAYLISTS_A_DAY;
      int ofDay = number % PLAYLISTS_A_DAY;
      String listener = LISTENERS.get((2 * ofDay + day) % LISTENERS.size());
      Instant time =
          FIRST_PLAY.plus(Duration.ofDays(day)).plus(BETWEEN_PLAYLISTS.multipliedBy(ofDay));
      Playlist playlist = playlists.get(number);
      for (int position = 0; position < playlist.size(); position++) {
        int index = playlist.song(position);
        Song song = station.catalogue().song(index);
        rows.append(listener).append(',').append(time).append(',').append(song.artist());
        rows.append(',').append(song.title()).append(',').append(song.tags().get(0)).append('\n');
        time = time.plus(length(index));
      }
    }
    return rows.toString();
  }

  /** How long a song is: from three to five minutes. */
  private static Duration length(int song) {
    return Duration.ofSeconds(180 + song * 37 % 120);
  }
}
