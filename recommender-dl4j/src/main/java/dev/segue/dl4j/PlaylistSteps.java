package dev.segue.dl4j;

import dev.segue.Playlist;
import java.time.Instant;
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
    List<Playlist.Skip> skips = playlist.skips();
    int[] played = new int[count(playlist)];
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

  /** The song played next. */
  int target(int step) {
    return playlist.song(played[step]);
  }

  /**
   * The song that was played, or skipped, some such songs before the last one up to a step; -1 if
   * there were not so many.
   */
  int last(int step, boolean skipped, int ago) {
    int before = (skipped ? step + 1 - played[step] : played[step]) - 1 - ago;
    return before < 0 ? -1 : skipped ? skips.get(before).song() : playlist.song(before);
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
