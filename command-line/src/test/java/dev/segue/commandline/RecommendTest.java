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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        .allMatch(
            line -> line.matches(" +[123] +-?[0-9.]+ +[0-9.]+%  (11|22|33|44|55|66) +[^-]+ - .+"));
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

  static Execution recommend(String... more) {
    return Execution.of(
        Stream.concat(Stream.of("recommend", "--model", SmallModel.FILE), Stream.of(more))
            .toArray(String[]::new));
  }

  /** The ids played and recommended. */
  static List<String> ids(Execution execution, String name) throws IOException {
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
        .map(line -> line.replaceFirst(" +[12] +[-0-9.]+ +[0-9.]+% +", ""))
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
}
