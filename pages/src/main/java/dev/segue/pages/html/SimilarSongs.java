package dev.segue.pages.html;

import java.util.List;

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
  private record Found(List<String> songs, List<List<Integer>> similar) {}

  String json() {
    return Json.inScript(new Found(songs, similar));
  }

  @Override
  public String html() {
    return Templates.fill("similar-songs", this);
  }
}
