package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A real browser without a window, which looks at pages as people do. One thread at a time. */
final class Chromium implements AutoCloseable {

  /** Where its pictures are kept. */
  private static final Path PICTURES =
      Path.of(System.getProperty("segue.screenshots", "target/screenshots"));

  /** Where those are kept that docs/pages.md shows: docs/images, if it says so. */
  private static final Path FOR_DOCS =
      Path.of(System.getProperty("segue.pictures", "target/pictures"));

  private static final List<Path> PROGRAMS =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .toList();

  private static final int HEIGHT = 900;

  /** A telephone and a screen, by day and by night. */
  static final List<View> VIEWS =
      List.of(
          new View(360, ColorScheme.LIGHT),
          new View(360, ColorScheme.DARK),
          new View(1280, ColorScheme.LIGHT),
          new View(1280, ColorScheme.DARK));

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> errors = new ArrayList<>();

  /**
   * How a page is looked at.
   *
   * @param width in pixels
   * @param colours of the page
   */
  record View(int width, ColorScheme colours) {

    @Override
    public String toString() {
      return width + "-" + colours.name().toLowerCase(Locale.ROOT);
    }
  }

  private Chromium(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "true")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox")));
  }

  /** Starts the browser of this machine; the test is skipped if there is none. */
  static Chromium start() {
    List<Path> there = PROGRAMS.stream().filter(Files::isExecutable).toList();
    assumeTrue(!there.isEmpty(), "there is no Chromium, none of " + PROGRAMS);
    return new Chromium(there.get(0));
  }

  /** Opens a page; what it complains of on the console is an error. */
  Page open(String address, View view) {
    return open(address, view, ZoneId.systemDefault().getId());
  }

  /** The same where clocks show another time. */
  Page open(String address, View view, String zone) {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions()
                .setViewportSize(view.width(), HEIGHT)
                .setColorScheme(view.colours())
                .setTimezoneId(zone));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            errors.add(address + ": " + message.text());
          }
        });
    page.onPageError(error -> errors.add(address + ": " + error));
    page.navigate(address);
    return page;
  }

  /** What pages have complained of since this was last asked. */
  List<String> errors() {
    List<String> told = List.copyOf(errors);
    errors.clear();
    return told;
  }

  /** Keeps a picture of all of a page. */
  static void keepPicture(Page page, String name, View view) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve(name + "-" + view + ".png")));
  }

  /**
   * Keeps a picture for the documentation, of a screen at most.
   *
   * @param heading with which the section begins that is shown; empty for the beginning of the page
   */
  static void keepForDocs(Page page, String name, String heading) {
    double top = 0;
    double height = HEIGHT;
    if (!heading.isEmpty()) {
      BoundingBox section =
          page.locator("main > section", new Page.LocatorOptions().setHasText(heading))
              .first()
              .boundingBox();
      top = section.y;
      height = Math.min(HEIGHT, section.height);
    }
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setClip(0, top, page.viewportSize().width, height)
            .setPath(FOR_DOCS.resolve(name + ".png")));
  }

  /** Asserts that a page can be used by everybody, as far as axe can tell. */
  @SuppressWarnings("unchecked")
  static void assertAccessible(Page page) throws IOException {
    try (InputStream axe = Chromium.class.getResourceAsStream("/axe.min.js")) {
      page.evaluate(new String(axe.readAllBytes(), UTF_8));
    }
    List<Map<String, Object>> found =
        (List<Map<String, Object>>)
            page.evaluate(
                "axe.run().then(found => found.violations.map(each => ({ id: each.id, help:"
                    + " each.help, where: each.nodes.map(node => node.html).slice(0, 3).join(' ')"
                    + " })))");
    assertThat(found).isEmpty();
  }

  /** Milliseconds until a page has painted something. */
  static double firstPaint(Page page) {
    return ((Number)
            page.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"))
        .doubleValue();
  }

  /** Asserts that nothing is wider than the screen. */
  static void assertFits(Page page) {
    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("pixels beside the screen")
        .isEqualTo(0);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
