package dev.segue.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What players ask of <a href="https://opensubsonic.netlify.app">Subsonic</a> for an endless queue,
 * answered from the listener's plays with songs of the music server's library. The music server is
 * asked first in each, so that nobody learns anything whom it does not know. Any number of threads.
 */
final class SubsonicCalls {

  static final String PATH = "/rest/";

  private static final int USUAL_SONGS = 50;
  private static final int MOST_SONGS = 500;

  /** Of those recommended, some will not be in the library. */
  private static final int RECOMMENDED_PER_SONG = 3;

  private static final int ARTIST_SEEDS = 3;

  private static final List<String> CREDENTIALS = List.of("u", "t", "s", "p", "apiKey", "v", "c");

  private final Listeners listeners;
  private final InstantSource clock;
  private final RecommendationRules usual;
  private final MusicServer musicServer;

  /**
   * Creates the calls.
   *
   * @param usual the rules of listeners who have none of their own
   */
  SubsonicCalls(
      Listeners listeners,
      InstantSource clock,
      RecommendationRules usual,
      MusicServer musicServer) {
    this.listeners = listeners;
    this.clock = clock;
    this.usual = usual;
    this.musicServer = musicServer;
  }

  List<Route> routes() {
    return Stream.of(
            routes("ping", call -> musicServer.ask(credentials(call), "ping")),
            routes(
                "getSimilarSongs",
                call -> similar(call, "similarSongs", List.of("getSong", "getArtist", "getAlbum"))),
            routes(
                "getSimilarSongs2",
                call ->
                    similar(call, "similarSongs2", List.of("getArtist", "getSong", "getAlbum"))),
            routes("getTopSongs", this::top))
        .flatMap(routes -> routes)
        .toList();
  }

  private interface Question {
    ObjectNode ask(Call call) throws SubsonicFailure, Problem, IOException;
  }

  private Stream<Route> routes(String name, Question question) {
    return Stream.of(PATH + name, PATH + name + ".view")
        .flatMap(path -> Route.form(path, call -> answer(call, question)));
  }

  /** Refusals have status 200 in Subsonic. */
  private static Answer answer(Call call, Question question) throws IOException {
    SubsonicAnswer.Form form = SubsonicAnswer.Form.XML;
    try {
      form = form(call);
      return SubsonicAnswer.of(form, question.ask(call));
    } catch (SubsonicFailure e) {
      return SubsonicAnswer.of(form, e.response());
    } catch (Problem | IllegalArgumentException | UnsupportedOperationException e) {
      return SubsonicAnswer.of(
          form,
          new SubsonicFailure(SubsonicFailure.GENERIC, String.valueOf(e.getMessage())).response());
    }
  }

  private static SubsonicAnswer.Form form(Call call) throws Problem {
    String told = call.optional("f").orElse("xml");
    return switch (told) {
      case "xml" -> SubsonicAnswer.Form.XML;
      case "json" -> SubsonicAnswer.Form.JSON;
      default -> throw Problem.badRequest("f must be xml or json, was '%s'".formatted(told));
    };
  }

  private static Map<String, String> credentials(Call call) throws SubsonicFailure, Problem {
    if (call.program().filter(MusicServer.PROGRAM::equals).isPresent()) {
      throw new SubsonicFailure(
          SubsonicFailure.GENERIC, "the address of the music server leads back to Segue");
    }
    Map<String, String> credentials = new LinkedHashMap<>();
    for (String name : CREDENTIALS) {
      call.optional(name).ifPresent(value -> credentials.put(name, value));
    }
    return credentials;
  }

  private static String required(Call call, String name) throws SubsonicFailure, Problem {
    return call.optional(name)
        .orElseThrow(
            () ->
                new SubsonicFailure(
                    SubsonicFailure.MISSING_PARAMETER,
                    "Required parameter '%s' is missing".formatted(name)));
  }

  /** The listener has the name of the user. A key may be that of another user. */
  private static String listener(Call call) throws SubsonicFailure, Problem {
    String user = required(call, "u");
    if (call.optional("apiKey").isPresent()) {
      throw new SubsonicFailure(
          SubsonicFailure.CONFLICTING_AUTHENTICATION, "either u or apiKey must be given, not both");
    }
    return ListenerName.check(user);
  }

