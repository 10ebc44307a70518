package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Playlist.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  /** Songs of 200 and 240 seconds; 9 and 8 were skipped after the second, which ended at 440. */
  private static final Playlist SKIPPED =
      Playlist.of(4, 0, 2)
          .withTimes("ann", NOON, NOON + 200, NOON + 500)
          .withHeard(200, 240, -1)
          .withSkips(List.of(skip(9, 2, NOON + 440, 10), skip(8, 2, NOON + 450, 20)));

  private static Skip skip(int song, int position, long second, int heard) {
    return new Skip(
        song,
        position,
        Optional.of(Instant.ofEpochSecond(second)),
        heard < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(heard)));
  }

  private static Skip skip(int song, int position) {
    return new Skip(song, position, Optional.empty(), Optional.empty());
  }

  @Test
  void withHeard_knowsHowLong() {
    assertThat(SKIPPED.heard(1)).contains(Duration.ofMinutes(4));
    assertThat(SKIPPED.heard(2)).isEmpty();
    assertThat(TIMED.heard(0)).isEmpty();
    assertThat(Playlist.of(4, 0).withHeard(-1, -1)).isEqualTo(Playlist.of(4, 0));
    assertThat(Playlist.of(4, 0).withHeard(0, -1)).isNotEqualTo(Playlist.of(4, 0));
    assertThatThrownBy(() -> TIMED.heard(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void withHeard_wrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withHeard(3))
        .withMessage("there must be a number of seconds for each of the 2 songs, but there are 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withHeard(3, -2))
        .withMessage("seconds must be >= 0, or -1 if unknown, was -2 at position 1");
  }

  @Test
  void withSkips_keepsThemInOrder() {
    assertThat(SKIPPED.skips())
        .containsExactly(skip(9, 2, NOON + 440, 10), skip(8, 2, NOON + 450, 20));
    assertThat(SKIPPED.songs()).containsExactly(4, 0, 2);
    assertThat(SKIPPED)
        .hasToString(
            "[4, 0, 2], by ann from 2020-02-02T12:00:00Z to 2020-02-02T12:08:20Z, 2 skipped")
        .isEqualTo(SKIPPED.withSkips(SKIPPED.skips()))
        .isNotEqualTo(SKIPPED.withSkips(List.of()))
        .isNotEqualTo(SKIPPED.withHeard(200, 240, 1));
    assertThat(TIMED.skips()).isEmpty();
  }

  @Test
  void skip_isCutToTheSecond() {
    Skip skip =
        new Skip(
            3,
            0,
            Optional.of(Instant.parse("2020-02-02T12:00:00.9Z")),
            Optional.of(Duration.ofMillis(1_999)));
    assertThat(skip).isEqualTo(skip(3, 0, NOON, 1));
  }

  @Test
  void skip_outOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> skip(-1, 0))
        .withMessage("song index must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> skip(1, -2))
        .withMessage("position must be >= 0, was -2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Skip(1, 0, Optional.empty(), Optional.of(Duration.ofSeconds(-3))))
        .withMessage("heard must be in 0..2147483647 seconds, was -3");
  }

  @Test
  void withSkips_thatFitNowhere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withSkips(List.of(skip(1, 3))))
        .withMessage("skip 0: position must be in 0..2, was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4, 0).withSkips(List.of(skip(1, 2), skip(1, 1))))
        .withMessage("skip 1: positions must not decrease, but 1 follows 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TIMED.withSkips(List.of(skip(1, 2))))
        .withMessage("skip 0: must have a time, as the playlist has times");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Playlist.of(4).withSkips(List.of(skip(1, 1, NOON, 3))))
        .withMessage("skip 0: has a time, but the playlist has none: call withTimes first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TIMED.withSkips(List.of(skip(1, 2, NOON + 201, 3))))
        .withMessage(
            "skip 0: time must be between those of the plays around it, was 2020-02-02T12:03:21Z");
    assertThatThrownBy(() -> SKIPPED.withTimes("bob", 1, 2, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the playlist has 2 skips already: call withTimes before withSkips");
  }

  @Test
  void chosen_isWhenTheSongBeforeEnded_ifThatIsKnown() {
    Playlist heard = SKIPPED.withSkips(List.of());
    assertThat(heard.chosen(0)).isEqualTo(Instant.ofEpochSecond(NOON));
    assertThat(heard.chosen(1)).isEqualTo(Instant.ofEpochSecond(NOON + 200));
    assertThat(heard.chosen(2)).isEqualTo(Instant.ofEpochSecond(NOON + 440));
    assertThat(heard.chosen(3)).as("after the last").isEqualTo(Instant.ofEpochSecond(NOON + 500));
    assertThat(heard.withHeard(-1, -1, 100).chosen(3)).isEqualTo(Instant.ofEpochSecond(NOON + 600));
    assertThat(TIMED.chosen(3)).as("of unknown length").isEqualTo(TIMED.time(3));
    assertThat(heard.withHeard(300, -1, -1).chosen(1))
        .as("not after it began")
        .isEqualTo(heard.time(1));
  }

  @Test
  void chosen_isWhenTheSkipBeforeEnded() {
    assertThat(SKIPPED.chosen(2)).isEqualTo(Instant.ofEpochSecond(NOON + 470));
    assertThat(SKIPPED.chosen(1)).isEqualTo(Instant.ofEpochSecond(NOON + 200));
    assertThat(SKIPPED.withSkips(List.of(skip(9, 2, NOON + 440, -1))).chosen(2))
        .as("a skip of unknown length")
        .isEqualTo(SKIPPED.time(2));
    assertThat(SKIPPED.withSkips(List.of(skip(9, 0, NOON - 9, 4))).chosen(0))
        .isEqualTo(Instant.ofEpochSecond(NOON - 5));
    assertThat(SKIPPED.withSkips(List.of(skip(9, 3, NOON + 640, -1))).chosen(3))
        .isEqualTo(Instant.ofEpochSecond(NOON + 640));
  }

  @Test
  void chosen_nothing() {
    assertThatThrownBy(() -> Playlist.of().chosen(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> TIMED.chosen(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Playlist.of(4).withSkips(List.of(skip(1, 0))).chosen(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the playlist has no times: ask listener() first");
  }

  @Test
  void withSongs_mapsSkipsToo_andDropsThem() {
    assertThat(SKIPPED.withSongs(song -> song == 9 ? -1 : song + 1).skips())
        .containsExactly(skip(9, 2, NOON + 450, 20));
    assertThat(SKIPPED.withSongs(song -> -1).skips()).isEmpty();
  }

  @Test
  void withSongs_dropped_movesTheSkips_andForgetsWhenTheNextWasChosen() {
    Playlist without = SKIPPED.withSongs(song -> song == 0 ? -1 : song);
    assertThat(without.skips())
        .containsExactly(skip(9, 1, NOON + 440, 10), skip(8, 1, NOON + 450, 20));
    assertThat(without.heard(0)).isEmpty();
    assertThat(without.chosen(1)).isEqualTo(Instant.ofEpochSecond(NOON + 470));
    assertThat(SKIPPED.withSkips(List.of()).withSongs(song -> song == 0 ? -1 : song).chosen(1))
        .isEqualTo(SKIPPED.time(2));
  }

  @Test
  void first_keepsTheSkipsBeforeTheSongThatFollowed() {
    assertThat(SKIPPED.first(2))
        .isEqualTo(
            Playlist.of(4, 0)
                .withTimes("ann", NOON, NOON + 200)
                .withHeard(200, 240)
                .withSkips(SKIPPED.skips()));
    assertThat(SKIPPED.first(1).skips()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SKIPPED.first(4))
        .withMessage("count must be in 0..3, was 4");
  }

  @Test
  void check_ofASkippedSongThatTheCatalogueLacks() {
    Catalogue catalogue = Catalogue.of(List.of(Song.of("a"), Song.of("b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalogue.check(Playlist.of(1).withSkips(List.of(skip(2, 1))), 5))
        .withMessage("playlist 5, skip 0: song index must be in 0..1, was 2");
  }
}
