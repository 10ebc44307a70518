package dev.segue.commandline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command in a process of its own, which got a signal.
 *
 * @param exitCode of the process
 * @param output what it printed, errors included
 */
record SignalledProcess(int exitCode, String output) {

  /** Runs a command, and sends a signal when it prints a line that begins like this. */
  static SignalledProcess of(String signal, String beginning, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(arguments);
    StringBuilder output = new StringBuilder();
    try (var lines = process.inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        output.append(line).append('\n');
        if (line.startsWith(beginning)) {
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        }
      }
    }
    return new SignalledProcess(process.waitFor(), output.toString());
  }

  /** A shell that runs the tests in the background has SIGINT ignored, and so would a process. */
  private static Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Segue.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
