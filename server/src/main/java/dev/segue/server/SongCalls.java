package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.segue.server.search.SongSearch;
import java.util.List;

/** What is asked of songs, whoever listens. Any number of threads. */
final class SongCalls {

  private static final int MOST_SONGS = 1_000;

  private final AskedModels asked;

  SongCalls(AskedModels asked) {
    this.asked = asked;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/search", this::search, "query", "count"),
        Route.get("/v1/similar", this::similar, "song", "count", AskedModels.PARAMETER));
  }

  private record MatchJson(@JsonUnwrapped SongJson song, double score) {

    static MatchJson of(SongSearch.Match match) {
      return new MatchJson(SongJson.of(match.song()), match.score());
    }
  }

  private record SearchJson(List<MatchJson> songs) {}

  private Answer search(Call call) throws Problem {
    String query = call.required("query");
    int count = call.count("count", 10, MOST_SONGS);
    return Answer.json(
        new SearchJson(
            asked.served().models().current().search().best(query, count).stream()
                .map(MatchJson::of)
                .toList()));
  }

  private record SimilarJson(List<RecommendationJson> similar) {}

  private Answer similar(Call call) throws Problem {
    String song = call.required("song");
    int count = call.count("count", 10, MOST_SONGS);
    return Answer.json(
        new SimilarJson(
            RecommendationJson.of(
                asked.of(call).models().current().recommender().similarTo(song, count))));
  }
}
