package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Song;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/** Writes songs in M3U. */
final class M3uWriter {

  static final PlaylistFiles FILES =
      new PlaylistFiles("M3U", List.of(".m3u8", ".m3u"), M3uWriter::check, M3uWriter::write);

  private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n\0]+");

  /** Each character may take 3 bytes of a line. */
  private static final int MAX_NAMES_CHARACTERS = M3uReader.MAX_LINE_BYTES / 4;

  private M3uWriter() {}

  private static void write(List<Song> songs, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, UTF_8);
    text.write("#EXTM3U\n");
    for (Song song : songs) {
      write(song, text);
    }
    text.flush();
  }

  private static void write(Song song, Writer text) throws IOException {
    if (!song.title().isEmpty() || !song.artist().isEmpty()) {
      String between = song.artist().isEmpty() ? "" : M3uReader.NAME_SEPARATOR;
      String names = song.artist() + between + song.title();
      text.write("#EXTINF:-1," + oneLine(names) + "\n");
    }
    text.write(song.id() + "\n");
  }

  /** Replaces line breaks, because a reader would take the text after one for a song. */
  private static String oneLine(String names) {
    return LINE_BREAKS
        .matcher(names.substring(0, Math.min(MAX_NAMES_CHARACTERS, names.length())))
        .replaceAll(" ");
  }

  private static void check(Song song) {
    String id = song.id();
    if (id.isBlank() || id.startsWith("#") || LINE_BREAKS.matcher(id).find()) {
      throw new IllegalArgumentException(
          "song id must be one line that is not blank and does not begin with #, was "
              + Quotation.quote(id));
    }
    if (SongPath.isPlaylist(id)) {
      throw new IllegalArgumentException(
          "song id must not be the file of a playlist, was " + Quotation.quote(id));
    }
    int bytes = id.getBytes(UTF_8).length;
    if (bytes > M3uReader.MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          "song id must have at most %d bytes in UTF-8, but has %d: %s"
              .formatted(M3uReader.MAX_LINE_BYTES, bytes, Quotation.quote(id)));
    }
  }
}
