package dev.segue;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ListenerMemoryTest {

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c").map(Song::of).toList());
  private static final Song STRANGER = new Song("x", "Joga", "Bjork", List.of("pop"));
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final List<Double> ONCE = Collections.nCopies(8, 1.0);
  private static final double PRECISION = 1e-3;

  private static ListenerMemory memory() {
    return ListenerMemory.of(SONGS);
  }

  /** The logarithm of 1 + a trace of song a. */
  private static double log(ListenerMemory memory, int trace, Instant time) {
    Traces traces = new Traces();
    memory.read(time, traces);
    int a = IntStream.range(0, traces.size()).filter(i -> traces.song(i) == 0).findAny().orElse(-1);
    return a < 0 ? 0 : traces.logs(trace)[a];
  }

  /** How many hours ago each song was played last. */
  private static Map<Integer, Float> hours(ListenerMemory memory, Instant time) {
    Traces traces = new Traces();
    memory.read(time, traces);
    return IntStream.range(0, traces.size())
        .boxed()
        .collect(toMap(traces::song, i -> traces.hours()[i]));
  }

  private static Instant hoursAgo(double hours) {
    return NOW.minusSeconds(Math.round(3600 * hours));
  }

  @Test
  void trace_isOneAfterAPlay_halfAfterAHalfLife_andGrowsByOneWithTheNext() {
    for (int trace = 0; trace < 8; trace++) {
      Duration halfLife = ListenerMemory.HALF_LIVES.get(trace);
      Instant later = NOW.plus(halfLife);
      ListenerMemory memory = memory().play(0, NOW);
      assertThat(log(memory, trace, NOW)).isEqualTo(Math.log(2), within(PRECISION));
      assertThat(log(memory, trace, later)).isEqualTo(Math.log(1.5), within(PRECISION));
      memory.play(0, later);
      assertThat(log(memory, trace, later)).isEqualTo(Math.log(2.5), within(PRECISION));
      assertThat(log(memory, trace, later.plus(halfLife)))
          .isEqualTo(Math.log(1.75), within(PRECISION));
    }
  }

  @Test
  void song_isForgotten_sixHalfYearsAfterASinglePlay() {
    ListenerMemory memory = memory().play(0, NOW);
    assertThat(hours(memory, NOW.plus(Duration.ofDays(1080)))).containsOnlyKeys(0);
    assertThat(hours(memory, NOW.plus(Duration.ofDays(1081)))).isEmpty();
    assertThat(memory.describe("a", NOW.plus(Duration.ofDays(1081)))).isEmpty();
    memory.play(1, NOW.plus(Duration.ofDays(1081)));
    assertThat(memory.plays()).extracting(each -> each.song().id()).containsExactly("b");
    Instant again = NOW.plus(Duration.ofDays(1082));
    memory.play(0, again);
    assertThat(log(memory, 7, again)).as("begins anew").isEqualTo(Math.log(2), within(1e-6));
  }

  @Test
  void play_thatSeveralSessionsReport_countsOnce() {
    ListenerMemory memory = memory().play(0, NOW).play(0, NOW.plusMillis(999));
    assertThat(log(memory, 7, NOW)).isEqualTo(Math.log(2), within(PRECISION));
    memory.play(1, NOW.plusSeconds(240)).play(0, NOW);
    assertThat(log(memory, 7, NOW)).as("reported late").isEqualTo(Math.log(2), within(PRECISION));
    assertThat(hours(memory, NOW.plusSeconds(360))).isEqualTo(Map.of(0, 0.1f, 1, 120 / 3600f));
    memory.play(0, NOW.plusSeconds(241));
    assertThat(log(memory, 7, NOW)).as("a second later").isEqualTo(Math.log(3), within(PRECISION));
  }

  @Test
  void play_beforeAnEarlierOne_countsAsAtItsTime() {
    ListenerMemory memory = memory().play(0, NOW).play(1, hoursAgo(5));
    assertThat(hours(memory, NOW.plusSeconds(3600))).isEqualTo(Map.of(0, 1f, 1, 1f));
    assertThat(hours(memory, hoursAgo(5))).as("read in the past").isEqualTo(Map.of(0, 0f, 1, 0f));
    memory.play(0, hoursAgo(9));
    assertThat(log(memory, 0, NOW)).as("once at that time").isEqualTo(Math.log(2), within(1e-6));
  }

  @Test
  void times_outside1970To2106_countAsTheNearest() {
    ListenerMemory memory = memory().play(0, Instant.MIN);
    assertThat(hours(memory, Instant.EPOCH)).isEqualTo(Map.of(0, 0f));
    memory.play(1, Instant.MAX);
    assertThat(memory.plays().get(0).last()).isEqualTo("2106-02-07T06:28:15Z");
    assertThat(hours(memory, NOW)).isEqualTo(Map.of(1, 0f));
  }

  @Test
  void copy_isIndependent() {
    ListenerMemory memory = memory().play(0, hoursAgo(2)).play(STRANGER, hoursAgo(1));
    List<SongPlays> before = memory.plays();
    ListenerMemory copy = memory.copy();
    assertThat(copy.plays()).isEqualTo(before);
    copy.play(0, NOW).play(1, NOW).play(Song.of("y"), NOW);
    assertThat(memory.plays()).isEqualTo(before);
    copy.clear();
    assertThat(memory.plays()).isEqualTo(before);
    assertThat(memory.others()).containsExactly(STRANGER);
  }

  @Test
  void copyForExplanations_isLeftAsItIs() {
    ListenerMemory memory = memory().play(0, hoursAgo(2)).fixed(NOW);
    List<SongPlays> before = memory.plays();
    memory.play(1, NOW).play(STRANGER, NOW).add(new SongPlays(STRANGER, NOW, List.of(), ONCE));
    memory.play(Playlist.of(2).withTimes("ann", 0)).clear();
    assertThat(memory.plays()).isEqualTo(before);
    assertThat(memory.others()).isEmpty();
    assertThat(memory.clock().instant()).isEqualTo(NOW);
  }

  @Test
  void plays_areATable_lastPlayedFirst() {
    ListenerMemory memory = memory().play(2, hoursAgo(12)).play(2, NOW).play(0, hoursAgo(0));
    memory.play(STRANGER, NOW.plusMillis(1500));
    List<SongPlays> plays = memory.plays();
    assertThat(plays).extracting(each -> each.song().id()).containsExactly("x", "c", "a");
    assertThat(plays.get(0))
        .isEqualTo(new SongPlays(STRANGER, NOW.plusSeconds(1), List.of(), ONCE));
    assertThat(plays.get(1).last()).isEqualTo(NOW);
    // after 12 hours: 12, 4, 1, 1/3, 1/10 and less of a half-life
    double[] halfLives = {12, 4, 1, 1 / 3.0, 0.1, 12 / 432.0, 12 / 1440.0, 12 / 4320.0};
    for (int trace = 0; trace < 8; trace++) {
      assertThat(plays.get(1).traces().get(trace))
          .isEqualTo(1 + Math.pow(2, -halfLives[trace]), within(PRECISION));
    }
  }

  @Test
  void pauses_areThoseBeforeTheLastTwoPlays() {
    ListenerMemory memory = memory().play(0, hoursAgo(20)).play(0, hoursAgo(19));
    memory.play(0, hoursAgo(16)).play(0, hoursAgo(16)).play(1, hoursAgo(10)).play(0, hoursAgo(9));
    Traces traces = new Traces();
    memory.read(NOW, traces);
    assertThat(traces.pauses(0)[0]).isEqualTo(7, within(7 / 256f));
    assertThat(traces.pauses(1)[0]).isEqualTo(3, within(3 / 256f));
    assertThat(traces.pauses(0)[1]).as("of a single play").isZero();
    assertThat(memory.plays().get(0).pauses())
        .containsExactly(Duration.ofSeconds(25_216), Duration.ofSeconds(10_816));
    assertThat(memory.plays().get(1).pauses()).isEmpty();
    memory.play(0, NOW.plus(Duration.ofDays(9000)));
    assertThat(memory.plays().get(0).pauses()).as("begins anew").isEmpty();
  }

  @Test
  void pauses_areOfTheMemoryThatPlayedTheSongLast() {
    ListenerMemory memory = memory().play(0, hoursAgo(8)).play(0, hoursAgo(4));
    SongPlays here = memory.plays().get(0);
    Duration aDay = Duration.ofDays(1);
    SongPlays before = new SongPlays(here.song(), hoursAgo(5), List.of(aDay), ONCE);
    assertThat(memory.add(before).plays().get(0).pauses()).isEqualTo(here.pauses());
    SongPlays after = new SongPlays(here.song(), hoursAgo(3), List.of(aDay), ONCE);
    assertThat(memory.add(after).plays().get(0).pauses())
        .containsExactly(Duration.ofSeconds(86_528));
  }

  @Test
  void plays_moveToAnotherCatalogue_bySongId() {
    ListenerMemory memory = memory().play(0, hoursAgo(30)).play(0, hoursAgo(3)).play(2, NOW);
    memory.play(STRANGER, NOW.plusSeconds(9));
    Catalogue more = Catalogue.of(List.of(Song.of("c"), STRANGER, Song.of("a")));
    ListenerMemory moved = ListenerMemory.of(more);
    memory.plays().forEach(moved::add);
    assertThat(moved.plays()).isEqualTo(memory.plays());
    assertThat(moved.others()).isEmpty();
    assertThat(hours(moved, NOW.plusSeconds(9)))
        .isEqualTo(Map.of(0, 9 / 3600f, 1, 0f, 2, 3 + 9 / 3600f));
    ListenerMemory fewer = ListenerMemory.of(Catalogue.of(List.of(Song.of("c"))));
    moved.plays().forEach(fewer::add);
    assertThat(fewer.plays()).isEqualTo(memory.plays());
    assertThat(fewer.others()).containsExactly(STRANGER, Song.of("a"));
  }

  @Test
  void add_toASongInMemory_addsUp() {
    SongPlays halfADayAgo =
        new SongPlays(Song.of("a"), hoursAgo(12), List.of(), Collections.nCopies(8, 4.0));
    for (ListenerMemory memory :
        List.of(
            memory().play(0, NOW).add(halfADayAgo),
            memory().add(halfADayAgo).add(new SongPlays(Song.of("a"), NOW, List.of(), ONCE)))) {
      assertThat(log(memory, 2, NOW)).isEqualTo(Math.log(1 + 1 + 2), within(PRECISION));
      assertThat(hours(memory, NOW)).isEqualTo(Map.of(0, 0f));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void songPlays_outOfRange_areRefused() {
    Song song = Song.of("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SongPlays(song, NOW, List.of(), List.of(1.0, 2.0)))
        .withMessage("there must be one trace per half-life (8), but there are 2");
    for (double trace : new double[] {0.5, -1, Double.NaN, 65_537}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SongPlays(song, NOW, List.of(), Collections.nCopies(8, trace)))
          .withMessageStartingWith("traces must be in 1..65536, were [" + trace);
    }
    Duration hour = Duration.ofHours(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SongPlays(song, NOW, List.of(hour, hour, hour), ONCE))
        .withMessage("there must be at most 2 pauses, but there are 3");
    for (Duration pause : new Duration[] {Duration.ZERO, hour.negated(), Duration.ofDays(50_000)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SongPlays(song, NOW, List.of(pause), ONCE))
          .withMessage("pauses must be in 1..4294967296 seconds, were [%s]", pause);
    }
    List<Double> none = Collections.nCopies(8, null);
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> new SongPlays(song, NOW, List.of(), none))
        .withMessage("traces");
  }

  @Test
  void largestTrace_movesToo() {
    List<Double> most = Collections.nCopies(8, 65_536.0);
    ListenerMemory memory = memory().add(new SongPlays(Song.of("a"), NOW, List.of(), most));
    memory.add(new SongPlays(Song.of("a"), NOW, List.of(), most)).play(0, NOW.plusSeconds(1));
    assertThat(memory.plays().get(0).traces()).allMatch(trace -> trace <= 65_536);
    assertThat(log(memory, 7, NOW)).isEqualTo(Math.log(65_537), within(PRECISION));
  }

  @Test
  void clear_forgetsAll() {
    ListenerMemory memory = memory().play(0, NOW).play(STRANGER, NOW);
    memory.clear();
    assertThat(memory.plays()).isEmpty();
    assertThat(memory.songs()).isZero();
    assertThat(memory.others()).isEmpty();
    assertThat(memory.play(0, hoursAgo(9)).plays().get(0).last()).isEqualTo(hoursAgo(9));
  }

  @Test
  void playlist_isPlayedAtItsTimes() {
    ListenerMemory memory = memory().play(Playlist.of(1, 0, 1).withTimes("ann", 0, 3600, 7200));
    memory.play(Playlist.of(2).withTimes("ann", 10_800));
    assertThat(hours(memory, Instant.ofEpochSecond(10_800))).isEqualTo(Map.of(0, 2f, 1, 1f, 2, 0f));
    List<SongPlays> before = memory.plays();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.play(Playlist.of(0, 1)))
        .withMessage("playlist must have times, but this one of 2 songs has none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.play(Playlist.of(0, 3).withTimes("ann", 20_000, 30_000)))
        .withMessage("playlist 0, position 1: song index must be in 0..2, was 3");
    assertThat(memory.plays()).isEqualTo(before);
  }

  @Test
  void songsThatTheCatalogueLacks_areForgottenToo() {
    ListenerMemory memory = memory().play(1, NOW);
    for (int song = 0; song < 250; song++) {
      memory.play(Song.of("other " + song), NOW.plus(Duration.ofDays(100L * song)));
    }
    assertThat(memory.others()).hasSizeBetween(11, 33).last().isEqualTo(Song.of("other 249"));
    assertThat(memory.plays()).extracting(each -> each.song().id()).startsWith("other 249");
  }

  @Test
  void describe_saysHowOftenAndWhenLast() { // every 12 hours is 14 times a week
    ListenerMemory memory = memory();
    for (int play = 200; play >= 0; play--) {
      memory.play(0, hoursAgo(12 * play + 1));
      if (play == 6) {
        memory.play(1, hoursAgo(72));
      }
    }
    assertThat(memory.describe("a", NOW)).contains("played 14 times a week, last 60 minutes ago");
    assertThat(memory.describe("b", NOW)).contains("played less than once a week, last 3 days ago");
    assertThat(memory.describe("c", NOW)).isEmpty();
  }

  @Test
  void songs_outsideTheCatalogue_areRefused() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> memory().play(3, NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory().describe("x", NOW))
        .withMessageContaining("x");
  }

  /** A listener with 5,000 different songs. */
  private static ListenerMemory large(Catalogue catalogue) {
    return ofSongs(5000, catalogue);
  }

  private static ListenerMemory ofSongs(int songs, Catalogue catalogue) {
    ListenerMemory memory = ListenerMemory.of(catalogue, InstantSource.fixed(NOW));
    for (int play = 0; play < 20_000; play++) {
      memory.play(play * 7 % songs, NOW.minusSeconds(240L * (20_000 - play)));
    }
    return memory;
  }

  private static Catalogue catalogue(int songs) {
    return Catalogue.of(IntStream.range(0, songs).mapToObj(i -> Song.of("song " + i)).toList());
  }

  @Test
  void fiveThousandSongs_takeLessThan200Kilobytes() {
    ListenerMemory memory = large(catalogue(10_000));
    assertThat(memory.songs()).isEqualTo(5000);
    assertThat(memory.bytesInMemory()).isLessThan(200_000);
    assertThat(memory.copy().bytesInMemory()).isLessThan(200_000);
    assertThat(memory.contents().plays.bytes()).isEqualTo(5000 * 28 + 8);
  }

  /** Ten times as many songs take 10 times as long; 100 times would be each with each. */
  @Test
  @Timeout(300)
  void snapshot_isWrittenAndReadInOnePass() {
    nanosOfSnapshot(5000); // so that both run compiled
    assertThat(nanosOfSnapshot(5000)).isLessThan(40 * nanosOfSnapshot(500));
  }

  /** Usually 0.3 ms for 5000 songs; the best of many, since the machine may be busy. */
  private static long nanosOfSnapshot(int songs) {
    DayAgoRecommender recommender = new DayAgoRecommender(catalogue(10_000));
    SessionSnapshot snapshot =
        new SessionSnapshot(
            SessionHistory.of(ofSongs(songs, recommender.catalogue())), new float[0]);
    List<Long> nanos = new ArrayList<>();
    for (int run = 0; run < 200; run++) {
      long start = System.nanoTime();
      byte[] bytes = snapshot.toBytes(recommender);
      SessionSnapshot read = SessionSnapshot.of(bytes, recommender);
      nanos.add(System.nanoTime() - start);
      assertThat(read.history().memory().orElseThrow().songs()).isEqualTo(songs);
    }
    return Collections.min(nanos);
  }
}
