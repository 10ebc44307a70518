package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.SessionHistory.Skip;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SessionHistoryTest {

  private static final Song A = new Song("a", "Army of Me", "Björk", List.of());
  private static final Song B = new Song("b", "Jóga", "Björk feat. Tricky", List.of());
  private static final Song C = new Song("c", "Overcome", "Tricky", List.of());
  private static final Song STRANGER = new Song("x", "One", "U2", List.of());
  private static final Catalogue SONGS = Catalogue.of(List.of(A, B, C));
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration HEARD = Duration.ofSeconds(9);

  private static SessionHistory timed() {
    return SessionHistory.of(ListenerMemory.of(SONGS, InstantSource.fixed(NOW)));
  }

  private static Instant minutesAgo(int minutes) {
    return NOW.minusSeconds(60L * minutes);
  }

  private static SessionHistory minutesAgo(int minutes, SessionHistory history) {
    return history.at(minutesAgo(minutes));
  }

  @Test
  void clock_staysThatOfTheSession_whenATimeIsToldFirst() {
    SessionHistory history = SessionHistory.of(SONGS);
    history.setClock(InstantSource.fixed(NOW));
    history.at(minutesAgo(5)).play(A);
    assertThat(history.now()).contains(NOW);
  }

  @Test
  void lists_areViews_whichLaterPlaysDoNotChange() {
    SessionHistory history = timed();
    history.play(A);
    history.skip(B, HEARD);
    List<Song> heard = history.heard();
    List<Skip> skipped = history.skipped();
    for (int i = 0; i < 100; i++) {
      history.play(C);
      history.skip(STRANGER, HEARD);
    }
    assertThat(heard).containsExactly(A);
    assertThat(skipped).containsExactly(new Skip(B, 1, HEARD));
    assertThat(history.heard()).hasSize(101).endsWith(C);
    assertThat(history.skipped()).hasSize(101).endsWith(new Skip(STRANGER, 101, HEARD));
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> heard.add(C));
  }

  @Property(tries = 200)
  void lists_ofAnyLength_holdWhatWasAdded(
      @ForAll @IntRange(max = 2000) int size, @ForAll @IntRange(max = 2000) int more) {
    GrowingList<Integer> list = new GrowingList<>();
    IntStream.range(0, size).forEach(list::add);
    List<Integer> view = list.view();
    GrowingList<Integer> copy = list.copy();
    IntStream.range(0, more).forEach(i -> list.add(-i));
    IntStream.range(0, more).forEach(i -> copy.add(size + i));
    assertThat(view).isEqualTo(IntStream.range(0, size).boxed().toList());
    assertThat(copy.view()).isEqualTo(IntStream.range(0, size + more).boxed().toList());
    assertThat(list.size()).isEqualTo(size + more);
    assertThat(list.view().subList(0, size)).isEqualTo(view);
    assertThat(list.view()).endsWith(more == 0 ? new Integer[0] : new Integer[] {1 - more});
  }

  @Test
  void songs_areHeardWithinTheLastOnes_skippedOnesToo() {
    SessionHistory history = SessionHistory.of(SONGS);
    assertThat(history.heardWithin(A, Integer.MAX_VALUE)).isFalse();
    history.play(A);
    history.skip(STRANGER, HEARD);
    history.play(B);
    assertThat(history.heardWithin(B, 1)).isTrue();
    assertThat(history.heardWithin(STRANGER, 1)).isFalse();
    assertThat(history.heardWithin(STRANGER, 2)).isTrue();
    assertThat(history.heardWithin(A, 2)).isFalse();
    assertThat(history.heardWithin(A, 3)).isTrue();
    assertThat(history.heardWithin(A, 0)).isFalse();
    history.play(A);
    assertThat(history.heardWithin(A, 1)).as("again").isTrue();
    assertThat(history.heardWithin(C, Integer.MAX_VALUE)).isFalse();
  }

  @Test
  void artists_areHeardWithinTheLastSongs_byPlaysAlone() {
    SessionHistory history = SessionHistory.of(SONGS);
    history.play(B);
    history.skip(STRANGER, HEARD);
    history.play(C);
    assertThat(history.artistHeardWithin("björk", 1)).isFalse();
    assertThat(history.artistHeardWithin("björk", 2)).isTrue();
    assertThat(history.artistHeardWithin("tricky", 1)).isTrue();
    assertThat(history.artistHeardWithin("u2", 9)).isFalse();
  }

  @Test
  void songs_arePlayedSince_inAnySessionOfTheMemory() {
    ListenerMemory memory = ListenerMemory.of(SONGS, InstantSource.fixed(NOW));
    minutesAgo(50, SessionHistory.of(memory)).play(A);
    minutesAgo(40, SessionHistory.of(memory)).skip(STRANGER, HEARD);
    SessionHistory history = SessionHistory.of(memory);
    assertThat(history.playedSince(A, minutesAgo(51))).isTrue();
    assertThat(history.playedSince(A, minutesAgo(50))).as("at that second").isFalse();
    assertThat(history.playedSince(STRANGER, minutesAgo(41))).isTrue();
    assertThat(history.playedSince(STRANGER, minutesAgo(39))).isFalse();
    assertThat(history.playedSince(B, Instant.EPOCH)).isFalse();
    assertThat(history.isKnown(A)).isTrue();
    assertThat(history.isKnown(STRANGER)).isTrue();
    assertThat(history.isKnown(B)).isFalse();
  }

  @Test
  void artists_arePlayedSince_byPlaysAlone() {
    SessionHistory history = timed();
    minutesAgo(90, history).play(A);
    assertThat(history.artistPlayedSince("björk", minutesAgo(91))).isTrue();
    assertThat(history.artistPlayedSince("björk", minutesAgo(90))).isFalse();
    minutesAgo(30, history).play(B);
    minutesAgo(20, history).skip(STRANGER, HEARD);
    assertThat(history.artistPlayedSince("björk", minutesAgo(31))).isTrue();
    assertThat(history.artistPlayedSince("u2", Instant.EPOCH)).isFalse();
    minutesAgo(10, history).play(STRANGER);
    assertThat(history.artistPlayedSince("u2", minutesAgo(11))).isTrue();
  }

  @Test
  void playsOfAnArtist_areCountedInTheLastHour() {
    SessionHistory history = timed();
    minutesAgo(70, history).play(A);
    minutesAgo(60, history).play(B);
    minutesAgo(40, history).play(C);
    minutesAgo(20, history).play(A);
    minutesAgo(20, history).like(A);
    minutesAgo(10, history).skip(A, HEARD);
    minutesAgo(0, history).play(B);
    assertThat(history.playsOfArtistSince("björk", minutesAgo(61))).isEqualTo(3);
    assertThat(history.playsOfArtistSince("björk", minutesAgo(60))).isEqualTo(2);
    assertThat(history.playsOfArtistSince("björk", minutesAgo(20))).isEqualTo(1);
    assertThat(history.playsOfArtistSince("tricky", minutesAgo(60))).isEqualTo(1);
    assertThat(history.playsOfArtistSince("u2", minutesAgo(60))).isZero();
    assertThat(history.copy().playsOfArtistSince("björk", minutesAgo(60))).isEqualTo(2);
  }

  @Test
  void bans_areThoseOfTheMemory() {
    SessionHistory history = timed();
    ListenerMemory memory = history.memory().orElseThrow();
    assertThat(history.hasBans()).isFalse();
    memory.banArtist("Björk, Rosalía").ban("x");
    assertThat(history.hasBans()).isTrue();
    assertThat(history.isBanned(A)).isTrue();
    assertThat(history.isBanned(B)).isTrue();
    assertThat(history.isBanned(C)).isFalse();
    assertThat(history.isBanned(STRANGER)).isTrue();
    memory.unbanArtist("BJÖRK").unban("x").unban("y");
    assertThat(history.hasBans()).isFalse();
  }

  @Test
  void history_withoutMemory_showsNone_butRulesKnowTheTime() {
    SessionHistory history = SessionHistory.of(SONGS);
    Instant before = Instant.now().minusSeconds(1);
    history.play(A);
    assertThat(history.memory()).isEmpty();
    assertThat(history.now()).isEmpty();
    assertThat(history.moment()).isAfter(before);
    assertThat(history.playedSince(A, before)).isTrue();
    assertThat(history.playedSince(A, history.moment().plusSeconds(1))).isFalse();
    assertThat(history.zone()).isEqualTo(ZoneId.systemDefault());
  }

  @Test
  void historyWithoutMemory_toldATime_heardItsSongsJustBefore() {
    SessionHistory history = SessionHistory.of(SONGS);
    history.play(A);
    history.skip(B, HEARD);
    history.play(C);
    history.remembered().ban("b");
    SessionHistory then = history.at(NOW);
    assertThat(then.now()).contains(NOW);
    ListenerMemory memory = history.memory().orElseThrow();
    assertThat(memory).isSameAs(then.memory().orElseThrow());
    assertThat(memory.plays()).extracting(SongPlays::song).containsExactly(C, A);
    assertThat(memory.plays().get(0).last()).isEqualTo(NOW.minusSeconds(1));
    assertThat(memory.skips().get(0).last()).isEqualTo(NOW.minusSeconds(2));
    assertThat(memory.plays().get(1).last()).isEqualTo(NOW.minusSeconds(3));
    assertThat(memory.bannedSongs()).containsExactly("b");
  }

  @Test
  void copy_goesItsOwnWay() {
    SessionHistory history = timed();
    history.play(A);
    SessionHistory copy = minutesAgo(5, history).copy();
    copy.play(B);
    copy.skip(C, HEARD);
    assertThat(copy.now()).contains(minutesAgo(5));
    assertThat(copy.heard()).containsExactly(A, B);
    assertThat(history.heard()).containsExactly(A);
    assertThat(history.heardWithin(B, 9)).isFalse();
    assertThat(history.playedSince(C, Instant.EPOCH)).isFalse();
    Catalogue other = Catalogue.of(List.of(C));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.copy(ListenerMemory.of(other)))
        .withMessageStartingWith("the recommender and the memory must share one catalogue");
  }

  /** Against the answers of one who looks through all that was told. */
  @Property(tries = 200)
  void questions_areAnsweredAsByLookingThroughAll(
      @ForAll @Size(max = 60) List<@IntRange(max = 7) Integer> told,
      @ForAll @IntRange(max = 9) int songs) {
    SessionHistory history = SessionHistory.of(SONGS);
    List<Song> all = List.of(A, B, C, STRANGER);
    List<Song> events = new ArrayList<>();
    for (int song : told) {
      if (song < 4) {
        history.play(all.get(song));
      } else {
        history.skip(all.get(song - 4), HEARD);
      }
      events.add(all.get(song % 4));
    }
    assertThat(history.events()).extracting(HeardSongs.Event::song).isEqualTo(events);
    List<Song> last = events.subList(Math.max(0, events.size() - songs), events.size());
    for (Song song : all) {
      assertThat(history.heardWithin(song, songs)).isEqualTo(last.contains(song));
      assertThat(history.isKnown(song)).isEqualTo(events.contains(song));
    }
  }

  @Test
  void lastHour_holdsAThousandPlays_andNoOldOnes() {
    LastHour hour = new LastHour();
    IntStream.range(0, 5000).forEach(play -> hour.play(play, play));
    assertThat(hour.size()).isEqualTo(1000);
    assertThat(hour.song(0)).isEqualTo(4000);
    assertThat(hour.second(999)).isEqualTo(4999);
    hour.play(7, 8500);
    assertThat(hour.size()).isEqualTo(101);
    assertThat(hour.second(0)).as("an hour ago").isEqualTo(4900);
    hour.play(8, Integer.MAX_VALUE);
    assertThat(hour.size()).isEqualTo(1);
  }
}
