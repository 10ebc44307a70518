package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The statistics of small datasets, worked out by hand. */
class DatasetStatisticsTest {

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c", "d", "e").map(Song::of).toList());

  /** a is played 3 times, b 3 times, c twice, d once, and e never. */
  private static final PlaylistDataset DATASET =
      PlaylistDataset.of(
          SONGS,
          List.of(
              Playlist.of(0, 0, 1, 0),
              Playlist.of(1, 2),
              Playlist.of(1, 2),
              Playlist.of(3),
              Playlist.of()));

  private static DatasetStatistics of(Playlist... playlists) {
    return PlaylistDataset.of(SONGS, List.of(playlists)).statistics();
  }

  @Test
  void statistics_asWorkedOutByHand() {
    DatasetStatistics statistics = DATASET.statistics();
    assertThat(statistics.songs()).isEqualTo(5);
    assertThat(statistics.songsPlayed()).isEqualTo(4);
    assertThat(statistics.playlists()).isEqualTo(5);
    assertThat(statistics.playlistsWithoutTransition()).isEqualTo(2);
    assertThat(statistics.duplicates()).isEqualTo(1);
    assertThat(statistics.plays()).isEqualTo(9);
    assertThat(statistics.transitions()).isEqualTo(5);
    assertThat(statistics.targets()).isEqualTo(5);
  }

  @Test
  void lengths_areByNearestRank() { // 0, 1, 2, 2, 4: of five, the third and the fifth
    assertThat(DATASET.statistics().lengths())
        .isEqualTo(new DatasetStatistics.Lengths(0, 2, 1.8, 4, 4));
  }

  @Test
  void repeats_areOfThePlaylistAlone() { // a a b a: one at once, and one after b
    assertThat(DATASET.statistics().repeats()).isEqualTo(new DatasetStatistics.Repeats(1, 2));
  }

  @Test
  void longTail_isOfTheSongsPlayed() { // 10, 5, and 18 songs once: 1% is one song, 10% are two
    Catalogue catalogue =
        Catalogue.of(IntStream.range(0, 30).mapToObj(song -> Song.of("song " + song)).toList());
    List<Playlist> playlists = new ArrayList<>(Collections.nCopies(10, Playlist.of(29)));
    playlists.addAll(Collections.nCopies(5, Playlist.of(7)));
    IntStream.range(8, 26).mapToObj(Playlist::of).forEach(playlists::add);
    DatasetStatistics.LongTail longTail =
        PlaylistDataset.of(catalogue, playlists).statistics().longTail();
    assertThat(longTail.songsPlayedOnce()).isEqualTo(18);
    assertThat(longTail.shareOfTopHundredth()).isEqualTo(10 / 33.0, within(1e-12));
    assertThat(longTail.shareOfTopTenth()).isEqualTo(15 / 33.0, within(1e-12));
  }

  @Test
  void givenSongs_areNotPredicted_andMakeNoOtherPlaylist() {
    DatasetStatistics statistics = of(Playlist.of(0, 1, 2), Playlist.of(0, 1, 2).withContext(3));
    assertThat(statistics.transitions()).isEqualTo(4);
    assertThat(statistics.targets()).isEqualTo(2);
    assertThat(statistics.duplicates()).isEqualTo(1);
  }

  @Test
  void duplicates_areOfPlaylistsWithATransition() {
    assertThat(of(Playlist.of(0), Playlist.of(0), Playlist.of(), Playlist.of()).duplicates())
        .isZero();
    assertThat(of(Playlist.of(0, 1), Playlist.of(1, 0), Playlist.of(0, 1, 1)).duplicates())
        .isZero();
    assertThat(of(Playlist.of(0, 1), Playlist.of(0, 1), Playlist.of(0, 1)).duplicates())
        .isEqualTo(2);
  }

  /** Ann on 2 February 2020 from noon on, Bob before, and a playlist of nobody knows whom. */
  private static final PlaylistDataset TIMED =
      PlaylistDataset.of(
          SONGS,
          List.of(
              Playlist.of(0, 1).withTimes("ann", 1_580_644_800, 1_580_645_100),
              Playlist.of(2).withTimes("ann", 1_580_650_000),
              Playlist.of(1, 2).withContext(2).withTimes("bob", 1_580_601_600, 1_580_601_700),
              Playlist.of().withTimes("cleo"),
              Playlist.of(3)));

  @Test
  void listening_isFromTheFirstPlayToTheLast() {
    assertThat(TIMED.statistics().listening())
        .contains(
            new DatasetReport.Listening(
                2,
                OptionalInt.of(3),
                Optional.of(Instant.parse("2020-02-02T00:00:00Z")),
                Optional.of(Instant.parse("2020-02-02T13:26:40Z"))));
    assertThat(TIMED.statistics().toString().lines())
        .contains("listeners   2, 3 sessions, from 2020-02-02T00:00:00Z to 2020-02-02T13:26:40Z");
  }

