package dev.segue.commandline;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.YesDataset;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the command line, looked at in a real browser. */
@Tag("slow")
@Tag("browser")
class PagesInBrowserTest {

  private static final Chromium.View WIDE = Chromium.VIEWS.get(2);

  @TempDir private static Path folder;

  private static Chromium chromium;

  @BeforeAll
  static void write() throws IOException {
    chromium = Chromium.start();
    String station = writeStation().toString();
    run("compare", "--data", station, "--only", "random,popularity,markov,lags,stan,item2vec,lme");
    String model = folder.resolve("a.segue").toString();
    run("train", "--data", station, "--model", model);
    run("inspect", "--model", model);
    run("evaluate", "--data", station, "--model", model);
    execute("map", "--data", station, "--model", model, "--colour", "tag", "--output", page("map"));
  }

  /** A station whose songs have names and tags, in the Yes.com format. */
  private static Path writeStation() throws IOException {
    YesDataset.writeSplit(SyntheticStation.of(300, 1_500, 1).split(0.8, 0.1, 0.1, 1), folder);
    return folder;
  }

  private static void run(String command, String... arguments) {
    execute(
        Stream.of(Stream.of(command), Stream.of(arguments), Stream.of("--report", page(command)))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private static void execute(String... arguments) {
    Execution execution = Execution.of(arguments);
    assertThat(execution.exitCode()).as(execution.err()).isZero();
  }

  private static String page(String name) {
    return folder.resolve(name + ".html").toString();
  }

  private static String address(String name) {
    return Path.of(page(name)).toUri().toString();
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  static List<String> pages() {
    return List.of("compare", "train", "evaluate", "inspect", "map");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_canBeReadByAll(String name) throws IOException {
    for (Chromium.View view : Chromium.VIEWS) {
      try (Page page = chromium.open(address(name), view)) {
        Chromium.assertFits(page);
        Chromium.assertAccessible(page);
        Chromium.keepPicture(page, name, view);
        if (view.equals(WIDE)) {
          keepForDocs(page, name);
        }
        assertThat(page.locator(".chart svg").count()).isEqualTo(page.locator(".chart").count());
        System.out.printf(
            Locale.ROOT,
            "%s at %s: %,d bytes, first painted after %.0f ms%n",
            name,
            view,
            Files.size(Path.of(page(name))),
            Chromium.firstPaint(page));
      }
    }
    assertThat(chromium.errors()).isEmpty();
  }

  @Test
  void comparison_isSavedAsJson() throws IOException {
    try (Page page = chromium.open(address("compare"), WIDE)) {
      Download saved = page.waitForDownload(() -> page.getByText("comparison.json").click());
      assertThat(saved.suggestedFilename()).isEqualTo("comparison.json");
      assertThat(Files.readString(saved.path())).startsWith("{\"origin\"").endsWith("}\n");
    }
    assertThat(chromium.errors()).isEmpty();
  }

  /** A walk through the songs that the model finds likely, with the map beside it. */
  @Test
  void room_isShownWithItsMap() throws IOException {
    try (SegueServer server =
            SegueServer.builder(folder.resolve("a.segue"))
                .state(folder.resolve("state"))
                .port(0)
                .start();
        Page page = chromium.open(server.uri().toString(), WIDE)) {
      for (int songs = 1; songs <= 6; songs++) {
        page.locator("#columns [data-action=play]").nth(songs % 3).click();
        assertThat(page.locator("#heard li")).hasCount(songs);
      }
      page.getByText("Show the map").click();
      assertThat(page.locator("#map-drawn canvas").first()).isVisible();
      page.locator("[data-action=why]").nth(1).click();
      assertThat(page.locator(".reasons")).isVisible();
      Chromium.keepForDocs(page, "room", "");
    }
    assertThat(chromium.errors()).isEmpty();
  }

  /** What docs/pages.md shows of each page. */
  private static void keepForDocs(Page page, String name) {
    switch (name) {
      case "compare" -> Chromium.keepForDocs(page, name, "Charts");
      case "evaluate" -> Chromium.keepForDocs(page, name, "Where it is good");
      case "inspect" -> Chromium.keepForDocs(page, name, "What was just played");
      case "map" -> {
        page.getByLabel("Follow a playlist").selectOption(new SelectOption().setIndex(1));
        for (int songs = 1; songs < 8; songs++) {
          page.getByText("Next song").click();
        }
        Chromium.keepForDocs(page, name, "The map");
      }
      default -> Chromium.keepForDocs(page, name, "");
    }
  }

  @Test
  void table_isSortedByAColumn() {
    try (Page page = chromium.open(address("compare"), WIDE)) {
      Locator table = page.locator("table").first();
      table.locator("thead button", named("mrr@20")).click();
      List<String> down = table.locator("tbody tr td:nth-child(8)").allInnerTexts();
      assertThat(table.locator("th[aria-sort=descending]").innerText()).isEqualTo("mrr@20");
      table.locator("thead button", named("mrr@20")).press("Enter");
      List<String> up = table.locator("tbody tr td:nth-child(8)").allInnerTexts();
      assertThat(down).isNotEqualTo(up).hasSameSizeAs(up);
    }
  }

  private static Locator.LocatorOptions named(String text) {
    return new Locator.LocatorOptions().setHasText(text);
  }

  @Test
  void curves_ofAnotherTraining_areLaidOver() throws IOException {
    Path other = folder.resolve("other.html");
    Files.writeString(
        other, Files.readString(Path.of(page("train"))).replace(".segue", "-other.segue"));
    try (Page page = chromium.open(address("train"), WIDE)) {
      page.getByLabel("Lay the curves of another such page over these").setInputFiles(other);
      assertThat(page.locator("[role=status]")).hasText("other.html lies over it.");
      assertThat(page.locator("dl").innerText()).contains("other.html: segue train");
      page.getByLabel("Lay the curves of another such page over these")
          .setInputFiles(Path.of(page("compare")).resolveSibling("song_hash.txt"));
      assertThat(page.locator("[role=status]")).hasText("song_hash.txt is no such page.");
    }
  }

  @Test
  void similarSongs_areFoundByTyping() {
    try (Page page = chromium.open(address("inspect"), WIDE)) {
      String song = page.locator(".similar-songs tbody th").first().innerText();
      List<String> similar =
          page.locator(".similar-songs tbody tr").first().locator("td").allInnerTexts();
      page.getByLabel("Songs similar to").fill(song.toUpperCase(Locale.ROOT));
      assertThat(page.locator(".found dt").first()).hasText(song);
      assertThat(page.locator(".found dd").first().innerText())
          .startsWith(String.join("; ", similar));
    }
  }

  @Test
  void songs_areFoundOnTheMap() {
    try (Page page = chromium.open(address("map"), WIDE)) {
      String song = page.locator(".song-map tbody th").first().innerText();
      assertThat(page.locator(".map canvas")).isVisible();
      byte[] before = page.locator(".map").screenshot();
      page.getByLabel("Find songs").fill(song);
      assertThat(page.locator("[role=status]")).containsText(song);
      assertThat(page.locator(".map").screenshot()).isNotEqualTo(before);
      page.getByLabel("Find songs").fill("no song has this");
      assertThat(page.locator("[role=status]")).hasText("0 songs");
    }
  }

  @Test
  void playlist_isFollowedOnTheMap_byTheKeyboard() {
    try (Page page = chromium.open(address("map"), WIDE)) {
      page.getByLabel("Follow a playlist").selectOption(new SelectOption().setIndex(1));
      assertThat(page.locator("[role=status]")).containsText("1 of ");
      page.locator("button", new Page.LocatorOptions().setHasText("Next song")).press("Enter");
      assertThat(page.locator("[role=status]")).containsText("2 of ");
      page.locator("button", new Page.LocatorOptions().setHasText("Closer")).press("Enter");
      page.locator("button", new Page.LocatorOptions().setHasText("Back")).press("Enter");
      assertThat(page.locator("[role=status]")).containsText("1 of ");
      assertThat(page.getByText("Back")).isDisabled();
    }
    assertThat(chromium.errors()).isEmpty();
  }
}
