package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.segue.Recommendation;
import java.util.List;

/** A song of a list, with its score; and the rules that gave way for it. */
record RecommendationJson(
    @JsonUnwrapped SongJson song,
    double score,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> gaveWay) {

  static List<RecommendationJson> of(List<Recommendation> list) {
    return list.stream()
        .map(
            each ->
                new RecommendationJson(
                    SongJson.of(each.song()), each.score(), List.copyOf(each.gaveWay())))
        .toList();
  }
}
