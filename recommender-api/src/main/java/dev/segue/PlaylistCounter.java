package dev.segue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Counts what {@link DatasetStatistics} tells, playlist by playlist. One thread at a time. */
final class PlaylistCounter {

  private final Catalogue catalogue;

  /** {@code [songs]}: how often each is played. */
  private final int[] plays;

  /** {@code [songs]}: the playlist that each was heard in last, from 1. */
  private final int[] heardIn;

  private final IntStream.Builder lengths = IntStream.builder();
  private final LongStream.Builder digests = LongStream.builder();
  private int playlists;
  private long transitions;
  private long targets;
  private long immediateRepeats;
  private long repeats;

  private PlaylistCounter(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.plays = new int[catalogue.size()];
    this.heardIn = new int[catalogue.size()];
  }

  static PlaylistCounter of(PlaylistDataset dataset) {
    PlaylistCounter counter = new PlaylistCounter(dataset.catalogue());
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.forEachOrdered(counter::add);
    }
    return counter;
  }

  /**
   * Stands for the songs of a playlist where the playlists themselves would take too much memory:
   * among a million different ones, two have the same digest with a probability of 3 in 10^8.
   */
  static long digest(Playlist playlist) {
    long digest = playlist.size();
    for (int position = 0; position < playlist.size(); position++) {
      digest = (digest ^ playlist.song(position)) * 0x9E3779B97F4A7C15L; // 2^64 / golden ratio
      digest ^= digest >>> 32;
    }
    return digest;
  }

  private void add(Playlist playlist) {
    catalogue.check(playlist, playlists);
    playlists++;
    lengths.add(playlist.size());
    transitions += playlist.transitions();
    targets += playlist.targets();
    if (playlist.transitions() > 0) {
      digests.add(digest(playlist));
    }
    for (int position = 0; position < playlist.size(); position++) {
      int song = playlist.song(position);
      plays[song]++;
      repeats += heardIn[song] == playlists ? 1 : 0;
      immediateRepeats += position > 0 && playlist.song(position - 1) == song ? 1 : 0;
      heardIn[song] = playlists;
    }
  }

  /** {@code [songs]}: how often each is played. */
  int[] plays() {
    return plays.clone();
  }

  DatasetStatistics statistics() {
    int[] rising = lengths.build().sorted().toArray();
    long[] ofSeveralSongs = digests.build().sorted().toArray();
    return new DatasetStatistics(
        catalogue.size(),
        (int) Arrays.stream(plays).filter(count -> count > 0).count(),
        playlists,
        playlists - ofSeveralSongs.length,
        IntStream.range(1, ofSeveralSongs.length)
            .filter(i -> ofSeveralSongs[i] == ofSeveralSongs[i - 1])
            .count(),
        Arrays.stream(rising).asLongStream().sum(),
        transitions,
        targets,
        lengths(rising),
        new DatasetStatistics.Repeats(immediateRepeats, repeats),
        longTail());
  }

  private static DatasetStatistics.Lengths lengths(int[] rising) {
    if (rising.length == 0) {
      return new DatasetStatistics.Lengths(0, 0, 0, 0, 0);
    }
    return new DatasetStatistics.Lengths(
        rising[0],
        quantile(rising, 50),
        Arrays.stream(rising).average().orElseThrow(),
        quantile(rising, 90),
        rising[rising.length - 1]);
  }

  /** The least length that so many of a hundred playlists do not exceed. */
  private static int quantile(int[] rising, int percent) {
    return rising[share(rising.length, percent) - 1];
  }

  /** So many of a hundred, rounded up. */
  private static int share(int of, int percent) {
    return (int) (((long) of * percent + 99) / 100);
  }

  private DatasetStatistics.LongTail longTail() {
    int[] rising = Arrays.stream(plays).filter(count -> count > 0).sorted().toArray();
    return new DatasetStatistics.LongTail(
        (int) Arrays.stream(rising).filter(count -> count == 1).count(),
        shareOfMostPlayed(rising, 1),
        shareOfMostPlayed(rising, 10));
  }

  private static double shareOfMostPlayed(int[] rising, int percent) {
    long all = Arrays.stream(rising).asLongStream().sum();
    int first = rising.length - share(rising.length, percent);
    long most = Arrays.stream(rising, first, rising.length).asLongStream().sum();
    return Warnings.share(most, all);
  }
}
