package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Song;
import java.net.URLEncoder;

/**
 * A song as a line of Liquidsoap's protocol {@code annotate}.
 *
 * @param song the song
 * @param uri where it is: {@code {id}} stands for the id as it is, {@code {id:url}} for it as a
 *     part of an address
 */
record StationSong(Song song, String uri) {

  String line() {
    String where =
        uri.replace("{id:url}", URLEncoder.encode(song.id(), UTF_8).replace("+", "%20"))
            .replace("{id}", song.id());
    return "annotate:title=%s,artist=%s,segue_id=%s:%s\n"
        .formatted(quoted(song.title()), quoted(song.artist()), quoted(song.id()), oneLine(where));
  }

  private static String quoted(String text) {
    return '"' + oneLine(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }
}
