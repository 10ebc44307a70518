package dev.segue.server;

import static dev.segue.server.TestModels.NEWER;
import static dev.segue.server.TestModels.OLDER;
import static dev.segue.server.TestModels.song;
import static dev.segue.server.TestModels.songs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.ItemKnn;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.server.ServerClient.Told;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegueServerTest {

  @TempDir private Path folder;

  private SegueServer server;
  private ServerClient client;

  @BeforeEach
  void start() throws IOException {
    OLDER.save(model());
    restart(builder());
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  private Path model() {
    return folder.resolve("model.segue");
  }

  private SegueServer.Builder builder() {
    return SegueServer.builder(model())
        .state(folder.resolve("state"))
        .port(0)
        .reloadEvery(Duration.ofHours(1));
  }

  private void restart(SegueServer.Builder settings) throws IOException {
    if (server != null) {
      server.close();
    }
    server = settings.start();
    client = new ServerClient(server.uri());
  }

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(each -> each.song().id()).toList();
  }

  private static ListeningSession heard(SequenceRecommender recommender, int... indices) {
    ListeningSession session = recommender.newSession();
    songs(indices).forEach(session::play);
    return session;
  }

  private Told play(String listener, int song) {
    return client.tell("/v1/play", "listener", listener, "song", song(song));
  }

  @Test
  void list_isThatOfASession() {
    List<Recommendation> expected = heard(OLDER, 3, 7).recommend(5);
    play("ann", 3);
    Told told = client.tell("/v1/play", "listener", "ann", "song", song(7), "next", 5);
    assertThat(told.ids("next")).isEqualTo(ids(expected));
    assertThat(told.json().path("known").asBoolean()).isTrue();
    Told next = client.get("/v1/next", "listener", "ann", "count", "5");
    assertThat(next.ids("next")).isEqualTo(ids(expected));
    assertThat(next.json().path("next").path(4).path("score").asDouble())
        .isEqualTo(expected.get(4).score());
    assertThat(client.get("/v1/next", "song", song(3), "song", song(7), "count", "5").text())
        .isEqualTo(next.text());
  }

  @Test
  void listener_whomNobodyKnows_hasTheListOfANewSession() {
    assertThat(client.get("/v1/next", "listener", "nobody").ids("next"))
        .isEqualTo(ids(OLDER.newSession().recommend(10)));
    assertThat(client.send("DELETE", "/v1/listener", "", "listener", "nobody").status())
        .isEqualTo(404);
  }

  @Test
  void listeners_areKept() throws IOException {
    play("ann", 3);
    play("ann", 7);
    client.tell("/v1/ban", "listener", "ann", "song", song(9));
    client.send("PUT", "/v1/rules", "{\"listener\":\"ann\",\"rules\":\"noRepeats()\"}");
    Told before = client.get("/v1/next", "listener", "ann", "count", "60");
    assertThat(before.ids("next")).doesNotContain(song(3), song(7), song(9)).hasSize(57);
    restart(builder());
    assertThat(client.get("/v1/next", "listener", "ann", "count", "60").text())
        .isEqualTo(before.text());
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard")).isEqualTo(songs(3, 7));
    client.tell("/v1/unban", "listener", "ann", "song", song(9));
    assertThat(client.get("/v1/next", "listener", "ann", "count", "60").ids("next"))
        .contains(song(9));
    client.send("DELETE", "/v1/listener", "", "listener", "ann");
    assertThat(client.get("/v1/listener", "listener", "ann").json().path("heard")).isEmpty();
  }

  @Test
  void play_thatIsToldLate_comesWhereItWas() {
    String[] times = {"2026-01-01T10:00:00Z", "2026-01-01T10:03:00Z", "2026-01-01T10:06:00Z"};
    for (int i : new int[] {0, 2, 1}) {
      client.tell("/v1/play", "listener", "ann", "song", song(i), "time", times[i]);
    }
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard"))
        .isEqualTo(songs(0, 1, 2));
    client.tell("/v1/play", "listener", "ann", "song", song(2), "time", times[2]);
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard"))
        .as("told twice")
        .isEqualTo(songs(0, 1, 2));
  }

  @Test
  void pause_beginsASession() {
    client.tell("/v1/play", "listener", "ann", "song", song(1), "time", "2026-01-01T10:00:00Z");
    client.tell("/v1/play", "listener", "ann", "song", song(2), "time", "2026-01-01T10:30:00Z");
    client.tell("/v1/play", "listener", "ann", "song", song(3), "time", "2026-01-01T11:00:01Z");
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard")).isEqualTo(songs(3));
  }

  @Test
  void song_thatTheModelLacks_isKeptForANewerOne() throws IOException {
    Told told =
        client.tell(
            "/v1/play", "listener", "ann", "song", "new", "title", "Title", "artist", "Artist");
    assertThat(told.json().path("known").asBoolean()).isFalse();
    assertThat(told.json().path("song").path("title").asText()).isEqualTo("Title");
    assertThat(play("ann", 3).status()).isEqualTo(200);
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard")).isEqualTo(songs(3));
  }

  @Test
  void newerModel_goesOnWithAllListeners() throws IOException {
    play("ann", 3);
    play("bob", 7);
    assertThat(server.reload()).isFalse();
    Files.delete(model());
    NEWER.save(model());
    assertThat(server.reload()).isTrue();
    assertThat(client.get("/v1/next", "listener", "ann").ids("next"))
        .isEqualTo(ids(heard(NEWER, 3).recommend(10)));
    Files.writeString(model(), "no model");
    assertThatIOException().isThrownBy(() -> server.reload());
    assertThat(client.get("/v1/next", "listener", "bob").ids("next"))
        .isEqualTo(ids(heard(NEWER, 7).recommend(10)));
  }

  @Test
  void otherQuestions_areAnsweredAsBySessions() {
    play("ann", 3);
    ListeningSession session = heard(OLDER, 3);
    RecommendationRules rules = RecommendationRules.none().noRepeats();
    assertThat(
            client
                .get("/v1/continuation", "listener", "ann", "count", "4", "rules", "noRepeats()")
                .ids("continuation"))
        .isEqualTo(session.continuation(4, rules).stream().map(each -> each.id()).toList());
    assertThat(client.get("/v1/path", "listener", "ann", "to", song(9), "steps", "3").ids("path"))
        .isEqualTo(ids(session.towards(song(9), 3, RecommendationRules.none())));
    assertThat(client.get("/v1/similar", "song", song(3), "count", "4").ids("similar"))
        .isEqualTo(ids(OLDER.similarTo(song(3), 4)));
    assertThat(
            client
                .get("/v1/explain", "listener", "ann", "of", song(9))
                .json()
                .path("text")
                .asText())
        .isEqualTo(session.explain(song(9)).toString());
    assertThat(client.get("/v1/search", "query", song(12), "count", "1").ids("songs"))
        .isEqualTo(songs(12));
    assertThat(
            client
                .get("/v1/next", "listener", "ann", "temperature", "1.5", "seed", "4")
                .ids("next"))
        .isEqualTo(ids(session.recommend(10, RecommendationRules.none(), 1.5, 4)));
  }

  @Test
  void probabilities_areThoseOfTheSession() {
    play("ann", 3);
    ListeningSession session = heard(OLDER, 3);
    JsonNode list =
        client
            .get("/v1/next", "listener", "ann", "count", "60", "probabilities", "true")
            .json()
            .path("next");
    double sum = 0;
    for (JsonNode song : list) {
      double probability = song.path("probability").asDouble();
      assertThat(probability)
          .isCloseTo(Math.exp(session.logProbability(song.path("id").asText())), within(1e-6));
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void probabilities_thatAModelHasNot_areLeftOut() throws IOException {
    ItemKnn.trainer()
        .train(PlaylistDataset.of(OLDER.catalogue(), List.of(Playlist.of(1, 9))))
        .save(model());
    restart(builder());
    Told told = client.get("/v1/next", "listener", "ann", "probabilities", "true");
    assertThat(told.ids("next")).hasSize(10);
    assertThat(told.text()).doesNotContain("probability");
  }

  @Test
  void time_isSupposed_andTheSessionStays() {
    play("ann", 3);
    String rules = "during(20:00-21:00: noRepeats())";
    ZonedDateTime tomorrow = ZonedDateTime.now(ZoneId.systemDefault()).plusDays(1);
    for (int hour : new int[] {12, 20}) {
      String time = tomorrow.withHour(hour).withMinute(30).toInstant().toString();
      List<String> ids =
          client
              .get("/v1/next", "listener", "ann", "count", "60", "rules", rules, "time", time)
              .ids("next");
      assertThat(ids.contains(song(3))).isEqualTo(hour == 12);
    }
    assertThat(
            client.get("/v1/next", "listener", "ann", "time", "2999-12-31T23:59:59Z").ids("next"))
        .isEqualTo(ids(heard(OLDER, 3).recommend(10)));
  }

  @Test
  void time_withoutAZone_isThatOfTheServer() {
    play("ann", 3);
    String rules = "during(20:00-21:00: noRepeats())";
    for (String hour : List.of("12", "20")) {
      String time = LocalDate.now(ZoneId.systemDefault()).plusDays(1) + "T" + hour + ":30";
      List<String> ids =
          client
              .get("/v1/next", "listener", "ann", "count", "60", "rules", rules, "time", time)
              .ids("next");
      assertThat(ids.contains(song(3))).isEqualTo(hour.equals("12"));
    }
    assertThat(client.get("/v1/version").json().path("zone").asText())
        .isEqualTo(ZoneId.systemDefault().getId());
  }

  @Test
  void modelBeside_isAskedOfTheSameListeners() throws IOException {
    Path beside = folder.resolve("beside.segue");
    NEWER.save(beside);
    assertThat(client.get("/v1/version").json().has("beside")).isFalse();
    restart(builder().beside(beside));
    assertThat(client.get("/v1/version").json().path("beside").path("fingerprint").asText())
        .isEqualTo(NEWER.fingerprint());
    play("ann", 3);
    assertThat(client.get("/v1/next", "listener", "ann", "model", "beside").ids("next"))
        .isEqualTo(ids(heard(NEWER, 3).recommend(10)));
    play("ann", 7);
    ListeningSession session = heard(NEWER, 3, 7);
    RecommendationRules none = RecommendationRules.none();
    assertThat(client.get("/v1/next", "listener", "ann", "model", "beside").ids("next"))
        .isEqualTo(ids(session.recommend(10)));
    assertThat(client.get("/v1/next", "listener", "ann").ids("next"))
        .isEqualTo(ids(heard(OLDER, 3, 7).recommend(10)));
    assertThat(
            client
                .get("/v1/continuation", "song", song(3), "song", song(7), "model", "beside")
                .ids("continuation"))
        .isEqualTo(session.continuation(10, none).stream().map(each -> each.id()).toList());
    assertThat(
            client
                .get("/v1/explain", "listener", "ann", "of", song(9), "model", "beside")
                .json()
                .path("text")
                .asText())
        .isEqualTo(session.explain(song(9)).toString());
    assertThat(client.get("/v1/similar", "song", song(3), "model", "beside").ids("similar"))
        .isEqualTo(ids(NEWER.similarTo(song(3), 10)));
  }

  @Test
  void skipAndLike_reachTheSession() {
    client.tell("/v1/skip", "listener", "ann", "song", song(4), "heard", 9.5);
    client.tell("/v1/like", "listener", "ann", "song", song(5));
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard")).isEqualTo(songs(5));
    assertThat(
            client
                .get("/v1/next", "listener", "ann", "count", "60", "rules", "noRepeats()")
                .ids("next"))
        .doesNotContain(song(4), song(5));
  }

  @Test
  void station_takesALineOfText() {
    Told looked = client.get("/next", "listener", "radio");
    Told taken =
        client.send("POST", "/next", "", "listener", "radio", "uri", "/music/{id:url}.mp3");
    String id = ids(OLDER.newSession().recommend(1)).get(0);
    assertThat(looked.text()).startsWith("annotate:title=").endsWith(":" + id + "\n");
    assertThat(taken.text()).endsWith(":/music/" + id + ".mp3\n");
    assertThat(client.get("/v1/listener", "listener", "radio").ids("heard")).containsExactly(id);
  }

  @Test
  void history_isReadByTrainings() throws IOException {
    client.tell(
        "/v1/play", "listener", "a, \"b\"", "song", song(3), "time", "2026-01-01T10:00:00Z");
    client.tell(
        "/v1/skip",
        "listener",
        "a, \"b\"",
        "song",
        song(3),
        "time",
        "2026-01-01T10:03:00Z",
        "heard",
        9);
    client.tell(
        "/v1/play",
        "listener",
        "a, \"b\"",
        "song",
        "new",
        "artist",
        "A\nB",
        "title",
        "=T",
        "time",
        "2026-01-01T10:04:00Z");
    client.tell("/v1/like", "listener", "a, \"b\"", "song", song(5));
    Path file = folder.resolve("history.csv");
    Files.writeString(file, client.get("/v1/history").text());
    ListeningHistory history = CsvHistory.read(file);
    assertThat(history.listeners()).containsExactly("a, \"b\"");
    assertThat(history.plays()).isEqualTo(2);
    assertThat(history.skips()).isEqualTo(1);
    assertThat(history.catalogue().song(history.catalogue().index("new").orElseThrow()))
        .isEqualTo(Song.of("new", "=T", "A\nB"));
  }

  @Test
  void requests_areLogged_withoutWhatTheyAskFor() throws IOException {
    Path log = folder.resolve("access.log");
    restart(builder().accessLog(log.toString()));
    client.get("/v1/next", "listener", "ann");
    client.get("/nowhere?listener=ann");
    restart(builder()); // ends the log
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(2).noneMatch(line -> line.contains("ann"));
    JsonNode line = ServerClient.JSON.readTree(lines.get(0));
    assertThat(line.path("method").asText()).isEqualTo("GET");
    assertThat(line.path("path").asText()).isEqualTo("/v1/next");
    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("remote").asText()).isEqualTo("127.0.0.1");
    assertThat(line.path("microseconds").asLong()).isPositive();
    assertThat(ServerClient.JSON.readTree(lines.get(1)).path("status").asInt()).isEqualTo(404);
  }

  @Test
  void address_thatAsksTooOften_isRefused() throws IOException {
    restart(builder().requestsPerSecond(5));
    assertThat(IntStream.range(0, 20).map(i -> client.get("/v1/health").status()).boxed())
        .contains(200, 429)
        .doesNotContain(500);
  }

  @Test
  void server_mayBeClosedTwice() throws IOException {
    server.close();
    server.close();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> client.get("/v1/health"))
        .withCauseInstanceOf(ConnectException.class);
  }

  @Test
  void model_thatCannotBeUpdated_isRefused() throws IOException {
    server.close();
    assertThatIOException()
        .isThrownBy(() -> builder().updateEvery(Duration.ofHours(24)).start())
        .withMessageContaining(
            "model must be of kind 'lstm' to be updated, was 'latent_markov_embedding'");
    restart(builder()); // nothing is left open
  }

  @Test
  void ban_thatNoSessionCanHave_isRefusedBeforeItIsKept() throws IOException {
    play("ann", 3);
    assertThat(client.tell("/v1/ban", "listener", "ann", "artist", " ").status()).isEqualTo(400);
    restart(builder());
    assertThat(client.get("/v1/listener", "listener", "ann").ids("heard")).isEqualTo(songs(3));
  }

  @Test
  void ban_ofAnArtistWhomANewerModelTakesForUnknown_isLeftOut() throws IOException {
    play("ann", 3);
    String artist = OLDER.catalogue().song(9).artist();
    client.tell("/v1/ban", "listener", "ann", "artist", artist);
    Catalogue replaced =
        OLDER.catalogue().withLeadArtists(Map.of(artist.toLowerCase(Locale.ROOT), ""));
    Popularity.trainer()
        .train(PlaylistDataset.of(replaced, List.of(Playlist.of(1, 9))))
        .save(model());
    restart(builder());
    assertThat(client.get("/v1/next", "listener", "ann", "count", "60").ids("next"))
        .contains(song(9));
  }

  @Test
  void secondServer_isRefused() {
    assertThatIOException().isThrownBy(() -> builder().start()).withMessageContaining("state");
  }

  @Test
  void otherMachines_needAToken() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().host("0.0.0.0").start())
        .withMessage("there must be a token if other machines may ask, but host is 0.0.0.0");
  }

  @Test
  void figures_areThere() {
    play("ann", 3);
    assertThat(client.get("/metrics").text())
        .contains("segue_play_seconds_count 1")
        .contains("segue_http_requests_seconds_count{path=\"/v1/play\",status=\"200\"} 1")
        .contains("segue_listeners_in_memory 1.0")
        .contains("jvm_memory_used_bytes");
  }
}
