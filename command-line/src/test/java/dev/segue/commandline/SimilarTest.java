package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.baselines.Popularity;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarTest {

  @TempDir private Path folder;

  private static Execution similar(String... more) {
    return Execution.of(
        Stream.concat(Stream.of("similar", "--model", SmallModel.FILE), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  @SuppressWarnings("unchecked")
  void similar_areTheOthers_mostSimilarFirst() throws IOException {
    Map<String, Object> result = similar("--to", "Naima - John Coltrane", "--json", "-").json();

    assertThat((Map<String, Object>) result.get("song")).containsEntry("id", "44");
    List<Map<String, Object>> songs = (List<Map<String, Object>>) result.get("similar");
    assertThat(songs).extracting("id").containsExactlyInAnyOrder("11", "22", "33", "55", "66");
    assertThat(songs.stream().map(song -> -(double) song.get("similarity")).toList()).isSorted();
  }

  @Test
  void similar_printsSongs() {
    Execution execution = similar("--to", "44", "--count", "2");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out().lines())
        .hasSize(2)
        .allMatch(line -> line.matches(" +[12] +-?[01]\\.[0-9]{3}  (11|22|33|55|66) +[^-]+ - .+"));
  }

  @Test
  void similar_toSeveral() {
    assertThat(similar("--to", "11,22").err())
        .contains("'11,22' must be one song, but is a list of 2");
    assertThat(similar("--to", "nayma").err()).contains("did you mean 'Naima - John Coltrane'");
  }

  @Test
  void model_withoutSimilarity() throws IOException {
    Path file = folder.resolve("popularity.segue");
    Popularity.trainer().train(YesDataset.read(SmallModel.FOLDER.resolve("train.txt"))).save(file);

    Execution execution = Execution.of("similar", "--model", file.toString(), "--to", "11");
    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err()).contains("has learnt no similarity of songs");
  }
}
