package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private static final Song C = Song.of("c");
  private static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a"), Song.of("b"), C));

  @Test
  void index_isThePlaceInTheList() {
    assertThat(SONGS.size()).isEqualTo(3);
    assertThat(SONGS.index("c")).hasValue(2);
    assertThat(SONGS.index("d")).isEmpty();
    assertThat(SONGS.song(2)).isEqualTo(Song.of("c"));
    assertThat(SONGS.songs()).containsExactly(Song.of("a"), Song.of("b"), Song.of("c"));
    assertThat(SONGS).hasToString("Catalogue of 3 songs");
  }

  @Test
  void song_outsideTheCatalogue() {
    assertThatThrownBy(() -> SONGS.song(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SONGS.song(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void of_idTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("a"))))
        .withMessage("song ids must differ, but songs 0 and 2 are both 'a'");
  }

  @Test
  void of_null() {
    assertThatNullPointerException().isThrownBy(() -> Catalogue.of(null)).withMessage("songs");
    assertThatNullPointerException().isThrownBy(() -> SONGS.index(null)).withMessage("songId");
  }

  @Test
  void playlist_knownSongs_givesTheirIndices() {
    assertThat(SONGS.playlist(List.of("c", "a", "c"))).isEqualTo(Playlist.of(2, 0, 2));
    assertThat(SONGS.playlist(List.of())).isEqualTo(Playlist.of());
  }

  @Test
  void playlist_unknownSongs_namesThemAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SONGS.playlist(List.of("x", "a", "y")))
        .withMessage("songs must be in the catalogue of 3 songs, but these are not: x, y");
  }

  @Test
  void requireSame_saysWhatDiffers() {
    Catalogue same = Catalogue.of(List.of(new Song("a", "A", "", List.of()), Song.of("b"), C));
    assertThatCode(() -> SONGS.requireSame("training", same, "test")).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SONGS.requireSame("training", Catalogue.of(List.of(C)), "validation"))
        .withMessage("training and validation must share one catalogue, but hold 3 and 1 songs");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SONGS.requireSame(
                    "part 0", Catalogue.of(List.of(Song.of("a"), C, Song.of("b"))), "part 1"))
        .withMessage(
            "part 0 and part 1 must share one catalogue, but song 1 is 'b' in part 0 and 'c' in"
                + " part 1");
  }

  @Test
  void fingerprint_dependsOnIdsAndTheirOrderAlone() {
    Catalogue titled =
        Catalogue.of(
            List.of(new Song("a", "Title", "", List.of("rock")), Song.of("b"), Song.of("c")));
    Catalogue reordered = Catalogue.of(List.of(Song.of("b"), Song.of("a"), Song.of("c")));
    Catalogue regrouped = Catalogue.of(List.of(Song.of("ab"), Song.of("c")));
    assertThat(SONGS.fingerprint()).matches("[0-9a-f]{64}").isEqualTo(titled.fingerprint());
    assertThat(SONGS.fingerprint())
        .isNotEqualTo(reordered.fingerprint())
        .isNotEqualTo(regrouped.fingerprint());
    // SHA-256 of nothing.
    assertThat(Catalogue.of(List.of()).fingerprint())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
