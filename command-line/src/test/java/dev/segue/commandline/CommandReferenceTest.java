package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/commands.md is the help of all commands; {@code -Dsegue.commands.write=true} writes it. */
class CommandReferenceTest {

  private static final Path FILE = Path.of("../docs/commands.md");
  private static final int WIDTH = 100;

  private static final String BEGINNING =
      """
      # Commands

      What `segue help`, and `segue help COMMAND`, say of all commands. `segue` is `bin/segue` of the archive that the build
      packs, or `java -jar command-line/target/segue.jar`. What people read is as wide as their terminal, or as `COLUMNS`
      says; `NO_COLOR=1` leaves out colours, and `TERM=dumb` progress bars too.

      The exit code is 0, 2 for wrong usage, 130 after Ctrl-C (143 after SIGTERM), and 1 for any other failure, which is told
      in one line on standard error.

      `segue generate-completion` prints a script by which bash and zsh complete commands, options and values on TAB. For
      bash:

      ```
      mkdir -p ~/.local/share/bash-completion/completions
      segue generate-completion > ~/.local/share/bash-completion/completions/segue
      ```

      For zsh:

      ```
      segue generate-completion > ~/.segue-completion
      echo 'source ~/.segue-completion' >> ~/.zshrc
      ```

      """;

  @Test
  void reference_isTheHelp() throws IOException {
    String reference = reference();
    if (Boolean.getBoolean("segue.commands.write")) {
      Files.writeString(FILE, reference);
    }
    assertThat(FILE).content().isEqualTo(reference);
  }

  private static String reference() {
    CommandLine segue = Segue.commandLine(Terminal.NONE).setUsageHelpWidth(WIDTH);
    StringBuilder text = new StringBuilder(BEGINNING);
    append(text, segue);
    segue.getSubcommands().values().forEach(command -> append(text, command));
    return text.toString();
  }

  private static void append(StringBuilder text, CommandLine command) {
    String help = command.getUsageMessage(Ansi.OFF).replace(System.lineSeparator(), "\n");
    text.append(text.toString().endsWith("```\n") ? "\n" : "")
        .append("## %s\n\n```\n".formatted(command.getCommandSpec().qualifiedName()))
        .append(help.replaceAll("(?m) +$", "").strip())
        .append("\n```\n");
  }
}
