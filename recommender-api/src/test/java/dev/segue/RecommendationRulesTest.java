package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * For all songs, scores and listeners, no list breaks a rule, and each is the best that the rules
 * allow.
 */
class RecommendationRulesTest {

  private static final int SONGS = 30;

  /** The last song determines the scores; some artists have many songs, some songs no artist. */
  private static BigramRecommender recommender(Random random) {
    List<Song> songs = new ArrayList<>();
    for (int song = 0; song < SONGS; song++) {
      int artist = random.nextInt(9);
      String name =
          artist == 0 ? "" : "Artist " + artist + (random.nextBoolean() ? " (ft. X)" : "");
      songs.add(new Song("song" + song, "", name, List.of()));
    }
    float[][] scores = new float[SONGS + 1][SONGS];
    for (float[] row : scores) {
      for (int song = 0; song < SONGS; song++) {
        row[song] = random.nextInt(12); // many ties
      }
    }
    return BigramRecommender.of(Catalogue.of(songs), true, scores);
  }

  private static ListeningSession session(Random random) {
    ListeningSession session = recommender(random).newSession();
    random.ints(random.nextInt(20), 0, SONGS).forEach(song -> session.play("song" + song));
    return session;
  }

  private static String artist(ListeningSession session, Song song) {
    return session.recommender().catalogue().leadArtist(song);
  }

  @Property
  void noRepeatWithin(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int gap) {
    ListeningSession session = session(new Random(seed));

    assertThat(songs(session, RecommendationRules.none().noRepeatWithin(gap)))
        .containsExactlyElementsOf(
            ranked(session).filter(song -> !last(session.heard(), gap).contains(song)).toList());
  }

  @Property
  void noRepeats(@ForAll long seed) {
    ListeningSession session = session(new Random(seed));

    assertThat(songs(session, RecommendationRules.none().noRepeats()))
        .containsExactlyElementsOf(
            ranked(session).filter(song -> !session.heard().contains(song)).toList());
  }

