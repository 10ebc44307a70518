package dev.segue.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.Song;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What songs shall be similar to.
 *
 * @param artist of all songs; or empty, and then
 * @param songs as the music server describes them
 */
record SubsonicSeed(String artist, List<JsonNode> songs) {

  /** The beginning of an album: each song costs a step. */
  private static final int MOST_SONGS = 20;

  /**
   * Reads an answer.
   *
   * @param question {@code getSong}, {@code getArtist} or {@code getAlbum}
   * @param it what was asked for
   */
  static SubsonicSeed of(String question, JsonNode it) {
    return switch (question) {
      case "getSong" -> new SubsonicSeed("", List.of(it));
      case "getArtist" -> new SubsonicSeed(it.path("name").asText(), List.of());
      default -> new SubsonicSeed("", first(it.path("song")));
    };
  }

  private static List<JsonNode> first(JsonNode songs) {
    return IntStream.range(0, Math.min(songs.size(), MOST_SONGS)).mapToObj(songs::path).toList();
  }

  /** The songs as a model knows them, or would. */
  List<Song> songs(ServedModel model) {
    return songs.stream()
        .map(
            song ->
                model.called(
                    song.path("musicBrainzId").asText(),
                    song.path("artist").asText(),
                    song.path("title").asText()))
        .toList();
  }
}
