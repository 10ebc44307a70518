package dev.segue.pages.html;

import java.util.List;
import java.util.Map;

/**
 * Songs that one finds by typing, each with those most similar to it; some of them as a table too.
 * Immutable.
 *
 * @param songs the names of the songs, those first that most people look for
 * @param similar the places of those most similar to each song, the most similar first
 * @param table what is shown where there is no script
 */
public record SimilarSongs(List<String> songs, List<List<Integer>> similar, Table table)
    implements Part {

  /** What the script reads. */
  String json() {
    return Json.inScript(Map.of("songs", songs, "similar", similar));
  }

  @Override
  public String html() {
    return Templates.fill("similar-songs", this);
  }
}
