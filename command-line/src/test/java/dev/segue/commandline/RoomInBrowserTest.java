package dev.segue.commandline;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listening room, used by a visitor in a real browser. */
@Tag("slow")
@Tag("browser")
class RoomInBrowserTest {

  private static final String TOKEN = "a-token-of-some-length";

  /** A song whose writer would like to be in the page. */
  private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>";

  private static final List<Song> SONGS =
      List.of(
          Song.of("0", "So What", "Miles Davis"),
          Song.of("1", "Blue in Green", "Miles Davis"),
          Song.of("2", "Giant Steps", "John Coltrane"),
          Song.of("3", "Naima", "John Coltrane"),
          Song.of("4", "Take Five", "Dave Brubeck"),
          Song.of("5", "Águas de Março", "Elis Regina"),
          Song.of("6", "Chega de Saudade", "João Gilberto"),
          Song.of("7", "Waltz for Debby", "Bill Evans"),
          Song.of("8", "Peace Piece", "Bill Evans"),
          Song.of("9", "Strange Fruit", "Billie Holiday"),
          Song.of("10", "Concierto de Aranjuez with a Title That Goes On and On", "Jim Hall"),
          Song.of("11", HOSTILE, "<b>Stranger</b>"));

  private static final Chromium.View WIDE = Chromium.VIEWS.get(2);

  @TempDir private static Path folder;

