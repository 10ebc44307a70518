package dev.segue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The statistics of a dataset: its numbers of playlists and songs, the lengths of the playlists,
 * who listened and when if that is known, and traits that would make an evaluation mislead.
 * Immutable; may be shared by threads.
 *
 * @param songs the number of songs in the catalogue
 * @param songsPlayed how many of them are played at least once
 * @param playlists all playlists, including those without songs
 * @param playlistsWithoutTransition playlists of fewer than 2 songs
 * @param duplicates playlists with a transition that hold the same songs in the same order as an
 *     earlier one, compared by 64-bit digests
 * @param plays the total number of songs in all playlists
 * @param skips how many songs were {@linkplain Playlist#skips() skipped} between them; 0 also if
 *     the playlists do not tell
 * @param transitions how many times one song follows another
 * @param targets how many songs an evaluation predicts: equal to the transitions, unless playlists
 *     have more than one {@linkplain Playlist#context() context} song
 * @param lengths the lengths of the playlists
 * @param repeats songs played again in the same playlist
 * @param longTail how unequally songs are played
 * @param listening how many listeners the playlists know, how many playlists know one, and when the
 *     first and the last song of these began, context included; empty for playlists without times
 */
public record DatasetStatistics(
    int songs,
    int songsPlayed,
    long playlists,
    long playlistsWithoutTransition,
    long duplicates,
    long plays,
    long skips,
    long transitions,
    long targets,
    Lengths lengths,
    Repeats repeats,
    LongTail longTail,
    Optional<DatasetReport.Listening> listening) {

  /**
   * Makes the statistics.
   *
   * @param songs the number of songs in the catalogue
   * @param songsPlayed how many of them are played at least once
   * @param playlists all playlists, including those without songs
   * @param playlistsWithoutTransition playlists of fewer than 2 songs
   * @param duplicates playlists with a transition that hold the same songs in the same order as an
   *     earlier one, compared by 64-bit digests
   * @param plays the total number of songs in all playlists
   * @param skips how many songs were skipped between them
   * @param transitions how many times one song follows another
   * @param targets how many songs an evaluation predicts: equal to the transitions, unless
   *     playlists have more than one {@linkplain Playlist#context() context} song
   * @param lengths the lengths of the playlists
   * @param repeats songs played again in the same playlist
   * @param longTail how unequally songs are played
   * @param listening who listened, and when; empty for playlists without times
   */
  public DatasetStatistics {
    Objects.requireNonNull(lengths, "lengths");
    Objects.requireNonNull(repeats, "repeats");
    Objects.requireNonNull(longTail, "longTail");
    Objects.requireNonNull(listening, "listening");
  }

  /** Above these shares, one trait of the data dominates an evaluation. */
  private static final double MORE_THAN_HALF = 0.5;

  private static final double MANY_IMMEDIATE_REPEATS = 0.05;
  private static final double MANY_REPEATS = 0.25;
  private static final double MANY_DUPLICATES = 0.01;

  /** With fewer, chance decides what is learnt, and every figure has a wide interval. */
  private static final long FEW_TRANSITIONS = 300;

  /**
   * The lengths of playlists in songs; all 0 without playlists. Immutable; may be shared by
   * threads.
   *
   * @param shortest the length of the shortest playlist
   * @param median the smallest length that half of the playlists do not exceed
   * @param mean the mean length
   * @param ninetyPercent the smallest length that 90% of the playlists do not exceed
   * @param longest the length of the longest playlist
   */
  public record Lengths(int shortest, int median, double mean, int ninetyPercent, int longest) {}

  /**
   * Songs played again in the same playlist. Immutable; may be shared by threads.
   *
   * @param immediate transitions from a song to itself
   * @param within plays of a song already played in the same playlist, including immediate repeats
   */
  public record Repeats(long immediate, long within) {}

  /**
   * How unequally songs are played. Immutable; may be shared by threads.
   *
   * @param songsPlayedOnce songs played exactly once
   * @param shareOfTopHundredth the share of all plays, from 0 to 1, that go to the most played 1%
   *     of the songs played, rounded up to whole songs; 0 without plays
   * @param shareOfTopTenth the same for the most played 10%
   */
  public record LongTail(int songsPlayedOnce, double shareOfTopHundredth, double shareOfTopTenth) {}

  /**
   * Warns of what would make an evaluation on these playlists mislead.
   *
   * @return one sentence per warning, with its number; empty if there is nothing to warn of
   */
  public List<String> warnings() {
    List<String> traits = traitWarnings();
    if (transitions == 0) {
      return traits;
    }
    Warnings warnings =
        new Warnings()
            .addIf(
                playlists == 1,
                "1 playlist cannot be divided by playlist: splitLastOut (--split leave-last-out)"
                    + " holds out its last songs, and a history needs the times of its plays to be"
                    + " cut")
            .addIf(transitions < FEW_TRANSITIONS, tooFew());
    traits.forEach(trait -> warnings.addIf(true, trait));
    return warnings.list();
  }

  private String tooFew() {
    return String.format(
        Locale.ROOT,
        "%,d transition%s too few to learn from, and chance decides what is measured: add playlists"
            + " until there are %,d or more",
        transitions,
        transitions == 1 ? " is" : "s are",
        FEW_TRANSITIONS);
  }

  /** Warns of what misleads in a test part too, which is not divided, nor learnt from. */
  List<String> traitWarnings() {
    if (transitions == 0) {
      return List.of("no playlist has a transition: there is nothing to learn or to measure");
    }
    return new Warnings()
        .addIfAbove(
            MORE_THAN_HALF,
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
            MORE_THAN_HALF,
            longTail.shareOfTopHundredth(),
            "of plays are of the most played 1% of songs: recommending popular songs looks good")
        .list();
  }

  /** Returns all numbers, one line per kind, and the warnings, one per line. */
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
            Warnings.percent(longTail.shareOfTopTenth()))
        + ofSkips()
        + listening.map(each -> "\n" + each.line()).orElse("");
  }

  private String ofSkips() {
    return skips == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "\nskips       %,d, %s of the songs that began",
            skips,
            Warnings.percent(Warnings.share(skips, plays + skips)));
  }
}
