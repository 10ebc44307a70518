package dev.segue.pages.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What scripts read. Any number of threads. */
final class Json {

  private static final JsonMapper JSON = new JsonMapper();

  private Json() {}

  /** As the element {@code script} takes it, which ends at a tag in any text. */
  static String inScript(Object value) {
    try {
      return JSON.writeValueAsString(value).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
