package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * No command writes over what it reads, or over what it writes elsewhere: every pair of options of
 * every command. The inputs hold no data, and no model: a command that read them would say so.
 */
class CommandFilesTest {

  /** The files of each command, and what else it must have. */
  private static final Map<String, String> REQUIRED =
      Map.ofEntries(
          Map.entry("demo", ""),
          Map.entry("describe", "--data {}/data"),
          Map.entry("convert", "--data {}/data --as yes --to {}/to"),
          Map.entry("fetch", "yes --to {}/to"),
          Map.entry("train", "--data {}/data --model {}/new.segue"),
          Map.entry("update", "--data {}/data --model {}/model --output {}/new.segue"),
          Map.entry("evaluate", "--data {}/data --model {}/model"),
          Map.entry("compare", "--data {}/data"),
          Map.entry("recommend", "--model {}/model --play 11"),
          Map.entry("continue", "--model {}/model --play 11"),
          Map.entry("similar", "--model {}/model --to 11"),
          Map.entry("songs", "--model {}/model blue"),
          Map.entry("serve", "--model {}/model --port 0"),
          Map.entry("inspect", "--model {}/model"),
          Map.entry("map", "--model {}/model --output {}/new.html"),
          Map.entry("help", "train"),
          Map.entry("generate-completion", ""));

  private static final Set<String> INPUTS =
      Set.of("--data", "--only", "--never", "--replay", "--config", "--navidrome", "--beside");
  private static final Set<String> FILES =
      Set.of(
          "--json",
          "--m3u",
          "--report",
          "--epochs-json",
          "--per-transition",
          "--checkpoint",
          "--access-log",
          "--output");
  private static final Set<String> FOLDERS = Set.of("--to", "--work", "--state");

