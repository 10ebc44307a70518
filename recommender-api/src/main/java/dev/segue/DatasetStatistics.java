package dev.segue;

import java.util.List;
import java.util.Locale;

/**
 * What a dataset is like: how many playlists and songs it holds, how long the playlists are, and
 * what in them would make an evaluation mislead. Immutable; may be shared by threads.
 *
 * @param songs songs of the catalogue
 * @param songsPlayed those of them that are played at least once
 * @param playlists all playlists, those without songs included
 * @param playlistsWithoutTransition those of fewer than 2 songs
 * @param duplicates playlists with a transition that hold the same songs in the same order as an
 *     earlier one; playlists are told apart by digests of 64 bits
 * @param plays songs in playlists, each as often as it is there
 * @param transitions how many times one song follows another
 * @param targets how many songs are targets where this is measured on: as many as there are
 *     transitions, unless playlists have more than one song {@linkplain Playlist#context() context}
 * @param lengths how many songs the playlists have
 * @param repeats songs that are played again
 * @param longTail how unequally songs are played
 */
public record DatasetStatistics(
    int songs,
    int songsPlayed,
    long playlists,
    long playlistsWithoutTransition,
    long duplicates,
    long plays,
    long transitions,
    long targets,
    Lengths lengths,
    Repeats repeats,
    LongTail longTail) {

  /** Shares above which one trait of the data decides what an evaluation says. */
  private static final double MOST = 0.5;

  private static final double MANY_IMMEDIATE_REPEATS = 0.05;
  private static final double MANY_REPEATS = 0.25;
  private static final double MANY_DUPLICATES = 0.01;

  /**
   * How many songs playlists have; all 0 where there is no playlist.
   *
   * @param shortest songs of the shortest playlist
   * @param median the least number of songs that half of the playlists do not exceed
   * @param mean songs of a playlist on average
   * @param ninetyPercent the least number of songs that 90% of the playlists do not exceed
   * @param longest songs of the longest playlist
   */
  public record Lengths(int shortest, int median, double mean, int ninetyPercent, int longest) {}

  /**
   * Songs that are played again in the same playlist.
   *
   * @param immediate transitions from a song to itself
   * @param within plays of a song that was played before in the same playlist, immediate repeats
   *     included
   */
  public record Repeats(long immediate, long within) {}

  /**
   * How unequally songs are played.
   *
   * @param songsPlayedOnce songs with a single play
   * @param shareOfTopHundredth share of all plays, from 0 to 1, that the most played 1% of the
   *     songs played have, rounded up to whole songs; 0 without plays
   * @param shareOfTopTenth the same of the most played 10%
   */
  public record LongTail(int songsPlayedOnce, double shareOfTopHundredth, double shareOfTopTenth) {}

  /**
   * What would make an evaluation on such playlists mislead.
   *
   * @return a sentence for each, with its number; none if nothing is conspicuous
   */
  public List<String> warnings() {
    if (transitions == 0) {
      return List.of("no playlist has a transition: there is nothing to learn or to measure");
    }
    return new Warnings()
        .addIfAbove(
            MOST,
            Warnings.share(playlistsWithoutTransition, playlists),
            "of playlists have no transition: they teach nothing of what comes next, nor test it")
        .addIfAbove(
            MANY_IMMEDIATE_REPEATS,
            Warnings.share(repeats.immediate(), transitions),
            "of transitions repeat the song just heard: a recommender that repeats looks good")
        .addIfAbove(
            MANY_REPEATS,
            Warnings.share(repeats.within(), plays),
            "of plays repeat a song of the playlist: a recommender of what was heard looks good")
        .addIfAbove(
            MANY_DUPLICATES,
            Warnings.share(duplicates, playlists),
            "of playlists equal an earlier one: they count twice, and a random split divides them")
        .addIfAbove(
            MOST,
            longTail.shareOfTopHundredth(),
            "of plays are of the most played 1% of songs: recommending popular songs looks good")
        .list();
  }

  /** All numbers, on a line for each kind, and the warnings, on a line each. */
  @Override
  public String toString() {
    return figures() + Warnings.lines(warnings());
  }

  String figures() {
    return String.format(
        Locale.ROOT,
        """
        playlists   %,d, %,d without a transition, %,d equal to an earlier one
        songs       %,d, %,d played, %,d played once
        plays       %,d, %,d transitions, %,d targets
        lengths     shortest %,d, median %,d, mean %,.1f, 90%% up to %,d, longest %,d
        repeats     %s of transitions repeat the song just heard, %s of plays a song of the playlist
        most played 1%% of songs have %s of plays, 10%% have %s""",
        playlists,
        playlistsWithoutTransition,
        duplicates,
        songs,
        songsPlayed,
        longTail.songsPlayedOnce(),
        plays,
        transitions,
        targets,
        lengths.shortest(),
        lengths.median(),
        lengths.mean(),
        lengths.ninetyPercent(),
        lengths.longest(),
        Warnings.percent(Warnings.share(repeats.immediate(), transitions)),
        Warnings.percent(Warnings.share(repeats.within(), plays)),
        Warnings.percent(longTail.shareOfTopHundredth()),
        Warnings.percent(longTail.shareOfTopTenth()));
  }
}