  private static Chromium chromium;
  private static SegueServer server;
  private static SegueServer comparing;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    Path model = folder.resolve("model.segue");
    Path other = folder.resolve("other.segue");
    model(1).save(model);
    model(2).save(other);
    server = SegueServer.builder(model).state(folder.resolve("a")).port(0).start();
    comparing =
        SegueServer.builder(model)
            .beside(other)
            .state(folder.resolve("b"))
            .port(0)
            .token(TOKEN)
            .start();
  }

  /** Knows a station that plays its songs in their order, more or less. */
  private static SequenceRecommender model(long seed) {
    List<Playlist> playlists =
        IntStream.range(0, 60)
            .mapToObj(i -> Playlist.of(i % 12, (i + 1) % 12, (i + 2) % 12, (i * 5 + 3) % 12))
            .toList();
    return LatentMarkovEmbedding.builder()
        .dimensions(4)
        .epochs(20)
        .seed(seed)
        .build()
        .train(PlaylistDataset.of(Catalogue.of(SONGS), playlists));
  }

  @AfterAll
  static void end() throws IOException {
    if (chromium != null) {
      chromium.close();
      server.close();
      comparing.close();
    }
  }

  @AfterEach
  void nothing_isComplainedOf() {
    // The browser tells of every answer that is a refusal, as that to a page without a token.
    assertThat(chromium.errors()).filteredOn(error -> !error.contains("401")).isEmpty();
  }

  private static Page visit(Chromium.View view) {
    Page page = chromium.open(server.uri().toString(), view);
    assertThat(page.locator("#columns li").first()).isVisible();
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void play(Page page, String words, String song) {
    page.getByLabel("Search for a song").fill(words);
    page.locator("#found").getByText(song).click();
    assertThat(page.locator("#heard li").last()).containsText(song);
  }

  private static Locator next(Page page) {
    return page.locator("#columns section").first().locator("ol > li .title");
  }

  @Test
  void visitor_buildsAPlaylist_andSeesWhatASkipChanges() {
    try (Page page = visit(WIDE)) {
      assertThat(page.locator("#empty")).isVisible();
      play(page, "so waht", "So What");
      play(page, "naima", "Naima");
      assertThat(page.locator("#empty")).isHidden();
      assertThat(page.locator("#heard .title")).hasText(new String[] {"So What", "Naima"});
      assertThat(page.locator("#changed")).containsText("You played Naima.");
      assertThat(page.locator("#columns .share").first()).containsText("%");

      String first = next(page).first().innerText();
      page.locator("[data-action=skip]").first().click();
      assertThat(page.locator("#changed")).containsText("You skipped " + first + ".");
      assertThat(page.locator("#changed")).containsText("Left the list: " + first);
      assertThat(page.locator("#changed")).containsText("Now first: ");
      assertThat(page.locator("#changed")).containsText("Because you heard");
      assertThat(next(page).allInnerTexts()).doesNotContain(first);

      page.locator("[data-action=why]").first().click();
      assertThat(page.locator(".reasons")).containsText("Because you heard");
      assertThat(page.locator("[data-action=why]").first()).hasAttribute("aria-expanded", "true");

      String banned = next(page).first().innerText();
      page.locator("[data-action=ban]").click();
      assertThat(page.locator("#banned")).containsText(banned);
      assertThat(next(page).allInnerTexts()).doesNotContain(banned);
      page.locator("[data-action=unban]").click();
      assertThat(page.locator("#bans")).isHidden();

      page.locator("#columns [data-action=on]").click();
      assertThat(page.locator("#heard li")).hasCount(7);
      page.locator("[data-action=like]").click();
      assertThat(page.locator("#changed")).containsText("You like ");
      page.reload();
      assertThat(page.locator("#heard li")).hasCount(7);
      button(page, "Start over").click();
      assertThat(page.locator("#heard li")).hasCount(0);
      assertThat(page.locator("#empty")).isVisible();
    }
  }

  @Test
  void rulesAndTime_changeTheList_andAreKept() {
    try (Page page = visit(WIDE)) {
      play(page, "so what", "So What");
      assertThat(page.getByLabel("No song twice")).isChecked();
      assertThat(next(page).allInnerTexts()).doesNotContain("So What").contains("Blue in Green");
      page.getByLabel("A pause for artists").check();
      assertThat(page.locator("#changed")).containsText("Left the list: Blue in Green");
      page.getByLabel("No song twice").uncheck();
      page.getByLabel("A pause for artists").uncheck();
      assertThat(next(page).filter(new Locator.FilterOptions().setHasText("So What"))).hasCount(1);
      page.getByLabel("Few songs of an artist").check();
      page.getByLabel("at most in a list").fill("1");
      page.getByLabel("at most in a list").press("Enter");
      page.getByLabel("At another time").check();
      page.locator("#hour").fill("20");
      assertThat(page.locator("#hour-name")).hasText("20:00");
      assertThat(page.locator("#changed")).containsText("At that time:");
      page.reload();
      assertThat(page.getByLabel("Few songs of an artist")).isChecked();
      assertThat(page.getByLabel("No song twice")).not().isChecked();
      assertThat(page.getByLabel("at most in a list")).hasValue("1");
    }
  }

  /** Fourteen hours ahead of Greenwich, the visitor has another hour than any server at hand. */
  @Test
  void hour_isThatOfTheServer() {
    try (Page page = chromium.open(server.uri().toString(), WIDE, "Pacific/Kiritimati")) {
      String zone = ZoneId.systemDefault().getId();
      assertThat(page.locator("#zone")).hasText("By the clock of the server, in " + zone + ".");
      page.getByLabel("At another time").check();
      Request asked =
          page.waitForRequest(
              request -> request.url().contains("/v1/next"),
              () -> page.locator("#hour").fill("20"));
      String time = asked.url().replaceFirst(".*[?&]time=([^&]*).*", "$1");
      assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT20%3A00");
      assertThat(page.locator("#changed")).containsText("At that time:");
    }
  }

  @Test
  void keyboardAlone_isEnough() {
    try (Page page = visit(WIDE)) {
      page.keyboard().press("Tab");
      page.keyboard().type("naima");
      assertThat(page.locator("#found li").first()).containsText("Naima");
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(page.locator("#heard")).containsText("Naima");
      assertThat(page.getByLabel("Search for a song")).isFocused();
      tabTo(page, "skip");
      assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle").toString())
          .isEqualTo("solid");
      page.keyboard().press("Enter");
      assertThat(page.locator("#changed")).containsText("You skipped");
      assertThat(page.locator("[data-action=skip]").first()).isFocused();
      tabTo(page, "why");
      page.keyboard().press("Space");
      assertThat(page.locator(".reasons")).isVisible();
      tabTo(page, "play");
      page.keyboard().press("Enter");
      assertThat(page.locator("#heard li")).hasCount(2);
    }
  }

  private static void tabTo(Page page, String action) {
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("Tab");
      if (action.equals(page.evaluate("document.activeElement.dataset.action"))) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + action);
  }

  @Test
  void title_thatHoldsAScript_staysText() {
    try (Page page = visit(WIDE)) {
      page.onDialog(
          dialog -> {
            throw new AssertionError("a title was run: " + dialog.message());
          });
      play(page, "stranger", HOSTILE);
      assertThat(page.locator("#heard .title")).hasText(HOSTILE);
      assertThat(page.locator("#heard .artist")).hasText("<b>Stranger</b>");
      assertThat(page.locator("#changed")).containsText("You played " + HOSTILE);
      assertThat(page.locator("main script, main img, main b").count()).isZero();
    }
  }

  @Test
  void token_isAskedForOnce_andTwoModelsAreSideBySide() throws IOException {
    try (Page page = chromium.open(comparing.uri().toString(), WIDE)) {
      page.locator("#token").fill("wrong-wrong-wrong-wrong");
      page.locator("#token").press("Enter");
      assertThat(page.locator("#token-problem")).hasText("That is not the token.");
      Chromium.assertAccessible(page);
      page.locator("#token").fill(TOKEN);
      button(page, "Come in").click();
      assertThat(page.locator("#columns section")).hasCount(2);
      page.reload();
      assertThat(page.locator("#door")).isHidden();
      play(page, "so what", "So What");
      play(page, "giant steps", "Giant Steps");
      assertThat(page.locator("#columns section").nth(1)).containsText("beside");
      assertThat(next(page)).hasCount(10);
      assertThat(page.locator("#columns section").nth(1).locator("ol > li")).hasCount(10);
      assertThat(page.getByText("are in both lists.")).hasCount(2);
      assertThat(page.locator("#columns section").nth(1).boundingBox().y)
          .as("the two are side by side")
          .isEqualTo(page.locator("#columns section").first().boundingBox().y);
      looks(page, "room-beside", WIDE);
    }
  }

  @Test
  void room_canBeUsedByAll() throws IOException {
    for (Chromium.View view : Chromium.VIEWS) {
      try (Page page = visit(view)) {
        looks(page, "room-empty", view);
        page.getByLabel("Search for a song").fill("miles");
        assertThat(page.locator("#found li")).hasCount(2);
        looks(page, "room-search", view);
        play(page, "so what", "So What");
        play(page, "concierto", "Concierto");
        page.getByLabel("A pause for artists").check();
        assertThat(page.locator("#changed")).containsText("Under these rules");
        page.locator("[data-action=skip]").first().click();
        assertThat(page.locator("#changed")).containsText("skipped");
        page.locator("[data-action=why]").nth(1).click();
        assertThat(page.locator(".reasons")).containsText(Pattern.compile("Because|Nothing"));
        looks(page, "room", view);
      }
    }
  }

  private static void looks(Page page, String name, Chromium.View view) throws IOException {
    Chromium.keepPicture(page, name, view);
    Chromium.assertFits(page);
    Chromium.assertAccessible(page);
  }
}
