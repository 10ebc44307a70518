package dev.segue.datasets.history;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes playlists with skips as Spotify exports what one listener heard: a playlist a day, songs
 * of 200 seconds, of which 10 are heard if they are skipped. One thread at a time.
 */
final class SpotifyExport {

  static final Duration PLAYED = Duration.ofSeconds(200);
  static final Duration SKIPPED = Duration.ofSeconds(10);

  private static final Instant FIRST = Instant.parse("2024-01-01T12:00:00Z");

  private final PlaylistDataset dataset;
  private final List<String> streams = new ArrayList<>();
  private Instant now = FIRST;

  private SpotifyExport(PlaylistDataset dataset) {
    this.dataset = dataset;
  }

  /** Writes a dataset into a file that {@link SpotifyHistory} reads. */
  static Path write(PlaylistDataset dataset, Path folder) throws IOException {
    SpotifyExport export = new SpotifyExport(dataset);
    long day = 0;
    for (Iterator<Playlist> all = dataset.playlists().iterator(); all.hasNext(); day++) {
      export.now = FIRST.plus(Duration.ofDays(day));
      export.add(all.next());
    }
    return Files.writeString(
        folder.resolve("Streaming_History_Audio_2024.json"),
        "[" + String.join(",\n", export.streams) + "]");
  }

  private void add(Playlist playlist) {
    for (int position = 0; position <= playlist.size(); position++) {
      for (Playlist.Skip skip : playlist.skips()) {
        if (skip.position() == position) {
          add(skip.song(), SKIPPED, true, "fwdbtn");
        }
      }
      if (position < playlist.size()) {
        add(playlist.song(position), PLAYED, false, "trackdone");
      }
    }
  }

  private void add(int index, Duration heard, boolean skipped, String reason) {
    Song song = dataset.catalogue().song(index);
    now = now.plus(heard);
    streams.add(
        """
        {"ts": "%s", "username": "ann", "ms_played": %d,
         "master_metadata_track_name": "%s", "master_metadata_album_artist_name": "%s",
         "spotify_track_uri": "spotify:track:%s", "reason_end": "%s", "skipped": %b}"""
            .formatted(
                now, heard.toMillis(), song.title(), song.artist(), song.id(), reason, skipped));
  }
}
