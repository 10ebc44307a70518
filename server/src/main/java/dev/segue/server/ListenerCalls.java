package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.segue.Explanation;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.server.store.Event;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is told and asked of listeners. Any number of threads. */
final class ListenerCalls {

  private static final int MOST_SONGS = 1_000;
  private static final int MOST_CONTINUATION = 200;
  private static final int MOST_STEPS = 50;
  private static final int MOST_HEARD = 200;

  private static final String LISTENER = "listener";
  private static final String SONG = "song";
  private static final String COUNT = "count";
  private static final String RULES = "rules";
  private static final String TEMPERATURE = "temperature";
  private static final String SEED = "seed";
  private static final String TIME = "time";
  private static final String PROBABILITIES = "probabilities";

  private final AskedModels asked;
  private final Listeners listeners;
  private final InstantSource clock;
  private final RecommendationRules usual;

  /**
   * Creates the calls.
   *
   * @param usual the rules of listeners who have none of their own
   */
  ListenerCalls(AskedModels asked, InstantSource clock, RecommendationRules usual) {
    this.asked = asked;
    this.listeners = asked.served().listeners();
    this.clock = clock;
    this.usual = usual;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/v1/next",
            this::next,
            LISTENER,
            SONG,
            COUNT,
            RULES,
            TEMPERATURE,
            SEED,
            TIME,
            PROBABILITIES,
            AskedModels.PARAMETER),
        Route.get(
            "/v1/continuation",
            this::continuation,
            LISTENER,
            SONG,
            COUNT,
            RULES,
            TEMPERATURE,
            SEED,
            TIME,
            AskedModels.PARAMETER),
        Route.get("/v1/path", this::path, LISTENER, SONG, "to", "steps", RULES, TIME),
        Route.get("/v1/explain", this::explain, LISTENER, "of", TIME, AskedModels.PARAMETER),
        Route.post("/v1/play", call -> tell(call, Event.Kind.PLAY)),
        Route.post("/v1/skip", call -> tell(call, Event.Kind.SKIP)),
        Route.post("/v1/like", call -> tell(call, Event.Kind.LIKE)),
        Route.post("/v1/ban", this::ban),
        Route.post("/v1/unban", this::unban),
        Route.get("/v1/rules", this::rules, LISTENER),
        Route.put("/v1/rules", this::setRules),
        Route.get("/v1/listener", this::listener, LISTENER),
        Route.delete("/v1/listener", this::forget, LISTENER));
  }

  /** Whose session a list is of, and under which rules. */
  private interface Ask<T> {
    T of(ListeningSession session, RecommendationRules rules) throws Problem;
  }

  /** Asks the session of a listener, or one of songs that the call names. */
  private <T> T ask(Call call, Ask<T> ask) throws Problem, IOException {
    Optional<String> name = call.optional(LISTENER);
    List<String> songs = call.all(SONG);
    Optional<RecommendationRules> rules = call.optional(RULES).map(RecommendationRules::parse);
    if (name.isPresent() == !songs.isEmpty()) {
      throw Problem.badRequest("either listener or songs must be given");
    }
    AskedModels.Asked from = asked.of(call);
    Instant time = call.time(TIME).orElseGet(clock::instant);
    if (name.isPresent()) {
      return from.listeners()
          .ask(
              ListenerName.check(name.get()),
              listener ->
                  ask.of(
                      listener.session(clock.instant()).at(time),
                      rules.or(listener::rules).orElse(usual)));
    }
    return ask.of(session(songs, from.models()).at(time), rules.orElse(usual));
  }

  private static ListeningSession session(List<String> songs, Models models) throws Problem {
    if (songs.size() > MOST_HEARD) {
      throw Problem.badRequest(
          "there must be at most %d songs, but are %d".formatted(MOST_HEARD, songs.size()));
    }
    SequenceRecommender recommender = models.current().recommender();
    recommender.catalogue().playlist(songs); // refuses those that are unknown, all at once
    ListeningSession session = recommender.newSession();
    songs.forEach(session::play);
    return session;
  }

  private record NextJson(List<RecommendationJson> next) {}

  private Answer next(Call call) throws Problem, IOException {
    int count = call.count(COUNT, 10, MOST_SONGS);
    OptionalDouble temperature = call.real(TEMPERATURE);
    long seed = call.integer(SEED).orElseGet(() -> clock.millis());
    boolean probabilities = call.flag(PROBABILITIES);
    return Answer.json(
        new NextJson(
            ask(
                call,
                (session, rules) -> {
                  List<Recommendation> list =
                      temperature.isEmpty()
                          ? session.recommend(count, rules)
                          : session.recommend(count, rules, temperature.getAsDouble(), seed);
                  return probabilities
                      ? RecommendationJson.withProbabilities(list, session)
                      : RecommendationJson.of(list);
                })));
  }

  private record ContinuationJson(List<SongJson> continuation) {}

  private Answer continuation(Call call) throws Problem, IOException {
    int count = call.count(COUNT, 10, MOST_CONTINUATION);
    OptionalDouble temperature = call.real(TEMPERATURE);
    long seed = call.integer(SEED).orElseGet(() -> clock.millis());
    List<Song> songs =
        ask(
            call,
            (session, rules) ->
                temperature.isEmpty()
                    ? session.continuation(count, rules)
                    : session.continuation(count, rules, temperature.getAsDouble(), seed));
    return Answer.json(new ContinuationJson(songs.stream().map(SongJson::of).toList()));
  }

  private record PathJson(List<RecommendationJson> path) {}

  private Answer path(Call call) throws Problem, IOException {
    String to = call.required("to");
    int steps = call.count("steps", 5, MOST_STEPS);
    return Answer.json(
        new PathJson(
            RecommendationJson.of(
                ask(call, (session, rules) -> session.towards(to, steps, rules)))));
  }

  /** The influence of a song that was heard, or skipped. */
  private record InfluenceJson(SongJson song, int ago, double influence) {

    static List<InfluenceJson> of(List<Explanation.Influence> influences) {
      return influences.stream()
          .map(each -> new InfluenceJson(SongJson.of(each.song()), each.ago(), each.influence()))
          .toList();
    }
  }

  private record ExplanationJson(
      SongJson song,
      String text,
      List<InfluenceJson> heard,
      List<InfluenceJson> skipped,
      List<Explanation.Part> parts) {}

  private Answer explain(Call call) throws Problem, IOException {
    String song = call.required("of");
    Instant time = call.time(TIME).orElseGet(clock::instant);
    Explanation explanation =
        asked
            .of(call)
            .listeners()
            .ask(
                ListenerName.check(call.required(LISTENER)),
                listener -> listener.session(clock.instant()).at(time).explain(song));
    return Answer.json(
        new ExplanationJson(
            SongJson.of(explanation.song()),
            explanation.toString(),
            InfluenceJson.of(explanation.heard()),
            InfluenceJson.of(explanation.skipped()),
            explanation.parts()));
  }

  /**
   * What was told.
   *
   * @param known whether the model knows the song
   * @param next what to play next, if that was asked for
   */
  private record ToldJson(
      SongJson song,
      boolean known,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<RecommendationJson> next) {}

  private Answer tell(Call call, Event.Kind kind) throws Problem, IOException {
    TellJson told = call.body(TellJson.class);
    int list = told.list();
    Instant now = clock.instant();
    Event event = told.event(kind, now, asked.served().models().current());
    return listeners.add(
        ListenerName.check(told.listener()),
        any -> event,
        listener -> {
          Optional<Song> known = listener.model().song(event.song().id());
          List<RecommendationJson> next =
              list == 0
                  ? null
                  : RecommendationJson.of(
                      listener.session(now).recommend(list, listener.rules().orElse(usual)));
          return Answer.json(
              new ToldJson(SongJson.of(known.orElse(event.song())), known.isPresent(), next));
        });
  }

  private Answer ban(Call call) throws Problem, IOException {
    BanJson json = call.body(BanJson.class);
    listeners.ban(ListenerName.check(json.listener()), json.ban());
    return Answer.json(json);
  }

  private Answer unban(Call call) throws Problem, IOException {
    BanJson json = call.body(BanJson.class);
    listeners.unban(ListenerName.check(json.listener()), json.ban());
    return Answer.json(json);
  }

  /**
   * The rules of a listener.
   *
   * @param rules as text; null for those of all listeners
   */
  private record RulesJson(
      @JsonProperty(required = true) String listener, @Nullable String rules) {}

  private Answer rules(Call call) throws Problem, IOException {
    String name = ListenerName.check(call.required(LISTENER));
    Optional<RecommendationRules> own = listeners.ask(name, Listener::rules);
    return Answer.json(new RulesJson(name, own.orElse(usual).toString()));
  }

  private Answer setRules(Call call) throws Problem, IOException {
    RulesJson json = call.body(RulesJson.class);
    String name = ListenerName.check(json.listener());
    Optional<RecommendationRules> rules =
        Optional.ofNullable(json.rules()).map(RecommendationRules::parse);
    listeners.rules(name, rules);
    return Answer.json(new RulesJson(name, rules.orElse(usual).toString()));
  }

  private record ListenerJson(
      String listener,
      List<SongJson> heard,
      List<String> bannedSongs,
      List<String> bannedArtists) {}

  private Answer listener(Call call) throws Problem, IOException {
    String name = ListenerName.check(call.required(LISTENER));
    return Answer.json(
        listeners.ask(
            name,
            listener -> {
              ListeningSession session = listener.session();
              return new ListenerJson(
                  name,
                  session.heard().stream().map(SongJson::of).toList(),
                  session.memory().orElseThrow().bannedSongs(),
                  session.memory().orElseThrow().bannedArtists());
            }));
  }

  private Answer forget(Call call) throws Problem, IOException {
    String name = ListenerName.check(call.required(LISTENER));
    if (!listeners.forget(name)) {
      throw Problem.notFound("there is no listener '%s'".formatted(name));
    }
    return Answer.json(Map.of("forgotten", name));
  }
}
