package dev.segue.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model of the {@link SmallStation}, trained by the command line once for all tests. */
final class SmallModel {

  /** The folder of the station, and the model file in it; deleted at the end. */
  static final Path FOLDER = folder();

  static final String FILE = FOLDER.resolve("small.segue").toString();

  /** How it was trained: a line of JSON an epoch on standard output. */
  static final Execution TRAINING =
      Execution.of(
          onFolder(
              "train --preset paper --layers 1 --embedding-size 4 --hidden-size 4 --epochs 2"
                  + " --batching in-order --batch-size 2 --unroll 3 --gradient-clip 1"
                  + " --learning-rate 0.01 --seed 1 --epochs-json -"));

  private SmallModel() {}

  /** A command with the folder as data and the model. */
  static String[] onFolder(String command, String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ")));
    arguments.addAll(List.of("--data", FOLDER.toString(), "--model", FILE));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static Path folder() {
    try {
      Path folder = SmallStation.write(Files.createTempDirectory("small-station"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
