package dev.segue.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.server.ServerClient.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrobblers tell plays as they tell them to ListenBrainz. */
class ListenBrainzTest {

  private static final String SECRET = "a-token-of-some-length";
  private static final String MBID = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae";

  @TempDir private Path folder;

  private SegueServer server;

  @BeforeEach
  void start() throws IOException {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                Song.of(MBID, "So What", "Miles Davis"),
                Song.of("b", "Blue in Green", "Miles Davis"),
                Song.of("Bill Evans\tPeri's Scope", "Peri's Scope", "Bill Evans")));
    Path model = folder.resolve("model.segue");
    MarkovChain.trainer()
        .train(PlaylistDataset.of(catalogue, List.of(catalogue.playlist(List.of("b", MBID)))))
        .save(model);
    server =
        SegueServer.builder(model).state(folder.resolve("state")).port(0).token(SECRET).start();
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  private ServerClient client(String authorization) {
    return new ServerClient(server.uri(), Map.of("Authorization", authorization));
  }

  private List<String> heard() {
    return client("Bearer " + SECRET).get("/v1/listener", "listener", "ann").ids("heard");
  }

  private static String listen(long second, String artist, String title, String more) {
    return """
        {"listened_at": %d, "track_metadata":
          {"artist_name": "%s", "track_name": "%s", "release_name": "Kind of Blue"%s}}"""
        .formatted(second, artist, title, more);
  }

  private Told submit(String type, String... listens) {
    return client("Token ann:" + SECRET)
        .post(
            "/1/submit-listens",
            "{\"listen_type\": \"%s\", \"payload\": [%s]}"
                .formatted(type, String.join(",", listens)));
  }

  @Test
  void listens_areThePlaysOfTheListener() {
    String byIdentifier =
        ", \"additional_info\": {\"media_player\": \"x\", \"recording_mbid\": \"" + MBID + "\"}";
    assertThat(submit("single", listen(1_000, "miles  davis", "BLUE IN GREEN", "")).text())
        .isEqualTo("{\"status\":\"ok\"}");
    submit(
        "import",
        listen(1_600, "Bill Evans", "Peri's Scope", ""),
        listen(1_300, "another name", "of this", byIdentifier),
        listen(1_900, "Bill Evans", "Unknown", ""));
    assertThat(heard()).containsExactly("b", MBID, "Bill Evans\tPeri's Scope");
  }

  @Test
  void song_thatIsPlayingNow_isToldAgainLater() {
    assertThat(
            submit("playing_now", "{\"track_metadata\": {\"track_name\": \"So What\"}}").status())
        .isEqualTo(200);
    assertThat(heard()).isEmpty();
  }

  @Test
  void token_namesTheListener() {
    assertThat(client("Token ann:" + SECRET).get("/1/validate-token").text())
        .isEqualTo(
            "{\"code\":200,\"message\":\"Token valid.\",\"valid\":true,\"user_name\":\"ann\"}");
    assertThat(client("Token ann:other").get("/1/validate-token").text())
        .isEqualTo("{\"code\":200,\"message\":\"Token invalid.\",\"valid\":false}");
    assertThat(client("x").get("/1/validate-token").json().path("valid").asBoolean()).isFalse();
    assertThat(client("Token " + SECRET).post("/1/submit-listens", "{}").detail())
        .isEqualTo("the token must name a listener: LISTENER:TOKEN");
    assertThat(client("Token ann:other").post("/1/submit-listens", "{}").status()).isEqualTo(401);
  }

  @Test
  void listens_thatSayTooLittle_areRefused() {
    assertThat(submit("single").detail()).isEqualTo("payload must be 1..1000 listens, was 0");
    assertThat(submit("many", listen(1, "a", "b", "")).detail())
        .isEqualTo("listen_type must be single, import or playing_now, was 'many'");
    assertThat(submit("single", listen(1, "a", "", "")).detail())
        .isEqualTo("track_name must be given");
    assertThat(submit("single", "{}").detail()).isEqualTo("listened_at must be seconds since 1970");
    assertThat(submit("single", listen(99_999_999_999L, "a", "b", "")).detail())
        .isEqualTo("listened_at must be in 1970..now, was 99999999999");
  }
}
