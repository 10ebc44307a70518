package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.segue.Song;
import dev.segue.server.search.SongWords;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A music server that speaks Subsonic, which is asked for its users with their own credentials. Any
 * number of threads.
 */
final class MusicServer {

  /** What Segue calls itself, so that it knows its own questions should they come back. */
  static final String PROGRAM = "segue";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_IN_MEMORY = 10_000;
  private static final Duration KEPT = Duration.ofHours(1);

  /** How long a list may take, so that who waits for it is still there. */
  private static final Duration LONGEST_LIST = Duration.ofSeconds(10);

  private static final int LOOK_UPS_PER_SONG = 3;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .build())
          .build();

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** The songs of users' libraries, and that they are not there. */
  private final Cache<Place, Optional<JsonNode>> inLibrary =
      CacheBuilder.newBuilder().maximumSize(MOST_IN_MEMORY).expireAfterWrite(KEPT).build();

  private record Place(String user, String song) {}

  MusicServer(URI address) {
    this.address = address;
  }

  /** Checks the address of a music server, and has it end with a slash. */
  static URI address(URI told) {
    String scheme = Objects.requireNonNull(told, "address").getScheme();
    if (scheme == null
        || !scheme.toLowerCase(Locale.ROOT).matches("https?")
        || told.getHost() == null
        || told.getRawUserInfo() != null
        || told.getRawQuery() != null
        || told.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "musicServer must be like http://localhost:4533/, was '%s'".formatted(told));
    }
    return told.getRawPath().endsWith("/") ? told : URI.create(told + "/");
  }

  /**
   * Asks the music server.
   *
   * @param credentials the parameters by which its user is known
   * @param question the name of the call
   * @param parameters names and values
   * @return its {@code subsonic-response}
   * @throws SubsonicFailure if it refuses, or does not answer
   */
  ObjectNode ask(Map<String, String> credentials, String question, String... parameters)
      throws SubsonicFailure {
    Map<String, String> all = new LinkedHashMap<>(credentials);
    all.put("f", "json");
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    String query =
        all.entrySet().stream()
            .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    ObjectNode response = send(address.resolve("rest/" + question + ".view?" + query));
    if (!response.path("status").asText().equals("ok")) {
      throw new SubsonicFailure(response);
    }
    return response;
  }

  private ObjectNode send(URI question) throws SubsonicFailure {
    HttpRequest request =
        HttpRequest.newBuilder(question)
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .header("User-Agent", PROGRAM)
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, any -> new BoundedBody(MOST_BYTES));
    try {
      return read(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw unreachable(
          e.getCause() instanceof ConnectException
              ? "cannot be reached"
              : "cannot be asked: " + e.getCause());
    } catch (TimeoutException e) {
      throw unreachable("does not answer within " + PATIENCE.toSeconds() + " seconds");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for, because the server ends");
    } finally {
      answer.cancel(true);
    }
  }

  private ObjectNode read(HttpResponse<byte[]> answer) throws SubsonicFailure {
    try {
      if (JSON.readTree(answer.body()).path("subsonic-response") instanceof ObjectNode response) {
        return response;
      }
    } catch (JsonProcessingException e) {
      // said below: the message might show what is in the answer
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw unreachable("gave no answer of Subsonic, but status " + answer.statusCode());
  }

  private SubsonicFailure unreachable(String what) {
    return new SubsonicFailure(
        SubsonicFailure.GENERIC, "the music server at %s %s".formatted(address, what));
  }

  /**
   * Finds the songs of a list in a user's library. The user must be known to be whom the
   * credentials tell: what is found is kept for a while.
   *
   * @param songs best first
   * @param count how many to find
   * @param without the ids, in the library, of songs that are not wanted
   * @return the library's songs, fewer if it lacks some
   */
  List<JsonNode> find(
      String user,
      Map<String, String> credentials,
      List<Song> songs,
      int count,
      List<String> without)
      throws SubsonicFailure {
    long begin = System.nanoTime();
    Map<String, JsonNode> found = new LinkedHashMap<>();
    int lookUps = Math.min(songs.size(), LOOK_UPS_PER_SONG * count);
    for (int i = 0; i < lookUps && found.size() < count; i++) {
      if (System.nanoTime() - begin > LONGEST_LIST.toNanos()) {
        break;
      }
      find(user, credentials, songs.get(i))
          .filter(song -> !without.contains(id(song)))
          .ifPresent(song -> found.putIfAbsent(id(song), song));
    }
    return List.copyOf(found.values());
  }

  private Optional<JsonNode> find(String user, Map<String, String> credentials, Song song)
      throws SubsonicFailure {
    Place place = new Place(user, song.id());
    Optional<JsonNode> known = inLibrary.getIfPresent(place);
    if (known != null) {
      return known;
    }
    Optional<JsonNode> found = search(credentials, song);
    inLibrary.put(place, found);
    return found;
  }

  /** Some music servers search titles, artists and albums for the words, others titles alone. */
  private Optional<JsonNode> search(Map<String, String> credentials, Song song)
      throws SubsonicFailure {
    if (song.title().isEmpty()) {
      return Optional.empty();
    }
    String title = SongWords.oneLine(song.title());
    Optional<JsonNode> found =
        search(credentials, song, SongWords.oneLine(song.artist() + ' ' + title), "10");
    return found.isPresent() ? found : search(credentials, song, title, "50");
  }

  private Optional<JsonNode> search(
      Map<String, String> credentials, Song song, String query, String count)
      throws SubsonicFailure {
    String[] parameters = {
      "query", query, "songCount", count, "artistCount", "0", "albumCount", "0"
    };
    for (JsonNode each :
        ask(credentials, "search3", parameters).path("searchResult3").path("song")) {
      if (isSame(each.path("title"), song.title()) && isSame(each.path("artist"), song.artist())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(JsonNode text, String other) {
    return SongWords.plain(text.asText()).equals(SongWords.plain(other));
  }

  private static String id(JsonNode song) {
    return song.path("id").asText();
  }
}
