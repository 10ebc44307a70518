package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.RecommendationRules.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * For all rules, histories and orders of giving way: each song of a list or continuation is the
 * best of those for which the fewest kinds of rules give way, by a check that keeps all plays and
 * reads every rule from its definition.
 */
class RulesPropertyTest {

  private static final int SONGS = 25;
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Instant START = Instant.parse("2024-03-01T20:00:00Z");
  private static final int NEVER = Integer.MAX_VALUE;

  /** A play; one song at one second is one. */
  private record Play(Song song, Instant time) {}

  /** What has been heard, and listed. */
  private static final class Log {

    private final DayAgoRecommender recommender;
    private final Set<Play> plays = new LinkedHashSet<>();
    private final Set<Play> skips = new LinkedHashSet<>();
    private final List<Song> heard = new ArrayList<>();
    private final List<Song> heardOrSkipped = new ArrayList<>();
    private final Set<Song> banned = new LinkedHashSet<>();
    private final List<Song> listed = new ArrayList<>();
    private int known;
    private Instant now = START;

    Log(DayAgoRecommender recommender) {
      this.recommender = recommender;
    }

    void play(Song song) {
      plays.add(new Play(song, now));
      heard.add(song);
      heardOrSkipped.add(song);
    }

    void skip(Song song) {
      skips.add(new Play(song, now));
      heardOrSkipped.add(song);
    }

    /** Adds a song to the list, before it is played. */
    void list(Song song) {
      known += isKnown(song) ? 1 : 0;
      listed.add(song);
    }

    boolean isKnown(Song song) {
      return Stream.concat(plays.stream(), skips.stream()).anyMatch(play -> play.song.equals(song));
    }

    String artist(Song song) {
      return recommender.catalogue().leadArtist(song);
    }

    boolean sameArtist(Song song, Song other) {
      return !artist(song).isEmpty() && artist(song).equals(artist(other));
    }

    static List<Song> last(List<Song> songs, int count) {
      return songs.subList(Math.max(0, songs.size() - count), songs.size());
    }

    Stream<Song> playedIn(Duration time) {
      return in(time, plays);
    }

    Stream<Song> playedOrSkippedIn(Duration time) {
      return Stream.concat(in(time, plays), in(time, skips));
    }

    private Stream<Song> in(Duration time, Set<Play> some) {
      return some.stream()
          .filter(play -> Duration.between(play.time, now).compareTo(time) < 0)
          .map(Play::song);
    }
  }

  private interface Broken {
    boolean by(Song song, Log log);
  }

  /** A rule of the library, and what it says. */
  private record Said(RecommendationRules rules, Kind kind, Broken broken) {

    Said during(LocalTime from, LocalTime to) {
      Broken then =
          (song, log) -> {
            LocalTime time = log.now.atZone(TOKYO).toLocalTime();
            boolean holds =
                from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
            return holds && broken.by(song, log);
          };
      return new Said(RecommendationRules.none().during(from, to, rules), kind, then);
    }
  }

  private static Said rule(Random random, int count) {
    RecommendationRules none = RecommendationRules.none();
    int number = 1 + random.nextInt(6);
    Duration time = Duration.ofSeconds(1 + random.nextInt(4 * 3600));
    Duration hour = Duration.ofMinutes(1 + random.nextInt(60));
    double share = random.nextInt(5) / 4.0;
    List<String> ids = random.ints(8, 0, SONGS).mapToObj(song -> "song" + song).toList();
    return switch (random.nextInt(9)) {
      case 0 ->
          new Said(
              none.noRepeatWithin(number),
              Kind.NO_REPEAT_WITHIN,
              (song, log) -> Log.last(log.heardOrSkipped, number).contains(song));
      case 1 ->
          new Said(
              none.noRepeatWithin(time),
              Kind.NO_REPEAT_WITHIN,
              (song, log) -> log.playedOrSkippedIn(time).anyMatch(song::equals));
      case 2 ->
          new Said(
              none.artistGap(number),
              Kind.ARTIST_GAP,
              (song, log) ->
                  Log.last(log.heard, number).stream()
                      .anyMatch(other -> log.sameArtist(song, other)));
      case 3 ->
          new Said(
              none.artistGap(time),
              Kind.ARTIST_GAP,
              (song, log) -> log.playedIn(time).anyMatch(other -> log.sameArtist(song, other)));
      case 4 ->
          new Said(
              none.atMostPerArtist(number),
              Kind.AT_MOST_PER_ARTIST,
              (song, log) ->
                  log.listed.stream().filter(other -> log.sameArtist(song, other)).count()
                      >= number);
      case 5 ->
          new Said(
              none.atMostPerArtist(number, hour),
              Kind.AT_MOST_PER_ARTIST,
              (song, log) ->
                  log.playedIn(hour).filter(other -> log.sameArtist(song, other)).count()
                      >= number);
      case 6 ->
          new Said(
              none.familiarity(share),
              Kind.FAMILIARITY,
              (song, log) -> log.isKnown(song) && log.known + 1 > share * count);
      case 7 -> new Said(none.only(ids), Kind.ONLY, (song, log) -> !ids.contains(song.id()));
      default -> new Said(none.never(ids), Kind.NEVER, (song, log) -> ids.contains(song.id()));
    };
  }

