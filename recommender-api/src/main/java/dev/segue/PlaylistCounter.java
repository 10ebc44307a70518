package dev.segue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Counts the {@link DatasetStatistics}, playlist by playlist. One thread at a time. */
final class PlaylistCounter {

  private final Catalogue catalogue;

  /** {@code [songs]}: how often each is played. */
  private final int[] plays;

  /** {@code [songs]}: the last playlist that each was heard in, from 1. */
  private final int[] heardIn;

  private final IntStream.Builder lengths = IntStream.builder();

  /** Of the playlists with a transition, which would take too much memory themselves. */
  private final LongStream.Builder digests = LongStream.builder();

  private final ListeningCounter listening = new ListeningCounter();
  private int playlists;
  private long skips;
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

  private void add(Playlist playlist) {
    catalogue.check(playlist, playlists);
    playlists++;
    listening.add(playlist);
    lengths.add(playlist.size());
    skips += playlist.skips().size();
    transitions += playlist.transitions();
    targets += playlist.targets();
    if (playlist.transitions() > 0) {
      digests.add(catalogue.digests().of(playlist));
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
    int[] sorted = lengths.build().sorted().toArray();
    long[] ofSeveralSongs = digests.build().sorted().toArray();
    return new DatasetStatistics(
        catalogue.size(),
        (int) Arrays.stream(plays).filter(count -> count > 0).count(),
        playlists,
        playlists - ofSeveralSongs.length,
        IntStream.range(1, ofSeveralSongs.length)
            .filter(i -> ofSeveralSongs[i] == ofSeveralSongs[i - 1])
            .count(),
        Arrays.stream(sorted).asLongStream().sum(),
        skips,
        transitions,
        targets,
        lengths(sorted),
        new DatasetStatistics.Repeats(immediateRepeats, repeats),
        longTail(),
        listening.listening());
  }

  private static DatasetStatistics.Lengths lengths(int[] sorted) {
    if (sorted.length == 0) {
      return new DatasetStatistics.Lengths(0, 0, 0, 0, 0);
    }
    return new DatasetStatistics.Lengths(
        sorted[0],
        quantile(sorted, 50),
        Arrays.stream(sorted).average().orElseThrow(),
        quantile(sorted, 90),
        sorted[sorted.length - 1]);
  }

  /** The smallest length that this percentage of playlists do not exceed. */
  private static int quantile(int[] sorted, int percent) {
    return sorted[share(sorted.length, percent) - 1];
  }

  /** This percentage of a number, rounded up. */
  private static int share(int of, int percent) {
    return (int) (((long) of * percent + 99) / 100);
  }

  private DatasetStatistics.LongTail longTail() {
    int[] sorted = Arrays.stream(plays).filter(count -> count > 0).sorted().toArray();
    return new DatasetStatistics.LongTail(
        (int) Arrays.stream(sorted).filter(count -> count == 1).count(),
        shareOfMostPlayed(sorted, 1),
        shareOfMostPlayed(sorted, 10));
  }

  private static double shareOfMostPlayed(int[] sorted, int percent) {
    long all = Arrays.stream(sorted).asLongStream().sum();
    int first = sorted.length - share(sorted.length, percent);
    long ofMostPlayed = Arrays.stream(sorted, first, sorted.length).asLongStream().sum();
    return Warnings.share(ofMostPlayed, all);
  }
}
