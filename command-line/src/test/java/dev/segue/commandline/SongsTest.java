package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.baselines.Popularity;
import dev.segue.server.search.SongSearch;
import dev.segue.server.search.SongSearch.Match;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Songs are found by words that are incomplete, misspelt, or in another order. */
class SongsTest {

  private static final Catalogue JAZZ =
      Catalogue.of(
          List.of(
              new Song("11", "So What", "Miles Davis", List.of()),
              new Song("22", "Blue in Green", "Miles Davis", List.of()),
              new Song("33", "Giant Steps", "John Coltrane", List.of()),
              new Song("44", "Naima", "John Coltrane", List.of()),
              new Song("55", "Miles", "Dave Brubeck", List.of()),
              new Song("Elis Regina\tÁguas de Março", "Águas de Março", "Elis Regina", List.of()),
              new Song("77", "!!!", "", List.of())));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "so what, So What - Miles Davis",
    "Miles Davis - So What, So What - Miles Davis",
    "miles blue, Blue in Green - Miles Davis",
    "gaint stpes, Giant Steps - John Coltrane",
    "naim, Naima - John Coltrane",
    "miles, Miles - Dave Brubeck",
    "AGUAS DE MARCO, Águas de Março - Elis Regina",
    "33, Giant Steps - John Coltrane",
    "!!!, !!!",
  })
  void bestMatch(String query, String song) {
    assertThat(new SongSearch(JAZZ).best(query, 3).get(0).song()).hasToString(song);
  }

  @Test
  void scores_areOneForAllWordsAndNoOther_andFall() {
    List<Match> matches = new SongSearch(JAZZ).best("Naima John Coltrane", 10);

    assertThat(matches).extracting(match -> match.song().id()).containsExactly("44", "33");
    // The artist's words count 0.99: (5 + 0.99 * 12) / 17; of 17 letters, Giant Steps has 12.
    assertThat(matches.get(0).score()).isBetween(0.985, 0.995);
    assertThat(matches.get(1).score()).isBetween(0.68, 0.70);
  }

  @Test
  void hundredThousandSongs_areSearchedInOnePass() {
    Catalogue many =
        Catalogue.of(
            IntStream.range(0, 100_000)
                .mapToObj(
                    i ->
                        new Song(
                            "id-" + i,
                            "The Quiet Road " + Integer.toString(i, 36),
                            "Singer " + i % 5_000 + " & The Band",
                            List.of()))
                .toList());
    // Half a second; to compare each with each would take hours.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    List<Match> matches = new SongSearch(many).best("quite raod 7ps singer 0", 3);
    long searched = threads.getCurrentThreadCpuTime();
    List<Song> named = new NamedSongs(many).named("the quiet road 7ps - singer 0 & the band");
    long looked = threads.getCurrentThreadCpuTime();

    assertThat(matches.get(0).song().title()).isEqualTo("The Quiet Road 7ps");
    assertThat(named).containsExactly(matches.get(0).song());
    assertThat(Duration.ofNanos(searched - start)).isLessThan(Duration.ofSeconds(60));
    assertThat(Duration.ofNanos(looked - searched)).isLessThan(Duration.ofSeconds(60));
  }

  private String model() throws IOException {
    Path file = folder.resolve("jazz.segue");
    Popularity.trainer()
        .train(PlaylistDataset.of(JAZZ, List.of(Playlist.of(0, 1, 2, 3, 4, 5, 6))))
        .save(file);
    return file.toString();
  }

  @Test
  void songs_printsWhatPlayTakes() throws IOException {
    Execution execution =
        Execution.of("songs", "--model", model(), "--count", "1", "miles", "blue");

    assertThat(execution)
        .isEqualTo(new Execution(0, "22            Blue in Green - Miles Davis\n", ""));
    assertThat(Execution.of("songs", "--model", model(), "aguas").out())
        .as("an id that is artist, tab and title is left to the name")
        .isEqualTo("Águas de Março - Elis Regina\n");
  }

  @Test
  void songs_json() throws IOException {
    Map<String, Object> json =
        Execution.of("songs", "--model", model(), "--json", "-", "naima").json();

    assertThat(json).containsEntry("query", "naima");
    assertThat(json.get("songs"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("id", "44")
        .containsEntry("title", "Naima")
        .containsEntry("artist", "John Coltrane")
        .containsKey("score");
  }

  @Test
  void songs_thatAreNone() throws IOException {
    Execution execution = Execution.of("songs", "--model", model(), "zzz");

    assertThat(execution)
        .isEqualTo(new Execution(0, "", "no song of the model has such words: zzz\n"));
  }
}
