package dev.segue.server;

import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.server.store.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The next song of a radio station as a line of text, as Liquidsoap and AzuraCast read it. Any
 * number of threads.
 */
final class StationCalls {

  private final Listeners listeners;
  private final InstantSource clock;
  private final RecommendationRules usual;

  StationCalls(Listeners listeners, InstantSource clock, RecommendationRules usual) {
    this.listeners = listeners;
    this.clock = clock;
    this.usual = usual;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/next", this::look, "listener", "rules", "uri"),
        Route.post("/next", this::take, "listener", "rules", "uri"));
  }

  private Answer look(Call call) throws Problem, IOException {
    StationSong song = listeners.ask(name(call), listener -> next(call, listener));
    return Answer.text(song.line());
  }

  /** The same, and it counts as played. */
  private Answer take(Call call) throws Problem, IOException {
    StationSong[] taken = new StationSong[1];
    return listeners.add(
        name(call),
        listener -> {
          taken[0] = next(call, listener);
          return new Event(clock.instant(), Event.Kind.PLAY, taken[0].song(), Duration.ZERO);
        },
        listener -> Answer.text(taken[0].line()));
  }

  private static String name(Call call) throws Problem {
    return ListenerName.check(call.required("listener"));
  }

  private StationSong next(Call call, Listener listener) throws Problem {
    Instant now = clock.instant();
    Optional<RecommendationRules> asked = call.optional("rules").map(RecommendationRules::parse);
    List<Recommendation> list =
        listener.session(now).recommend(1, asked.or(listener::rules).orElse(usual));
    if (list.isEmpty()) {
      throw Problem.notFound("no song may come next: the rules or bans leave none");
    }
    Song song = list.get(0).song();
    return new StationSong(song, call.optional("uri").orElse("{id}"));
  }
}
