package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A memory against one that keeps all plays and adds them up. */
class MemoryPropertyTest {

  private static final Catalogue SONGS =
      Catalogue.of(IntStream.range(0, 6000).mapToObj(i -> Song.of("song " + i)).toList());
  private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
  private static final int DAY = 86_400;

  /** Some songs are played often, others once; now and then the time runs backwards. */
  @Property(tries = 15)
  void memory_ofAYear_isThatOfAllPlays(@ForAll long seed) {
    Random random = new Random(seed);
    Comparison both = new Comparison();
    long time = BEGIN;
    for (int play = 0; play < 8000; play++) {
      time += random.nextInt(2 * 365 * DAY / 8000);
      long second = random.nextInt(20) == 0 ? time - random.nextInt(DAY) : time;
      both.play((int) (SONGS.size() * Math.pow(random.nextDouble(), 3)), second);
    }
    assertThat(both.memory.songs()).isEqualTo(both.plays.size()).isGreaterThan(1000);
    both.assertEqualsSums(both.latest, 0);
    both.assertEqualsSums(both.latest + random.nextInt(100 * DAY), 0);
  }

  /** Songs come and go, so that the memory forgets most of them. What it forgot counts little. */
  @Property(tries = 10)
  void memory_ofTwentyYears_forgets(@ForAll long seed) {
    Random random = new Random(seed);
    Comparison both = new Comparison();
    long time = BEGIN;
    for (int play = 0; play < 6000; play++) {
      time += random.nextInt(2 * 20 * 365 * DAY / 6000);
      both.play((play + random.nextInt(300)) % SONGS.size(), time);
    }
    assertThat(both.memory.songs()).isLessThan(3000);
    both.assertEqualsSums(both.latest, 1 / 128.0);
  }

  /** A play adds less than a unit of what is stored; on average none is lost. */
  @Property(tries = 10)
  void memory_ofThousandsOfPlaysOfASong_losesNone(@ForAll long seed) {
    Random random = new Random(seed);
    Comparison both = new Comparison();
    long time = BEGIN;
    for (int play = 0; play < 30_000; play++) {
      time += 1 + random.nextInt(600);
      both.play(0, time);
    }
    both.assertEqualsSums(both.latest, 0);
  }

  /** A memory, and all plays that it was told. */
  private static final class Comparison {

    /** The seconds at which each song was played. */
    private final Map<Integer, List<Long>> plays = new HashMap<>();

    private final ListenerMemory memory = ListenerMemory.of(SONGS);
    private long latest = Long.MIN_VALUE;

    void play(int song, long second) {
      memory.play(song, Instant.ofEpochSecond(second));
      List<Long> known = plays.computeIfAbsent(song, each -> new ArrayList<>());
      latest = Math.max(latest, second);
      long last = known.isEmpty() ? Long.MIN_VALUE : known.get(known.size() - 1);
      if (last != second && last != latest) { // else another report of that play
        known.add(latest);
      }
    }

    private double sum(int song, int trace, long now) {
      double halfLife = ListenerMemory.HALF_LIVES.get(trace).toSeconds();
      return plays.get(song).stream()
          .mapToDouble(second -> Math.pow(2, (second - now) / halfLife))
          .sum();
    }

    /**
     * Five standard deviations of the sum of errors, a random walk: a unit is ln 2 / 2047 = 3.4e-4,
     * and rounding at random errs by 0.41 units.
     */
    private static double rounding(int plays) {
      return Math.max(1e-3, 5 * 0.41 * 3.4e-4 * Math.sqrt(plays));
    }

    /**
     * Compares all traces.
     *
     * @param forgotten what a song that was forgotten may lack since
     */
    void assertEqualsSums(long now, double forgotten) {
      Traces traces = new Traces();
      memory.read(Instant.ofEpochSecond(now), traces);
      Map<Integer, Integer> found = new HashMap<>();
      for (int i = 0; i < traces.size(); i++) {
        assertThat(found.put(traces.song(i), i)).as("song %d again", traces.song(i)).isNull();
      }
      for (int song : plays.keySet()) {
        double longest = sum(song, 7, now);
        if (longest > 1.01 / 64) {
          assertThat(found).as("trace %s", longest).containsKey(song);
          for (int trace = 0; trace < 8; trace++) {
            assertThat((double) traces.logs(trace)[found.get(song)])
                .as("song %d, trace %d of %d plays", song, trace, plays.get(song).size())
                .isEqualTo(
                    Math.log1p(sum(song, trace, now)),
                    within(forgotten + rounding(plays.get(song).size())));
          }
        } else if (longest < 0.99 / 64) {
          assertThat(found).as("trace %s", longest).doesNotContainKey(song);
        }
      }
    }
  }
}
