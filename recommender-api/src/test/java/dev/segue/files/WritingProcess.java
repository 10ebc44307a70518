package dev.segue.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** A Java virtual machine that writes half a file, waits for a signal to continue, and exits. */
final class WritingProcess {

  static final String TEXT = "one half, the other";

  private WritingProcess() {}

  /** Starts a process, and waits until it has written half of the file. */
  static Process start(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != '1') {
      throw new IOException("the process did not come to half of the file");
    }
    return process;
  }

  /** Lets the process continue; returns its exit code. */
  static int finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor();
  }

  public static void main(String[] args) throws IOException {
    AtomicFiles.write(
        Path.of(args[0]),
        out -> {
          out.write(TEXT.substring(0, 8).getBytes(UTF_8));
          out.flush();
          System.out.print('1');
          System.out.flush();
          System.in.read();
          out.write(TEXT.substring(8).getBytes(UTF_8));
        });
  }
}
