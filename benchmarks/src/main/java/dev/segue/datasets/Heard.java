package dev.segue.datasets;

import dev.segue.Playlist;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A song that was played or skipped.
 *
 * @param song its index
 * @param skipped whether it was skipped
 * @param isTarget whether it was played after another
 * @param time when, if that is known
 */
record Heard(int song, boolean skipped, boolean isTarget, Optional<Instant> time) {

  /** All that was played or skipped, in order. */
  static List<Heard> all(Playlist playlist) {
    List<Heard> all = new ArrayList<>();
    for (int position = 0; position <= playlist.size(); position++) {
      for (Playlist.Skip skip : playlist.skips()) {
        if (skip.position() == position) {
          all.add(new Heard(skip.song(), true, false, skip.time()));
        }
      }
      if (position < playlist.size()) {
        int at = position;
        Optional<Instant> time = playlist.listener().map(each -> playlist.time(at));
        all.add(new Heard(playlist.song(position), false, position > 0, time));
      }
    }
    return all;
  }

  /** The playlist as if all its skips were plays. */
  static Playlist asPlays(Playlist playlist) {
    List<Heard> all = all(playlist);
    Playlist plays = Playlist.of(all.stream().mapToInt(Heard::song).toArray());
    return playlist
        .listener()
        .map(
            who ->
                plays.withTimes(
                    who,
                    all.stream()
                        .mapToLong(each -> each.time().orElseThrow().getEpochSecond())
                        .toArray()))
        .orElse(plays);
  }
}
