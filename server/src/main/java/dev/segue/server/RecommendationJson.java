package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Scores;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A song of a list, with its score; its probability, where that was asked for; and the rules that
 * gave way for it.
 */
record RecommendationJson(
    @JsonUnwrapped SongJson song,
    double score,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double probability,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> gaveWay) {

  private static RecommendationJson of(Recommendation each, @Nullable Double probability) {
    return new RecommendationJson(
        SongJson.of(each.song()), each.score(), probability, List.copyOf(each.gaveWay()));
  }

  static List<RecommendationJson> of(List<Recommendation> list) {
    return list.stream().map(each -> of(each, null)).toList();
  }

  /** A list of a session, with the probability of each song among all, if the model has them. */
  static List<RecommendationJson> withProbabilities(
      List<Recommendation> list, ListeningSession session) {
    if (list.isEmpty() || !session.recommender().probabilistic()) {
      return of(list);
    }
    ToDoubleFunction<Recommendation> probability = probabilities(session);
    return list.stream().map(each -> of(each, probability.applyAsDouble(each))).toList();
  }

  /** Adds up over all songs once, however long a list is; the best of them has a probability. */
  private static ToDoubleFunction<Recommendation> probabilities(ListeningSession session) {
    Scores scores = session.scores();
    int best = scores.best(1).findFirst().orElseThrow();
    double normaliser = scores.get(best) - scores.logProbability(best);
    return each ->
        Math.exp(
            scores.get(session.recommender().catalogue().index(each.song().id()).orElseThrow())
                - normaliser);
  }
}
