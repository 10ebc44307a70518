package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every command that a document tells its reader to type exists, with all of its options. */
class DocumentedCommandsTest {

  private static final CommandLine COMMANDS = Segue.commandLine(Terminal.NONE);

  /** Settings that are there: those of the distribution. */
  private static final String SETTINGS = "src/main/service/segue.properties";

  static List<DocumentedCommand> commands() throws IOException {
    return DocumentedCommand.ofAllDocuments().toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_exists(DocumentedCommand command) {
    String[] arguments =
        Arrays.stream(command.arguments())
            .map(argument -> argument.equals("segue.properties") ? SETTINGS : argument)
            .toArray(String[]::new);

    assertThatCode(() -> COMMANDS.parseArgs(arguments))
        .as(command.toString())
        .doesNotThrowAnyException();
  }

  @Test
  void commands_areFoundInWhatAReaderTypes() {
    String block =
        """
        mvn package && java -Xmx1g -jar target/segue.jar demo
        KEY=$(head -c 8 key) segue serve --model m.segue \\
          --port 0
        bin/segue songs --model m.segue "so what" 'blue' | head # some
        segue: no command
        docker build -t segue -f service/Dockerfile .
        """;
    assertThat(DocumentedCommand.of(block).map(line -> new DocumentedCommand(Path.of("a"), line)))
        .extracting(command -> List.of(command.arguments()))
        .containsExactly(
            List.of("demo"),
            List.of("serve", "--model", "m.segue", "--port", "0"),
            List.of("songs", "--model", "m.segue", "so what", "blue"));
  }

  @Test
  void optionThatIsNone_isRefused() {
    String[] arguments = new DocumentedCommand(Path.of("a"), "demo --fast").arguments();

    assertThatThrownBy(() -> COMMANDS.parseArgs(arguments))
        .isInstanceOf(UnmatchedArgumentException.class);
  }

  @Test
  void documents_haveCommands() throws IOException {
    assertThat(commands())
        .extracting(command -> command.document().getFileName().toString())
        .contains("README.md", "getting-started.md", "training.md", "server.md");
  }
}
