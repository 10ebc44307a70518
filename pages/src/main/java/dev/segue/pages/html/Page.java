package dev.segue.pages.html;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A page in one file that loads nothing from elsewhere, with every figure of its charts as a table
 * too. Immutable.
 *
 * @param title what the page is about
 * @param lead what is said first, under the title
 * @param facts where its figures are from
 * @param sections what it shows
 * @param refresh how often a browser loads it again, while it is still changing
 * @param overlay whether the charts of another such page can be laid over those of this one
 */
public record Page(
    String title,
    String lead,
    List<Fact> facts,
    List<Section> sections,
    Optional<Duration> refresh,
    boolean overlay) {

  /**
   * Where something is from, or how it was made.
   *
   * @param name of the fact
   * @param text what it is
   */
  public record Fact(String name, String text) {}

  /**
   * A part of a page under a heading.
   *
   * @param heading what it is about
   * @param text what is said of it
   * @param parts what it shows
   */
  public record Section(String heading, String text, List<Part> parts) {}

  /**
   * Makes a page that does not change.
   *
   * @param title what the page is about
   * @param lead what is said first, under the title
   * @param facts where its figures are from
   * @param sections what it shows
   */
  public Page(String title, String lead, List<Fact> facts, List<Section> sections) {
    this(title, lead, facts, sections, Optional.empty(), false);
  }

  /**
   * Writes the page.
   *
   * @param out where to
   * @throws IOException if it cannot be written
   */
  public void write(Writer out) throws IOException {
    out.write(
        Templates.fill(
            "page",
            new View(
                this, Resources.text("page.css"), script(), refresh.map(Duration::toSeconds))));
  }

  /** What has the parts do more than stand there, in the order in which it is needed. */
  private String script() {
    StringBuilder script = new StringBuilder();
    if (has(Chart.class) || has(SongMap.class)) {
      script.append(Charts.LIBRARY);
    }
    if (has(Chart.class)) {
      script.append(Resources.text("charts.js"));
    }
    if (has(SongMap.class) || has(SimilarSongs.class)) {
      script.append(Resources.text("songs.js"));
    }
    return script.append(Resources.text("tables.js")).toString();
  }

  private boolean has(Class<? extends Part> kind) {
    return sections.stream()
        .flatMap(section -> section.parts().stream())
        .anyMatch(kind::isInstance);
  }

  /** The library that draws charts: read once, as it is large. */
  private static final class Charts {
    static final String LIBRARY = Resources.charts();
  }

  /**
   * What the template shows.
   *
   * @param script as the element {@code script} takes it
   * @param seconds after which the page is loaded again
   */
  private record View(Page page, String style, String script, Optional<Long> seconds) {}
}
