package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  private static final String SCRIPT = Execution.of("generate-completion").out();

  @TempDir private Path folder;

  @Test
  void script_namesAllCommands() {
    assertThat(SCRIPT)
        .contains(Segue.commandLine(Terminal.NONE).getSubcommands().keySet())
        .contains("complete -F _complete_segue", "bashcompinit");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs bash")
  void bash_completesCommandsOptionsAndValues() throws IOException, InterruptedException {
    assertThat(completions("segue", "recom")).isEqualTo("recommend");
    assertThat(completions("segue", "train", "--gradient")).isEqualTo("--gradient-clip");
    assertThat(completions("segue", "convert", "--as", "x")).isEqualTo("xspf");
  }

  /** What bash offers for the last of some words. */
  private String completions(String... words) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("segue.sh"), SCRIPT);
    String line = String.join(" ", words);
    String command =
        ". %s; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d; _complete_segue;"
                .formatted(script, line, words.length - 1, line, line.length())
            + " echo \"${COMPREPLY[*]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", command)
            .redirectError(Redirect.DISCARD) // compopt works in a terminal alone
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(bash.waitFor()).as(output).isZero();
    return output;
  }
}
