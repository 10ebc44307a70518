package dev.segue.pages.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.pages.html.Chart.Line;
import dev.segue.pages.html.Page.Fact;
import dev.segue.pages.html.Page.Section;
import dev.segue.pages.html.SongMap.Path;
import dev.segue.pages.html.SongMap.Point;
import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final String HOSTILE = "</script><script>alert('x')</script>&\"";
  private static final String ESCAPED = "&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39;)";

  /** A page without its scripts. */
  private static String html(Part... parts) throws IOException {
    return whole(parts).replaceAll("(?s)<script>.*?</script>", "");
  }

  private static String whole(Part... parts) throws IOException {
    StringWriter out = new StringWriter();
    new Page(
            "Title " + HOSTILE,
            "Lead " + HOSTILE,
            List.of(new Fact("Fact " + HOSTILE, "Text " + HOSTILE)),
            List.of(new Section("Heading " + HOSTILE, "About " + HOSTILE, List.of(parts))))
        .write(out);
    return out.toString();
  }

  @Test
  void text_isEscaped() throws IOException {
    String html =
        html(
            new Table(
                "Caption " + HOSTILE,
                List.of("", "Column " + HOSTILE),
                List.of(new Row("Row " + HOSTILE, List.of(Cell.of("Cell " + HOSTILE))))),
            Chart.lines(
                "Chart " + HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(HOSTILE),
                List.of(new Line(HOSTILE, 1))));

    assertThat(html).doesNotContain("<script>alert");
    for (String where :
        List.of("Title", "Lead", "Fact", "Text", "Heading", "About", "Caption", "Column", "Row")) {
      assertThat(html).contains(where + " " + ESCAPED);
    }
  }

  @Test
  void songs_areEscaped() throws IOException {
    Table table = new Table("Some", List.of("song"), List.of(new Row(HOSTILE, List.of())));
    String html =
        whole(
            new SimilarSongs(List.of(HOSTILE, "b"), List.of(List.of(1), List.of(0)), table),
            new SongMap(
                "Map " + HOSTILE,
                List.of(
                    new Point(HOSTILE, 0.12345, -2, OptionalInt.of(0)),
                    new Point("b", 0, 1, OptionalInt.empty())),
                List.of("Group " + HOSTILE),
                List.of(new Path("Path " + HOSTILE, List.of(1, 0))),
                table));

    assertThat(html)
        .doesNotContain("<script>alert")
        .contains("aria-label=\"Map " + ESCAPED)
        .contains("Group \\u003c/script>\\u003cscript>", "Path \\u003c/script>")
        .contains("\"across\":[0.123,0.0]", "\"group\":[0,-1]", "\"points\":[1,0]")
        .contains("\"similar\":[[1],[0]]");
  }

  @Test
  void page_loadsNothing() throws IOException {
    String html = html(Chart.lines("a", "b", "c", List.of("1"), List.of(new Line("d", 1))));
    assertThat(html).doesNotContain("src=", "href=", "@import", "url(");
  }

  @Test
  void figures_areThereWithoutTheChart() throws IOException {
    String html =
        html(
            Chart.lines(
                "Loss",
                "epoch",
                "nats",
                List.of("1", "2"),
                List.of(new Line("training", 3.25, Double.NaN), new Line("validation", 3.5, 3))));

    assertThat(html)
        .contains("<th scope=\"col\">epoch</th>", "<th scope=\"col\">validation</th>")
        .contains("<th scope=\"row\">1</th><td data-value=\"3.25\">3.2500</td>")
        .contains("<th scope=\"row\">2</th><td></td><td data-value=\"3.0\">3.0000</td>");
  }

  @Test
  void points_areNamed() throws IOException {
    assertThat(
            html(Chart.points("Time", "s", "mrr", List.of(new Chart.Point("lstm", 10, .2, true)))))
        .contains("\"name\":\"lstm\",\"values\":[[10.0,0.2]]")
        .contains("<th scope=\"row\">lstm</th>");
  }

  @Test
  void chartsLibrary_isThereOnlyWithCharts() throws IOException {
    assertThat(whole(new Table("a", List.of(""), List.of()))).hasSizeLessThan(20_000);
  }
}
