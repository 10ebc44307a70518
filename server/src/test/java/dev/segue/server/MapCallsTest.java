package dev.segue.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.server.ServerClient.Told;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map of songs, of a station that plays its songs in their order. */
class MapCallsTest {

  private static final String HOSTILE = "</script><script>alert(1)</script>";

  private static final int SONGS = 60;

  private static SequenceRecommender older;
  private static SequenceRecommender newer;

  @TempDir private Path folder;

  private SegueServer server;
  private ServerClient client;

  @BeforeAll
  static void train() {
    older = trained(1);
    newer = trained(2);
  }

  private static SequenceRecommender trained(long seed) {
    List<Song> songs =
        IntStream.range(0, SONGS)
            .mapToObj(i -> Song.of("id-" + i, i == 7 ? HOSTILE : "", i == 7 ? "{b|Artist}" : ""))
            .toList();
    List<Playlist> playlists =
        IntStream.range(0, SONGS)
            .mapToObj(i -> Playlist.of(i, (i + 1) % SONGS, (i + 2) % SONGS))
            .toList();
    return LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(8)
        .memory(false)
        .epochs(2)
        .seed(seed)
        .threads(1)
        .build()
        .train(PlaylistDataset.of(Catalogue.of(songs), playlists));
  }

  @BeforeEach
  void start() throws IOException {
    older.save(file("model"));
    newer.save(file("beside"));
    server =
        SegueServer.builder(file("model"))
            .beside(file("beside"))
            .state(folder.resolve("state"))
            .port(0)
            .reloadEvery(Duration.ofHours(1))
            .start();
    client = new ServerClient(server.uri());
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  private Path file(String name) {
    return folder.resolve(name + ".segue");
  }

  /** Asks until the map is made. */
  private Told map(String... parameters) throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      Told told = client.get("/v1/map", parameters);
      if (told.status() != 202) {
        return told;
      }
      assertThat(told.json().path("status").asText()).isEqualTo("making");
      Thread.sleep(20);
    }
    throw new AssertionError("the map is never made");
  }

  private static String fingerprint(Told map) {
    assertThat(map.status()).as(map.text()).isEqualTo(200);
    return map.json().path("fingerprint").asText();
  }

  @Test
  void map_isMade_whenSomebodyAsksForIt() throws IOException, InterruptedException {
    HttpResponse<String> first =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.uri().resolve("/v1/map")).build(),
                BodyHandlers.ofString());
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.headers().firstValue("retry-after")).hasValue("1");

    Told map = map();
    assertThat(fingerprint(map)).isEqualTo(older.fingerprint());
    assertThat(map.ids("songs"))
        .isEqualTo(
            older.newSession().recommend(SONGS).stream()
                .map(Recommendation::song)
                .map(Song::id)
                .toList());
    double farthest = 0;
    for (JsonNode song : map.json().path("songs")) {
      farthest = Math.max(farthest, Math.abs(song.path("x").doubleValue()));
      farthest = Math.max(farthest, Math.abs(song.path("y").doubleValue()));
    }
    assertThat(farthest).isEqualTo(1);
    assertThat(client.get("/v1/map").text()).isEqualTo(map.text());
  }

  @Test
  void songs_haveWhatIsKnownOfThem() throws InterruptedException {
    Told map = map();
    int hostile = map.ids("songs").indexOf("id-7");
    JsonNode song = map.json().path("songs").path(hostile);
    assertThat(song.path("title").asText()).isEqualTo(HOSTILE);
    assertThat(song.path("artist").asText()).isEqualTo("{b|Artist}");
    JsonNode plain = map.json().path("songs").path(hostile == 0 ? 1 : 0);
    assertThat(plain.fieldNames()).toIterable().containsExactly("id", "x", "y");
  }

  @Test
  void newerModel_hasAMapOfItsOwn() throws IOException, InterruptedException {
    assertThat(fingerprint(map())).isEqualTo(older.fingerprint());
    newer.save(file("model"));
    server.reload();
    assertThat(client.get("/v1/map").status()).isEqualTo(202);
    assertThat(fingerprint(map())).isEqualTo(newer.fingerprint());
  }

  @Test
  void modelBeside_hasAMap_too() throws InterruptedException {
    assertThat(fingerprint(map("model", "beside"))).isEqualTo(newer.fingerprint());
    assertThat(client.get("/v1/version").json().at("/beside/map").asBoolean()).isTrue();
  }

  @Test
  void modelWithoutVectors_hasNone() throws IOException {
    TestModels.OLDER.save(file("model"));
    server.reload();
    Told told = client.get("/v1/map");
    assertThat(told.status()).isEqualTo(404);
    assertThat(told.detail())
        .isEqualTo(
            "there is no map of the songs of a model of kind 'latent_markov_embedding', only of"
                + " 'lstm'");
    assertThat(client.get("/v1/version").json().at("/model/map").asBoolean(true)).isFalse();
  }

  @Test
  void thread_endsWithTheServer() throws IOException, InterruptedException {
    assertThat(client.get("/v1/map").status()).isEqualTo(202);
    List<Thread> makers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("segue-map"))
            .toList();
    assertThat(makers).isNotEmpty();
    server.close();
    for (Thread maker : makers) {
      maker.join(10_000);
      assertThat(maker.isAlive()).isFalse();
    }
  }
}