  /** A listener, rules and what they say, all from one seed. */
  private static final class Situation {

    final Log log;
    final ListeningSession session;
    final int count;
    final List<Said> said = new ArrayList<>();
    final List<Kind> order;
    final RecommendationRules rules;

    Situation(long seed, int count, int numberOfRules) {
      Random random = new Random(seed);
      this.count = count;
      DayAgoRecommender recommender = new DayAgoRecommender(catalogue(random));
      this.log = new Log(recommender);
      ListenerMemory memory =
          ListenerMemory.of(recommender.catalogue(), InstantSource.fixed(START), TOKYO);
      this.session = listen(recommender.newSession(memory), random).at(log.now);
      for (int ban = random.nextInt(3); ban > 0; ban--) {
        Song song = recommender.catalogue().song(random.nextInt(SONGS));
        log.banned.add(song);
        session.ban(song.id());
      }
      RecommendationRules all = RecommendationRules.none();
      for (int rule = 0; rule < numberOfRules; rule++) {
        Said next = rule(random, count);
        LocalTime from = LocalTime.of(random.nextInt(24), 30);
        LocalTime to = LocalTime.of(random.nextInt(24), 0);
        said.add(random.nextInt(4) == 0 ? next.during(from, to) : next);
        all = RecommendationRules.parse(joined(all, said.get(rule).rules));
      }
      List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
      Collections.shuffle(kinds, random);
      this.order = kinds.subList(0, random.nextInt(kinds.size() + 1));
      this.rules = all.relaxing(order.toArray(Kind[]::new));
    }

    private static Catalogue catalogue(Random random) {
      return Catalogue.of(
          random
              .ints(SONGS, 0, 6)
              .mapToObj(artist -> artist == 0 ? "" : "Artist " + artist)
              .map(new Numbered()::song)
              .toList());
    }

    /** Plays songs over some hours, no song twice within an hour; the first in another session. */
    private ListeningSession listen(ListeningSession listener, Random random) {
      int plays = random.nextInt(40);
      int others = random.nextInt(plays + 1);
      for (int play = 0; play < plays; play++) {
        log.now = log.now.plusSeconds(60 + random.nextInt(900));
        Song song = log.recommender.catalogue().song(random.nextInt(SONGS));
        if (log.playedOrSkippedIn(Duration.ofHours(1)).noneMatch(song::equals)) {
          if (play < others) {
            log.plays.add(new Play(song, log.now));
            listener.memory().orElseThrow().play(song, log.now);
          } else if (random.nextInt(4) == 0) {
            log.skip(song);
            listener.at(log.now).skip(song, Duration.ofSeconds(9));
          } else {
            log.play(song);
            listener.play(song, log.now);
          }
        }
      }
      log.now = log.now.plusSeconds(random.nextInt(1800));
      return listener;
    }

    /** The rules that must give way for a song, in the order in which they do. */
    List<String> broken(Song song) {
      return said.stream()
          .filter(each -> each.broken.by(song, log))
          .sorted(Comparator.comparingInt(each -> order.indexOf(each.kind)))
          .map(each -> each.rules.toString())
          .toList();
    }

