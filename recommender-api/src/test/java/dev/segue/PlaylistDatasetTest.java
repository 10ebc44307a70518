package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlaylistDatasetTest {

  private static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a"), Song.of("b")));

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
        .withMessage("playlist 1, position 1: song index must be in 0..1, was 2");
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
  void history_isThePlaylists_unlessTheyAreAPart() {
    Playlist early = Playlist.of(1, 0).withTimes("ann", 10, 20);
    Playlist late = Playlist.of(0).withTimes("ann", 900);
    PlaylistDataset whole = PlaylistDataset.of(SONGS, List.of(early, late));
    PlaylistDataset part = PlaylistDataset.of(SONGS, List.of(late));
    assertThat(part.history()).containsExactly(late);
    assertThat(part.partOf(whole).history()).containsExactly(early, late);
    assertThat(part.partOf(whole).playlists()).containsExactly(late);
    assertThat(part.partOf(whole).statistics()).isEqualTo(part.statistics());
    assertThat(part.partOf(whole)).hasToString("1 playlists over 2 songs");
    assertThat(part.partOf(part.partOf(whole)).history()).containsExactly(early, late);
  }

  @Test
  void partOf_anotherCatalogue() {
    PlaylistDataset dataset = PlaylistDataset.of(SONGS, List.of());
    PlaylistDataset other = PlaylistDataset.of(List.of(List.of("a", "c")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.partOf(other))
        .withMessage(
            "part and whole must share one catalogue, but song 1 is 'b' in part and 'c' in whole");
    assertThatNullPointerException().isThrownBy(() -> dataset.partOf(null)).withMessage("whole");
  }
}
