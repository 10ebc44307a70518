package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {

  private static final Path TWO_SONGS =
      Path.of(
          "../recommender-datasets/src/test/resources/dev/segue/datasets/cases/small03/two.csv");

  @TempDir private Path folder;

  @Test
  void train_writesALinePerEpoch() throws IOException {
    Execution trained = SmallModel.TRAINING;
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.out().lines()).hasSize(2);
    Map<String, Object> epoch = Execution.json(trained.out().lines().toList().get(1));
    assertThat(epoch).containsEntry("epoch", 2.0).containsEntry("transitions", 15.0);
    assertThat((double) epoch.get("seconds")).isPositive();
    assertThat((double) epoch.get("training_loss")).isPositive();
    assertThat((double) epoch.get("validation_log_likelihood")).isNegative();
    assertThat(trained.err())
        .contains("training on ", "epoch 1 of 2:", "epoch 2 of 2:", "saved " + SmallModel.FILE);
    assertThat(trained.err().replace(System.lineSeparator(), "\n")).doesNotContain("\r");
  }

  /** Case small03: two songs, and one transition. */
  @Test
  void train_ofASingleTransition_isRefusedUnlessAskedFor() {
    Path model = folder.resolve("two.segue");
    String command =
        "train --format csv --data %s --model %s --epochs 1 --embedding-size 4 --hidden-size 4"
            .formatted(TWO_SONGS, model);

    Execution refused = Execution.of(command.split(" "));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the training part must have at least 2 transitions, but has 1", "--force");
    assertThat(model).doesNotExist();

    Execution forced = Execution.of((command + " --force").split(" "));
    assertThat(forced.exitCode()).as(forced.err()).isZero();
    assertThat(Execution.of("inspect", "--model", model.toString()).out()).contains("songs    2");
  }

  /** Of every three songs, the third is skipped. */
  @Test
  void train_learnsSkips_unlessToldNotTo() throws IOException {
    List<String> rows = new ArrayList<>(List.of("user,time,song,skipped"));
    for (int play = 0; play < 30; play++) {
      Instant time = Instant.parse("2024-05-01T08:00:00Z").plusSeconds(200 * play);
      rows.add("ann,%s,s%d,%b".formatted(time, play % 4, play % 3 == 2));
    }
    Path model = folder.resolve("skips.segue");
    String command =
        "train --data %s --model %s --epochs 1 --embedding-size 4 --hidden-size 4"
            .formatted(Files.write(folder.resolve("skips.csv"), rows), model);

    Execution trained = Execution.of((command + " --no-skips").split(" "));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(Execution.of("inspect", "--model", model.toString()).out()).doesNotContain("skips");

    Execution.of(command.split(" "));
    assertThat(Execution.of("inspect", "--model", model.toString()).out())
        .containsPattern("skips +true");
  }

  @Test
  void train_withoutValidation() throws IOException {
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Files.copy(SmallModel.FOLDER.resolve("train.txt"), alone.resolve("train.txt"));
    Path result = alone.resolve("result.json");

    Execution execution =
        Execution.of(
            "train",
            "--data",
            alone.toString(),
            "--model",
            alone.resolve("m.segue").toString(),
            "--epochs",
            "1",
            "--hidden-size",
            "4",
            "--json",
            result.toString(),
            "--epochs-json",
            alone.resolve("epochs.jsonl").toString());

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).isEmpty();
    assertThat(Execution.json(Files.readString(result)).get("epochs"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .singleElement()
        .extracting("validation_log_likelihood")
        .isNull();
    assertThat(Files.readAllLines(alone.resolve("epochs.jsonl")))
        .singleElement()
        .satisfies(line -> assertThat(Execution.json(line)).containsEntry("epoch", 1.0));
  }
}
