package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What has the server run as a service, which the distribution brings along. */
class ServiceFilesTest {

  private static final Path SERVICE = Path.of("src/main/service");

  /** How exposed systemd may find the service, from 0 to 100. */
  private static final int MOST_EXPOSED = 20;

  @TempDir private Path folder;

  /** The unit, with a program at the place that it names. */
  private Path unit;

  @BeforeEach
  void install() throws IOException {
    Path program = folder.resolve("bin/segue");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    unit = folder.resolve("segue.service");
    String text = Files.readString(SERVICE.resolve("segue.service"));
    Files.writeString(unit, text.replace("/opt/segue", folder.toString()));
  }

  private record Run(int exitCode, String output) {}

  private static Run systemdAnalyze(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "systemd-analyze";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SYSTEMD_PAGER", "");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** Offline checks are there since systemd 250. */
  private static void assumeSystemd() throws InterruptedException {
    int version = 0;
    try {
      String told = systemdAnalyze("--version").output();
      version = Integer.parseInt(told.replaceFirst("(?s)^systemd ([0-9]+).*", "$1"));
    } catch (IOException | NumberFormatException e) {
      assumeTrue(false, "there is no systemd-analyze: " + e.getMessage());
    }
    assumeTrue(version >= 250, "systemd-analyze is of version " + version + ", not 250 or later");
  }

  @Test
  void unit_isOne() throws IOException, InterruptedException {
    assumeSystemd();
    Run verified = systemdAnalyze("verify", "--man=no", unit.toString());
    assertThat(verified.output()).doesNotContain(unit.getFileName().toString());
    assertThat(verified.exitCode()).isZero();
  }

  @Test
  void unit_isConfined() throws IOException, InterruptedException {
    assumeSystemd();
    Run judged =
        systemdAnalyze(
            "security", "--offline=true", "--threshold=" + MOST_EXPOSED, unit.toString());
    assertThat(judged.output()).contains("Overall exposure level for segue.service");
    assertThat(judged.exitCode()).as(judged.output()).isZero();
  }

  @Test
  void settings_areThoseOfTheServer_alsoWhereTheyAreLeftOut() throws IOException {
    List<String> lines = Files.readAllLines(SERVICE.resolve("segue.properties"));
    Path all = folder.resolve("all.properties");
    Files.write(all, lines.stream().map(line -> line.replaceFirst("^#(?=[a-z-]+=)", "")).toList());
    assertThat(all.toFile().setReadable(false, false)).isTrue();
    assertThat(all.toFile().setReadable(true, true)).isTrue();
    CommandLine segue = Segue.commandLine(Terminal.NONE);
    segue.parseArgs("serve", "--config", all.toString());
    var options = segue.getSubcommands().get("serve").getCommandSpec();
    assertThat(options.findOption("--model").<Path>getValue())
        .isEqualTo(Path.of("/var/lib/segue/plays.segue"));
    assertThat(options.findOption("--host").<String>getValue()).isEqualTo("0.0.0.0");
  }
}
