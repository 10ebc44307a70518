package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Every way to split a dataset: which playlist is in which part, and that none is in two. */
class SplitsTest {

  /** Playlist number n holds the songs 0 to n - 1, so that all differ. */
  private static PlaylistDataset numbered(int playlists) {
    Catalogue catalogue =
        Catalogue.of(
            IntStream.range(0, playlists).mapToObj(song -> Song.of("song " + song)).toList());
    return PlaylistDataset.of(
        catalogue,
        IntStream.range(0, playlists)
            .mapToObj(length -> Playlist.of(IntStream.range(0, length).toArray()))
            .toList());
  }

  /** The lengths of a part's playlists, which are their numbers. */
  private static List<Integer> numbers(PlaylistDataset part) {
    return part.playlists().map(Playlist::size).toList();
  }

  private static List<PlaylistDataset> parts(DatasetSplit split) {
    return List.of(split.training(), split.validation(), split.test());
  }

  @Test
  void split_hasThePartsAskedFor() {
    DatasetSplit split = numbered(10).split(0.6, 0.1, 0.3, 42);
    assertThat(split.training().playlists()).hasSize(6);
    assertThat(split.validation().playlists()).hasSize(1);
    assertThat(split.test().playlists()).hasSize(3);
    assertThat(split.test().catalogue().size()).isEqualTo(10);
  }

  @Test
  void split_otherSeed_givesOtherParts() {
    PlaylistDataset dataset = numbered(50);
    assertThat(dataset.split(0.5, 0, 0.5, 1).test().playlists().toList())
        .isNotEqualTo(dataset.split(0.5, 0, 0.5, 2).test().playlists().toList());
  }

  @Property(tries = 200)
  void split_isDisjointCompleteOrderedAndSeeded(
      @ForAll @IntRange(max = 60) int playlists,
      @ForAll @IntRange(max = 100) int training,
      @ForAll @IntRange(max = 100) int rest,
      @ForAll long seed) {
    int validation = Math.min(rest, 100 - training);
    double[] shares = {training / 100.0, validation / 100.0, (100 - training - validation) / 100.0};
    PlaylistDataset dataset = numbered(playlists);
    DatasetSplit split = dataset.split(shares[0], shares[1], shares[2], seed);
    List<Integer> lengths = new ArrayList<>();
    for (PlaylistDataset part : parts(split)) {
      List<Integer> own = numbers(part);
      assertThat(own).isSorted();
      assertThat(part.catalogue()).isSameAs(dataset.catalogue());
      lengths.addAll(own);
    }
    assertThat(lengths).containsExactlyInAnyOrderElementsOf(numbers(dataset));
    assertThat(dataset.split(shares[0], shares[1], shares[2], seed)).isEqualTo(split);
  }

