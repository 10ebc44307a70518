package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How songs are drawn and listed by scores that were made up. */
class SelectionTest {

  private static final Catalogue SONGS =
      Catalogue.of(
          List.of(
              new Song("a", "", "One", List.of()),
              new Song("b", "", "One", List.of()),
              new Song("c", "", "Two", List.of())));

  /** Two songs of probabilities 0.2 and 0.7, and one of 0.1. */
  private static final ListeningSession SESSION = session(0.2, 0.7, 0.1);

  private static ListeningSession session(double... probabilities) {
    float[] row = new float[probabilities.length];
    for (int song = 0; song < row.length; song++) {
      row[song] = (float) Math.log(probabilities[song]);
    }
    return BigramRecommender.of(SONGS, true, row, row, row, row).newSession();
  }

  /** The shares are the probabilities to the power of 1 / temperature, divided by their sum. */
  @ParameterizedTest
  @CsvSource({"1, 0.2, 0.7", "0.5, 0.074, 0.907", "2, 0.282, 0.528"})
  void draws_haveThePowersOfTheProbabilities(double temperature, double a, double b) {
    int draws = 4_000;
    List<String> first =
        IntStream.range(0, draws)
            .mapToObj(
                seed ->
                    SESSION
                        .recommend(1, RecommendationRules.none(), temperature, 977L * seed)
                        .get(0)
                        .song()
                        .id())
            .toList();

    assertThat(share(first, "a")).isCloseTo(a, within(0.03));
    assertThat(share(first, "b")).isCloseTo(b, within(0.03));
  }

  private static double share(List<String> draws, String song) {
    return draws.stream().filter(song::equals).count() / (double) draws.size();
  }

  @Test
  void aDraw_keepsTheScores() {
    List<Recommendation> drawn = SESSION.recommend(3, RecommendationRules.none(), 1, 1);

    assertThat(drawn).hasSize(3);
    for (Recommendation each : drawn) {
      assertThat(each.score()).isCloseTo(SESSION.score(each.song().id()), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.POSITIVE_INFINITY, Double.NaN})
  void temperature_outOfRange(double temperature) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SESSION.recommend(1, RecommendationRules.none(), temperature, 1))
        .withMessage("temperature must be > 0 and finite, was " + temperature);
  }

  @Test
  void ties_goToTheFirstSong() {
    List<Recommendation> best = session(0.25, 0.25, 0.5).recommend(3, RecommendationRules.none());

    assertThat(best).extracting(each -> each.song().id()).containsExactly("c", "a", "b");
    assertThat(session(0.25, 0.25, 0.5).recommend(3, RecommendationRules.none().boost(song -> 0)))
        .extracting(each -> each.song().id())
        .containsExactly("c", "a", "b");
  }

  @Test
  void rulesThatRefuseMany_stillFillTheList() {
    assertThat(SESSION.recommend(1, RecommendationRules.none().never(List.of("a", "b"))))
        .extracting(each -> each.song().id())
        .containsExactly("c");
    assertThat(SESSION.recommend(0, RecommendationRules.none().never(List.of("a")))).isEmpty();
  }

  @Test
  void continuation_isAsLongAsAskedFor_unlessTheRulesAllowNoMore() {
    RecommendationRules once = RecommendationRules.none().noRepeats();

    assertThat(SESSION.continuation(2, once)).extracting(Song::id).containsExactly("b", "a");
    assertThat(SESSION.continuation(5, once)).extracting(Song::id).containsExactly("b", "a", "c");
    assertThat(SESSION.continuation(3, RecommendationRules.none()))
        .extracting(Song::id)
        .containsExactly("b", "b", "b");
    assertThat(SESSION.continuation(4, once, 1, 1))
        .extracting(Song::id)
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(SESSION.heard()).as("of the session itself").isEmpty();
  }
}
