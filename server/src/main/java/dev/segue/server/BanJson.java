package dev.segue.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.segue.server.store.Ban;
import org.jspecify.annotations.Nullable;

/**
 * What a listener will not have, as a request tells it.
 *
 * @param listener any name
 * @param song the id of a song; or
 * @param artist an artist
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BanJson(
    @JsonProperty(required = true) String listener,
    @Nullable String song,
    @Nullable String artist) {

  Ban ban() throws Problem {
    if (song != null && artist == null) {
      return new Ban(Ban.Kind.SONG, song);
    }
    if (artist != null && song == null) {
      return new Ban(Ban.Kind.ARTIST, artist);
    }
    throw Problem.badRequest("either song or artist must be given");
  }
}
