package dev.segue.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The exit code and the output of a program that ran in its own JVM. */
public record OtherJvm(int exitCode, String output) {

  /**
   * Runs a program.
   *
   * @param environment variables to set; an empty value removes the variable
   * @param entries which entries of this JVM's class path it has
   * @param command its class and arguments
   */
  public static OtherJvm run(
      Map<String, String> environment, Predicate<String> entries, String... command)
      throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entries)
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder builder = builder(classPath, command);
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new OtherJvm(process.waitFor(), output);
  }

  /** Starts a program with this JVM's class path. */
  static Process start(String... command) throws IOException {
    return builder(System.getProperty("java.class.path"), command).start();
  }

  private static ProcessBuilder builder(String classPath, String... command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", classPath));
    line.addAll(List.of(command));
    return new ProcessBuilder(line).redirectErrorStream(true);
  }
}
