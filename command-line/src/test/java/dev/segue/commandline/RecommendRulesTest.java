package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules and dials of {@code recommend} do. */
class RecommendRulesTest {

  @TempDir private Path folder;

  @Test
  void songsJustPlayed_areLeftOut_unlessAskedFor() throws IOException {
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend("--play", "11,22", "--json", "-"), "recommendations"))
        .containsExactlyInAnyOrder("33", "44", "55", "66");
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend("--play", "11,22", "--repeats", "--json", "-"),
                "recommendations"))
        .hasSize(6);
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend("--play", "11,22", "--repeat-gap", "1", "--json", "-"),
                "recommendations"))
        .containsExactlyInAnyOrder("11", "33", "44", "55", "66");
  }

  @Test
  void rules_areOptions() throws IOException {
    Path wanted = folder.resolve("wanted.txt");
    Files.writeString(wanted, "\uFEFFTake Five - Dave Brubeck\r\n\n44\nKoko - Charlie Parker\n");

    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend("--play", "33,11", "--artist-gap", "1", "--json", "-"),
                "recommendations"))
        .as("none by Miles Davis")
        .containsExactlyInAnyOrder("44", "55", "66");
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend("--play", "55", "--per-artist", "1", "--json", "-"),
                "recommendations"))
        .hasSize(3)
        .contains("66");
    Execution only =
        RecommendTest.recommend(
            "--play", "55", "--only", wanted.toString(), "--only", "66", "--json", "-");
    assertThat(RecommendTest.ids(only, "recommendations")).containsExactlyInAnyOrder("44", "66");
    assertThat(only.err())
        .contains("wanted.txt: 1 of 3 songs are none of the model, the first: Koko");
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend(
                    "--play", "55", "--never", "11,22", "--never", "naima", "--json", "-"),
                "recommendations"))
        .containsExactlyInAnyOrder("33", "66");
    assertThat(
            RecommendTest.recommend("--play", "55", "--diversity", "2", "--count", "3")
                .out()
                .lines())
        .hasSize(3);
  }

  @Test
  void rules_asText_replaceTheDefault() throws IOException {
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend("--play", "11,22", "--rules", "no rules", "--json", "-"),
                "recommendations"))
        .hasSize(6);
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend(
                    "--play", "11,22", "--rules", "noRepeatWithin(1h)", "--json", "-"),
                "recommendations"))
        .containsExactlyInAnyOrder("33", "44", "55", "66");
    Execution relaxed =
        RecommendTest.recommend(
            "--play", "11,22", "--rules", "noRepeats(), relaxing(noRepeatWithin)");
    assertThat(relaxed.out().lines())
        .hasSize(6)
        .filteredOn(line -> line.endsWith("  (gave way: noRepeats())"))
        .hasSize(2);
  }

  @Test
  void familiarity_limitsSongsJustPlayed() throws IOException {
    assertThat(
            RecommendTest.ids(
                RecommendTest.recommend(
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
    List<String> drawn = RecommendTest.ids(RecommendTest.recommend(draw), "recommendations");
    List<String> best =
        RecommendTest.ids(
            RecommendTest.recommend("--play", "11", "--repeats", "--json", "-"), "recommendations");

    assertThat(drawn)
        .containsExactlyInAnyOrderElementsOf(best)
        .isNotEqualTo(best)
        .isEqualTo(RecommendTest.ids(RecommendTest.recommend(draw), "recommendations"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void towards_printsAWay_withTheProbabilityOfEachStep() throws IOException {
    Execution way =
        RecommendTest.recommend(
            "--play", "11", "--towards", "naima", "--steps", "3", "--explain", "--json", "-");

    assertThat(RecommendTest.ids(way, "recommendations"))
        .hasSize(3)
        .endsWith("44")
        .doesNotContain("11");
    assertThat((List<Map<String, Object>>) way.json().get("recommendations"))
        .allSatisfy(
            song -> {
              assertThat((double) song.get("score"))
                  .isNegative()
                  .isCloseTo((double) song.get("log_probability"), within(1e-4));
              assertThat((String) song.get("explanation")).contains("ou");
            });
    assertThat(RecommendTest.recommend("--play", "11", "--towards", "44", "--steps", "9").err())
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
    Execution execution = RecommendTest.recommend(("--play 11 " + options).split(" "));

    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.err()).contains(message);
  }

  @Test
  void fewerSongsThanAskedFor_sayWhy() {
    assertThat(RecommendTest.recommend("--play", "11,22").err())
        .isEqualToIgnoringNewLines(
            "4 songs instead of 10: the model has 6, 2 of them just played (--repeats allows"
                + " them)");
    assertThat(
            RecommendTest.recommend("--play", "11,11", "--artist-gap", "1", "--never", "66").err())
        .isEqualToIgnoringNewLines(
            "3 songs instead of 10: the model has 6, 1 of them just played (--repeats allows"
                + " them), 2 left out by --artist-gap, --never");
    assertThat(RecommendTest.recommend("--play", "11", "--repeats").err())
        .isEqualToIgnoringNewLines("6 songs instead of 10: the model has 6");
  }

  @Test
  void only_ofAFileWithoutASong() throws IOException {
    Path others = Files.writeString(folder.resolve("others.txt"), "Koko\n");

    assertThat(RecommendTest.recommend("--play", "11", "--only", others.toString()).err())
        .contains("others.txt must name a song of the model, but has none in its 1 lines");
    assertThat(RecommendTest.recommend("--play", "11", "--never", "Koko").err())
        .contains("'Koko' is no song of the model");
    Files.write(others, new byte[] {(byte) 0xff, 'a'});
    assertThat(RecommendTest.recommend("--play", "11", "--only", others.toString()).err())
        .contains("others.txt: must be text in UTF-8, but is not");
  }
}
