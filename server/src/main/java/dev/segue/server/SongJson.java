package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.segue.Song;
import java.util.List;

/** A song in an answer; what is not known of it is left out. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SongJson(String id, String title, String artist, List<String> tags) {

  static SongJson of(Song song) {
    return new SongJson(song.id(), song.title(), song.artist(), List.copyOf(song.tags()));
  }
}