  @Test
  void split_shareOutOfRange() {
    PlaylistDataset dataset = numbered(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split(-0.1, 0.6, 0.5, 1))
        .withMessage("training share must be in 0..1, was -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split(0, 1.5, -0.5, 1))
        .withMessage("validation share must be in 0..1, was 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split(0.5, 0.5, Double.NaN, 1))
        .withMessage("test share must be in 0..1, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split(0.5, 0.25, 0.5, 1))
        .withMessage("training, validation and test shares must sum to 1, but sum to 1.25");
  }

  @Test
  void splitInOrder_isThePapersSixtyToForty() {
    DatasetSplit split = numbered(10).splitInOrder(0.6, 0, 0.4);
    assertThat(numbers(split.training())).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(split.validation().playlists()).isEmpty();
    assertThat(numbers(split.test())).containsExactly(6, 7, 8, 9);
  }

  @Test
  void splitInOrder_roundsToWholePlaylists() { // ends at 4.9 and 5.6 of 7
    DatasetSplit split = numbered(7).splitInOrder(0.7, 0.1, 0.2);
    assertThat(numbers(split.training())).containsExactly(0, 1, 2, 3, 4);
    assertThat(numbers(split.validation())).containsExactly(5);
    assertThat(numbers(split.test())).containsExactly(6);
  }

  @Property(tries = 200)
  void splitInOrder_partsOneAfterAnotherAreTheDataset(
      @ForAll @IntRange(max = 60) int playlists,
      @ForAll @IntRange(max = 100) int training,
      @ForAll @IntRange(max = 100) int rest) {
    int validation = Math.min(rest, 100 - training);
    PlaylistDataset dataset = numbered(playlists);
    DatasetSplit split =
        dataset.splitInOrder(
            training / 100.0, validation / 100.0, (100 - training - validation) / 100.0);
    assertThat(parts(split).stream().flatMap(part -> numbers(part).stream()))
        .containsExactlyElementsOf(numbers(dataset));
  }

  @Test
  void splitInOrder_shareOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered(3).splitInOrder(1.5, 0, -0.5))
        .withMessage("training share must be in 0..1, was 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered(3).splitInOrder(0.5, 0.25, 0.5))
        .withMessage("training, validation and test shares must sum to 1, but sum to 1.25");
  }

  @Test
  void splitLastOut_predictsTheLastSongsOfPlaylistsOfThreeAndMore() {
    Catalogue catalogue = numbered(9).catalogue();
    DatasetSplit split =
        PlaylistDataset.of(
                catalogue,
                List.of(
                    Playlist.of(0, 1, 2, 3),
                    Playlist.of(4, 5),
                    Playlist.of(),
                    Playlist.of(6, 7, 8)))
            .splitLastOut();
    assertThat(split.training().playlists())
        .containsExactly(Playlist.of(0, 1), Playlist.of(4, 5), Playlist.of(), Playlist.of(6));
    assertThat(split.validation().playlists())
        .containsExactly(Playlist.of(0, 1, 2).withContext(2), Playlist.of(6, 7).withContext(1));
    assertThat(split.test().playlists())
        .containsExactly(
            Playlist.of(0, 1, 2, 3).withContext(3), Playlist.of(6, 7, 8).withContext(2));
  }

  @Test
  void splitLastOut_playlistsWithSongsGiven_areDividedLikeOthers() {
    Playlist given = Playlist.of(0, 1, 2, 3).withContext(4);
    DatasetSplit split = PlaylistDataset.of(numbered(4).catalogue(), List.of(given)).splitLastOut();
    assertThat(split.validation().playlists()).containsExactly(Playlist.of(0, 1, 2).withContext(2));
    assertThat(split.test().playlists()).containsExactly(given.withContext(3));
  }

  @Property(tries = 200)
  void splitLastOut_eachTransitionIsInOnePart(
      @ForAll @Size(max = 20) List<@IntRange(max = 12) Integer> lengths) {
    Catalogue catalogue = numbered(12).catalogue();
    List<Playlist> playlists =
        lengths.stream().map(n -> Playlist.of(IntStream.range(0, n).toArray())).toList();
    DatasetSplit split = PlaylistDataset.of(catalogue, playlists).splitLastOut();
    List<Playlist> longer = playlists.stream().filter(playlist -> playlist.size() > 2).toList();
    assertThat(
            split.training().playlists().mapToInt(Playlist::transitions).sum() + 2 * longer.size())
        .isEqualTo(playlists.stream().mapToInt(Playlist::transitions).sum());
    assertThat(split.training().playlists().map(Playlist::size))
        .containsExactlyElementsOf(lengths.stream().map(n -> n < 3 ? n : n - 2).toList());
    for (PlaylistDataset heldOut : List.of(split.validation(), split.test())) {
      assertThat(heldOut.playlists()).allMatch(playlist -> playlist.targets() == 1);
    }
    assertThat(split.validation().playlists().map(playlist -> playlist.size() + 1))
        .containsExactlyElementsOf(longer.stream().map(Playlist::size).toList());
    assertThat(split.test().playlists().map(playlist -> playlist.withContext(1)))
        .containsExactlyElementsOf(longer);
  }

  @Property(tries = 200)
  void folds_testEachPlaylistOnce(
      @ForAll @IntRange(min = 2, max = 60) int playlists,
      @ForAll @IntRange(min = 2, max = 60) int most,
      @ForAll long seed) {
    int count = Math.min(most, playlists);
    PlaylistDataset dataset = numbered(playlists);
    List<DatasetSplit> folds = dataset.folds(count, seed);
    assertThat(folds).hasSize(count).isEqualTo(dataset.folds(count, seed));
    List<Integer> tested = new ArrayList<>();
    for (DatasetSplit fold : folds) {
      List<Integer> test = numbers(fold.test());
      assertThat(test)
          .hasSizeBetween(playlists / count, (playlists + count - 1) / count)
          .isSorted();
      assertThat(fold.validation().playlists()).isEmpty();
      assertThat(numbers(fold.training())).isSorted();
      assertThat(Stream.concat(test.stream(), numbers(fold.training()).stream()))
          .containsExactlyInAnyOrderElementsOf(numbers(dataset));
      tested.addAll(test);
    }
    assertThat(tested).containsExactlyInAnyOrderElementsOf(numbers(dataset));
  }

  @Test
  void folds_otherSeed_givesOtherParts() {
    assertThat(numbered(50).folds(5, 1)).isNotEqualTo(numbered(50).folds(5, 2));
  }

  @Test
  void folds_countOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered(3).folds(1, 42))
        .withMessage("count must be in 2..3 (the number of playlists), was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered(3).folds(4, 42))
        .withMessage("count must be in 2..3 (the number of playlists), was 4");
  }

  @Property(tries = 100)
  void splitByGroup_keepsGroupsTogetherAndPlaylistsInOrder(
      @ForAll @IntRange(max = 60) int playlists,
      @ForAll @IntRange(min = 1, max = 9) int groups,
      @ForAll long seed) {
    PlaylistDataset dataset = numbered(playlists);
    DatasetSplit split = dataset.splitByGroup(n -> "g" + n % groups, 0.5, 0.25, 0.25, seed);
    List<Integer> all = new ArrayList<>();
    for (PlaylistDataset part : parts(split)) {
      List<Integer> own = numbers(part);
      assertThat(own).isSorted();
      own.forEach(
          number ->
              assertThat(own)
                  .containsAll(
                      IntStream.range(0, playlists)
                          .filter(other -> other % groups == number % groups)
                          .boxed()
                          .toList()));
      all.addAll(own);
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, playlists).boxed().toList());
    assertThat(dataset.splitByGroup(n -> n % groups, 0.5, 0.25, 0.25, seed)).isEqualTo(split);
  }

