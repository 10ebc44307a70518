package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.baselines.Popularity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line in a JVM of its own that has too little of something. */
@Tag("slow")
class OutOfMemoryTest {

  private static final String TRAIN =
      "train --data %s --epochs 1 --embedding-size 4 --hidden-size 4 --model %s";

  @TempDir private static Path folder;
  private static Path large;

  @BeforeAll
  static void writeFiles() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    SmallStation.write(folder.resolve("data"));
    Catalogue songs =
        Catalogue.of(
            IntStream.range(0, 200_000)
                .mapToObj(i -> new Song("id " + i, "title " + i, "artist " + i, List.of()))
                .toList());
    large = folder.resolve("large.segue");
    Popularity.trainer().train(PlaylistDataset.of(songs, List.of(Playlist.of(0, 1)))).save(large);
  }

  @Test
  void heap_smallerThanAModel_isNamedWithTheModelAndTheRemedy()
      throws IOException, InterruptedException {
    Run run = run(List.of("-Xmx32m"), "recommend --play x --model " + large);

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output)
        .matches(
            // On a slow machine the progress of the reading comes first.
            "(reading .*\n)*segue: not enough memory: the Java heap of 3[0-2] MB is used up \\(for --model %s of \\d+ MB\\); give it more, such as java -Xmx256m -jar segue.jar recommend \\.\\.\\., or JAVA_OPTS=-Xmx256m for bin/segue\n"
                .formatted(large));
  }

  @Test
  void heap_smallerThanTheCommandLine_isNamed() throws IOException, InterruptedException {
    Run run = run(List.of("-Xmx8m"), "demo");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output).contains("segue: not enough memory", "-Xmx256m");
  }

  @Test
  void heap_withMoreInTheMessage_isNamed() {
    Throwable failure =
        new OutOfMemoryError("Java heap space: failed reallocation of scalar replaced objects");

    assertThat(OutOfMemory.describe(failure, Segue.commandLine(Terminal.NONE).parseArgs("demo")))
        .hasValueSatisfying(message -> assertThat(message).contains("-Xmx"));
  }

  @Test
  void limitOutsideTheHeap_isNamed_andTheOldModelStays() throws IOException, InterruptedException {
    Path model = folder.resolve("old.segue");
    Files.copy(Path.of(SmallModel.FILE), model);

    Run run =
        run(
            List.of("-Dorg.bytedeco.javacpp.maxphysicalbytes=20m"),
            TRAIN.formatted(folder.resolve("data"), model));

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output)
        .containsPattern(
            "segue: not enough memory: \\d+[KM] of memory in all is needed, but 20480K is the limit; give it more, such as java -Dorg.bytedeco.javacpp.maxphysicalbytes=\\d+m ");
    assertThat(model).hasSameBinaryContentAs(Path.of(SmallModel.FILE));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .containsExactlyInAnyOrder(folder.resolve("data"), large, folder.resolve("old.segue"));
    }
    Files.delete(model);
  }

  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "ulimit is a command of a shell")
  @Test
  void noRoomForNatives_isNamed(@TempDir Path cache) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"));
    command.addAll(
        java(
            List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache),
            TRAIN.formatted(folder.resolve("data"), cache.resolve("m.segue"))));

    Run run = run(command);

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output)
        .contains(
            "segue: training needs ND4J's native libraries, but they cannot be unpacked into %s: "
                .formatted(cache),
            "name another folder by -Dorg.bytedeco.javacpp.cachedir")
        .doesNotContain("class path");
    assertThat(cache.resolve("m.segue")).doesNotExist();
  }

  private static List<String> java(List<String> options, String arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(Segue.class.getName());
    command.addAll(List.of(arguments.split(" ")));
    return command;
  }

  private record Run(int exitCode, String output) {}

  private static Run run(List<String> options, String arguments)
      throws IOException, InterruptedException {
    return run(java(options, arguments));
  }

  private static Run run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
