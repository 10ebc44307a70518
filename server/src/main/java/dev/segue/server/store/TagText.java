package dev.segue.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/** The tags of a song as a database holds them: as a JSON array. May be used by any threads. */
final class TagText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TagText() {}

  /** Nothing stands for no tags, which most songs have. */
  static String of(List<String> tags) {
    try {
      return tags.isEmpty() ? "" : JSON.writeValueAsString(tags);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("texts can always be written", e);
    }
  }

  /**
   * Reads tags.
   *
   * @throws JsonProcessingException if somebody else has written the text
   */
  static List<String> read(String text) throws JsonProcessingException {
    return text.isEmpty() ? List.of() : List.of(JSON.readValue(text, String[].class));
  }
}
