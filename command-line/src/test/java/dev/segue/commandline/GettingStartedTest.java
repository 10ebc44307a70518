package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/getting-started.md} print what the page shows. In what is shown, …
 * stands for what depends on the machine.
 */
@Tag("slow")
class GettingStartedTest {

  private static final Path PAGE = DocumentedCommand.ROOT.resolve("docs/getting-started.md");

  @TempDir private Path folder;

  @Test
  void commands_printWhatThePageShows() throws IOException {
    String printed = "";
    List<String> run = new ArrayList<>();
    for (String block : DocumentedCommand.blocks(PAGE).toList()) {
      List<String> commands = DocumentedCommand.of(block).toList();
      if (commands.isEmpty()) {
        assertShown(block, printed);
      }
      printed = "";
      for (String command : commands) {
        run.add(command.replaceAll(" .*", ""));
        printed += printedBy(command);
      }
    }

    assertThat(run).contains("describe", "train", "evaluate", "songs", "recommend", "inspect");
    assertThat(folder).isDirectoryContaining("glob:**.html");
    assertThat(accuracy()).as("as the page says").isGreaterThan(1 / 3.0);
  }

  /** Runs a command in the folder, but for the server, which does not end. */
  private String printedBy(String command) {
    if (command.startsWith("serve ")) {
      return "";
    }
    Execution execution =
        Execution.of(
            Arrays.stream(new DocumentedCommand(PAGE, command).arguments())
                .map(this::inFolder)
                .toArray(String[]::new));
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    return (execution.err() + execution.out())
        .replace(DocumentedCommand.ROOT + "/", "")
        .replace(folder + "/", "");
  }

  /** The table is where the page says, and all that is written in the folder. */
  private String inFolder(String argument) {
    if (argument.startsWith("docs/")) {
      return DocumentedCommand.ROOT.resolve(argument).toString();
    }
    return argument.matches("\\S+\\.(segue|html)") ? folder.resolve(argument).toString() : argument;
  }

  /** What follows a command is printed by it; of lists, in which processors differ, the most. */
  private static void assertShown(String block, String printed) {
    if (printed.isEmpty()) {
      return;
    }
    List<String> lines = printed.lines().map(String::strip).toList();
    List<String> shown =
        block.lines().map(String::strip).filter(Predicate.not(String::isEmpty)).toList();
    boolean isList = shown.stream().allMatch(line -> line.matches("\\d … .*"));
    assertThat(shown.stream().filter(line -> !isIn(lines, isList ? line.substring(2) : line)))
        .as("shown, but not in:%n%s", printed)
        .hasSizeLessThanOrEqualTo(isList ? shown.size() / 2 : 0);
  }

  private static boolean isIn(List<String> lines, String shown) {
    return lines.stream().anyMatch(pattern(shown).asMatchPredicate());
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  @SuppressWarnings("unchecked")
  private double accuracy() throws IOException {
    Execution execution =
        Execution.of(
            "evaluate",
            "--data",
            DocumentedCommand.ROOT.resolve("docs/plays.csv").toString(),
            "--model",
            folder.resolve("plays.segue").toString(),
            "--json",
            "-");
    return (double) ((Map<String, Object>) execution.json().get("metrics")).get("accuracy@10");
  }
}
