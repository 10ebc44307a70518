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

  /** Noon on 2 February 2020, in seconds since 1970. */
  private static final long NOON = 1_580_644_800;

  private static final Playlist TIMED =
      Playlist.of(4, 0, 4, 2).withContext(2).withTimes("ann", NOON, NOON, NOON + 200, NOON + 500);

  @Test
  void withTimes_knowsWhoListenedAndWhen() {
    assertThat(TIMED.listener()).contains("ann");
    assertThat(TIMED.time(0)).hasToString("2020-02-02T12:00:00Z");
    assertThat(TIMED.time(1)).as("of songs in one second").isEqualTo(TIMED.time(0));
    assertThat(TIMED.time(3)).hasToString("2020-02-02T12:08:20Z");
    assertThat(TIMED.songs()).containsExactly(4, 0, 4, 2);
    assertThat(TIMED.context()).isEqualTo(2);
    assertThatThrownBy(() -> TIMED.time(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(TIMED)
        .hasToString(
            "[4, 0, 4, 2], context 2, by ann from 2020-02-02T12:00:00Z to 2020-02-02T12:08:20Z");
  }

  @Test
  void withTimes_aSecondTime_replacesThem() {
    Playlist again = TIMED.withTimes("bob", -3, -2, -1, 0);
    assertThat(again.listener()).contains("bob");
    assertThat(again.time(0)).hasToString("1969-12-31T23:59:57Z");
  }

  @Test
  void withTimes_ofNoSong_knowsItsListener() {
    Playlist none = Playlist.of().withTimes("ann");
    assertThat(none.listener()).contains("ann");
    assertThat(none).hasToString("[], by ann").isNotEqualTo(Playlist.of());
    assertThatThrownBy(() -> none.time(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void withTimes_arrayChangedByTheCaller_staysAsItWas() {
    long[] seconds = {NOON};
    Playlist playlist = Playlist.of(4).withTimes("ann", seconds);
    seconds[0] = 0;
    assertThat(playlist.time(0).getEpochSecond()).isEqualTo(NOON);
  }

  @Test
  void withTimes_ofAnotherNumberOfSongs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withTimes("ann", NOON))
        .withMessage("there must be a time for each of the 2 songs, but there are 1");
  }

  @Test
  void withTimes_thatDecrease() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0, 4).withTimes("ann", NOON, NOON + 1, NOON))
        .withMessage(
            "times must not decrease, but at position 2 2020-02-02T12:00:00Z follows"
                + " 2020-02-02T12:00:01Z");
  }

  @Test
  void withTimes_ofALongerLife() {
    long latest = NOON + Integer.MAX_VALUE;
    assertThat(Playlist.of(4, 0).withTimes("ann", NOON, latest).time(1).getEpochSecond())
        .isEqualTo(latest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withTimes("ann", NOON, latest + 1))
        .withMessage(
            "songs must begin within 68 years of the first, but at position 1 2088-02-20T15:14:08Z"
                + " follows 2020-02-02T12:00:00Z");
  }

  @Test
  void withTimes_beyondAllTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withTimes("ann", Long.MIN_VALUE, Long.MAX_VALUE))
        .withMessage(
            "time must be in -31557014167219200..31556889864403199 seconds since 1970, was"
                + " -9223372036854775808 at position 0");
  }

  @Test
  void time_ofAPlaylistWithoutTimes() {
    assertThat(Playlist.of(4).listener()).isEmpty();
    assertThatThrownBy(() -> Playlist.of(4).time(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the playlist has no times: ask listener() first");
  }

  @Test
  void withContext_keepsTheTimes() {
    assertThat(TIMED.withContext(3).time(2)).isEqualTo(TIMED.time(2));
    assertThat(TIMED.withContext(3).listener()).contains("ann");
  }

  @Test
  void withSongs_mapsToAnotherCatalogue() {
    assertThat(Playlist.of(4, 0, 4).withSongs(song -> song + 1)).isEqualTo(Playlist.of(5, 1, 5));
    assertThat(TIMED.withSongs(song -> 10 * song))
        .isEqualTo(
            Playlist.of(40, 0, 40, 20)
                .withContext(2)
                .withTimes("ann", NOON, NOON, NOON + 200, NOON + 500));
  }

  @Test
  void withSongs_negative_dropsThemWithTheirTimes() { // 0 goes from the context
    assertThat(TIMED.withSongs(song -> song == 0 ? -1 : song))
        .isEqualTo(Playlist.of(4, 4, 2).withTimes("ann", NOON, NOON + 200, NOON + 500));
    assertThat(TIMED.withSongs(song -> song == 2 ? 2 : -9)) // none of the context is left
        .isEqualTo(Playlist.of(2).withTimes("ann", NOON + 500));
    assertThat(TIMED.withSongs(song -> -1)).isEqualTo(Playlist.of().withTimes("ann"));
    assertThat(Playlist.of(3).withSongs(song -> -1)).isEqualTo(Playlist.of());
  }

  @Test
  void first_keepsTheTimes() {
    assertThat(TIMED.first(3))
        .isEqualTo(Playlist.of(4, 0, 4).withContext(2).withTimes("ann", NOON, NOON, NOON + 200));
    assertThat(TIMED.first(0)).isEqualTo(Playlist.of().withTimes("ann"));
  }

  @Test
  void equals_sameListenerAndTimes() {
    Playlist playlist = Playlist.of(1, 2);
    Playlist timed = playlist.withTimes("ann", 5, 9);
    assertThat(timed)
        .isEqualTo(playlist.withTimes("ann", 5, 9))
        .hasSameHashCodeAs(playlist.withTimes("ann", 5, 9))
        .isNotEqualTo(playlist)
        .isNotEqualTo(playlist.withTimes("bob", 5, 9))
        .isNotEqualTo(playlist.withTimes("ann", 6, 10))
        .isNotEqualTo(playlist.withTimes("ann", 5, 8));
  }
}
