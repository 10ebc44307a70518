package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The overlap of a small test part and its training part, worked out by hand. */
class SplitStatisticsTest {

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c", "d", "e").map(Song::of).toList());

  private static final PlaylistDataset TRAINING =
      dataset(Playlist.of(0, 1, 2), Playlist.of(0, 1), Playlist.of(2));

  /** The targets are b after a, c after b, d after c; b after a; b after c. */
  private static final PlaylistDataset TEST =
      dataset(Playlist.of(0, 1, 2, 3), Playlist.of(0, 1), Playlist.of(2, 1), Playlist.of(4));

  private static final SplitStatistics STATISTICS =
      new DatasetSplit(TRAINING, dataset(), TEST).statistics();

  private static PlaylistDataset dataset(Playlist... playlists) {
    return PlaylistDataset.of(SONGS, List.of(playlists));
  }

  /** The split of these test playlists, repeated until no count is small. */
  private static SplitStatistics often(Playlist... test) {
    return new DatasetSplit(
            TRAINING,
            TRAINING,
            PlaylistDataset.of(
                SONGS,
                Collections.nCopies(1000, List.of(test)).stream().flatMap(List::stream).toList()))
        .statistics();
  }

  @Test
  void statistics_areThoseOfTheParts() {
    assertThat(STATISTICS.training()).isEqualTo(TRAINING.statistics());
    assertThat(STATISTICS.validation().playlists()).isZero();
    assertThat(STATISTICS.test()).isEqualTo(TEST.statistics());
  }

  @Test
  void seenPairs_areThoseOfTrainingInTheSameOrder() { // a b, b c and a b of 5
    assertThat(STATISTICS.seenPairs()).isEqualTo(3);
    assertThat(STATISTICS.shareOfSeenPairs()).isEqualTo(0.6, within(1e-12));
  }

  @Test
  void seenPairs_ofSongsToPredictAlone() { // of a b c | b d: c b no, b d no; of a b | c: yes
    SplitStatistics statistics =
        new DatasetSplit(
                TRAINING,
                dataset(),
                dataset(
                    Playlist.of(0, 1, 2, 1, 3).withContext(3), Playlist.of(0, 1, 2).withContext(2)))
            .statistics();
    assertThat(statistics.test().targets()).isEqualTo(3);
    assertThat(statistics.seenPairs()).isEqualTo(1);
    assertThat(statistics.unseenTargets()).isEqualTo(1);
  }

  @Test
  void copies_areOfTestPlaylists() { // a b; the single song does not count
    assertThat(STATISTICS.copies()).isEqualTo(1);
    assertThat(new DatasetSplit(TRAINING, dataset(), TRAINING).statistics().copies()).isEqualTo(2);
  }

  @Test
  void unseenSongs_areCountedAndSoAreTheirPlays() { // d and e, of which d is predicted
    assertThat(STATISTICS.unseenSongs()).isEqualTo(2);
    assertThat(STATISTICS.unseenTargets()).isEqualTo(1);
  }

  @Test
  void unseenSongs_beyondTheCatalogueOfTraining_areCounted() { // a and b are played twice
    SplitStatistics statistics =
        new DatasetSplit(TRAINING, dataset(), dataset(Playlist.of(0, 2, 2, 1)))
            .minimumPlays(2)
            .statistics();
    assertThat(statistics.training().songs()).isEqualTo(3);
    assertThat(statistics.test().songs()).isEqualTo(5);
    SplitStatistics fewer =
        new DatasetSplit(
                dataset(Playlist.of(0, 1), Playlist.of(1, 0), Playlist.of(2)),
                dataset(),
                dataset(Playlist.of(0, 2, 2, 1)))
            .minimumPlays(2)
            .statistics();
    assertThat(fewer.unseenSongs()).isEqualTo(1);
    assertThat(fewer.unseenTargets()).isEqualTo(2);
  }

  @Test
  void warnings_ofASmallTestPart() { // 98 / sqrt(5) percent; 1 of 3 playlists; 1 of 5 songs
    assertThat(STATISTICS.warnings())
        .containsExactly(
            "validation has no target: settings chosen on test look better than they are",
            "test has 5 targets: the 95% interval of an accuracy may be +- 43.8%",
            "test has 3 playlists with a transition: intervals, which draw playlists, are rough",
            "33.3% of test playlists equal a training playlist: whoever remembers playlists looks"
                + " good",
            "20.0% of the targets are never played in training: what learns from plays"
                + " alone cannot predict them");
  }