  private ObjectNode similar(Call call, String name, List<String> kinds)
      throws SubsonicFailure, Problem, IOException {
    String user = listener(call);
    Map<String, String> credentials = credentials(call);
    String id = required(call, "id");
    int count = call.count("count", USUAL_SONGS, MOST_SONGS);
    SubsonicSeed seed = seed(credentials, id, kinds);
    List<Song> songs = listeners.ask(user, listener -> next(listener, seed, count));
    return response(name, musicServer.find(user, credentials, songs, count, List.of(id)));
  }

  /** Asks what an id is of, one kind after another. */
  private SubsonicSeed seed(Map<String, String> credentials, String id, List<String> kinds)
      throws SubsonicFailure {
    SubsonicFailure none =
        new SubsonicFailure(
            SubsonicFailure.NOT_FOUND, "there is nothing with the id '%s'".formatted(id));
    for (String kind : kinds) {
      try {
        JsonNode it =
            musicServer
                .ask(credentials, kind, "id", id)
                .path(kind.substring("get".length()).toLowerCase(Locale.ROOT));
        if (it.path("id").asText().equals(id)) { // some look at the number in an id alone
          return SubsonicSeed.of(kind, it);
        }
      } catch (SubsonicFailure e) {
        if (!e.isOfTheId()) {
          throw e;
        }
        none = e;
      }
    }
    throw none;
  }

  private List<Song> next(Listener listener, SubsonicSeed seed, int count) {
    ListeningSession session = listener.session(clock.instant()).copy();
    played(listener.model(), session, seed)
        .forEach(song -> session.play(song, ListeningSession.UnknownSong.IGNORE));
    boolean nothingKnown =
        session.heard().isEmpty()
            && session.memory().stream().allMatch(memory -> memory.songs() == 0);
    return nothingKnown
        ? List.of()
        : songs(
            session.recommend(
                RECOMMENDED_PER_SONG * count, listener.rules().orElse(usual).noRepeats()));
  }

  /** The songs of a seed that were not just heard. */
  private static List<Song> played(ServedModel model, ListeningSession session, SubsonicSeed seed) {
    if (!seed.artist().isEmpty()) {
      return best(session, seed.artist(), ARTIST_SEEDS);
    }
    List<Song> heard = session.heard();
    List<Song> songs = seed.songs(model);
    boolean justHeard =
        songs.size() == 1
            && !heard.isEmpty()
            && heard.get(heard.size() - 1).id().equals(songs.get(0).id());
    return justHeard ? List.of() : songs;
  }

  private ObjectNode top(Call call) throws SubsonicFailure, Problem, IOException {
    String user = listener(call);
    Map<String, String> credentials = credentials(call);
    String artist = required(call, "artist");
    int count = call.count("count", USUAL_SONGS, MOST_SONGS);
    musicServer.ask(credentials, "ping"); // who asks is the user: the songs may be in memory
    List<Song> songs =
        listeners.ask(
            user,
            listener ->
                best(listener.session(clock.instant()), artist, RECOMMENDED_PER_SONG * count));
    return response("topSongs", musicServer.find(user, credentials, songs, count, List.of()));
  }

  /** The songs of an artist that a session would hear first. */
  private static List<Song> best(ListeningSession session, String artist, int count) {
    Catalogue catalogue = session.recommender().catalogue();
    String lead = catalogue.leadArtist(Song.of("any", "any", artist));
    List<String> ids =
        IntStream.range(0, catalogue.size())
            .filter(song -> catalogue.leadArtist(song).equals(lead))
            .mapToObj(song -> catalogue.song(song).id())
            .toList();
    return lead.isEmpty() || ids.isEmpty()
        ? List.of()
        : songs(session.recommend(count, RecommendationRules.none().only(ids)));
  }

  private static List<Song> songs(List<Recommendation> list) {
    return list.stream().map(Recommendation::song).toList();
  }

  private static ObjectNode response(String name, List<JsonNode> songs) {
    ObjectNode response = SubsonicAnswer.response("ok");
    response.putObject(name).putArray("song").addAll(songs);
    return response;
  }
}
