package dev.segue.server.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segue.Song;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenerStoreTest {

  private static final Instant NOON = Instant.parse("2020-02-02T12:00:00Z");

  @TempDir private Path folder;
  private Instant now = NOON;
  private ListenerStore store;

  @BeforeEach
  void open() throws IOException {
    open(new Limits(1_000, 1_000));
  }

  private void open(Limits limits) throws IOException {
    store = ListenerStore.open(folder, limits, () -> now);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void reopen(Limits limits) throws IOException {
    store.close();
    open(limits);
  }

  private static Event play(long second, String song) {
    return event(second, Event.Kind.PLAY, Song.of(song));
  }

  private static Event event(long second, Event.Kind kind, Song song) {
    return new Event(Instant.ofEpochSecond(second), kind, song, Duration.ofMillis(12_345));
  }

  private List<String> songs(String listener) throws IOException {
    return store.events(listener).stream().map(event -> event.song().id()).toList();
  }

  @Test
  void events_areThereAfterReopening() throws IOException {
    Event play =
        new Event(
            Instant.parse("1969-12-31T23:59:59.123Z"),
            Event.Kind.SKIP,
            new Song("a", "Title", "Artist", List.of("rock", "", "\"live\"")),
            Duration.ofMillis(1));
    store.add("ann", play);
    reopen(new Limits(1, 1));

    assertThat(store.events("ann")).containsExactly(play);
    assertThat(store.listeners()).isEqualTo(1);
    assertThat(store.events()).isEqualTo(1);
  }

  @Test
  void unknownListener_hasNothing() throws IOException {
    assertThat(store.events("ann")).isEmpty();
    assertThat(store.bans("ann")).isEmpty();
    assertThat(store.rules("ann")).isEmpty();
    assertThat(store.forget("ann")).isFalse();
    store.unban("ann", new Ban(Ban.Kind.SONG, "a"));
    store.rules("ann", Optional.empty());
    assertThat(store.listeners()).isZero();
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        "'; DROP TABLE listener; --",
        "\"quoted\" `ticked` [bracketed] ?1 :name %s {}",
        "a\0b",
        "\0",
        " ",
        "\r\n\t",
        "x".repeat(10_000),
        "\ud83c\udfb5 \u202e \u0000 e\u0301 \ufffe",
        "null");
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTexts_areKeptAsTheyAre(String text) throws IOException {
    Event event = event(1, Event.Kind.PLAY, new Song(text, text, text, List.of(text, "", text)));
    Ban ban = new Ban(Ban.Kind.ARTIST, text);
    store.add(text, event);
    store.ban(text, ban);
    store.rules(text, Optional.of(text));
    store.add("a", play(1, "other"));
    reopen(new Limits(2, 1));
    store.add(text, event);

    assertThat(store.events(text)).containsExactly(event);
    assertThat(store.bans(text)).containsExactly(ban);
    assertThat(store.rules(text)).contains(text);
    assertThat(store.listeners()).isEqualTo(2);
    store.unban(text, ban);
    assertThat(store.bans(text)).isEmpty();
    assertThat(store.forget(text)).isTrue();
    assertThat(store.listeners()).isEqualTo(1);
  }

  @Test
  void texts_ofHalfASurrogatePair() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.add("\ud83c", play(1, "a")))
        .withMessage("listener must be Unicode, but half a surrogate pair is missing: '\\ud83c'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.rules("ann", Optional.of("\udfb5")))
        .withMessage("rules must be Unicode, but half a surrogate pair is missing: '\\udfb5'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ban(Ban.Kind.ARTIST, "\udfb5"))
        .withMessageStartingWith("artist must be Unicode");
  }

  @Test
  void names_empty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.events(""))
        .withMessage("listener must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ban(Ban.Kind.SONG, ""))
        .withMessage("song id must not be empty");
    assertThatNullPointerException().isThrownBy(() -> store.add("ann", null)).withMessage("event");
  }

  @Test
  void events_areToTheMillisecond_andWithinRanges() {
    Event event =
        new Event(
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Event.Kind.PLAY,
            Song.of("a"),
            Duration.ofNanos(1_999_999));
    assertThat(event.time()).isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(event.heard()).isEqualTo(Duration.ofMillis(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Event(NOON, Event.Kind.PLAY, Song.of("a"), Duration.ofSeconds(-9)))
        .withMessage("heard must be in PT0S..PT8760H, was PT-9S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Event(Instant.MAX, Event.Kind.PLAY, Song.of("a"), Duration.ZERO))
        .withMessage("time must be in the years 0..9999, was " + Instant.MAX);
  }

  @Test
  void events_areByTimeThenSongThenKind() throws IOException {
    store.add("ann", play(2, "c"));
    store.add("ann", event(1, Event.Kind.LIKE, Song.of("b")));
    store.add("ann", event(1, Event.Kind.PLAY, Song.of("b")));
    store.add("ann", play(1, "\ufffd")); // before the next by code points, not by characters
    store.add("ann", play(1, "\ud83c\udfb5"));
    store.add("ann", play(1, "a"));
    store.add("ann", play(-1, "z"));

    assertThat(songs("ann")).containsExactly("z", "a", "b", "b", "\ufffd", "\ud83c\udfb5", "c");
    assertThat(store.events("ann").get(2).kind()).isEqualTo(Event.Kind.PLAY);
  }

  @Test
  void eventToldTwice_isOne_heardAsToldLast() throws IOException {
    store.add("ann", new Event(NOON, Event.Kind.PLAY, Song.of("a"), Duration.ZERO));
    Event later = new Event(NOON, Event.Kind.PLAY, Song.of("a"), Duration.ofSeconds(200));
    store.add("ann", later);
    store.add("ann", later);

    assertThat(store.events("ann")).containsExactly(later);
    assertThat(store.events()).isEqualTo(1);
  }

  @Test
  void song_isAsToldLast_exceptWhatIsUnknown() throws IOException {
    store.add("ann", event(1, Event.Kind.PLAY, new Song("a", "Old", "Artist", List.of("x"))));
    store.add("bob", event(1, Event.Kind.PLAY, new Song("a", "New", "", List.of())));
    Song merged = new Song("a", "New", "Artist", List.of("x"));
    assertThat(store.events("ann").get(0).song()).isEqualTo(merged);

    reopen(new Limits(2, 1_000));
    store.add("bob", play(2, "a"));
    assertThat(store.events("bob").get(1).song()).isEqualTo(merged);
    store.add("bob", event(3, Event.Kind.PLAY, new Song("a", "", "Other", List.of("y", "z"))));
    assertThat(store.events("ann").get(0).song())
        .isEqualTo(new Song("a", "New", "Other", List.of("y", "z")));
  }

  @Test
  void eventsBeyondTheLimit_dropTheOldest() throws IOException {
    reopen(new Limits(2, 3));
    for (int second : new int[] {4, 2, 3, 1}) {
      store.add("ann", play(second, "song " + second));
    }
    store.add("bob", play(0, "bob's"));
    assertThat(songs("ann")).containsExactly("song 2", "song 3", "song 4");
    store.add("ann", play(5, "song 5"));
    assertThat(songs("ann")).containsExactly("song 3", "song 4", "song 5");
    assertThat(store.events()).isEqualTo(4);

    reopen(new Limits(2, 1));
    assertThat(songs("ann")).as("until more is added").hasSize(3);
    store.add("ann", play(5, "song 5"));
    assertThat(songs("ann")).containsExactly("song 5");
    assertThat(store.events()).isEqualTo(2);
  }

  @Test
  void listenersBeyondTheLimit_areRefused() throws IOException {
    reopen(new Limits(2, 3));
    store.add("ann", play(1, "a"));
    store.ban("bob", new Ban(Ban.Kind.SONG, "a"));

    assertThatExceptionOfType(TooManyListenersException.class)
        .isThrownBy(() -> store.add("eve", play(1, "a")))
        .withMessage(
            "listeners must be at most 2, so there is no room for 'eve': raise the limit, or forget"
                + " listeners");
    assertThatExceptionOfType(TooManyListenersException.class)
        .isThrownBy(() -> store.ban("eve", new Ban(Ban.Kind.SONG, "a")));
    assertThatExceptionOfType(TooManyListenersException.class)
        .isThrownBy(() -> store.rules("eve", Optional.of("noRepeats")));
    store.add("bob", play(1, "a"));
    store.forget("ann");
    store.add("eve", play(1, "a"));
    assertThat(store.listeners()).isEqualTo(2);
  }

  @Test
  void limits_notPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(0, 1))
        .withMessage("listeners must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(1, -1))
        .withMessage("eventsOfListener must be > 0, was -1");
  }

  @Test
  void bansAndRules_areEachListeners() throws IOException {
    Ban artist = new Ban(Ban.Kind.ARTIST, "a");
    Ban song = new Ban(Ban.Kind.SONG, "b");
    store.ban("ann", artist);
    store.ban("ann", song);
    store.ban("ann", song);
    store.ban("bob", new Ban(Ban.Kind.SONG, "c"));
    store.rules("ann", Optional.of("noRepeats"));
    store.rules("bob", Optional.of(""));
    reopen(new Limits(2, 1));

    assertThat(store.bans("ann")).containsExactly(song, artist);
    assertThat(store.rules("ann")).contains("noRepeats");
    assertThat(store.rules("bob")).contains("");
    store.unban("ann", new Ban(Ban.Kind.SONG, "a"));
    store.unban("ann", song);
    store.rules("bob", Optional.empty());
    assertThat(store.bans("ann")).containsExactly(artist);
    assertThat(store.rules("bob")).isEmpty();
    assertThat(store.events()).isZero();
  }

  @Test
  void forget_leavesNothingOfTheListener() throws IOException {
    store.add("Annabella of Wherever", play(1, "a"));
    store.ban("Annabella of Wherever", new Ban(Ban.Kind.ARTIST, "Nickelback and others"));
    store.rules("Annabella of Wherever", Optional.of("artistGap(20min)"));
    store.add("bob", play(1, "a"));

    assertThat(store.forget("Annabella of Wherever")).isTrue();
    assertThat(store.forget("Annabella of Wherever")).isFalse();
    assertThat(store.events("Annabella of Wherever")).isEmpty();
    assertThat(store.bans("Annabella of Wherever")).isEmpty();
    assertThat(store.rules("Annabella of Wherever")).isEmpty();
    assertThat(store.listeners()).isEqualTo(1);
    assertThat(store.events()).isEqualTo(1);
    store.close();
    assertThat(Files.readString(folder.resolve("listeners.db"), ISO_8859_1))
        .contains("bob")
        .doesNotContain("Annabella", "Nickelback", "artistGap");
  }

  @Test
  void forgetUnseen_countsEveryWriteAsSeen() throws IOException {
    for (int i = 0; i < 120; i++) {
      store.add("old " + i, play(1, "a"));
    }
    for (String listener : List.of("add", "ban", "unban", "rules")) {
      store.add(listener, play(1, "a"));
    }
    now = NOON.plusSeconds(10);
    store.add("add", play(1, "a"));
    store.ban("ban", new Ban(Ban.Kind.SONG, "a"));
    store.unban("unban", new Ban(Ban.Kind.SONG, "a"));
    store.rules("rules", Optional.empty());

    assertThat(store.forgetUnseen(NOON)).isZero();
    reopen(new Limits(1_000, 1_000));
    assertThat(store.forgetUnseen(NOON.plusSeconds(10))).isEqualTo(120);
    assertThat(store.listeners()).isEqualTo(4);
    assertThat(store.events()).isEqualTo(4);
    assertThat(store.forgetUnseen(NOON.plusSeconds(11))).isEqualTo(4);
    assertThat(store.allEvents()).isEmpty();
  }

  @Test
  void allEvents_areListenerByListener() throws IOException {
    List<ListenerEvent> expected = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      store.add("listener " + i, play(2, "b"));
      store.add("listener " + i, play(1, "a"));
      expected.add(new ListenerEvent("listener " + i, play(1, "a")));
      expected.add(new ListenerEvent("listener " + i, play(2, "b")));
    }
    store.ban("of bans alone", new Ban(Ban.Kind.SONG, "a"));

    assertThat(store.allEvents()).containsExactlyElementsOf(expected);
    Stream<ListenerEvent> slow = store.allEvents();
    var events = slow.iterator();
    assertThat(events.next()).isEqualTo(expected.get(0));
    store.forget("listener 1");
    store.add("new", play(1, "c"));
    List<ListenerEvent> rest = new ArrayList<>();
    events.forEachRemaining(rest::add);
    assertThat(rest.get(rest.size() - 1).listener()).isEqualTo("new");
    assertThat(rest).hasSize(238);
  }

  @Test
  void eventsOfManyThreads_areAllThere() throws Exception {
    int threads = 8;
    int each = 250;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread;
      done.add(
          executor.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  String listener = "listener " + (first + i) % 10;
                  Event play = play(first * each + i, "song " + i % 7);
                  store.add(listener, play);
                  assertThat(store.events(listener)).contains(play);
                }
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    executor.shutdown();
    assertThat(store.events()).isEqualTo(threads * each);
    reopen(new Limits(10, 1_000));
    assertThat(store.events()).isEqualTo(threads * each);
    assertThat(store.allEvents().map(e -> e.event().time().getEpochSecond()).sorted())
        .isEqualTo(Stream.iterate(0L, i -> i + 1).limit(threads * each).collect(toList()));
  }

  @Test
  void calls_ofAnInterruptedThread() throws IOException {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> store.add("ann", play(1, "a")));
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> store.events("ann"))
        .withMessage("interrupted before it was read");
    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    assertThat(store.events("ann")).isEmpty();
  }

  @Test
  void calls_afterClosing() throws IOException {
    store.close();
    store.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> store.add("ann", play(1, "a")))
        .withMessage(folder.resolve("listeners.db") + " must be open, but is closed");
    assertThatIllegalStateException().isThrownBy(() -> store.events("ann"));
    assertThatIllegalStateException().isThrownBy(() -> store.allEvents().count());
    assertThat(Files.list(folder).map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrder("listeners.db", "listeners.lock");
  }
}
