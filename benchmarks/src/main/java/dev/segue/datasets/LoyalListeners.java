package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.Scores;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Listeners of the {@linkplain SyntheticStation#withSkips skipping station} who stay of their type:
 * each hears a playlist a day, whose show is another each time. Immutable.
 *
 * @param model the station
 * @param types its listeners; the one of number n is of type n modulo the number of types
 * @param listeners how many there are
 * @param days for how long they listen
 * @param seed of all playlists
 */
record LoyalListeners(
    StationModel model, StationListeners types, int listeners, int days, long seed) {

  private static final Instant FIRST = Instant.parse("2024-01-01T12:00:00Z");
  private static final Duration PLAYED = Duration.ofSeconds(200);
  private static final Duration SKIPPED = Duration.ofSeconds(10);

  static LoyalListeners of(int songs, int listeners, int days, long seed) {
    StationModel model = StationModel.of(songs);
    StationListeners types = StationListeners.skipping(model.genres());
    return new LoyalListeners(model, types, listeners, days, seed);
  }

  private static String name(int listener) {
    return "listener-%d".formatted(listener);
  }

  /** What a listener hears, a playlist a day. */
  private List<Playlist> playlists(int listener) {
    return new SyntheticStation(
            model,
            types.only(listener % types.types()),
            StationSongs.catalogue(model),
            days,
            seed * listeners + listener)
        .playlists()
        .toList();
  }

  /** Writes what all have heard as Spotify exports it: a file for each. */
  void write(Path folder) throws IOException {
    Catalogue catalogue = StationSongs.catalogue(model);
    for (int listener = 0; listener < listeners; listener++) {
      List<String> streams = new ArrayList<>();
      List<Playlist> heard = playlists(listener);
      for (int day = 0; day < days; day++) {
        Instant now = FIRST.plus(Duration.ofDays(day));
        for (Heard each : Heard.all(heard.get(day))) {
          now = now.plus(each.skipped() ? SKIPPED : PLAYED);
          streams.add(stream(listener, catalogue.song(each.song()), each.skipped(), now));
        }
      }
      Files.writeString(
          folder.resolve("Streaming_History_Audio_%d.json".formatted(listener)),
          "[" + String.join(",\n", streams) + "]");
    }
  }

  private static String stream(int listener, Song song, boolean skipped, Instant ended) {
    return """
    {"ts": "%s", "username": "%s", "ms_played": %d,
     "master_metadata_track_name": "%s", "master_metadata_album_artist_name": "%s",
     "spotify_track_uri": "spotify:track:%s", "reason_end": "%s", "skipped": %b}"""
        .formatted(
            ended,
            name(listener),
            (skipped ? SKIPPED : PLAYED).toMillis(),
            song.title(),
            song.artist(),
            song.id(),
            skipped ? "fwdbtn" : "trackdone",
            skipped);
  }

  /** The predictions of what some listeners hear by who knows all that can be known. */
  Predictions optimum(Predicate<String> names) {
    BayesOptimal optimal = new BayesOptimal(model, types, StationSongs.catalogue(model));
    Predictions predictions = new Predictions();
    for (int listener = 0; listener < listeners; listener++) {
      if (names.test(name(listener))) {
        ListeningSession session = optimal.newSession();
        for (Playlist playlist : playlists(listener)) {
          hear(playlist, session, predictions);
          session = optimal.nextSession(session);
        }
      }
    }
    return predictions;
  }

  private static void hear(Playlist playlist, ListeningSession session, Predictions predictions) {
    Catalogue catalogue = session.recommender().catalogue();
    for (Heard each : Heard.all(playlist)) {
      String id = catalogue.song(each.song()).id();
      if (each.skipped()) {
        session.skip(id);
      } else {
        if (each.isTarget()) {
          Scores scores = session.scores();
          predictions.add(scores.logProbability(each.song()), scores.rank(each.song()));
        }
        session.play(id);
      }
    }
  }
}
