package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.M3uDataset;
import dev.segue.datasets.YesDataset;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendTest {

  private static final Path PATHS_WITH_COMMAS =
      Path.of("../recommender-datasets/src/test/resources/dev/segue/datasets/cases/small06");

  @TempDir private Path folder;

  @Test
  void recommend_printsSongs() {
    Execution execution =
        Execution.of("recommend", "--model", SmallModel.FILE, "--play", "11,22", "--count", "3");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out().lines())
        .hasSize(3)
        .allMatch(line -> line.matches(" +[123] +-?[0-9.]+  (11|22|33|44|55|66) +[^-]+ - .+"));
    assertThat(execution.err()).isEmpty();
  }

  @Test
  @SuppressWarnings("unchecked")
  void recommend_json() throws IOException {
    Execution execution =
        Execution.of(
            "recommend",
            "--model",
            SmallModel.FILE,
            "--play",
            "11",
            "--count",
            "9",
            "--repeats",
            "--json",
            "-");

    assertThat(execution.out()).isASCII();
    List<Map<String, Object>> songs =
        (List<Map<String, Object>>) execution.json().get("recommendations");
    assertThat(songs).hasSize(6).extracting("id").contains("11", "22", "33", "44", "55", "66");
    assertThat(songs).extracting("title").contains("Águas de Março");
    assertThat(songs).extracting("artist").contains("Elis Regina");
    assertThat(songs.stream().mapToDouble(song -> Math.exp((double) song.get("log_probability"))))
        .satisfies(
            probabilities ->
                assertThat(probabilities.stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-6)));
  }

  @Test
  void recommend_asAPlaylist() throws IOException {
    Path playlist = folder.resolve("next.m3u8");
    Execution execution =
        Execution.of(
            "recommend",
            "--model",
            SmallModel.FILE,
            "--play",
            "11",
            "--count",
            "2",
            "--m3u",
            playlist.toString());

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(M3uDataset.read(playlist).playlists()).singleElement().returns(2, Playlist::size);
  }

  @Test
  void recommend_explained() {
    Execution execution =
        Execution.of(
            "recommend",
            "--model",
            SmallModel.FILE,
            "--play",
            "11,22",
            "--count",
            "2",
            "--explain");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    List<String> lines = execution.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(List.of(lines.get(1), lines.get(3)))
        .allMatch(line -> line.matches("     (Because y|Nothing that y)ou.+"));
  }

  @Test
  void recommend_namesUnknownSongs() {
    Execution execution =
        Execution.of("recommend", "--model", SmallModel.FILE, "--play", "11,77,88");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err().lines()).singleElement().asString().contains("77, 88");
  }

  @Test
  void model_ofAnyKind_isServed() throws IOException {
    Path file = folder.resolve("popularity.segue");
    Popularity.trainer().train(YesDataset.read(SmallModel.FOLDER.resolve("train.txt"))).save(file);

    Execution recommend = Execution.of("recommend", "--model", file.toString(), "--play", "11");
    assertThat(recommend.exitCode()).as(recommend.err()).isZero();
    assertThat(recommend.out().lines()).hasSize(5);

    Map<String, Object> inspected =
        Execution.of("inspect", "--model", file.toString(), "--json", "-").json();
    assertThat(inspected).containsEntry("kind", "popularity").containsEntry("songs", 6.0);
  }

  @Test
  void model_ofUnknownKind() throws IOException {
    Path file = folder.resolve("unknown.segue");
    ModelFile.builder("unknown").write(file);

    Execution recommend = Execution.of("recommend", "--model", file.toString(), "--play", "11");
    assertThat(recommend.exitCode()).isEqualTo(1);
    assertThat(recommend.err())
        .isEqualToIgnoringNewLines(
            "segue: %s: no module in use reads models of kind 'unknown'; add the module that does"
                .formatted(file));
  }

  private static Execution recommend(String... more) {
    return Execution.of(
        Stream.concat(Stream.of("recommend", "--model", SmallModel.FILE), Stream.of(more))
            .toArray(String[]::new));
  }

  /** The ids played and recommended. */
  private static List<String> ids(Execution execution, String name) throws IOException {
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    return ((List<?>) execution.json().get(name))
        .stream().map(song -> (String) ((Map<?, ?>) song).get("id")).toList();
  }

  @Test
  void play_byIdOrName() throws IOException {
    assertThat(
            ids(
                recommend(
                    "--play",
                    "So What - Miles Davis",
                    "--play",
                    "blue  in green - MILES DAVIS",
                    "--play",
                    "33",
                    "--play",
                    "A\u0301guas de Marc\u0327o - Elis Regina",
                    "--play",
                    "naima",
                    "--play",
                    "11,22",
                    "--json",
                    "-"),
                "played"))
        .containsExactly("11", "22", "33", "66", "44", "11", "22");
  }

  @Test
  void play_ofAnUnknownSong_suggestsTheNearest() {
    Execution execution =
        recommend("--play", "Blue and Green - Miles Davis", "--play", "Nayma - John Coltrane");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err())
        .isEqualToIgnoringNewLines(
            "segue: 'Blue and Green - Miles Davis' is no song of the model (did you mean 'Blue in"
                + " Green - Miles Davis', 'So What - Miles Davis', 'Take Five - Dave Brubeck'?);"
                + " 'Nayma - John Coltrane' is no song of the model (did you mean"
                + " 'Naima - John Coltrane', 'Giant Steps - John Coltrane'?)");
  }

  @Test
  void play_ofAListWithAnUnknownId() {
    assertThat(recommend("--play", "11,77,88").err())
        .contains("'11,77,88' is no song of the model, nor a list of ids, for these are none: 77");
  }

  @Test
  void play_ofANameOfSeveralSongs_saysTheirIds() throws IOException {
    Catalogue twice =
        Catalogue.of(
            List.of(
                new Song("mono", "Naima", "John Coltrane", List.of()),
                new Song("stereo", "Naima", "John Coltrane", List.of()),
                new Song("Nina Simone\tfeeling good", "feeling good", "Nina Simone", List.of()),
                new Song("Nina Simone\tFeeling Good", "Feeling Good", "Nina Simone", List.of())));
    String file = folder.resolve("twice.segue").toString();
    Popularity.trainer()
        .train(PlaylistDataset.of(twice, List.of(Playlist.of(0, 1, 2, 3))))
        .save(Path.of(file));

    assertThat(Execution.of("recommend", "--model", file, "--play", "naima - john coltrane").err())
        .isEqualToIgnoringNewLines(
            "segue: 'naima - john coltrane' is 2 songs: say which, by id: mono, stereo");
    assertThat(
            ids(
                Execution.of(
                    "recommend",
                    "--model",
                    file,
                    "--play",
                    "Feeling Good - Nina Simone",
                    "--json",
                    "-"),
                "played"))
        .as("the one with just this case")
        .containsExactly("Nina Simone\tFeeling Good");
  }

  @Test
  void idWithATab_isReadable() throws IOException {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                new Song("Silent Choir\tSong 10", "Song 10", "Silent Choir", List.of()),
                new Song("a\tb", "", "", List.of()),
                new Song("x", "Other", "", List.of())));
    String file = folder.resolve("tabs.segue").toString();
    Popularity.trainer()
        .train(PlaylistDataset.of(catalogue, List.of(Playlist.of(0, 0, 0, 1, 1, 2))))
        .save(Path.of(file));

    assertThat(Execution.of("recommend", "--model", file, "--play", "other").out().lines())
        .map(line -> line.replaceFirst(" +[12] +[-0-9.]+ +", ""))
        .containsExactly("Song 10 - Silent Choir", "a b");
    assertThat(
            ids(
                Execution.of(
                    "recommend",
                    "--model",
                    file,
                    "--play",
                    "Song 10 - Silent Choir",
                    "--play",
                    "a b",
                    "--json",
                    "-"),
                "played"))
        .containsExactly("Silent Choir\tSong 10", "a\tb");
  }

  /** Case small06: ids with commas. */
  @Test
  void play_ofAnIdWithCommas() throws IOException {
    String file = folder.resolve("salt.segue").toString();
    Popularity.trainer().train(M3uDataset.read(PATHS_WITH_COMMAS)).save(Path.of(file));

    for (String song :
        List.of(
            "Music/Salt, Pepper & Co/01 Song, No. 1.mp3",
            "Song, No. 1 - Salt, Pepper & Co",
            "song, no. 1")) {
      assertThat(
              ids(
                  Execution.of(
                      "recommend", "--model", file, "--play", song, "--count", "3", "--json", "-"),
                  "recommendations"))
          .hasSize(3)
          .doesNotContain("Music/Salt, Pepper & Co/01 Song, No. 1.mp3");
    }
  }

  @Test
  void songsJustPlayed_areLeftOut_unlessAskedFor() throws IOException {
    assertThat(ids(recommend("--play", "11,22", "--json", "-"), "recommendations"))
        .containsExactlyInAnyOrder("33", "44", "55", "66");
    assertThat(ids(recommend("--play", "11,22", "--repeats", "--json", "-"), "recommendations"))
        .hasSize(6);
    assertThat(
            ids(
                recommend("--play", "11,22", "--repeat-gap", "1", "--json", "-"),
                "recommendations"))
        .containsExactlyInAnyOrder("11", "33", "44", "55", "66");
  }

  @Test
  void rules_areOptions() throws IOException {
    Path wanted = folder.resolve("wanted.txt");
    Files.writeString(wanted, "\uFEFFTake Five - Dave Brubeck\r\n\n44\nKoko - Charlie Parker\n");

    assertThat(
            ids(
                recommend("--play", "33,11", "--artist-gap", "1", "--json", "-"),
                "recommendations"))
        .as("none by Miles Davis")
        .containsExactlyInAnyOrder("44", "55", "66");
    assertThat(
            ids(recommend("--play", "55", "--per-artist", "1", "--json", "-"), "recommendations"))
        .hasSize(3)
        .contains("66");
    Execution only =
        recommend("--play", "55", "--only", wanted.toString(), "--only", "66", "--json", "-");
    assertThat(ids(only, "recommendations")).containsExactlyInAnyOrder("44", "66");
    assertThat(only.err())
        .contains("wanted.txt: 1 of 3 songs are none of the model, the first: Koko");
    assertThat(
            ids(
                recommend("--play", "55", "--never", "11,22", "--never", "naima", "--json", "-"),
                "recommendations"))
        .containsExactlyInAnyOrder("33", "66");
    assertThat(recommend("--play", "55", "--diversity", "2", "--count", "3").out().lines())
        .hasSize(3);
  }

  @Test
  void rules_asText_replaceTheDefault() throws IOException {
    assertThat(
            ids(
                recommend("--play", "11,22", "--rules", "no rules", "--json", "-"),
                "recommendations"))
        .hasSize(6);
    assertThat(
            ids(
                recommend("--play", "11,22", "--rules", "noRepeatWithin(1h)", "--json", "-"),
                "recommendations"))
        .containsExactlyInAnyOrder("33", "44", "55", "66");
    Execution relaxed =
        recommend("--play", "11,22", "--rules", "noRepeats(), relaxing(noRepeatWithin)");
    assertThat(relaxed.out().lines())
        .hasSize(6)
        .filteredOn(line -> line.endsWith("  (gave way: noRepeats())"))
        .hasSize(2);
  }

  @Test
  void familiarity_limitsSongsJustPlayed() throws IOException {
    assertThat(
            ids(
                recommend(
                    "--play",
                    "11,22,33,44,55",
                    "--repeats",
                    "--familiarity",
                    "0.5",
                    "--count",
                    "4",
                    "--json",
                    "-"),
                "recommendations"))
        .as("two of four, and the only new song")
        .hasSize(3)
        .contains("66");
  }

  @Test
  void temperature_drawsTheList() throws IOException {
    String[] draw = {
      "--play", "11", "--repeats", "--temperature", "5", "--seed", "7", "--json", "-"
    };
    List<String> drawn = ids(recommend(draw), "recommendations");
    List<String> best =
        ids(recommend("--play", "11", "--repeats", "--json", "-"), "recommendations");

    assertThat(drawn)
        .containsExactlyInAnyOrderElementsOf(best)
        .isNotEqualTo(best)
        .isEqualTo(ids(recommend(draw), "recommendations"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void towards_printsAWay_withTheProbabilityOfEachStep() throws IOException {
    Execution way =
        recommend("--play", "11", "--towards", "naima", "--steps", "3", "--explain", "--json", "-");

    assertThat(ids(way, "recommendations")).hasSize(3).endsWith("44").doesNotContain("11");
    assertThat((List<Map<String, Object>>) way.json().get("recommendations"))
        .allSatisfy(
            song -> {
              assertThat((double) song.get("score"))
                  .isNegative()
                  .isCloseTo((double) song.get("log_probability"), within(1e-4));
              assertThat((String) song.get("explanation")).contains("ou");
            });
    assertThat(recommend("--play", "11", "--towards", "44", "--steps", "9").err())
        .isEqualToIgnoringNewLines("the rules allow no way of 9 songs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rules artistGap(x)|--rules: rules must have a number of songs or a duration such as"
            + " 90s, 20m, 3h or 1h30m at character 11 in artistGap, but have 'x)'",
        "--familiarity 0.5|--familiarity needs --repeats, --repeat-gap or --rules: without one of"
            + " them all songs just played are left out",
        "--repeats --familiarity 2|--familiarity must be in 0..1, was 2.0",
        "--temperature 0|--temperature must be > 0 and finite, was 0.0",
        "--seed 3|--seed needs --temperature",
        "--towards 44|--towards and --steps must be given together",
        "--towards 44 --steps 0|--steps must be >= 1, was 0",
        "--towards 44 --steps 2 --count 3|--towards recommends one way of --steps songs: leave out"
            + " --count, --temperature"
      })
  void wrongUsage(String options, String message) {
    Execution execution = recommend(("--play 11 " + options).split(" "));

    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.err()).contains(message);
  }

  @Test
  void fewerSongsThanAskedFor_sayWhy() {
    assertThat(recommend("--play", "11,22").err())
        .isEqualToIgnoringNewLines(
            "4 songs instead of 10: the model has 6, 2 of them just played (--repeats allows"
                + " them)");
    assertThat(recommend("--play", "11,11", "--artist-gap", "1", "--never", "66").err())
        .isEqualToIgnoringNewLines(
            "3 songs instead of 10: the model has 6, 1 of them just played (--repeats allows"
                + " them), 2 left out by --artist-gap, --never");
    assertThat(recommend("--play", "11", "--repeats").err())
        .isEqualToIgnoringNewLines("6 songs instead of 10: the model has 6");
  }

  @Test
  void only_ofAFileWithoutASong() throws IOException {
    Path others = Files.writeString(folder.resolve("others.txt"), "Koko\n");

    assertThat(recommend("--play", "11", "--only", others.toString()).err())
        .contains("others.txt must name a song of the model, but has none in its 1 lines");
    assertThat(recommend("--play", "11", "--never", "Koko").err())
        .contains("'Koko' is no song of the model");
    Files.write(others, new byte[] {(byte) 0xff, 'a'});
    assertThat(recommend("--play", "11", "--only", others.toString()).err())
        .contains("others.txt: must be text in UTF-8, but is not");
  }
}
