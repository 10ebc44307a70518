package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each error of docs/spark.md that needs no cluster is as it is documented. */
class SparkErrorsTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| ([^`|]+) \\| `(\\w+Exception)` \\| `([^`]+)` \\|$", Pattern.MULTILINE);

  /** Made on a cluster, in the tests of the model and of live sessions. */
  private static final List<String> ON_A_CLUSTER =
      List.of(
          "gave live sessions a table",
          "did not set RocksDB for live sessions",
          "let rows with unknown songs fail",
          "gave fewer times than songs",
          "gave a play without a song");

  private static Map<String, ThrowingCallable> errors() {
    RecommenderModel model = RecommenderModel.of(GoldenRecommenders.read("popularity"));
    StructType songs =
        new StructType().add("songs", DataTypes.createArrayType(DataTypes.StringType));
    Map<String, ThrowingCallable> errors = new LinkedHashMap<>();
    errors.put(
        "gave it a column of another type",
        () -> model.transformSchema(new StructType().add("songs", DataTypes.StringType)));
    errors.put(
        "named a column that is not there",
        () -> model.copy(model.extractParamMap()).setSongsCol("heard").transformSchema(songs));
    errors.put(
        "named a new column that is there",
        () -> model.copy(model.extractParamMap()).setUnknownCol("songs").transformSchema(songs));
    errors.put("set a param to what it cannot be", () -> model.setUnknownSongs("skip"));
    errors.put(
        "let live sessions live no time", () -> LiveSessions.of(model).timeToLive(Duration.ZERO));
    errors.put(
        "used a model that was made without a recommender",
        () -> new RecommenderModel("model").recommender());
    return errors;
  }

  @Test
  void errors_areAsDocumented() throws IOException {
    Map<String, ThrowingCallable> errors = errors();
    List<MatchResult> rows =
        ROW.matcher(Files.readString(Path.of("../docs/spark.md"))).results().toList();

    for (MatchResult row : rows) {
      if (errors.containsKey(row.group(1))) {
        assertThatThrownBy(errors.remove(row.group(1)))
            .hasMessage(row.group(3))
            .extracting(error -> error.getClass().getSimpleName())
            .isEqualTo(row.group(2));
      } else {
        assertThat(ON_A_CLUSTER).contains(row.group(1));
      }
    }
    assertThat(errors).isEmpty();
    assertThat(rows).hasSize(errors().size() + ON_A_CLUSTER.size());
  }
}
