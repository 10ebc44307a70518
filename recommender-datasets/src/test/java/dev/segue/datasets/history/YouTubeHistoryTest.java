package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads what Google Takeout has of YouTube Music. */
class YouTubeHistoryTest {

  @TempDir Path folder;

  private static String watched(String header, String title, String video, String channel, int at) {
    return """
        {"header": "%s", "title": "%s", "titleUrl": "https://www.youtube.com/watch?v\\u003d%s",
         "subtitles": [{"name": "%s", "url": "https://www.youtube.com/channel/UC"}],
         "time": "2023-01-05T10:%02d:00.123Z", "products": ["YouTube"],
         "activityControls": ["YouTube watch history"]}"""
        .formatted(header, title, video, channel, at);
  }

  private ListeningHistory read(String... entries) throws IOException {
    return YouTubeHistory.read(
        Files.writeString(
            folder.resolve("watch-history.json"), "[" + String.join(",", entries) + "]"));
  }

  @Test
  void musicIsTaken_newestFirst() throws IOException {
    ListeningHistory history =
        read(
            watched("YouTube Music", "Watched Blue in Green", "v2", "Miles Davis - Topic", 8),
            watched("YouTube", "Watched A cat", "v9", "Cats", 6),
            watched("YouTube", "Watched So What", "v1", "Miles Davis - Topic", 4),
            watched(
                "YouTube Music", "Watched https://www.youtube.com/watch?v\\u003dv7", "v7", "", 3),
            """
            {"header": "YouTube Music", "title": "Watched a video that has been removed",
             "time": "2023-01-05T10:02:00Z"}""",
            """
            {"header": "YouTube", "title": "Watched All Blues", "time": "2023-01-05T10:01:00Z",
             "titleUrl": "https://music.youtube.com/watch?list=x&v=v3&t=2"}""",
            watched("YouTube Music", "Watched Naima", "v4", "Coltrane", 0),
            watched("YouTube Music", "Watched Flamenco", "v5", "Miles Davis - Topic", 0)
                .replace("2023-01-05T10:00:00.123Z", "then"));

    assertThat(history.catalogue().songs())
        .containsExactly(
            new Song("v2", "Blue in Green", "Miles Davis", List.of()),
            new Song("v1", "So What", "Miles Davis", List.of()),
            new Song("v3", "All Blues", "", List.of()),
            new Song("v4", "Naima", "Coltrane", List.of()));
    assertThat(history.sessions(SessionRules.ofDefaults()).playlists())
        .singleElement()
        .satisfies(playlist -> assertThat(playlist.songs()).containsExactly(3, 2, 1, 0));
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("not of YouTube Music", 1L),
            entry("without a video, or of one that is gone", 2L));
    assertThat(history.report().entries().unreadable()).isEqualTo(1);
    assertThat(history.report().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Watched %s
          %s angesehen
          Vous avez regardé\u00a0%s
          Hai guardato %s
          %s を視聴しました
          Просмотрено видео %s
          Je hebt naar %s gekeken
          Så på %s
          """)
  void languages(String said) throws IOException {
    ListeningHistory history =
        read(
            watched("YouTube Music", said.formatted("Watched"), "v1", "A - Topic", 1),
            watched("YouTube Music", said.formatted("So What"), "v2", "A - Topic", 2));

    assertThat(history.catalogue().songs())
        .extracting(Song::title)
        .containsExactly("Watched", "So What");
    assertThat(history.report().warnings()).isEmpty();
  }

  @Test
  void languageThatIsNotKnown_losesWhatAllTitlesShare() throws IOException {
    ListeningHistory history =
        read(
            IntStream.range(0, 12)
                .mapToObj(
                    at ->
                        watched(
                            "YouTube Music",
                            "Ba vu So %d jana".formatted(at),
                            "v" + at,
                            "A" + at,
                            at))
                .toArray(String[]::new));

    assertThat(history.catalogue().songs().get(3).title()).isEqualTo("3");
    assertThat(history.report().warnings())
        .containsExactly(
            "left out of each title what all have in common: 'Ba vu So ' before and ' jana' after"
                + " it");
  }

  @Test
  void fewTitles_areLeftAsTheyAre() throws IOException {
    ListeningHistory history = read(watched("YouTube Music", "Ba vu So What", "v", "A", 1));

    assertThat(history.catalogue().songs().get(0).title()).isEqualTo("Ba vu So What");
    assertThat(history.report().warnings())
        .containsExactly(
            "titles are as they are in the file, such as 'Ba vu So What', because what YouTube"
                + " writes around them is not known");
  }

  @Test
  void takeout() throws IOException {
    Path zip =
        Packed.zip(
            folder.resolve("takeout.zip"),
            Map.of(
                "Takeout/YouTube/history/watch-history.json",
                "[" + watched("YouTube Music", "Watched x", "v", "A - Topic", 1) + "]",
                "Takeout/archive_browser.html",
                "<html><body>Archive",
                "Takeout/YouTube/playlists/Mix-videos.csv",
                "Video ID\nv\n"));
    ListeningHistory history = YouTubeHistory.read(zip);

    assertThat(history.plays()).isEqualTo(1);
    assertThat(history.report().warnings())
        .containsExactly(
            "left aside 1 file that holds something else: Takeout/archive_browser.html, a web page");
  }

  @Test
  void html_isRefused_andSaysWhatToChoose() throws IOException {
    Path zip =
        Packed.zip(
            folder.resolve("takeout.zip"),
            Map.of(
                "Takeout/watch-history.html",
                "<html><head><title>My Activity</title></head><body><div class=\"mdl-grid\">"
                    + "<a href=\"https://www.youtube.com/watch?v=x\">x</a>"));

    assertThatThrownBy(() -> YouTubeHistory.read(zip))
        .isInstanceOf(FileFormatException.class)
        .hasMessageEndingWith(
            "must hold a YouTube watch history, but this looks like a YouTube watch history in"
                + " HTML: choose JSON for the history in Google Takeout, under \"Multiple formats\"");
  }

  @Test
  void cutOff() throws IOException {
    String text =
        IntStream.range(0, 3)
            .mapToObj(at -> watched("YouTube Music", "Watched x", "v", "A - Topic", at))
            .collect(Collectors.joining(","));
    Path file = Files.writeString(folder.resolve("x.json"), "[" + text);

    assertThatThrownBy(() -> YouTubeHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("is cut off after play");
  }
}