  @Test
  void listening_ofPlaylistsWithoutTimes_isEmpty() {
    assertThat(DATASET.statistics().listening()).isEmpty();
    assertThat(of(Playlist.of().withTimes("ann")).listening()).isEmpty();
  }

  @Test
  void noPlaylist_isAllZero() {
    assertThat(of())
        .isEqualTo(
            new DatasetStatistics(
                5,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                new DatasetStatistics.Lengths(0, 0, 0, 0, 0),
                new DatasetStatistics.Repeats(0, 0),
                new DatasetStatistics.LongTail(0, 0, 0),
                Optional.empty()));
  }

  @Test
  void warnings_ofWhatIsConspicuous() { // 1 of 5 transitions, 1 of 5 playlists
    assertThat(DATASET.statistics().warnings())
        .containsExactly(
            few("5 transitions are"),
            "20.0% of transitions repeat the song just heard: a recommender that repeats looks good",
            "20.0% of playlists equal an earlier one: they count twice, and a random split divides"
                + " them");
  }

  @Test
  void warnings_ofShortAndRepeatingPlaylists() { // a has 6 of 8 plays, and is 1% of two songs
    assertThat(of(Playlist.of(0, 1, 0, 1, 0, 0), Playlist.of(0), Playlist.of(0)).warnings())
        .containsExactly(
            few("5 transitions are"),
            "66.7% of playlists have no transition: they teach nothing of what comes next, nor test"
                + " it",
            "20.0% of transitions repeat the song just heard: a recommender that repeats looks good",
            "50.0% of plays repeat a song of the playlist: a recommender of what was heard looks"
                + " good",
            "75.0% of plays are of the most played 1% of songs: recommending popular songs looks"
                + " good");
  }

  @Test
  void warnings_noTransition() {
    assertThat(of(Playlist.of(0)).warnings())
        .containsExactly("no playlist has a transition: there is nothing to learn or to measure");
  }

  @Test
  void warnings_ofTooLittle() {
    assertThat(of(Playlist.of(0, 1)).warnings())
        .startsWith(
            "1 playlist cannot be divided by playlist: splitLastOut (--split leave-last-out) holds"
                + " out its last songs, and a history needs the times of its plays to be cut",
            few("1 transition is"));
  }

  private static String few(String transitions) {
    return transitions
        + " too few to learn from, and chance decides what is measured: add playlists until there"
        + " are 300 or more";
  }

  @Test
  void warnings_ofNothing() { // 150 playlists of two transitions
    Catalogue songs =
        Catalogue.of(IntStream.range(0, 450).mapToObj(n -> Song.of("s" + n)).toList());
    List<Playlist> playlists =
        IntStream.range(0, 150).mapToObj(n -> Playlist.of(3 * n, 3 * n + 1, 3 * n + 2)).toList();
    assertThat(PlaylistDataset.of(songs, playlists).statistics().warnings()).isEmpty();
  }

  @Test
  void toString_isALineForEachKindOfNumber() {
    assertThat(DATASET.statistics().toString().lines())
        .containsExactly(
            "playlists   5, 2 without a transition, 1 equal to an earlier one",
            "songs       5, 4 played, 1 played once",
            "plays       9, 5 transitions, 5 targets",
            "lengths     shortest 0, median 2, mean 1.8, 90% up to 4, longest 4",
            "repeats     20.0% of transitions repeat the song just heard, 22.2% of plays a song of"
                + " the playlist",
            "most played 1% of songs have 33.3% of plays, 10% have 33.3%",
            "warning: " + few("5 transitions are"),
            "warning: 20.0% of transitions repeat the song just heard: a recommender that repeats"
                + " looks good",
            "warning: 20.0% of playlists equal an earlier one: they count twice, and a random split"
                + " divides them");
  }

  @Test
  void statistics_indexOutsideTheCatalogue() {
    PlaylistDataset careless = new StreamedDataset(SONGS, List.of(Playlist.of(0), Playlist.of(5)));
    assertThatIllegalArgumentException()
        .isThrownBy(careless::statistics)
        .withMessage("playlist 1, position 0: song index must be in 0..4, was 5");
  }

  @Test
  void statistics_readThePlaylistsOnce_andCloseTheStream() {
    StreamedDataset dataset = new StreamedDataset(SONGS, List.of(Playlist.of(0, 1)));
    dataset.statistics();
    assertThat(dataset.opened()).isEqualTo(1);
    assertThat(dataset.closed()).isEqualTo(1);
  }

  @Test
  void skips_areCountedBesideThePlays() {
    Playlist.Skip skip = new Playlist.Skip(2, 1, Optional.empty(), Optional.empty());
    DatasetStatistics statistics = of(Playlist.of(0, 1, 3).withSkips(List.of(skip)));
    assertThat(statistics.skips()).isEqualTo(1);
    assertThat(statistics.plays()).isEqualTo(3);
    assertThat(statistics.songsPlayed()).isEqualTo(3);
    assertThat(statistics.toString().lines())
        .contains("skips       1, 25.0% of the songs that began");
    assertThat(of(Playlist.of(0, 1)).toString()).doesNotContain("skips");
  }
}