    /** How many kinds of rules must give way for a song. */
    int level(Song song) {
      if (log.banned.contains(song)) {
        return NEVER;
      }
      return said.stream()
          .filter(each -> each.broken.by(song, log))
          .mapToInt(each -> order.contains(each.kind) ? order.indexOf(each.kind) + 1 : NEVER)
          .max()
          .orElse(0);
    }

    /** The songs that may come next at all, best first. */
    List<Song> next(List<Song> candidates, Scores scores) {
      Catalogue catalogue = log.recommender.catalogue();
      Map<Song, Integer> levels = new HashMap<>();
      candidates.forEach(song -> levels.put(song, level(song)));
      return candidates.stream()
          .filter(song -> levels.get(song) < NEVER)
          .sorted(
              Comparator.comparing((Song song) -> levels.get(song))
                  .thenComparing(song -> -scores.get(catalogue.index(song.id()).getAsInt())))
          .toList();
    }
  }

  private static final class Numbered {
    private int next;

    Song song(String artist) {
      return new Song("song" + next++, "", artist, List.of());
    }
  }

  private static String joined(RecommendationRules some, RecommendationRules more) {
    return some.equals(RecommendationRules.none()) ? more.toString() : some + ", " + more;
  }

  @Property(tries = 300)
  void eachSongOfAList_isTheBest_forWhichTheFewestRulesGiveWay(
      @ForAll long seed,
      @ForAll @IntRange(max = 30) int count,
      @ForAll @IntRange(max = 5) int rules) {
    Situation now = new Situation(seed, count, rules);
    List<Song> left = new ArrayList<>(now.log.recommender.catalogue().songs());
    Scores scores = now.session.scores();

    for (Recommendation each : now.session.recommend(count, now.rules)) {
      assertThat(each.song()).isEqualTo(now.next(left, scores).get(0));
      assertThat(each.gaveWay()).isEqualTo(now.broken(each.song()));
      now.log.list(each.song());
      left.remove(each.song());
    }

    assertThat(now.log.listed.size() == count || now.next(left, scores).isEmpty())
        .as("full whenever the catalogue allows")
        .isTrue();
  }

  @Property(tries = 300)
  void eachSongOfAContinuation_isTheBest_forWhichTheFewestRulesGiveWay(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int count,
      @ForAll @IntRange(max = 5) int rules) {
    Situation now = new Situation(seed, count, rules);
    List<Song> all = now.log.recommender.catalogue().songs();
    ListeningSession listener = now.session.copy();

    for (Song song : now.session.continuation(count, now.rules)) {
      assertThat(song).isEqualTo(now.next(all, listener.scores()).get(0));
      now.log.list(song);
      now.log.play(song);
      listener.play(song);
    }

    assertThat(now.log.listed.size() == count || now.next(all, listener.scores()).isEmpty())
        .as("full whenever the catalogue allows")
        .isTrue();
  }

  @Property(tries = 300)
  void drawnLists_keepTheRules(
      @ForAll long seed,
      @ForAll @IntRange(max = 30) int count,
      @ForAll @IntRange(max = 5) int rules) {
    Situation now = new Situation(seed, count, rules);
    List<Song> left = new ArrayList<>(now.log.recommender.catalogue().songs());

    for (Recommendation each : now.session.recommend(count, now.rules, 500, seed)) {
      int fewest = left.stream().mapToInt(now::level).min().orElseThrow();
      assertThat(now.level(each.song())).isEqualTo(fewest).isNotEqualTo(NEVER);
      assertThat(each.gaveWay()).isEqualTo(now.broken(each.song()));
      assertThat(each.score()).isEqualTo(now.session.score(each.song().id()));
      now.log.list(each.song());
      left.remove(each.song());
    }

    assertThat(
            now.log.listed.size() == count
                || left.stream().allMatch(song -> now.level(song) == NEVER))
        .isTrue();
  }

  @Property(tries = 300)
  void parse_readsWhatToStringWrites(@ForAll long seed, @ForAll @IntRange(max = 8) int rules) {
    RecommendationRules written = new Situation(seed, 10, rules).rules;

    RecommendationRules read = RecommendationRules.parse(written.toString());

    assertThat(read).isEqualTo(written).hasToString(written.toString()).hasSameHashCodeAs(written);
    assertThat(Objects.equals(written, RecommendationRules.none()))
        .isEqualTo(written.toString().equals("no rules"));
  }
}