  @Test
  void splitByGroup_sharesAreOfGroups() {
    DatasetSplit split = numbered(10).splitByGroup(n -> n < 7 ? 0 : n, 0.5, 0.25, 0.25, 1);

    assertThat(parts(split).stream().map(part -> numbers(part).size() % 6).toList())
        .containsExactly(2, 1, 1);
  }

  @Test
  void splitByGroup_shareOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered(3).splitByGroup(n -> n, -0.1, 0.6, 0.5, 1))
        .withMessage("training share must be in 0..1, was -0.1");
  }

  /** Ann's and Bob's playlists in turn, of three songs each, one every hundred seconds. */
  private static PlaylistDataset timed(int playlists) {
    return PlaylistDataset.of(
        numbered(4).catalogue(),
        IntStream.range(0, playlists)
            .mapToObj(
                n ->
                    Playlist.of(n % 4, 3, 0)
                        .withTimes(n % 2 == 0 ? "ann" : "bob", 100 * n, 100 * n + 9, 100 * n + 50))
            .toList());
  }

  private static List<DatasetSplit> everySplit(PlaylistDataset dataset) {
    List<DatasetSplit> splits = new ArrayList<>(dataset.folds(3, 42));
    splits.add(dataset.split(0.4, 0.3, 0.3, 42));
    splits.add(dataset.splitInOrder(0.4, 0.3, 0.3));
    splits.add(dataset.splitByGroup(n -> n / 2, 0.4, 0.3, 0.3, 42));
    splits.add(dataset.splitLastOut());
    return splits;
  }

  @Test
  void everySplit_ofPlaylistsWithTimes_knowsTheWholeHistoryInEachPart() {
    PlaylistDataset dataset = timed(10);
    for (DatasetSplit split : everySplit(dataset)) {
      for (PlaylistDataset part : parts(split)) {
        assertThat(part.history()).containsExactlyElementsOf(dataset.playlists().toList());
        assertThat(part.history().toList()).isEqualTo(part.history().toList());
      }
    }
    assertThat(everySplit(dataset)).isEqualTo(everySplit(dataset));
  }

  @Test
  void everySplit_ofAPart_knowsTheWholeHistoryStill() {
    PlaylistDataset dataset = timed(20);
    PlaylistDataset half = dataset.splitInOrder(0.5, 0, 0.5).test();
    for (DatasetSplit split : everySplit(half)) {
      assertThat(split.test().history()).containsExactlyElementsOf(dataset.playlists().toList());
    }
  }

  @Test
  void everySplit_ofPlaylistsWithoutTimes_knowsNoOthers() {
    for (DatasetSplit split : everySplit(numbered(10))) {
      for (PlaylistDataset part : parts(split)) {
        assertThat(part).isInstanceOf(InMemoryDataset.class);
        assertThat(part.history()).containsExactlyElementsOf(part.playlists().toList());
      }
    }
  }

  @Test
  void splitLastOut_cutsTheTimesWithTheSongs() {
    DatasetSplit split = timed(2).splitLastOut();
    assertThat(split.training().playlists())
        .containsExactly(Playlist.of(0).withTimes("ann", 0), Playlist.of(1).withTimes("bob", 100));
    assertThat(split.test().playlists().map(playlist -> playlist.time(2).getEpochSecond()))
        .containsExactly(50L, 150L);
  }

  @Test
  void split_keepsNoSecondCopyOfItsPlaylists() { // a dataset that makes them anew on each call
    PlaylistDataset whole = timed(3);
    PlaylistDataset made =
        new PlaylistDataset() {
          @Override
          public Catalogue catalogue() {
            return whole.catalogue();
          }

          @Override
          public Stream<Playlist> playlists() {
            return whole.playlists().map(playlist -> playlist.withContext(2));
          }
        };
    PlaylistDataset training = made.splitInOrder(1, 0, 0).training();
    assertThat(training.history().findFirst().orElseThrow())
        .isSameAs(training.playlists().findFirst().orElseThrow());
  }
}