  @Test
  void warnings_ofPairsSeenInTraining() { // b c is, and no playlist
    assertThat(often(Playlist.of(1, 2)).warnings())
        .contains(
            "100.0% of the targets follow the song before them in training too: counting"
                + " pairs looks good");
  }

  @Test
  void warnings_ofTheTestPartItself() {
    assertThat(often(Playlist.of(1, 1, 0)).warnings())
        .contains(
            "test: 50.0% of transitions repeat the song just heard: a recommender that repeats looks"
                + " good");
  }

  @Test
  void warnings_ofATestPartThatIsAllGiven() {
    assertThat(often(Playlist.of(1, 0).withContext(2)).warnings())
        .contains("test has no target, all songs are context: there is nothing to measure");
  }

  @Test
  void warnings_ofTrainingWithoutTransition() {
    assertThat(new DatasetSplit(dataset(Playlist.of(0)), TRAINING, TEST).statistics().warnings())
        .contains("training has no transition: nothing can be learnt")
        .noneMatch(warning -> warning.startsWith("validation"));
  }

  @Test
  void toString_isEachPartAndWhatTheyShare() {
    List<String> lines = STATISTICS.toString().lines().toList();
    assertThat(lines)
        .contains("training", "  playlists   3, 1 without a transition, 0 equal to an earlier one")
        .contains(
            "validation", "  playlists   0, 0 without a transition, 0 equal to an earlier one")
        .contains("test", "  playlists   4, 1 without a transition, 0 equal to an earlier one");
    assertThat(lines.subList(21, 27))
        .containsExactly(
            "test against training",
            "  60.0% of the targets follow the song before them in training too",
            "  2 songs are never played in training, and are 1 of the targets",
            "  1 playlists equal a training playlist",
            "warning: validation has no target: settings chosen on test look better than"
                + " they are",
            "warning: test has 5 targets: the 95% interval of an accuracy may be +- 43.8%");
    assertThat(lines).hasSize(30);
  }

  @Test
  void toString_ofPlaylistsWithTimes_saysFromWhenToWhenEachPartIs() {
    PlaylistDataset early = dataset(Playlist.of(0, 1).withTimes("ann", 0, 60));
    PlaylistDataset late = dataset(Playlist.of(1, 0).withTimes("ann", 3600, 3700));
    assertThat(new DatasetSplit(early, dataset(), late).statistics().toString().lines())
        .containsSubsequence(
            "training",
            "  listeners   1, 1 session, from 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z",
            "validation",
            "test",
            "  listeners   1, 1 session, from 1970-01-01T01:00:00Z to 1970-01-01T01:01:40Z");
  }

  @Test
  void statistics_readEachPartAFewTimes_andCloseTheStreams() {
    StreamedDataset training = new StreamedDataset(SONGS, List.of(Playlist.of(0, 1)));
    StreamedDataset validation = new StreamedDataset(SONGS, List.of());
    StreamedDataset test = new StreamedDataset(SONGS, List.of(Playlist.of(0, 1)));
    new DatasetSplit(training, validation, test).statistics();
    assertThat(training.opened()).isEqualTo(2).isEqualTo(training.closed());
    assertThat(validation.opened()).isEqualTo(1).isEqualTo(validation.closed());
    assertThat(test.opened()).isEqualTo(2).isEqualTo(test.closed());
  }

  @Property(tries = 100)
  void ofAPartWithItself_everythingIsSeen(
      @ForAll @Size(max = 10) List<@Size(max = 8) List<@IntRange(max = 4) Integer>> songs) {
    PlaylistDataset part =
        PlaylistDataset.of(
            SONGS,
            songs.stream()
                .map(list -> Playlist.of(list.stream().mapToInt(Integer::intValue).toArray()))
                .toList());
    SplitStatistics statistics = new DatasetSplit(part, part, part).statistics();
    assertThat(statistics.seenPairs()).isEqualTo(statistics.test().transitions());
    assertThat(statistics.copies())
        .isEqualTo(statistics.test().playlists() - statistics.test().playlistsWithoutTransition());
    assertThat(statistics.unseenSongs()).isZero();
    assertThat(statistics.unseenTargets()).isZero();
  }
}
