package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trainings that are killed at random moments (SIGKILL) end with the model of one that is not. With
 * {@code -Dsegue.kills=50} each is killed as often (docs/reliability.md); by default twice.
 */
@Tag("slow")
class KilledTrainingTest {

  private static final int KILLS = Integer.getInteger("segue.kills", 2);
  private static final int LATEST_MILLIS = 3000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void killedTraining_endsWithTheSameModel(KilledTraining.Variant variant)
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole.segue");
    variant
        .trainer()
        .build()
        .train(variant.data().training(), variant.data().validation())
        .save(whole);

    Path checkpoint = folder.resolve("a.checkpoint");
    Path model = folder.resolve("a.segue");
    Random random = new Random(variant.ordinal());
    int kills = 0;
    while (Files.notExists(model) || kills < KILLS) {
      if (Files.exists(model)) { // ended before it was killed often enough: again from the start
        assertThat(model).hasSameBinaryContentAs(whole);
        Files.delete(model);
        Files.delete(checkpoint);
      }
      Process process =
          OtherJvm.start(
              KilledTraining.class.getName(),
              variant.name(),
              checkpoint.toString(),
              model.toString());
      try (BufferedReader output = process.inputReader()) {
        List<String> before = new ArrayList<>(); // a JVM may warn of native access
        String line;
        while ((line = output.readLine()) != null && !line.equals("begins")) {
          before.add(line);
        }
        assertThat(line).as("after %s", before).isEqualTo("begins");
        int millis = kills < KILLS ? random.nextInt(LATEST_MILLIS) : Integer.MAX_VALUE;
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          kills++;
        } else {
          assertThat(process.exitValue()).as(output.lines().toList().toString()).isZero();
        }
      }
    }
    assertThat(model).hasSameBinaryContentAs(whole);
    assertThat(Files.list(folder)).as("left behind").hasSizeLessThanOrEqualTo(4);
  }
}
