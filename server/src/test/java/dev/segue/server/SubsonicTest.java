package dev.segue.server;

import static dev.segue.server.FakeMusicServer.PASSWORD;
import static dev.segue.server.FakeMusicServer.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.server.ServerClient.Told;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/**
 * Players of a music server have an endless queue of what the listener may hear next. They are
 * played here by requests of our own: the client for Java that is kept up, subsonic-client, asks
 * for no similar songs.
 */
class SubsonicTest {

  private static final String SECRET = "a-token-of-some-length";
  private static final String TITLE_ALONE = FakeMusicServer.TITLE_ALONE;
  private static final String STRANGE = "9&u=eve#x y%";

  private static final Catalogue CATALOGUE =
      Catalogue.of(
          List.of(
              Song.of("a", "One", "Ann & Bob"),
              Song.of("b", "Say \"Hi\" & <Bye>", "Xavier"),
              Song.of("c", "Smile 😀", "Émile"),
              Song.of("d", "Two", "Ann & Bob"),
              Song.of("e", "Missing", "Nobody"),
              Song.of("f", "Last", "Xavier"),
              Song.of("g", TITLE_ALONE, "Ada")));

  private static final SequenceRecommender MODEL =
      MarkovChain.trainer()
          .train(
              PlaylistDataset.of(
                  CATALOGUE,
                  Stream.of("abcdefg", "acgedbf", "abefdc", "bcafgde", "dbacef")
                      .map(text -> CATALOGUE.playlist(List.of(text.split(""))))
                      .toList()));

  @TempDir private static Path folder;

  private static FakeMusicServer music;
  private static SegueServer server;
  private static ServerClient client;
  private static int users;

  private final String user = "ann" + users++;

  @BeforeAll
  static void start() throws Exception {
    music =
        new FakeMusicServer()
            .with("tr-1", "One", "Ann & Bob")
            .with("tr-2", "TWO", "ann &  bob")
            .with("cover", "Last", "Somebody else")
            .with("tr-6", "Last", "Xavier")
            .with("tr-3", "Smile 😀", "Émile")
            .with(STRANGE, "Say \"Hi\" & <Bye>", "Xavier")
            .with("tr-4", TITLE_ALONE, "Ada")
            .with("unknown", "Unknown", "Stranger\u0000\ud800!");
    MODEL.save(folder.resolve("model.segue"));
    server = builder("state").token(SECRET).musicServer(music.uri()).start();
    client = new ServerClient(server.uri());
  }

  private static SegueServer.Builder builder(String state) {
    return SegueServer.builder(folder.resolve("model.segue")).state(folder.resolve(state)).port(0);
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
    music.close();
  }

  @BeforeEach
  void forget() {
    music.asked.clear();
  }

  private Told ask(String question, String password, String... more) {
    List<String> parameters =
        new ArrayList<>(
            List.of("u", user, "t", token(password, "salt"), "s", "salt", "v", "1.16.1", "c", "x"));
    parameters.addAll(List.of(more));
    return client.get("/rest/" + question, parameters.toArray(String[]::new));
  }

  private JsonNode json(String question, String... more) {
    String[] parameters =
        Stream.concat(Stream.of("f", "json"), Stream.of(more)).toArray(String[]::new);
    Told told = ask(question, PASSWORD, parameters);
    assertThat(told.status()).isEqualTo(200);
    return told.json().path("subsonic-response");
  }

  private static List<String> ids(JsonNode songs) {
    List<String> ids = new ArrayList<>();
    songs.path("song").forEach(song -> ids.add(song.path("id").asText()));
    return ids;
  }

  private static String message(JsonNode response) {
    JsonNode error = response.path("error");
    return response.path("status").asText()
        + " "
        + error.path("code").asInt(-1)
        + ": "
        + error.path("message").asText();
  }

  private void play(String song) {
    new ServerClient(server.uri(), Map.of("Authorization", "Bearer " + SECRET))
        .tell("/v1/play", "listener", user, "song", song);
  }

