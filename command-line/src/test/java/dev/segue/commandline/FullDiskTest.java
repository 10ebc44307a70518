package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on a file system of 64 KB, which holds no model of the synthetic station. */
@Tag("slow")
class FullDiskTest {

  @TempDir private Path disk;
  private boolean isMounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    isMounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    assumeTrue(isMounted, "a small file system (tmpfs) cannot be mounted here");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (isMounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program here
    }
  }

  private static Execution train(Path model, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train", "--format", "synthetic", "--epochs", "1", "--model", model.toString()));
    arguments.addAll(List.of(more));
    return Execution.of(arguments.toArray(String[]::new));
  }

  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(disk.resolve("full"))) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessage("No space left on device");
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(disk)) {
      return all.toList();
    }
  }

  @Test
  void fullDisk_isToldBeforeTraining() throws IOException {
    fill();
    Execution refused = train(disk.resolve("m.segue"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("segue: " + disk.resolve("m.segue") + ": No space left on device")
        .doesNotContain("training");
    assertThat(files()).containsExactly(disk.resolve("full"));
  }

  @Test
  void diskWithoutRoomForTheModel_leavesTheOldOne_andTheNewOneElsewhere() throws IOException {
    Path model = disk.resolve("m.segue");
    Files.copy(Path.of(SmallModel.FILE), model);
    Execution failed = train(model);
    assertThat(failed.exitCode()).isEqualTo(1);
    Matcher told =
        Pattern.compile(
                "segue: %s: No space left on device; the trained model is in (\\S+) instead"
                    .formatted(model))
            .matcher(failed.err());
    assertThat(told.find()).as(failed.err()).isTrue();
    Path elsewhere = Path.of(told.group(1));
    assertThat(ModelFile.read(elsewhere).recommender()).hasToString("LSTM over 300 songs");
    Files.delete(elsewhere);
    assertThat(model).hasSameBinaryContentAs(Path.of(SmallModel.FILE));
    assertThat(files()).containsExactly(model);
  }

  @Test
  void diskWithoutRoomForTheCheckpoint_isToldBeforeTheFirstEpoch(@TempDir Path folder)
      throws IOException {
    Path checkpoint = disk.resolve("m.checkpoint");
    Execution refused = train(folder.resolve("m.segue"), "--checkpoint", checkpoint.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("No space left on device").doesNotContain("epoch 1 of");
    assertThat(files()).isEmpty();
  }

  @Test
  void readOnlyDisk_isToldBeforeTraining() throws IOException, InterruptedException {
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
    Execution refused = train(disk.resolve("m.segue"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("segue: " + disk.resolve("m.segue") + ": must be writable, but is not")
        .doesNotContain("training");
  }

  /** A file that nobody may write to, in a folder to which anybody may. */
  @Test
  void readOnlyFile_isToldBeforeTraining() throws IOException, InterruptedException {
    Path model = disk.resolve("m.segue");
    Files.copy(Path.of(SmallModel.FILE), model);
    assertThat(run("mount", "--bind", model.toString(), model.toString())).isTrue();
    try {
      assertThat(run("mount", "-o", "remount,bind,ro", model.toString())).isTrue();
      Execution refused = train(model);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err())
          .contains("segue: " + model + ": must be writable, but is not")
          .doesNotContain("training");
    } finally {
      assertThat(run("umount", model.toString())).isTrue();
    }
  }
}
