package dev.segue.pages.html;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A file that the page holds, for readers to save. Immutable.
 *
 * @param name what it is saved as
 * @param json what is in it
 */
public record Download(String name, String json) implements Part {

  String base64() {
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String html() {
    return Templates.fill("download", this);
  }
}
