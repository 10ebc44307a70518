package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.M3uDataset;
import dev.segue.datasets.YesDataset;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendTest {

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
            "recommend", "--model", SmallModel.FILE, "--play", "11", "--count", "9", "--json", "-");

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
    assertThat(recommend.out().lines()).hasSize(6);

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
}
