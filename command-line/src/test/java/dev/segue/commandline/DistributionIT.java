package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archives that the build makes: unpacked somewhere else, {@code bin/segue} runs. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/segue is a shell script")
class DistributionIT {

  private static final String ARCHIVE = System.getProperty("segue.archive");

  /** What the script calls beside Java. */
  private static final List<String> TOOLS = List.of("dirname", "readlink", "sed", "head");

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    Path elsewhere = Files.createDirectory(folder.resolve("some where"));
    Run tar = run(elsewhere, Map.of(), "tar", "-xzf", ARCHIVE + ".tar.gz");
    assertThat(tar.exitCode).as(tar.output).isZero();
    try (Stream<Path> folders = Files.list(elsewhere)) {
      home = folders.collect(Collectors.toList()).get(0);
    }
  }

  @Test
  void zip_holdsTheSame() throws IOException {
    Set<String> unpacked = new TreeSet<>();
    try (Stream<Path> files = Files.walk(home)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> unpacked.add(home.getParent().relativize(file).toString()));
    }
    Set<String> zipped = new TreeSet<>();
    try (ZipFile zip = new ZipFile(ARCHIVE + ".zip")) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> zipped.add(entry.getName()));
    }

    assertThat(zipped)
        .isEqualTo(unpacked)
        .anyMatch(name -> name.endsWith("/bin/segue"))
        .anyMatch(name -> name.endsWith("/bin/segue.bat"))
        .anyMatch(name -> name.endsWith("/LICENSE"))
        .anyMatch(name -> name.endsWith("/service/segue.service"))
        .anyMatch(name -> name.endsWith("/service/segue.properties"))
        .anyMatch(name -> name.endsWith("/service/Dockerfile"));
  }

  @Test
  void segue_trainsAndRecommends() throws IOException, InterruptedException {
    String[] train =
        "train --format synthetic --epochs 1 --embedding-size 4 --hidden-size 4 --model small.segue"
            .split(" ");
    Run training = segue(Map.of(), train);
    Run inspection = segue(Map.of(), "inspect", "--model", "small.segue");

    assertThat(training.exitCode).as(training.output).isZero();
    assertThat(training.output).doesNotContainIgnoringCase("warning").doesNotContain("SLF4J");
    assertThat(inspection.exitCode).as(inspection.output).isZero();
    assertThat(inspection.output).contains("lstm");
  }

  /** What no manifest can ask Java for, {@code bin/segue} asks for by an option. */
  @Test
  void jar_warnsOfUnsafeAtMost() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = home.resolve("segue.jar").toString();
    String[] train =
        "train --format synthetic --epochs 1 --embedding-size 4 --hidden-size 4 --model by-jar.segue"
            .split(" ");
    Run training =
        run(
            folder,
            Map.of(),
            Stream.concat(Stream.of(java, "-jar", jar), Stream.of(train)).toArray(String[]::new));

    assertThat(training.exitCode).as(training.output).isZero();
    assertThat(training.output).doesNotContain("SLF4J");
    assertThat(training.output.lines())
        .filteredOn(line -> line.toLowerCase(Locale.ROOT).contains("warning"))
        .allMatch(
            line -> line.contains("sun.misc.Unsafe") || line.contains("org.bytedeco.javacpp"));
  }

  @Test
  void segue_throughALink() throws IOException, InterruptedException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, home.resolve("bin/segue"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("relative"), Path.of("link"));

    assertThat(run(folder, Map.of(), linkToLink.toString(), "--version").output)
        .startsWith("segue ");
  }

  @Test
  void segue_exitCodeOfWrongUsage() throws IOException, InterruptedException {
    assertThat(segue(Map.of(), "--no-such-option").exitCode).isEqualTo(2);
  }

  @Test
  void javaOpts_reachJava() throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("JAVA_OPTS", "-Dsome=thing -XshowSettings:properties");

    assertThat(segue(environment, "--version").output).contains("some = thing");
  }

  @Test
  void java_missing() throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("JAVA_HOME", "", "PATH", pathWithoutJava().toString());

    Run run = segue(environment, "--version");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output)
        .isEqualTo(
            "segue: Java 17 or later is needed, but there is none on the PATH: install one, or set"
                + " JAVA_HOME\n");
  }

  @Test
  void javaHome_withoutJava() throws IOException, InterruptedException {
    Run run = segue(Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output)
        .isEqualTo(
            "segue: Java 17 or later is needed, but JAVA_HOME has none: %s\n".formatted(folder));
  }

  @Test
  void java_tooOld() throws IOException, InterruptedException {
    assertTooOld("java version \"1.8.0_292\"", "1.8.0_292");
    assertTooOld("openjdk version \"11.0.2\" 2019-01-15", "11.0.2");
    assertTooOld("openjdk version \"16\" 2021-03-16", "16");
    assertTooOld("something else", "of an unknown version");
  }

  private static void assertTooOld(String says, String version)
      throws IOException, InterruptedException {
    Path old = Files.createTempDirectory(folder, "java");
    Path java = Files.createDirectory(old.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho '%s' >&2\n".formatted(says));
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Run run = segue(Map.of("JAVA_HOME", old.toString()), "--version");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.output)
        .isEqualTo("segue: Java 17 or later is needed, but %s is %s\n".formatted(java, version));
  }

  /** A folder with links to what the script needs, and no Java. */
  private static Path pathWithoutJava() throws IOException {
    Path path = Files.createTempDirectory(folder, "path");
    for (String tool : TOOLS) {
      for (String bin : List.of("/usr/bin", "/bin")) {
        Path found = Path.of(bin, tool);
        if (Files.exists(found) && Files.notExists(path.resolve(tool))) {
          Files.createSymbolicLink(path.resolve(tool), found);
        }
      }
    }
    return path;
  }

  private static Run segue(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/segue").toString()));
    command.addAll(List.of(args));
    return run(folder, environment, command.toArray(String[]::new));
  }

  private record Run(int exitCode, String output) {}

  /** Runs a program; variables without a value are removed. */
  private static Run run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
