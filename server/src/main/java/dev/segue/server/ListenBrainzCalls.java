package dev.segue.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.Song;
import dev.segue.server.store.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What players tell that scrobble to <a
 * href="https://listenbrainz.readthedocs.io/en/latest/users/api/core.html">ListenBrainz</a>, of
 * which each lets its owner say another address: the plays of the listener whom the token names.
 * Songs are found by the identifier of the recording, or by artist and title; those that the model
 * lacks get the ids that readers of histories would give them. Any number of threads.
 */
final class ListenBrainzCalls {

  /** What may be asked with any token: whether it is right. */
  static final String VALIDATE = "/1/validate-token";

  private static final int MOST_LISTENS = 1_000;

  private final Listeners listeners;
  private final Models models;
  private final InstantSource clock;
  private final AccessToken token;

  ListenBrainzCalls(Listeners listeners, Models models, InstantSource clock, AccessToken token) {
    this.listeners = listeners;
    this.models = models;
    this.clock = clock;
    this.token = token;
  }

  List<Route> routes() {
    return List.of(
        Route.get(VALIDATE, this::validate, "token"),
        Route.post("/1/submit-listens", this::submit));
  }

  private Answer validate(Call call) throws Problem {
    Optional<String> parameter = call.optional("token").map(text -> "Token " + text);
    Optional<String> name = token.listener(call.authorization().or(() -> parameter).orElse(null));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("code", 200);
    answer.put("message", name.isPresent() ? "Token valid." : "Token invalid.");
    answer.put("valid", name.isPresent());
    name.ifPresent(user -> answer.put("user_name", user));
    return Answer.json(answer);
  }

  private Answer submit(Call call) throws Problem, IOException {
    String name =
        ListenerName.check(
            token
                .listener(call.authorization().orElse(null))
                .orElseThrow(
                    () -> new Problem(401, "the token must name a listener: LISTENER:TOKEN")));
    JsonNode body = call.body(JsonNode.class);
    String type = body.path("listen_type").asText();
    JsonNode payload = body.path("payload");
    if (!payload.isArray() || payload.isEmpty() || payload.size() > MOST_LISTENS) {
      throw Problem.badRequest(
          "payload must be 1..%d listens, was %d".formatted(MOST_LISTENS, payload.size()));
    }
    switch (type) {
      case "single", "import" -> {
        for (JsonNode listen : payload) {
          listeners.add(name, play(listen));
        }
      }
      case "playing_now" -> {} // told again when it has been heard
      default ->
          throw Problem.badRequest(
              "listen_type must be single, import or playing_now, was '%s'".formatted(type));
    }
    return Answer.json(Map.of("status", "ok"));
  }

  private Event play(JsonNode listen) throws Problem {
    JsonNode seconds = listen.path("listened_at");
    if (!seconds.isIntegralNumber() || !seconds.canConvertToLong()) {
      throw Problem.badRequest("listened_at must be seconds since 1970");
    }
    Instant now = clock.instant();
    if (seconds.asLong() < 0 || seconds.asLong() > now.plus(TellJson.AHEAD).getEpochSecond()) {
      throw Problem.badRequest("listened_at must be in 1970..now, was " + seconds.asLong());
    }
    return new Event(
        Instant.ofEpochSecond(seconds.asLong()),
        Event.Kind.PLAY,
        song(listen.path("track_metadata")),
        Duration.ZERO);
  }

  private Song song(JsonNode track) throws Problem {
    String artist = TellJson.within("artist_name", track.path("artist_name").asText());
    String title = TellJson.within("track_name", track.path("track_name").asText());
    if (title.isEmpty()) {
      throw Problem.badRequest("track_name must be given");
    }
    JsonNode recording = track.path("additional_info").path("recording_mbid");
    String id = TellJson.within("recording_mbid", recording.asText());
    return models.current().called(id, artist, title);
  }
}