  /** What a session recommends, by the ids of the library. */
  private static List<String> expected(String... heard) {
    var session = MODEL.newSession();
    List.of(heard).forEach(session::play);
    Map<String, String> library =
        Map.of("a", "tr-1", "b", STRANGE, "c", "tr-3", "d", "tr-2", "f", "tr-6", "g", "tr-4");
    return session.recommend(7, RecommendationRules.none().noRepeats()).stream()
        .map(each -> each.song().id())
        .filter(library::containsKey)
        .map(library::get)
        .toList();
  }

  @Test
  void similarSongs_areWhatTheSessionRecommends_asTheLibraryHasThem() {
    play("c");
    JsonNode response = json("getSimilarSongs", "id", "tr-1");
    assertThat(response.path("status").asText()).isEqualTo("ok");
    assertThat(response.path("version").asText()).isEqualTo("1.16.1");
    assertThat(response.path("type").asText()).isEqualTo("segue");
    assertThat(response.path("openSubsonic").asBoolean()).isTrue();
    assertThat(ids(response.path("similarSongs"))).isEqualTo(expected("c", "a")).hasSize(4);
    assertThat(response.path("similarSongs").path("song").path(0).path("genres").path(0))
        .hasToString("{\"name\":\"jazz\"}");
    assertThat(ids(json("getSimilarSongs2.view", "id", "tr-1", "count", "2").path("similarSongs2")))
        .isEqualTo(expected("c", "a").subList(0, 2));
  }

  /** With Node.js, and with npm's registry: docs/navidrome.md has the command. */
  @Test
  @EnabledIfSystemProperty(named = "segue.npm", matches = "true")
  void clientInJavaScript_hasTheSame(@TempDir Path work) throws Exception {
    try (InputStream script = getClass().getResourceAsStream("subsonic-client.mjs")) {
      Files.copy(script, work.resolve("client.mjs"));
    }
    run(work, "npm", "install", "--no-package-lock", "subsonic-api@3.3.1");
    String uri = server.uri().toString();
    List<String> similar = expected("a");
    List<List<String>> lists = List.of(similar, similar.subList(0, 2), List.of(STRANGE, "tr-6"));
    String ids =
        lists.stream().map(list -> String.join(", ", list) + "\n").collect(Collectors.joining());
    assertThat(run(work, "node", "client.mjs", uri, user, PASSWORD, "tr-1", "Xavier"))
        .isEqualTo(("ok\n" + ids).repeat(2));
    assertThat(run(work, "node", "client.mjs", uri, user, "no", "tr-1", "Xavier"))
        .isEqualTo("failed\n\n\n\n".repeat(2));
  }

  /** Runs a program in a folder; returns what it prints. */
  private static String run(Path folder, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(errors).isZero();
    return printed;
  }

  @Test
  void songThatWasJustHeard_isNotHeardTwice() {
    play("c");
    play("a");
    assertThat(ids(json("getSimilarSongs", "id", "tr-1").path("similarSongs")))
        .isEqualTo(expected("c", "a"));
  }

