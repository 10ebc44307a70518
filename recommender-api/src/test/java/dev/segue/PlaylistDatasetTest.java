package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlaylistDatasetTest {

  private static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a"), Song.of("b")));

  /** Playlist number n is the songs 0 to n - 1, so that all differ. */
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

  @Test
  void of_songIds_numbersThemByFirstAppearance() {
    PlaylistDataset dataset =
        PlaylistDataset.of(List.of(List.of("b", "a", "b"), List.of(), List.of("c", "a")));
    assertThat(dataset.catalogue().songs())
        .containsExactly(Song.of("b"), Song.of("a"), Song.of("c"));
    assertThat(dataset.playlists())
        .containsExactly(Playlist.of(0, 1, 0), Playlist.of(), Playlist.of(2, 1));
    assertThat(dataset).hasToString("3 playlists over 3 songs");
  }

  @Test
  void playlists_askedTwice_givesAFreshStream() {
    PlaylistDataset dataset = PlaylistDataset.of(SONGS, List.of(Playlist.of(1)));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(1));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(1));
  }

  @Test
  void of_indexOutsideTheCatalogue() {
    List<Playlist> playlists = List.of(Playlist.of(1, 0), Playlist.of(0, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlaylistDataset.of(SONGS, playlists))
        .withMessage("playlist 1: song index must be in 0..1, was 2");
  }

  @Test
  void of_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> PlaylistDataset.of(null, List.of()))
        .withMessage("catalogue");
    assertThatNullPointerException()
        .isThrownBy(() -> PlaylistDataset.of(SONGS, null))
        .withMessage("playlists");
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
    for (PlaylistDataset part : List.of(split.training(), split.validation(), split.test())) {
      List<Integer> own = part.playlists().map(Playlist::size).toList();
      assertThat(own).isSorted();
      assertThat(part.catalogue()).isSameAs(dataset.catalogue());
      lengths.addAll(own);
    }
    assertThat(lengths)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, playlists).boxed().toList());
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
        .withMessage("training, validation and test shares must sum to 1, was 1.25");
  }

  @Test
  void split_partsOfDifferentCatalogues() {
    PlaylistDataset one = PlaylistDataset.of(SONGS, List.of());
    PlaylistDataset other = PlaylistDataset.of(List.of(List.of("a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatasetSplit(one, other, one))
        .withMessage("training, validation and test must share one catalogue, but there are 2");
    assertThatNullPointerException()
        .isThrownBy(() -> new DatasetSplit(one, null, one))
        .withMessage("validation");
  }
}
