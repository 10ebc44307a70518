package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an update has changed.
 *
 * @param plays how many new plays there are
 * @param older how many of them began before the training of the model ended, or just then
 * @param songs how many songs the model has
 * @param newSongs how many of them it did not have before
 * @param before when the last play began that the model knew; empty if it does not tell
 * @param until when the last play began that it knows now
 */
record UpdateReport(
    long plays,
    long older,
    int songs,
    int newSongs,
    Optional<Instant> before,
    Optional<Instant> until) {

  /** Counts what a model is to be updated with. */
  static UpdateReport of(SequenceRecommender model, PlaylistDataset newPlays) {
    Optional<Instant> known = model.provenance().trainedUntil();
    long plays = 0;
    long older = 0;
    try (Stream<Playlist> all = newPlays.playlists()) {
      for (Playlist playlist : (Iterable<Playlist>) all::iterator) {
        plays += playlist.size();
        older += known.map(time -> playsUntil(time, playlist)).orElse(0L);
      }
    }
    return new UpdateReport(plays, older, model.catalogue().size(), 0, known, known);
  }

  private static long playsUntil(Instant time, Playlist playlist) {
    return playlist.listener().isEmpty()
        ? 0
        : IntStream.range(0, playlist.size())
            .filter(position -> !playlist.time(position).isAfter(time))
            .count();
  }

  /** Adds what the model is now. */
  UpdateReport after(SequenceRecommender updated) {
    int now = updated.catalogue().size();
    return new UpdateReport(
        plays, older, now, now - songs, before, updated.provenance().trainedUntil());
  }

  /** What people should know, in sentences. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (older > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d new plays are not after %s, until when the model was trained",
              older,
              plays,
              before.orElseThrow()));
    }
    lines.add(String.format(Locale.ROOT, "%,d songs, %,d of them new", songs, newSongs));
    until.ifPresent(time -> lines.add("trained until " + time));
    return lines;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("new_plays", plays);
    json.writeNumberField("older_plays", older);
    json.writeNumberField("songs", songs);
    json.writeNumberField("new_songs", newSongs);
    if (until.isPresent()) {
      json.writeStringField("trained_until", until.get().toString());
    }
  }
}
