package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a memory keeps beside plays: skips, likes and bans. */
class MemorySkipsTest {

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c").map(Song::of).toList());
  private static final Song STRANGER = new Song("x", "Joga", "Bjork", List.of("pop"));
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static ListenerMemory memory() {
    return ListenerMemory.of(SONGS);
  }

  private static Instant hoursAgo(int hours) {
    return NOW.minusSeconds(3600L * hours);
  }

  @Test
  void skips_haveTracesOfTheirOwn() {
    ListenerMemory memory = memory().play(0, hoursAgo(2));
    List<SongPlays> plays = memory.plays();
    memory.skip(0, hoursAgo(1)).skip(2, hoursAgo(1)).skip(2, hoursAgo(1)).skip(2, NOW);
    assertThat(memory.plays()).isEqualTo(plays);
    assertThat(memory.songs()).isOne();
    assertThat(memory.skips())
        .extracting(each -> each.song().id(), SongPlays::last)
        .containsExactly(tuple("c", NOW), tuple("a", hoursAgo(1)));
    Traces traces = new Traces();
    memory.readSkips(NOW.plusSeconds(3600), traces);
    assertThat(traces.size()).isEqualTo(2);
    assertThat(traces.song(1)).isEqualTo(2);
    assertThat(traces.hours()[0]).isEqualTo(2);
    // after half-lives of an hour: 1/4 + 1/2, since a skip that is reported twice counts once
    assertThat(traces.logs(0)[1]).isEqualTo((float) Math.log(1.75), within(1e-3f));
    memory.read(NOW, traces);
    assertThat(traces.size()).isOne();
  }

  @Test
  void like_hasTheLastPlayCountAsFive() {
    ListenerMemory memory = memory().play(0, hoursAgo(1)).play(0, NOW).like(Song.of("a"), NOW);
    assertThat(memory.plays().get(0).traces().get(0)).isEqualTo(0.5 + 5, within(1e-2));
    assertThat(memory.plays().get(0).pauses()).as("of two plays").hasSize(1);
    memory.like(STRANGER, NOW.plusSeconds(9));
    assertThat(memory.plays().get(0).song()).isEqualTo(STRANGER);
    assertThat(memory.plays().get(0).last()).as("played then").isEqualTo(NOW.plusSeconds(9));
    assertThat(memory.plays().get(0).traces()).allMatch(trace -> Math.abs(trace - 5) < 1e-2);
    for (int like = 0; like < 20_000; like++) {
      memory.like(STRANGER, NOW);
    }
    assertThat(memory.plays().get(0).traces()).as("the most there is").allMatch(t -> t <= 65_536);
  }

  @Test
  void bans_areListed_andLifted() {
    Catalogue catalogue = Catalogue.of(List.of(STRANGER));
    ListenerMemory memory = ListenerMemory.of(catalogue).ban("b").ban("none").ban("b");
    memory.banArtist("Bjork feat. Tricky");
    assertThat(memory.bannedSongs()).containsExactly("b", "none");
    assertThat(memory.bannedArtists()).containsExactly("bjork");
    assertThat(memory.unban("none").unbanArtist("BJORK").bannedSongs()).containsExactly("b");
    assertThat(memory.bannedArtists()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.banArtist(""))
        .withMessage("artist must be known, was ''");
  }

  private static ListenerMemory ofAll() {
    ListenerMemory memory = memory().play(0, hoursAgo(1)).skip(STRANGER, hoursAgo(1)).ban("b");
    return memory.play(STRANGER, NOW).skip(1, NOW).banArtist("U2").play(0, NOW.plusSeconds(9));
  }

  private static void assertSame(ListenerMemory actual, ListenerMemory expected) {
    assertThat(actual.plays()).isEqualTo(expected.plays());
    assertThat(actual.skips()).isEqualTo(expected.skips());
    assertThat(actual.bannedSongs()).isEqualTo(expected.bannedSongs());
    assertThat(actual.bannedArtists()).isEqualTo(expected.bannedArtists());
    SessionHistory history = SessionHistory.of(actual);
    assertThat(history.playsOfArtistSince("bjork", hoursAgo(1))).isEqualTo(1);
    assertThat(history.playsOfArtistSince("", hoursAgo(1))).isEqualTo(1);
    assertThat(history.artistPlayedSince("bjork", hoursAgo(1))).isTrue();
  }

  @Test
  void copies_holdAll() {
    ListenerMemory memory = ofAll();
    assertSame(memory, ofAll());
    ListenerMemory copy = memory.copy();
    ListenerMemory fixed = memory.fixed(NOW);
    memory.unban("b").skip(2, NOW).play(2, NOW).like(STRANGER, NOW);
    assertSame(copy, ofAll());
    fixed.ban("c").banArtist("x").unban("b").unbanArtist("u2").skip(2, NOW).skip(STRANGER, NOW);
    fixed.like(Song.of("c"), NOW).addSkips(copy.skips().get(0)).clear();
    assertSame(fixed, ofAll());
    copy.clear();
    assertThat(copy.skips()).isEmpty();
    assertThat(copy.bannedSongs()).isEmpty();
  }

  @Test
  void memory_overAnotherCatalogue_holdsAll() {
    Catalogue other = Catalogue.of(List.of(STRANGER, Song.of("b")));
    assertSame(ofAll().over(other), ofAll());
  }

  @Test
  void tables_moveToAnotherMemory() {
    ListenerMemory moved = memory();
    ofAll().plays().forEach(moved::add);
    ofAll().skips().forEach(moved::addSkips);
    assertThat(moved.plays()).isEqualTo(ofAll().plays());
    assertThat(moved.skips()).isEqualTo(ofAll().skips());
  }

  @Test
  void describe_saysSkipsToo() {
    ListenerMemory memory = memory().skip(0, hoursAgo(48)).play(1, hoursAgo(3)).skip(1, NOW);
    assertThat(memory.describe("a", NOW)).contains("skipped 2 days ago");
    assertThat(memory.describe("b", NOW.plusSeconds(3600)))
        .contains("played less than once a week, last 4 hours ago, skipped 60 minutes ago");
    assertThat(memory.describe("c", NOW)).isEmpty();
  }

  @Test
  void songsThatTheCatalogueLacks_stayIfTheyWerePlayedOrSkipped() {
    ListenerMemory memory = memory();
    for (int song = 0; song < 400; song++) {
      Instant time = NOW.plus(Duration.ofDays(100L * (song / 2)));
      if (song % 2 == 0) {
        memory.play(Song.of("played " + song), time);
      } else {
        memory.skip(Song.of("skipped " + song), time);
      }
    }
    memory.play(Song.of("last"), NOW.plus(Duration.ofDays(19_900)).plusSeconds(60));
    assertThat(memory.others()).hasSizeBetween(22, 66);
    assertThat(memory.plays()).extracting(row -> row.song().id()).startsWith("last", "played 398");
    assertThat(memory.skips()).extracting(row -> row.song().id()).startsWith("skipped 399");
    assertThat(SessionHistory.of(memory).playsOfArtistSince("", Instant.EPOCH)).isEqualTo(2);
  }
}
