package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.files.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes playlists as a table that {@link CsvHistory} reads back: a row for each play and each
 * skip, in the order in which they were.
 */
final class PlayTable {

  /** Between tags; a reader takes it for that if a field has it. */
  private static final String TAG_SEPARATOR = "|";

  private final Catalogue catalogue;
  private final CsvWriter rows;

  private PlayTable(Catalogue catalogue, CsvWriter rows) {
    this.catalogue = catalogue;
    this.rows = rows;
  }

  static void write(PlaylistDataset dataset, Path file) throws IOException {
    boolean timed;
    try (Stream<Playlist> playlists = dataset.playlists()) {
      timed =
          playlists
              .filter(playlist -> playlist.size() > 0)
              .allMatch(playlist -> playlist.listener().isPresent());
    }
    AtomicFiles.write(file, out -> write(dataset, timed, out));
  }

  private static void write(PlaylistDataset dataset, boolean timed, OutputStream out)
      throws IOException {
    Writer text = new OutputStreamWriter(out, UTF_8);
    CsvWriter rows = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    try (Stream<Playlist> playlists = dataset.playlists()) {
      List<String> header =
          new ArrayList<>(timed ? List.of("session", "user", "time") : List.of("playlist"));
      header.addAll(List.of("song", "artist", "title", "tags", "skipped", "heard"));
      rows.writeRecord(header);
      PlayTable table = new PlayTable(dataset.catalogue(), rows);
      long number = 1;
      for (Iterator<Playlist> each = playlists.iterator(); each.hasNext(); number++) {
        table.write(number, each.next(), timed);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    rows.flush();
  }

  private void write(long number, Playlist playlist, boolean timed) {
    Iterator<Playlist.Skip> skips = playlist.skips().iterator();
    Playlist.Skip skip = skips.hasNext() ? skips.next() : null;
    for (int position = 0; position <= playlist.size(); position++) {
      while (skip != null && skip.position() == position) {
        write(number, playlist, timed, position, skip);
        skip = skips.hasNext() ? skips.next() : null;
      }
      if (position < playlist.size()) {
        List<String> row = timed ? when(number, playlist, playlist.time(position)) : in(number);
        write(row, playlist.song(position), false, playlist.heard(position));
      }
    }
  }

  private void write(
      long number, Playlist playlist, boolean timed, int position, Playlist.Skip skip) {
    Instant near = timed ? playlist.time(Math.max(0, position - 1)) : Instant.EPOCH;
    List<String> row = timed ? when(number, playlist, skip.time().orElse(near)) : in(number);
    write(row, skip.song(), true, skip.heard());
  }

  private static List<String> in(long playlist) {
    return new ArrayList<>(List.of(Long.toString(playlist)));
  }

  private static List<String> when(long session, Playlist playlist, Instant time) {
    return new ArrayList<>(
        List.of(Long.toString(session), playlist.listener().orElse(""), time.toString()));
  }

  private void write(List<String> row, int index, boolean skipped, Optional<Duration> heard) {
    Song song = catalogue.song(index);
    row.addAll(
        List.of(
            song.id(),
            song.artist(),
            song.title(),
            tags(song.tags()),
            skipped ? "true" : "",
            heard.map(each -> Long.toString(each.toSeconds())).orElse("")));
    rows.writeRecord(row);
  }

  /** With a separator after the last if one of them could be taken for several. */
  private static String tags(List<String> tags) {
    String joined = String.join(TAG_SEPARATOR, tags);
    return joined.indexOf(',') >= 0 || joined.indexOf(';') >= 0 ? joined + TAG_SEPARATOR : joined;
  }
}
