package dev.segue.commandline;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Position;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map of songs in the listening room, used by a visitor in a real browser. */
@Tag("slow")
@Tag("browser")
class MapInRoomTest {

  /** A song whose writer would like to be in the page. */
  private static final String HOSTILE = "<img src=x onerror=alert(1)>{b|bold}";

  private static final int ARTISTS = 8;
  private static final int SONGS = 160;

  private static final Chromium.View WIDE = Chromium.VIEWS.get(2);

  @TempDir private static Path folder;

  private static Chromium chromium;
  private static SegueServer server;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    Path model = folder.resolve("model.segue");
    LstmTrainer.builder()
        .embeddingSize(12)
        .hiddenSize(12)
        .memory(false)
        .epochs(6)
        .seed(1)
        .threads(1)
        .build()
        .train(PlaylistDataset.of(Catalogue.of(songs()), playlists()))
        .save(model);
    server = SegueServer.builder(model).state(folder.resolve("state")).port(0).start();
  }

  private static List<Song> songs() {
    return IntStream.range(0, SONGS)
        .mapToObj(
            i ->
                Song.of(
                    "id-" + i,
                    i == 0 ? HOSTILE : "Song " + i,
                    i == 0 ? "<b>Stranger</b>" : "Artist " + i % ARTISTS))
        .toList();
  }

  /** Songs that are near one another come one after another. */
  private static List<Playlist> playlists() {
    Random random = new Random(1);
    return IntStream.range(0, 500)
        .mapToObj(
            i -> {
              int start = random.nextInt(SONGS);
              return Playlist.of(
                  IntStream.range(0, 6)
                      .map(step -> (start + step + random.nextInt(4)) % SONGS)
                      .toArray());
            })
        .toList();
  }

  @AfterAll
  static void end() throws IOException {
    if (chromium != null) {
      chromium.close();
      server.close();
    }
  }

  @AfterEach
  void nothing_isComplainedOf() {
    assertThat(chromium.errors()).isEmpty();
  }

  private static Page visit(Chromium.View view) {
    Page page = chromium.open(server.uri().toString(), view);
    page.onDialog(
        dialog -> {
          throw new AssertionError("a title was run: " + dialog.message());
        });
    assertThat(page.locator("#columns li").first()).isVisible();
    return page;
  }

  private static void play(Page page, String song) {
    page.getByLabel("Search for a song").fill(song);
    page.locator("#found").getByText(song, new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#heard li").last()).containsText(song);
  }

  private static void openMap(Page page) {
    page.getByText("Show the map").click();
    assertThat(page.locator("#map-drawn canvas").first()).isVisible();
  }

  private static Locator map(Page page) {
    return page.locator("#map-drawn");
  }

  @Test
  void map_isLoadedWhenItIsOpened_andShowsThePath() {
    try (Page page = visit(WIDE)) {
      assertThat(map(page)).isHidden();
      assertThat(page.evaluate("typeof echarts")).isEqualTo("undefined");
      play(page, "Song 3");
      openMap(page);
      assertThat(map(page)).hasAttribute("role", "img");
      assertThat(map(page)).hasAttribute("aria-label", Pattern.compile("^A map of 160 songs\\."));
      assertThat(map(page))
          .hasAttribute(
              "aria-label",
              Pattern.compile("through 1 song, at last Song 3 by Artist 3\\. Marked as what may"));
      byte[] before = map(page).screenshot();
      play(page, "Song 90");
      assertThat(map(page))
          .hasAttribute(
              "aria-label", Pattern.compile("Song 3 by Artist 3, Song 90 by Artist 2\\."));
      assertThat(map(page).screenshot()).isNotEqualTo(before);
      page.getByText("Hide the map").click();
      assertThat(page.locator("#map")).isHidden();
    }
  }

  @Test
  void songs_thatTheMapLacks_areLeftOutOfThePath() {
    try (Page page = visit(WIDE)) {
      page.route(
          "**/v1/map*",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("application/json")
                      .setBody(
                          """
                          {"fingerprint": "of a large model", "songs": [
                          {"id": "id-3", "title": "Song 3", "artist": "Artist 3", "x": 0, "y": 1},
                          {"id": "id-9", "title": "Song 9", "artist": "Artist 1", "x": 1, "y": 0}]}""")));
      openMap(page);
      play(page, "Song 5");
      play(page, "Song 3");
      assertThat(page.locator("#heard li")).hasCount(2);
      assertThat(page.locator("#map-status")).hasText("Not on the map: 1 song of the playlist.");
      assertThat(map(page))
          .hasAttribute(
              "aria-label", Pattern.compile("through 1 song, at last Song 3 by Artist 3\\."));
    }
  }

  @Test
  void point_isPlayed_whenItIsChosen() {
    try (Page page = visit(WIDE)) {
      openMap(page);
      Map<?, ?> alone = loneliest(page);
      map(page).click(new Locator.ClickOptions().setPosition(pixels(page, alone)));
      assertThat(page.locator("#heard li")).hasCount(1);
      assertThat(page.locator("#heard li")).hasAttribute("data-song", alone.get("id").toString());
    }
  }

  @Test
  void view_followsThePath_untilItIsZoomed() {
    try (Page page = visit(WIDE)) {
      openMap(page);
      Locator follow = page.getByText("Follow");
      assertThat(follow).hasAttribute("aria-pressed", "true");
      assertThat(seen(page)).isEqualTo(100);
      page.getByText("Closer").press("Enter");
      assertThat(follow).hasAttribute("aria-pressed", "false");
      assertThat(seen(page)).isCloseTo(70, within(0.1));
      play(page, "Song 3");
      page.getByText("Farther").press("Enter");
      assertThat(seen(page)).isEqualTo(100);
      follow.press("Enter");
      assertThat(follow).hasAttribute("aria-pressed", "true");
      assertThat(seen(page)).isBetween(15.0, 99.0);
      follow.press("Enter");
      assertThat(seen(page)).isEqualTo(100);
    }
  }

  /** How much of the map is seen, from left to right, in percent. */
  private static double seen(Page page) {
    return ((Number)
            page.evaluate(
                """
                (({ start, end }) => end - start)(echarts.getInstanceByDom(
                  document.getElementById("map-drawn")).getOption().dataZoom[0])"""))
        .doubleValue();
  }

  /** The song that is farthest from its nearest neighbour. */
  private static Map<?, ?> loneliest(Page page) {
    return (Map<?, ?>)
        page.evaluate(
            """
            fetch("/v1/map").then(map => map.json()).then(({ songs }) => {
              const nearest = one => Math.min(...songs.filter(other => other !== one)
                .map(other => Math.hypot(other.x - one.x, other.y - one.y)));
              return songs.reduce((a, b) => nearest(a) >= nearest(b) ? a : b);
            })""");
  }

  /** Where a song is on the map. */
  private static Position pixels(Page page, Map<?, ?> song) {
    List<?> pixels =
        (List<?>)
            page.evaluate(
                """
                ({ x, y }) => echarts.getInstanceByDom(document.getElementById("map-drawn"))
                  .convertToPixel({ gridIndex: 0 }, [x, y])""",
                song);
    return new Position(
        ((Number) pixels.get(0)).doubleValue(), ((Number) pixels.get(1)).doubleValue());
  }

  @Test
  void title_thatHoldsMarkup_staysText() {
    try (Page page = visit(WIDE)) {
      openMap(page);
      play(page, HOSTILE);
      assertThat(map(page))
          .hasAttribute(
              "aria-label",
              Pattern.compile("at last <img src=x onerror=alert\\(1\\)>\\{b\\|bold}"));
      Map<?, ?> hostile =
          (Map<?, ?>)
              page.evaluate(
                  """
                  fetch("/v1/map").then(map => map.json())
                    .then(({ songs }) => songs.find(song => song.id === "id-0"))""");
      byte[] before = map(page).screenshot();
      map(page).hover(new Locator.HoverOptions().setPosition(pixels(page, hostile)));
      page.waitForTimeout(500);
      assertThat(map(page).screenshot()).as("its name is shown").isNotEqualTo(before);
      assertThat(page.locator("main img, main b").count()).isZero();
    }
  }

  @Test
  void map_isRedrawn_inTheColoursOfTheNight() {
    try (Page page = visit(WIDE)) {
      play(page, "Song 3");
      openMap(page);
      byte[] day = map(page).screenshot();
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      page.waitForTimeout(500);
      assertThat(map(page).screenshot()).isNotEqualTo(day);
    }
  }

  @Test
  void map_canBeUsedByAll() throws IOException {
    for (Chromium.View view : Chromium.VIEWS) {
      try (Page page = visit(view)) {
        for (int song : new int[] {3, 6, 10, 52, 55, 61}) {
          play(page, "Song " + song);
        }
        openMap(page);
        page.waitForTimeout(500);
        Chromium.keepPicture(page, "room-map", view);
        Chromium.assertFits(page);
        Chromium.assertAccessible(page);
      }
    }
  }
}