  @Property
  void artistGap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int gap) {
    ListeningSession session = session(new Random(seed));
    List<String> artists =
        last(session.heard(), gap).stream()
            .map(song -> artist(session, song))
            .filter(artist -> !artist.isEmpty())
            .toList();

    assertThat(songs(session, RecommendationRules.none().artistGap(gap)))
        .containsExactlyElementsOf(
            ranked(session).filter(song -> !artists.contains(artist(session, song))).toList());
  }

  @Property
  void atMostPerArtist(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int most) {
    ListeningSession session = session(new Random(seed));
    Map<String, Integer> listed = new HashMap<>();

    List<Song> recommended = songs(session, RecommendationRules.none().atMostPerArtist(most));

    assertThat(recommended)
        .containsExactlyElementsOf(
            ranked(session)
                .filter(
                    song ->
                        artist(session, song).isEmpty()
                            || listed.merge(artist(session, song), 1, Integer::sum) <= most)
                .toList());
  }

  @Property
  void onlyNeverAndWhere(@ForAll long seed, @ForAll Set<@IntRange(max = 35) Integer> numbers) {
    ListeningSession session = session(new Random(seed));
    List<String> ids = numbers.stream().map(number -> "song" + number).toList();
    RecommendationRules rules = RecommendationRules.none();

    List<Song> only = songs(session, rules.only(ids));
    List<Song> never = songs(session, rules.never(ids));

    assertThat(only)
        .containsExactlyElementsOf(ranked(session).filter(song -> ids.contains(song.id())).toList())
        .isEqualTo(songs(session, rules.where(song -> ids.contains(song.id()))));
    assertThat(never)
        .containsExactlyElementsOf(
            ranked(session).filter(song -> !ids.contains(song.id())).toList());
  }

  @Property
  void boost(@ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int amount) {
    ListeningSession session = session(new Random(seed));
    RecommendationRules rules =
        RecommendationRules.none()
            .boost(song -> artist(session, song).equals("artist 1") ? amount : 0)
            .boost(song -> song.id().equals("song3") ? amount : 0);

    assertThat(session.recommend(SONGS, rules))
        .isSortedAccordingTo(Comparator.comparing(Recommendation::score).reversed())
        .allSatisfy(
            each -> {
              int boosts =
                  (artist(session, each.song()).equals("artist 1") ? 1 : 0)
                      + (each.song().id().equals("song3") ? 1 : 0);
              assertThat(each.score()).isEqualTo(session.score(each.song().id()) + boosts * amount);
            });
  }

  @Property
  @net.jqwik.api.Tag("slow")
  void diversity(@ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 20) double weight) {
    ListeningSession session = session(new Random(seed));
    List<Recommendation> list =
        session.recommend(SONGS, RecommendationRules.none().diversity(weight));

    List<Song> left = new ArrayList<>(session.recommender().catalogue().songs());
    List<Song> listed = new ArrayList<>();
    for (Recommendation next : list) { // the greedy choice, without a heap
      double best =
          left.stream()
              .mapToDouble(song -> session.score(song.id()) - loss(session, weight, song, listed))
              .max()
              .orElseThrow();
      assertThat(next.score()).isEqualTo(best);
      assertThat(session.score(next.song().id()) - loss(session, weight, next.song(), listed))
          .isEqualTo(best);
      listed.add(next.song());
      left.remove(next.song());
    }
    assertThat(left).isEmpty();
  }

  private static double loss(
      ListeningSession session, double weight, Song song, List<Song> listed) {
    return weight
        * listed.stream()
            .mapToDouble(other -> session.recommender().similarity(song.id(), other.id()))
            .filter(similarity -> similarity > 0)
            .max()
            .orElse(0);
  }

  @Test
  void diversity_withoutSimilarities_isRefused() {
    float[] scores = {1, 2};
    Catalogue catalogue = Catalogue.of(List.of(Song.of("a"), Song.of("b")));
    ListeningSession session =
        BigramRecommender.of(catalogue, false, scores, scores, scores).newSession();
    RecommendationRules rules = RecommendationRules.none().diversity(1);

    assertThatThrownBy(() -> session.recommend(2, rules))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("bigram has learnt no similarity of songs");
  }

  @Property
  void continuation_obeysAllRules_andLeavesTheSessionAlone(
      @ForAll long seed, @ForAll boolean drawn, @ForAll @IntRange(max = 40) int count) {
    ListeningSession session = session(new Random(seed));
    List<Song> heard = session.heard();
    RecommendationRules rules =
        RecommendationRules.none().noRepeatWithin(6).artistGap(2).atMostPerArtist(3);

    List<Song> songs =
        drawn ? session.continuation(count, rules, 1.5, seed) : session.continuation(count, rules);

    assertThat(session.heard()).isEqualTo(heard);
    assertThat(songs).hasSizeLessThanOrEqualTo(count);
    List<Song> all = new ArrayList<>(heard);
    Map<String, Integer> listed = new HashMap<>();
    for (Song song : songs) {
      assertThat(last(all, 6)).doesNotContain(song);
      if (!artist(session, song).isEmpty()) {
        assertThat(last(all, 2))
            .extracting(each -> artist(session, each))
            .doesNotContain(artist(session, song));
        assertThat(listed.merge(artist(session, song), 1, Integer::sum)).isLessThanOrEqualTo(3);
      }
      all.add(song);
    }
  }

  @Test
  void continuation_plays_theBestSongEachTime() {
    ListeningSession session = session(new Random(7));
    ListeningSession copy = session.copy();

    List<Song> songs = session.continuation(5, RecommendationRules.none());

    for (Song song : songs) {
      assertThat(copy.recommend(1)).extracting(Recommendation::song).containsExactly(song);
      copy.play(song.id());
    }
  }

  @Test
  @Tag("slow")
  void continuation_drawn_hasTheProbabilitiesOfTheRecommender() {
    float[] scores = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
    ListeningSession session =
        BigramRecommender.of(
                Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c"))),
                true,
                scores,
                scores,
                scores,
                scores)
            .newSession();
    Map<String, Integer> counts = new HashMap<>();

    session
        .continuation(20_000, RecommendationRules.none(), 1, 5)
        .forEach(song -> counts.merge(song.id(), 1, Integer::sum));

    assertThat(counts.get("a") / 20_000.0).isBetween(0.48, 0.52);
    assertThat(counts.get("c") / 20_000.0).isBetween(0.18, 0.22);
    assertThat(session.continuation(9, RecommendationRules.none(), 1, 5))
        .as("the same seed")
        .isEqualTo(session.continuation(9, RecommendationRules.none(), 1, 5));
    assertThat(session.continuation(9, RecommendationRules.none(), 0.001, 5))
        .as("cold")
        .isEqualTo(session.continuation(9, RecommendationRules.none()));
  }

  @Test
  void badValues() {
    RecommendationRules rules = RecommendationRules.none();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.noRepeatWithin(0))
        .withMessage("noRepeatWithin must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.artistGap(-1))
        .withMessage("artistGap must be > 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.atMostPerArtist(0))
        .withMessage("atMostPerArtist must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.diversity(0))
        .withMessage("diversity must be > 0 and finite, was 0.0");
    ListeningSession session = session(new Random(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.recommend(-1, rules))
        .withMessage("count must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.recommend(1, rules.boost(song -> Double.NaN)))
        .withMessage("boost of song 'song0' must be finite, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.recommend(1, rules.boost(song -> Double.POSITIVE_INFINITY)))
        .withMessage("boost of song 'song0' must be finite, was Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.recommend(1, rules.boost(song -> Double.NEGATIVE_INFINITY)))
        .withMessage("boost of song 'song0' must be finite, was -Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.continuation(1, rules, 0, 1))
        .withMessage("temperature must be > 0 and finite, was 0.0");
  }

  @Test
  void continuation_drawn_needsProbabilities() {
    ListeningSession session =
        BigramRecommender.of(Catalogue.of(List.of(Song.of("a"))), false, new float[1], new float[1])
            .newSession();

    assertThatThrownBy(() -> session.continuation(1, RecommendationRules.none(), 1, 1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("bigram ranks songs but defines no probabilities");
  }

  private static List<Song> songs(ListeningSession session, RecommendationRules rules) {
    List<Song> all = session.recommend(SONGS, rules).stream().map(Recommendation::song).toList();
    for (int count : new int[] {0, 1, 5}) {
      assertThat(session.recommend(count, rules))
          .extracting(Recommendation::song)
          .isEqualTo(all.subList(0, Math.min(count, all.size())));
    }
    return all;
  }

  /** All songs by falling score, ties by index. */
  private static Stream<Song> ranked(ListeningSession session) {
    Scores scores = session.scores();
    return IntStream.range(0, scores.size())
        .boxed()
        .sorted(Comparator.comparing((Integer song) -> -scores.get(song)))
        .map(session.recommender().catalogue()::song);
  }

  private static List<Song> last(List<Song> songs, int count) {
    return songs.subList(Math.max(0, songs.size() - count), songs.size());
  }

  @Test
  void toString_saysWhatWasSet() {
    assertThat(RecommendationRules.none()).hasToString("no rules");
    assertThat(RecommendationRules.none().noRepeats().never(List.of("1")))
        .hasToString("noRepeats(), never(\"1\")");
    assertThat(
            RecommendationRules.none()
                .noRepeatWithin(50)
                .artistGap(3)
                .atMostPerArtist(2)
                .only(List.of("1"))
                .where(song -> true)
                .boost(song -> 1)
                .diversity(0.5))
        .hasToString(
            "noRepeatWithin(50), artistGap(3), atMostPerArtist(2), only(\"1\"), 1 condition, 1 boost,"
                + " diversity(0.5)");
  }
}