  @Test
  void xml_isTheSame() throws Exception {
    play("a");
    Told told = ask("getSimilarSongs.view", PASSWORD, "id", "tr-2");
    assertThat(told.type()).isEqualTo("application/xml;charset=utf-8");
    Element root = xml(told.text());
    assertThat(root.getNamespaceURI()).isEqualTo("http://subsonic.org/restapi");
    assertThat(root.getLocalName()).isEqualTo("subsonic-response");
    assertThat(root.getAttribute("status")).isEqualTo("ok");
    assertThat(root.getAttribute("openSubsonic")).isEqualTo("true");
    var songs = root.getElementsByTagName("song");
    List<String> ids = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < songs.getLength(); i++) {
      Element song = (Element) songs.item(i);
      ids.add(song.getAttribute("id"));
      titles.add(song.getAttribute("title"));
      assertThat(song.getAttribute("duration")).isEqualTo("200");
      assertThat(((Element) song.getFirstChild()).getAttribute("name")).isEqualTo("jazz");
    }
    assertThat(ids).isEqualTo(expected("a", "d"));
    assertThat(titles).contains("Smile 😀", "Say \"Hi\" & <Bye>");
    assertThat(root.getFirstChild().getLocalName()).isEqualTo("similarSongs");
  }

  private static Element xml(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(UTF_8)))
        .getDocumentElement();
  }

  @Test
  void charactersThatXmlHasNot_areLeftOut() throws Exception {
    var answer = SubsonicAnswer.response("a\u0000\u001b\ud800\uffffb\n");
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    SubsonicAnswer.of(SubsonicAnswer.Form.XML, answer).content().writeTo(written);
    assertThat(xml(written.toString(UTF_8)).getAttribute("status")).isEqualTo("ab ");
  }

  @Test
  void form_mayBePosted() {
    Map<String, String> type = Map.of("Content-Type", "application/x-www-form-urlencoded");
    String form = "u=%s&t=%s&s=1&f=json&id=tr-1".formatted(user, token(PASSWORD, "1"));
    Told told = new ServerClient(server.uri(), type).post("/rest/getSimilarSongs2", form);
    assertThat(ids(told.json().path("subsonic-response").path("similarSongs2")))
        .isEqualTo(expected("a"));
  }

  @Test
  void album_isHeard() {
    assertThat(ids(json("getSimilarSongs", "id", "album").path("similarSongs")))
        .isEqualTo(expected("a", "d"));
  }

  @Test
  void artist_isHeardByTheBestSongs() {
    List<String> heard =
        MODEL.newSession().recommend(3, RecommendationRules.none().only(List.of("a", "d"))).stream()
            .map(each -> each.song().id())
            .toList();
    assertThat(ids(json("getSimilarSongs2", "id", "artist").path("similarSongs2")))
        .isEqualTo(expected(heard.toArray(String[]::new)))
        .doesNotContain("tr-1", "tr-2");
  }

  @Test
  void songThatTheModelLacks_leavesTheSession() {
    assertThat(json("getSimilarSongs", "id", "unknown").path("similarSongs"))
        .hasToString("{\"song\":[]}");
    play("c");
    assertThat(ids(json("getSimilarSongs", "id", "unknown").path("similarSongs")))
        .isEqualTo(expected("c"));
  }

  @Test
  void topSongs_areThoseOfTheArtist() {
    play("f");
    List<String> best =
        MODEL
            .newSession()
            .play("f")
            .recommend(2, RecommendationRules.none().only(List.of("b", "f")))
            .stream()
            .map(each -> each.song().id().equals("f") ? "tr-6" : STRANGE)
            .toList();
    assertThat(ids(json("getTopSongs", "artist", "XAVIER").path("topSongs"))).isEqualTo(best);
    assertThat(ids(json("getTopSongs", "artist", "nobody at all").path("topSongs"))).isEmpty();
  }

  @Test
  void wrongPassword_learnsNothing_evenOfWhatIsInMemory() throws Exception {
    assertThat(ids(json("getTopSongs", "artist", "Xavier").path("topSongs"))).hasSize(2);
    for (String question : List.of("ping", "getSimilarSongs2", "getTopSongs")) {
      Told told = ask(question, "wrong", "f", "json", "artist", "Xavier", "id", "tr-1");
      assertThat(told.json().path("subsonic-response"))
          .hasToString(
              "{\"status\":\"failed\",\"version\":\"1.16.1\",\"type\":\"fake\",\"error\":{"
                  + "\"code\":40,\"message\":\"Wrong username or password\"}}");
    }
    Element error = (Element) xml(ask("ping.view", "wrong").text()).getFirstChild();
    assertThat(error.getLocalName()).isEqualTo("error");
    assertThat(error.getAttribute("code")).isEqualTo("40");
  }

  @Test
  void ping_isTheMusicServers() {
    assertThat(json("ping").path("type").asText()).isEqualTo("fake");
    assertThat(music.asked).singleElement().asString().startsWith("/music/rest/ping.view?u=ann");
  }

  @Test
  void parameters_stayParameters() {
    assertThat(ids(json("getSimilarSongs", "id", STRANGE).path("similarSongs")))
        .isEqualTo(expected("b"));
    assertThat(music.asked.get(0)).endsWith("&id=9%26u%3Deve%23x+y%25");
    assertThat(message(json("getSimilarSongs", "id", "tr-1&u=eve")))
        .isEqualTo("failed 70: Album not found");
  }

  @Test
  void songs_areLookedUpOnce() {
    json("getSimilarSongs", "id", "tr-1");
    int before = music.asked.size();
    assertThat(music.asked).filteredOn(each -> each.contains("search3")).hasSize(8);
    json("getSimilarSongs", "id", "tr-1");
    assertThat(music.asked.subList(before, music.asked.size()))
        .noneMatch(each -> each.contains("search3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getSimilarSongs | count=0 | 0: count must be in 1..500, was 0",
        "getSimilarSongs | count=501 | 0: count must be in 1..500, was 501",
        "getSimilarSongs | count=ten | 0: count must be a number, was 'ten'",
        "getSimilarSongs | x=1 | 10: Required parameter 'id' is missing",
        "getSimilarSongs | id=nonsense | 0: the music server at MUSIC gave no answer of Subsonic,"
            + " but status 200",
        "getSimilarSongs | id=long | 0: the music server at MUSIC cannot be asked:"
            + " java.io.IOException: the answer is longer than 1048576 bytes",
        "getTopSongs | x=1 | 10: Required parameter 'artist' is missing",
        "getTopSongs | apiKey=1 | 43: either u or apiKey must be given, not both",
        "getTopSongs | u=eve | 0: u must be given once, was given 2 times",
      })
  void question_isRefused(String question, String parameter, String expected) {
    String[] parts = parameter.split("=");
    List<String> more = new ArrayList<>(List.of(parts[0], parts[1]));
    if (parts[0].equals("count")) {
      more.addAll(List.of("id", "tr-1"));
    }
    assertThat(message(json(question, more.toArray(String[]::new))))
        .isEqualTo("failed " + expected.replace("MUSIC", music.uri() + "/"));
  }

  @Test
  void key_withoutAUser_namesNoListener() {
    Told told = client.get("/rest/getSimilarSongs", "apiKey", "k", "f", "json", "id", "tr-1");
    assertThat(message(told.json().path("subsonic-response")))
        .isEqualTo("failed 10: Required parameter 'u' is missing");
  }

  @Test
  void musicServerThatIsDown_isSaid() throws Exception {
    FakeMusicServer down = new FakeMusicServer();
    URI address = down.uri();
    down.close();
    try (SegueServer alone = builder("down").musicServer(address).start()) {
      Told told = new ServerClient(alone.uri()).get("/rest/ping", "f", "json");
      assertThat(told.status()).isEqualTo(200);
      assertThat(message(told.json().path("subsonic-response")))
          .isEqualTo("failed 0: the music server at %s/ cannot be reached".formatted(address));
    }
  }

  @Test
  void addressThatLeadsBack_isSaid() {
    Told told =
        new ServerClient(server.uri(), Map.of("User-Agent", "segue"))
            .get("/rest/ping", "u", user, "f", "json");
    assertThat(message(told.json().path("subsonic-response")))
        .isEqualTo("failed 0: the address of the music server leads back to Segue");
  }

  @Test
  void token_isAskedElsewhere() {
    assertThat(client.get("/v1/listener", "listener", user).status()).isEqualTo(401);
    assertThat(client.get("/rest/getSong").status()).isEqualTo(404);
  }

  @Test
  void withoutAMusicServer_thereIsNothing() throws Exception {
    try (SegueServer alone = builder("alone").start()) {
      assertThat(new ServerClient(alone.uri()).get("/rest/ping").status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://localhost/",
    "localhost:4533",
    "http:///x",
    "http://a@b/",
    "http://b/?x",
    "http://b/#x"
  })
  void address_isOfHttp(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegueServer.builder(folder).musicServer(URI.create(address)))
        .withMessage("musicServer must be like http://localhost:4533/, was '%s'", address);
  }
}
