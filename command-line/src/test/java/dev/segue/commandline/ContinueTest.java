package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.datasets.M3uDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinueTest {

  @TempDir private Path folder;

  private static Execution continueAfter(String... more) {
    return Execution.of(
        Stream.concat(Stream.of("continue", "--model", SmallModel.FILE, "--play"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void continue_neverRepeatsASong() throws IOException {
    Execution execution = continueAfter("11,22", "--json", "-");

    assertThat(RecommendTest.ids(execution, "played")).containsExactly("11", "22");
    assertThat(RecommendTest.ids(execution, "continuation"))
        .containsExactlyInAnyOrder("33", "44", "55", "66");
    assertThat(execution.err()).contains("4 songs instead of 10");
  }

  @Test
  void continue_isRecommendSongBySong() throws IOException {
    List<String> next =
        RecommendTest.ids(continueAfter("11", "--count", "2", "--json", "-"), "continuation");
    List<String> first =
        RecommendTest.ids(
            RecommendTest.recommend("--play", "11", "--count", "1", "--json", "-"),
            "recommendations");
    List<String> second =
        RecommendTest.ids(
            RecommendTest.recommend(
                "--play", "11", "--play", first.get(0), "--count", "1", "--json", "-"),
            "recommendations");

    assertThat(next).containsExactly(first.get(0), second.get(0));
  }

  @Test
  void continue_byTheRules() throws IOException {
    List<String> next =
        RecommendTest.ids(
            continueAfter("11", "--count", "3", "--artist-gap", "1", "--json", "-"),
            "continuation");

    assertThat(next).doesNotContainSequence("33", "44").doesNotContainSequence("44", "33");
    assertThat(next.get(0)).isNotEqualTo("22");
  }

  @Test
  void continue_drawsTheSameSongsByTheSameSeed() {
    Execution one = continueAfter("11", "--temperature", "2", "--seed", "3");

    assertThat(one.exitCode()).as(one.err()).isZero();
    assertThat(one.out())
        .isNotEmpty()
        .isEqualTo(continueAfter("11", "--temperature", "2", "--seed", "3").out());
  }

  @Test
  void continue_printsSongs() {
    assertThat(continueAfter("11", "--count", "3").out().lines())
        .hasSize(3)
        .allMatch(line -> line.matches(" +[123]  (22|33|44|55|66) +[^-]+ - .+"));
  }

  @Test
  void m3u_isAFile_orStandardOutputAlone() throws IOException {
    Path file = folder.resolve("next.m3u8");
    Execution written = continueAfter("11", "--count", "3", "--m3u", file.toString());
    Execution printed = continueAfter("11", "--count", "3", "--m3u", "-");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out().lines()).hasSize(3);
    assertThat(printed.out()).startsWith("#EXTM3U\n").isEqualTo(Files.readString(file));
    assertThat(M3uDataset.read(file).playlists()).singleElement().returns(3, Playlist::size);
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void m3u_ofRecommend_isStandardOutputToo() {
    Execution printed = RecommendTest.recommend("--play", "11", "--count", "1", "--m3u", "-");

    assertThat(printed.out().lines()).hasSize(3).first().isEqualTo("#EXTM3U");
    assertThat(RecommendTest.recommend("--play", "11", "--m3u", "-", "--json", "-").err())
        .contains("only one of --json and --m3u can be standard output");
  }

  @Test
  void continue_wrongUsage() {
    assertThat(continueAfter("11", "--count", "0").err()).contains("--count must be >= 1, was 0");
    assertThat(continueAfter("11", "--seed", "1").err()).contains("--seed needs --temperature");
  }
}
