package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlaylistTest {

  @Test
  void songs_areInTheOrderOfPlay() {
    Playlist playlist = Playlist.of(4, 0, 4);
    assertThat(playlist.size()).isEqualTo(3);
    assertThat(playlist.song(0)).isEqualTo(4);
    assertThat(playlist.songs()).containsExactly(4, 0, 4);
    assertThat(playlist).hasToString("[4, 0, 4]");
    assertThatThrownBy(() -> playlist.song(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void transitions_areOneFewerThanSongs() {
    assertThat(Playlist.of(4, 0, 4).transitions()).isEqualTo(2);
    assertThat(Playlist.of(4).transitions()).isZero();
    assertThat(Playlist.of().transitions()).isZero();
  }

  @Test
  void given_isTheFirstSong_unlessSaidOtherwise() {
    assertThat(Playlist.of(4, 0, 4).given()).isEqualTo(1);
    assertThat(Playlist.of(4, 0, 4).foreseen()).isEqualTo(2);
    assertThat(Playlist.of(4).foreseen()).isZero();
    assertThat(Playlist.of().given()).isZero();
    assertThat(Playlist.of().foreseen()).isZero();
  }

  @Test
  void given_moreSongs_leavesFewerToForesee() {
    Playlist playlist = Playlist.of(4, 0, 4).given(2);
    assertThat(playlist.given()).isEqualTo(2);
    assertThat(playlist.foreseen()).isEqualTo(1);
    assertThat(playlist.transitions()).isEqualTo(2);
    assertThat(playlist.songs()).containsExactly(4, 0, 4);
    assertThat(playlist.given(3).foreseen()).isZero();
    assertThat(playlist).hasToString("[4, 0, 4], 2 given");
  }

  @Test
  void given_outOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).given(3))
        .withMessage("given songs must be in 1..2, was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).given(0))
        .withMessage("given songs must be in 1..2, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of().given(1))
        .withMessage("given songs must be in 0..0, was 1");
  }

  @Test
  void first_keepsAsManyGivenAsThereAre() {
    Playlist playlist = Playlist.of(4, 0, 4).given(2);
    assertThat(playlist.first(2)).isEqualTo(Playlist.of(4, 0).given(2));
    assertThat(playlist.first(1)).isEqualTo(Playlist.of(4));
    assertThat(playlist.first(0)).isEqualTo(Playlist.of());
  }

  @Test
  void equals_sameSongsInTheSameOrderAndAsManyGiven() {
    assertThat(Playlist.of(1, 2))
        .isEqualTo(Playlist.of(1, 2))
        .hasSameHashCodeAs(Playlist.of(1, 2))
        .isNotEqualTo(Playlist.of(2, 1))
        .isNotEqualTo(Playlist.of(1, 2).given(2))
        .isEqualTo(Playlist.of(1, 2).given(1))
        .isNotEqualTo("[1, 2]");
  }

  @Test
  void of_negativeIndex() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(3, -2))
        .withMessage("song index must be >= 0, was -2 at position 1");
    assertThatNullPointerException()
        .isThrownBy(() -> Playlist.of((int[]) null))
        .withMessage("songs");
  }

  @Test
  void of_arrayChangedByTheCaller_staysAsItWas() {
    int[] songs = {1, 2};
    Playlist playlist = Playlist.of(songs);
    songs[0] = 9;
    assertThat(playlist.song(0)).isEqualTo(1);
  }
}
