package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlayHistoryTest {

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c").map(Song::of).toList());

  private static final PlayHistory HISTORY =
      PlayHistory.of(
          SONGS,
          Stream.of(
              Playlist.of(1).withTimes("ann", 7200), // not in order of time
              Playlist.of(0, 2).withTimes("ann", 0, 3600),
              Playlist.of(1).withTimes("bob", 0),
              Playlist.of(0, 1, 2)));

  /** What the listener has played before a time: each song with the hours since. */
  private static Map<String, Float> before(PlayHistory history, String listener, long second) {
    Playlist next = Playlist.of(0).withTimes(listener, second);
    ListenerMemory memory = history.before(next);
    Traces traces = new Traces();
    memory.read(Instant.ofEpochSecond(second), traces);
    Map<String, Float> hours = new TreeMap<>();
    for (int i = 0; i < traces.size(); i++) {
      hours.put(memory.catalogue().song(traces.song(i)).id(), traces.hours()[i]);
    }
    return hours;
  }

  @Test
  void before_isWhatTheListenerPlayedUntilTheSecondBefore() {
    assertThat(before(HISTORY, "ann", 0)).isEmpty();
    assertThat(before(HISTORY, "ann", 3600)).isEqualTo(Map.of("a", 1f));
    assertThat(before(HISTORY, "ann", 7200)).isEqualTo(Map.of("a", 2f, "c", 1f));
    assertThat(before(HISTORY, "ann", 10_800)).isEqualTo(Map.of("a", 3f, "b", 1f, "c", 2f));
    assertThat(before(HISTORY, "bob", 10_800)).isEqualTo(Map.of("b", 3f));
    assertThat(before(HISTORY, "cid", 10_800)).isEmpty();
  }

  @Test
  void withSongs_leavesOutWhatTheOtherCatalogueLacks() {
    Catalogue other = Catalogue.of(Stream.of("x", "c", "a").map(Song::of).toList());
    PlayHistory history = HISTORY.withSongs(other, song -> new int[] {2, -1, 1}[song]);
    assertThat(before(history, "ann", 10_800)).isEqualTo(Map.of("a", 3f, "c", 2f));
    assertThat(before(history, "bob", 10_800)).isEmpty();

    Catalogue last = Catalogue.of(List.of(Song.of("a")));
    assertThat(before(history.withSongs(last, song -> song == 2 ? 0 : -1), "ann", 10_800))
        .isEqualTo(Map.of("a", 3f));
  }

  @Test
  void scoresOfARecommenderThatKnowsNoTime_replayNothing() {
    AtomicInteger replayed = new AtomicInteger();
    PlayHistory counted =
        HISTORY.withSongs(
            SONGS,
            song -> {
              replayed.incrementAndGet();
              return song;
            });
    Playlist next = Playlist.of(0, 1).withTimes("ann", 10_800, 10_900);
    BigramRecommender bigram = BigramRecommender.of(SONGS, true, new float[4][3]);
    bigram.score(Stream.of(next), counted, (playlist, heard, scores) -> {});
    assertThat(replayed).hasValue(0);
    new DayAgoRecommender(SONGS).score(Stream.of(next), counted, (playlist, heard, scores) -> {});
    assertThat(replayed).as("plays of ann").hasValue(3);
  }

  @Test
  void before_ofEachOfManySessions_replaysPlaysInProportion() {
    long few = playsReplayed(5_000);
    assertThat(few).as("20,000 plays, of which some are replayed again").isLessThan(1_000_000);
    assertThat(playsReplayed(10_000)).isLessThan(2 * few + 1_000);
  }

  /** How many plays are added to memories if each session of a listener asks for its own. */
  private static long playsReplayed(int sessions) {
    AtomicLong replayed = new AtomicLong();
    List<Playlist> all =
        IntStream.range(0, sessions)
            .mapToObj(i -> Playlist.of(0, 1, 2, i % 3).withTimes("ann", hours(i, i, i, i)))
            .toList();
    PlayHistory history =
        PlayHistory.of(SONGS, all.stream())
            .withSongs(
                SONGS,
                song -> {
                  replayed.incrementAndGet();
                  return song;
                });
    all.forEach(history::before);
    return replayed.get();
  }

  private static long[] hours(int... hours) {
    return IntStream.of(hours).mapToLong(hour -> 3600L * hour).toArray();
  }

  @Test
  void before_ofSessionsThatOverlap_isThatOfAReplay_inWhateverOrderTheyAreAskedFor() {
    List<Playlist> all = overlapping(new Random(1));
    PlayHistory history = PlayHistory.of(SONGS, all.stream());
    List<Playlist> asked = new ArrayList<>(all);
    Collections.shuffle(asked, new Random(2));

    asked.parallelStream()
        .forEach(
            next -> assertThat(history.before(next).plays()).isEqualTo(replay(all, next).plays()));
  }

  /** Sessions of one listener, each of which may begin before the one before it ends. */
  private static List<Playlist> overlapping(Random random) {
    List<Playlist> sessions = new ArrayList<>();
    for (int begun = 0; sessions.size() < 300; begun += random.nextInt(4)) {
      int[] songs = random.ints(1 + random.nextInt(8), 0, SONGS.size()).toArray();
      int[] hours = new int[songs.length];
      for (int i = 0, hour = begun; i < hours.length; i++, hour += random.nextInt(2)) {
        hours[i] = hour;
      }
      sessions.add(Playlist.of(songs).withTimes("ann", hours(hours)));
    }
    return sessions;
  }

  private static ListenerMemory replay(List<Playlist> all, Playlist next) {
    ListenerMemory memory = ListenerMemory.of(SONGS);
    for (Playlist earlier : all) {
      for (int i = 0; earlier.time(0).isBefore(next.time(0)) && i < earlier.size(); i++) {
        if (earlier.time(i).isBefore(next.time(0))) {
          memory.play(earlier.song(i), earlier.time(i));
        }
      }
    }
    return memory;
  }

  @Test
  void scoresWithoutHistory_areOfWhatThePlaylistHolds() {
    Map<Integer, Double> ofA = new ConcurrentHashMap<>();
    new DayAgoRecommender(SONGS)
        .score(
            Stream.of(Playlist.of(0, 1, 2).withTimes("ann", 0, 3600, 7200)),
            (playlist, heard, scores) -> ofA.put(heard, (double) scores.get(0)));
    // Asked at the time of each next song, and after the last at its own: a is 1, 2 and 2 h old.
    assertThat(ofA).isEqualTo(Map.of(1, -23.0, 2, -22.0, 3, -22.0));
  }
}
