package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** Help says all of each command, in groups. */
class HelpTest {

  private static final Path SETTINGS = Path.of("../docs/training.md");
  private static final Pattern GUIDE = Pattern.compile("Guide: ([^\\s#]+)");

  static Stream<CommandLine> commands() {
    return Segue.commandLine(Terminal.NONE).getSubcommands().values().stream();
  }

  static Stream<CommandLine> ourCommands() {
    return commands().filter(command -> !CommandGroup.MORE.names().contains(name(command)));
  }

  private static String name(CommandLine command) {
    return command.getCommandName();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void option_isInOneGroup(CommandLine command) {
    List<OptionSpec> grouped =
        Arrays.stream(OptionGroup.values())
            .flatMap(group -> group.of(command.getCommandSpec()).stream())
            .toList();

    assertThat(grouped)
        .extracting(OptionSpec::longestName)
        .containsExactlyInAnyOrderElementsOf(
            command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList());
  }

  @Test
  void command_isInOneGroup() {
    assertThat(Arrays.stream(CommandGroup.values()).flatMap(group -> group.names().stream()))
        .containsExactlyInAnyOrderElementsOf(commands().map(HelpTest::name).toList());
  }

  @Test
  void segue_groupsItsCommands() {
    assertThat(Execution.of("--help").out().lines())
        .containsSubsequence("Train:", "Measure:", "Recommend:", "Serve:")
        .anyMatch(line -> line.matches("  recommend +Recommend what to play after some songs\\."));
  }

  @Test
  void train_showsGroups_andWhatItMustHaveAbove() {
    List<String> lines = Execution.of("train", "--help").out().lines().toList();

    assertThat(lines).first().asString().startsWith("Usage: segue train [OPTIONS] --model=FILE");
    assertThat(lines)
        .containsSubsequence(
            "Data:", "Model and output:", "What is learnt:", "Training:", "Where it runs:");
    assertThat(lines.indexOf("Training:"))
        .isLessThan(lines.indexOf(line(lines, "--learning-rate")))
        .isGreaterThan(lines.indexOf(line(lines, "--layers")));
  }

  private static String line(List<String> lines, String option) {
    return lines.stream().filter(line -> line.contains(option + "=")).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "recommend", "serve", "help", "generate-completion"})
  void help_ofACommand_isThatOfItsOption(String command) {
    Execution help = Execution.of("help", command);

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).isNotEmpty().isEqualTo(Execution.of(command, "--help").out());
  }

  @Test
  void help_ofNothing_isThatOfSegue() {
    assertThat(Execution.of("help").out()).isEqualTo(Execution.of("--help").out());
  }

  @ParameterizedTest
  @MethodSource("ourCommands")
  void footer_hasExamples_andTheGuide(CommandLine command) {
    String[] footer = command.getCommandSpec().usageMessage().footer();
    Matcher guide = GUIDE.matcher(String.join("\n", footer));

    assertThat(footer).anyMatch(line -> line.contains("segue " + name(command)));
    assertThat(guide.find()).isTrue();
    assertThat(Path.of("..").resolve(guide.group(1))).exists();
    assertThat(footer).allMatch(line -> line.length() <= 80, "not wrapped");
  }

  /** What is typed after an example's "segue" is parsed. */
  @ParameterizedTest
  @MethodSource("ourCommands")
  void example_isRightUsage(CommandLine command) {
    for (String line : command.getCommandSpec().usageMessage().footer()) {
      if (line.startsWith("  ")) {
        String arguments = line.substring(line.indexOf("segue ") + "segue ".length());
        Segue.commandLine(Terminal.NONE)
            .parseArgs(
                arguments
                    .replaceAll("\"([^\"]*)\"", "song")
                    .replace(" --config", " --model")
                    .split(" "));
      }
    }
  }

  /** DocumentedDefaultsTest has the table say what the builder does. */
  @Test
  void defaults_areThoseOfTheBuilder() throws IOException {
    CommandLine train = Segue.commandLine(Terminal.NONE).getSubcommands().get("train");
    int compared = 0;
    for (String line : Files.readAllLines(SETTINGS)) {
      String[] cells = line.split(" *\\| *", -1);
      if (cells.length > 3 && cells[1].matches("`\\w+`")) {
        String option = "--" + hyphenated(cells[1].replace("`", ""));
        OptionSpec spec = train.getCommandSpec().findOption(option);
        if (spec != null && !option.matches("--(checkpoint|resume)")) {
          assertThat(String.join(" ", spec.description()))
              .as(option)
              .containsPattern("Default: " + Pattern.quote(asOption(cells[2])) + "[.;]( |$)");
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(29);
  }

  private static String hyphenated(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** A value as it is typed: constant(0.01) is constant=0.01. */
  private static String asOption(String value) {
    String plain = value.replace("`", "");
    return switch (plain) {
      case "true" -> "yes";
      case "false" -> "no";
      case "Z" -> "UTC";
      case "AUTO" -> "auto";
      default -> hyphenated(plain.replace("()", "").replace("(", "=").replace(")", ""));
    };
  }

  @Test
  void help_inAPipe_hasNoColours() {
    assertThat(commands().map(command -> command.getUsageMessage(Ansi.AUTO)))
        .allSatisfy(help -> assertThat(help).doesNotContain("\u001B"));
  }
}