  @TempDir private Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    for (String name : List.of("data", "model", "only", "never", "replay", "navidrome", "beside")) {
      Files.writeString(folder.resolve(name), "neither data nor a model: " + name);
    }
    Files.writeString(folder.resolve("config"), "# no settings");
  }

  private static List<OptionSpec> options(String command) {
    return Segue.commandLine(Terminal.NONE)
        .getSubcommands()
        .get(command)
        .getCommandSpec()
        .options();
  }

  private static boolean isInput(String command, String option) {
    boolean compares = command.equals("compare") && option.equals("--only"); // names of systems
    return (INPUTS.contains(option) && !compares)
        || (option.equals("--model") && !command.equals("train"));
  }

  private static boolean isOutputFile(String command, String option) {
    return FILES.contains(option) || (option.equals("--model") && command.equals("train"));
  }

  /** The inputs or outputs of a command, by option. */
  private static List<String> options(String command, boolean inputs) {
    return options(command).stream()
        .map(OptionSpec::longestName)
        .filter(name -> inputs ? isInput(command, name) : isOutputFile(command, name))
        .toList();
  }

  @Test
  void everyOptionThatTakesAPath_isAnInputOrAnOutputHere() {
    Map<String, CommandLine> commands = Segue.commandLine(Terminal.NONE).getSubcommands();
    assertThat(commands).containsOnlyKeys(REQUIRED.keySet());
    for (String command : commands.keySet()) {
      assertThat(options(command))
          .filteredOn(option -> option.paramLabel().matches(".*(FILE|PATH|DIR).*"))
          .extracting(OptionSpec::longestName)
          .allMatch(
              name ->
                  isInput(command, name) || isOutputFile(command, name) || FOLDERS.contains(name));
    }
  }

  static Stream<Arguments> inputsAndOutputs() {
    return REQUIRED.keySet().stream()
        .sorted()
        .flatMap(
            command ->
                options(command, true).stream()
                    .flatMap(
                        input ->
                            options(command, false).stream()
                                .map(output -> Arguments.of(command, input, output))));
  }

  static Stream<Arguments> outputsAndOutputs() {
    return REQUIRED.keySet().stream()
        .sorted()
        .flatMap(
            command ->
                options(command, false).stream()
                    .flatMap(
                        one ->
                            options(command, false).stream()
                                .filter(other -> one.compareTo(other) < 0)
                                .map(other -> Arguments.of(command, one, other))));
  }

  /** Runs a command with some options in place of those that it must have. */
  private Execution run(String command, Map<String, Path> options) {
    Map<String, String> all = new LinkedHashMap<>();
    List<String> arguments = new ArrayList<>(List.of(command));
    String[] required = REQUIRED.get(command).replace("{}", folder.toString()).split(" ");
    for (int i = 0; i < required.length; i++) {
      if (required[i].startsWith("--")) {
        all.put(required[i], required[++i]);
      } else if (!required[i].isEmpty()) {
        arguments.add(required[i]);
      }
    }
    options.forEach((option, path) -> all.put(option, path.toString()));
    all.forEach((option, value) -> arguments.addAll(List.of(option, value)));
    return Execution.of(arguments.toArray(String[]::new));
  }

  private static void assertRefused(Execution execution, String... parts) {
    assertThat(execution.exitCode()).as(execution.err()).isEqualTo(2);
    assertThat(execution.out()).isEmpty();
    assertThat(execution.err().lines()).singleElement().asString().contains(parts);
  }

  private Path input(String option) {
    return folder.resolve(option.substring(2));
  }

  @ParameterizedTest
  @MethodSource("inputsAndOutputs")
  void output_thatIsAnInput(String command, String input, String output) throws IOException {
    Path file = input(input);
    String content = Files.readString(file);
    Path other = folder.resolve("x");
    Files.createDirectory(other);
    Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic"), file);
    Path hard = Files.createLink(folder.resolve("hard"), file);
    Path throughFolder = Files.createSymbolicLink(folder.resolve("folder"), folder);

    for (Path name :
        List.of(
            file,
            other.resolve("..").resolve(file.getFileName()),
            symbolic,
            hard,
            throughFolder.resolve(file.getFileName()))) {
      assertRefused(
          run(command, Map.of(input, file, output, name)),
          output + " would overwrite " + name + ", which " + input + " reads");
    }
    assertThat(file).hasContent(content);
  }

  @ParameterizedTest
  @MethodSource("outputsAndOutputs")
  void outputs_thatAreOne(String command, String one, String other) throws IOException {
    Path file = folder.resolve("new");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

    for (Path name : List.of(file, link.resolve("new"), folder.resolve("to/../new"))) {
      assertThat(run(command, Map.of(one, file, other, name)))
          .satisfies(
              execution -> assertRefused(execution, one, other, "must not write to one place"));
    }
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"describe", "train", "evaluate", "compare"})
  void output_inAFolderOfInputs(String command) throws IOException {
    Path data = Files.createDirectories(folder.resolve("folder/year"));
    Path file = Files.writeString(data.resolve("one.json"), "play");
    Path elsewhere = Files.createLink(folder.resolve("elsewhere.json"), file);
    Path outside = Files.writeString(folder.resolve("outside.json"), "play");
    Files.createSymbolicLink(data.resolve("two.json"), outside);

    for (Path name : List.of(file, elsewhere, outside)) {
      assertRefused(
          run(command, Map.of("--data", folder.resolve("folder"), "--json", name)),
          "--json would overwrite " + name + ", which --data reads");
    }
    assertThat(file).hasContent("play");
    assertThat(outside).hasContent("play");
  }

  @Test
  void output_thatSaysMoreOfAnInput() throws IOException {
    SmallStation.write(folder);
    assertRefused(
        run(
            "describe",
            Map.of(
                "--data", folder.resolve("train.txt"), "--json", folder.resolve("song_hash.txt"))),
        "song_hash.txt, which --data reads");
  }

  @ParameterizedTest
  @CsvSource({"convert, --to, train.txt", "compare, --work, markov.segue"})
  void folder_thatIsAnInput(String command, String output, String written) throws IOException {
    Path data = SmallStation.write(Files.createDirectory(folder.resolve("station")));
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    Path file = Files.writeString(data.resolve(written), "11 22 \n1 1 \n0 1 \n");

    assertRefused(run(command, Map.of("--data", data, output, data)), output, "--data");
    assertRefused(run(command, Map.of("--data", data, output, link)), output, "--data");
    assertRefused(run(command, Map.of("--data", file, output, link)), output, "--data");
    assertThat(file).hasContent("11 22 \n1 1 \n0 1 \n");
  }

  @Test
  void folder_thatHoldsAnotherOutput() {
    Path work = folder.resolve("work");
    for (Path json : List.of(work, work.resolve("playlists"), work.resolve("lstm.segue"))) {
      assertRefused(
          run("compare", Map.of("--work", work, "--json", json)),
          "--json and --work must not write to one place");
    }
    Path to = folder.resolve("to");
    assertRefused(
        run("fetch", Map.of("--to", to, "--json", to.resolve("dataset.tar.gz"))),
        "--json and --to must not write to one place");
    assertThat(work).doesNotExist();
  }

  @Test
  void folder_besideItsInput_isWritten() throws IOException {
    Files.writeString(folder.resolve("plays.m3u"), "a\nb\nc\na\n");
    for (int time = 1; time <= 2; time++) {
      Execution execution =
          Execution.of(
              "convert --data {}/plays.m3u --format m3u --as yes --to {}"
                  .replace("{}", folder.toString())
                  .split(" "));
      assertThat(execution.exitCode()).as(execution.err()).isZero();
    }
    assertThat(folder.resolve("all.txt")).isNotEmptyFile();
  }

  static Stream<Arguments> outputs() {
    return REQUIRED.keySet().stream()
        .sorted()
        .flatMap(
            command ->
                options(command, false).stream().map(output -> Arguments.of(command, output)));
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void output_thatIsNoFile(String command, String output) throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (Path device : List.of(pipe, Path.of("/dev/null"))) {
      assertThat(run(command, Map.of(output, device)))
          .returns(1, Execution::exitCode)
          .returns("", Execution::out)
          .extracting(Execution::err)
          .asString()
          .contains(device + ": must be a file, but is a device or a pipe");
    }
    assertThat(run(command, Map.of(output, folder)).err())
        .contains("must be a file, but is a folder");
  }

  @ParameterizedTest
  @CsvSource({"convert, --to", "fetch, --to", "compare, --work"})
  void folder_thatIsNone(String command, String output) {
    Path file = folder.resolve("only");

    assertThat(run(command, Map.of(output, file)))
        .returns(1, Execution::exitCode)
        .extracting(Execution::err)
        .asString()
        .contains(file + ": must be a folder, but is a file");
    assertThat(file).hasContent("neither data nor a model: only");
  }

  private Execution train(String more) {
    return Execution.of(
        "train --data {}/station --format yes --layers 1 --embedding-size 4 --hidden-size 4 --epochs 1 "
            .concat(more)
            .replace("{}", folder.toString())
            .split(" "));
  }

  @Test
  void model_replacesModelsAlone() throws IOException {
    SmallStation.write(Files.createDirectory(folder.resolve("station")));
    Path notes = Files.writeString(folder.resolve("notes.txt"), "call Naima");

    Execution refused = train("--model {}/notes.txt");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err().lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "segue: %s: must be a model file if it is to be replaced, but is none: choose another"
                    .formatted(notes)
                + " --model, or replace it with --force");
    assertThat(notes).hasContent("call Naima");

    assertThat(train("--force --model {}/notes.txt").exitCode()).isZero();
    assertThat(train("--model {}/notes.txt").err()).as("now it is a model").contains("saved");
  }

  @Test
  void file_thatIsReadOnly_isToldBeforeTraining() throws IOException {
    SmallStation.write(Files.createDirectory(folder.resolve("station")));
    Path epochs = Files.writeString(folder.resolve("epochs.json"), "old");
    assertThat(epochs.toFile().setReadOnly()).isTrue();
    assumeFalse(Files.isWritable(epochs), "this user may write to files that are read-only");

    Execution refused = train("--model {}/m.segue --epochs-json {}/epochs.json");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("segue: " + epochs + ": must be writable, but is not")
        .doesNotContain("training");
    assertThat(epochs).hasContent("old");
  }

  @Test
  void model_isNoInput_evenByForce() throws IOException {
    Path station = SmallStation.write(Files.createDirectory(folder.resolve("station")));
    Path train = station.resolve("train.txt");
    String content = Files.readString(train);

    assertRefused(train("--force --model {}/station/train.txt"), "--model would overwrite");
    assertThat(train).hasContent(content);
  }
}
