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
  void context_isTheFirstSong_unlessSaidOtherwise() {
    assertThat(Playlist.of(4, 0, 4).context()).isEqualTo(1);
    assertThat(Playlist.of(4, 0, 4).targets()).isEqualTo(2);
    assertThat(Playlist.of(4).targets()).isZero();
    assertThat(Playlist.of().context()).isZero();
    assertThat(Playlist.of().targets()).isZero();
  }

  @Test
  void withContext_moreSongs_leavesFewerToPredict() {
    Playlist playlist = Playlist.of(4, 0, 4).withContext(2);
    assertThat(playlist.context()).isEqualTo(2);
    assertThat(playlist.targets()).isEqualTo(1);
    assertThat(playlist.transitions()).isEqualTo(2);
    assertThat(playlist.songs()).containsExactly(4, 0, 4);
    assertThat(playlist.withContext(3).targets()).isZero();
    assertThat(playlist).hasToString("[4, 0, 4], context 2");
  }

  @Test
  void withContext_outOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withContext(3))
        .withMessage("context must be in 1..2, was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withContext(0))
        .withMessage("context must be in 1..2, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of().withContext(1))
        .withMessage("context must be in 0..0, was 1");
  }

  @Test
  void first_keepsAsMuchContextAsThereIs() {
    Playlist playlist = Playlist.of(4, 0, 4).withContext(2);
    assertThat(playlist.first(2)).isEqualTo(Playlist.of(4, 0).withContext(2));
    assertThat(playlist.first(1)).isEqualTo(Playlist.of(4));
    assertThat(playlist.first(0)).isEqualTo(Playlist.of());
  }

  @Test
  void equals_sameSongsInTheSameOrderAndAsMuchContext() {
    assertThat(Playlist.of(1, 2))
        .isEqualTo(Playlist.of(1, 2))
        .hasSameHashCodeAs(Playlist.of(1, 2))
        .isNotEqualTo(Playlist.of(2, 1))
        .isNotEqualTo(Playlist.of(1, 2).withContext(2))
        .isEqualTo(Playlist.of(1, 2).withContext(1))
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
