package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.lstm.network.Recency;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of a network over a playlist: the songs played and skipped, in their order, each with
 * the song that was played next as its target. Those after which nothing was played are left out.
 * Immutable; may be shared by threads.
 */
final class PlaylistSteps {

  private final Playlist playlist;
  private final List<Playlist.Skip> skips;

  /** {@code [steps]}: how many songs are played up to and including each. */
  private final int[] played;

  private PlaylistSteps(Playlist playlist, List<Playlist.Skip> skips, int[] played) {
    this.playlist = playlist;
    this.skips = skips;
    this.played = played;
  }

  /** Returns the steps over a playlist of at least two songs. */
  static PlaylistSteps of(Playlist playlist) {
    return of(playlist, count(playlist));
  }

  /** Returns also those after which nothing was played, which have no target. */
  static PlaylistSteps ofAllSongs(Playlist playlist) {
    return of(playlist, playlist.size() + playlist.skips().size());
  }

  private static PlaylistSteps of(Playlist playlist, int steps) {
    List<Playlist.Skip> skips = playlist.skips();
    int[] played = new int[steps];
    int skip = 0;
    int plays = 0;
    for (int step = 0; step < played.length; step++) {
      if (skip < skips.size() && skips.get(skip).position() == plays) {
        skip++;
      } else {
        plays++;
      }
      played[step] = plays;
    }
    return new PlaylistSteps(playlist, skips, played);
  }

  /**
   * How many steps there are over a playlist: one for each song but the last, and for each skip.
   */
  static int count(Playlist playlist) {
    List<Playlist.Skip> skips = playlist.skips();
    int before = skips.size();
    while (before > 0 && skips.get(before - 1).position() == playlist.size()) {
      before--;
    }
    return playlist.transitions() + before;
  }

  Playlist playlist() {
    return playlist;
  }

  int count() {
    return played.length;
  }

  /** Whether the song of a step was skipped. */
  boolean isSkip(int step) {
    return played[step] == (step == 0 ? 0 : played[step - 1]);
  }

  /** The song played or skipped. */
  int song(int step) {
    return isSkip(step) ? skips.get(step - played[step]).song() : playlist.song(played[step] - 1);
  }

  /** The song played next; -1 if there is none. */
  int target(int step) {
    return played[step] == playlist.size() ? -1 : playlist.song(played[step]);
  }

  /** How many songs were played, or skipped, up to and including a step. */
  int heard(int step, boolean skipped) {
    return skipped ? step + 1 - played[step] : played[step];
  }

  /**
   * The groups of all songs that are played, or skipped, the last one first, and after them as many
   * times -1 as the window is long: those up to a step are a part of it.
   */
  int[] latestFirst(Recency recency) {
    boolean skipped = recency.group().skipped();
    int all = heard(count() - 1, skipped);
    int[] groups = new int[all + recency.window()];
    for (int i = 0; i < all; i++) {
      int song = skipped ? skips.get(i).song() : playlist.song(i);
      groups[all - 1 - i] = recency.groupOf()[song];
    }
    Arrays.fill(groups, all, groups.length, -1);
    return groups;
  }

  /** When the song of a step began; only of playlists with times. */
  Instant time(int step) {
    return isSkip(step)
        ? skips.get(step - played[step]).time().orElseThrow()
        : playlist.time(played[step] - 1);
  }

  /** When the song after that of a step was chosen; only of playlists with times. */
  Instant chosen(int step) {
    boolean skipsNext = step + 1 < count() && isSkip(step + 1);
    return skipsNext ? time(step + 1) : playlist.chosen(played[step]);
  }
}
