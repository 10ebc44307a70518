package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What options of {@code segue serve} are told, and by whom. */
class SettingsTest {

  private static final String TOKEN = "a-token-of-${some}-length";

  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void name() {
    config = folder.resolve("segue.properties");
  }

  private void write(String... lines) throws IOException {
    Files.write(config, List.of(lines));
  }

  private static CommandSpec parse(Map<String, String> environment, String... options) {
    CommandLine segue = Segue.commandLine(Terminal.NONE);
    CommandLine serve = segue.getSubcommands().get("serve");
    serve.setDefaultValueProvider(new Settings(environment));
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(Arrays.asList(options));
    segue.parseArgs(arguments.toArray(String[]::new));
    return serve.getCommandSpec();
  }

  private static String value(CommandSpec command, String option) {
    return String.valueOf(command.findOption(option).<Object>getValue());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> parse(Map.of(), "--model", "m", "--config", config.toString()))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--config " + config + ": " + message);
  }

  @Test
  void option_isAboveTheEnvironment_andThatAboveTheFile() throws IOException {
    write(
        "model = /file.segue ",
        "port=1",
        "max-plays=1",
        "max-listeners=1",
        "rules=noRepeatWithin(3h), artistGap(2)");
    CommandSpec command =
        parse(
            Map.of("SEGUE_PORT", "2", "SEGUE_MAX_PLAYS", "2", "SEGUE_HOST", "::1"),
            "--port",
            "3",
            "--config",
            config.toString());
    assertThat(value(command, "--port")).isEqualTo("3");
    assertThat(value(command, "--max-plays")).isEqualTo("2");
    assertThat(value(command, "--host")).isEqualTo("::1");
    assertThat(value(command, "--max-listeners")).isEqualTo("1");
    assertThat(value(command, "--model")).isEqualTo("/file.segue");
    assertThat(value(command, "--rules")).isEqualTo("noRepeatWithin(3h), artistGap(2)");
    assertThat(value(command, "--reload-every")).as("nobody says it").isEqualTo("PT10S");
  }

  @Test
  void file_mayBeNamedByTheEnvironment() throws IOException {
    write("port=1");
    CommandSpec command =
        parse(Map.of("SEGUE_CONFIG", config.toString(), "SEGUE_MODEL", "/environment.segue"));
    assertThat(value(command, "--port")).isEqualTo("1");
    assertThat(value(command, "--config")).isEqualTo(config.toString());
    assertThat(value(command, "--model")).isEqualTo("/environment.segue");
  }

  @Test
  void nobody_namesAModel() throws IOException {
    write("port=1");
    assertThatThrownBy(() -> parse(Map.of(), "--config", config.toString()))
        .hasMessage("Missing required option: '--model=FILE'");
  }

  @Test
  void key_unknown() throws IOException {
    write("port=1", "prot=2");
    assertRefused(
        "there is no setting 'prot', only access-log, beside, forget-after, host, max-listeners,"
            + " max-plays, max-rate, model, music-server, navidrome, port, reload-every, rules, state, token, update-every");
    write("config=other");
    assertThatThrownBy(() -> parse(Map.of(), "--model", "m", "--config", config.toString()))
        .hasMessageContaining("there is no setting 'config', only ");
  }

  @Test
  void file_thatCannotBeRead() throws IOException {
    assertRefused("no such file");
    Files.write(config, "rules=\u00e9".getBytes(ISO_8859_1));
    assertRefused("must be text in UTF-8, but is not");
    write("rules=\\u00");
    assertRefused("must be properties, but Malformed \\uxxxx encoding.");
    Files.delete(config);
    Files.createDirectory(config);
    assertThatThrownBy(() -> parse(Map.of(), "--model", "m", "--config", config.toString()))
        .hasMessageStartingWith("--config " + config + ": ");
  }

  @Test
  void failure_isOneLine_andWrongUsage() {
    Execution refused = Execution.of("serve", "--model", "m", "--config", config.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualToIgnoringNewLines(
            "segue: --config %s: no such file (see segue serve --help)".formatted(config));
  }

  @Test
  void value_ofAnotherType() throws IOException {
    write("port=many");
    assertThatThrownBy(() -> parse(Map.of(), "--model", "m", "--config", config.toString()))
        .hasMessage("Invalid value for option '--port': 'many' is not an int");
  }

  @Test
  void help_needsNoFile() {
    Execution help = Execution.of("serve", "--help", "--config", config.toString());
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--config=FILE", "8765");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no POSIX permissions")
  void token_inAFileForAll_isRefused() throws IOException {
    write("token=" + TOKEN);
    for (String shown : List.of("rw-r--r--", "rw-----w-", "rw-rw-rw-")) {
      Files.setPosixFilePermissions(config, PosixFilePermissions.fromString(shown));
      assertRefused("a file with a token must not be readable by all users: chmod o-rwx");
    }
    for (String hidden : List.of("rw-------", "r--r-----")) {
      Files.setPosixFilePermissions(config, PosixFilePermissions.fromString(hidden));
      CommandSpec command = parse(Map.of(), "--model", "m", "--config", config.toString());
      assertThat(value(command, "--token")).isEqualTo(TOKEN);
    }
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    write("port=1");
    assertThat(value(parse(Map.of(), "--model", "m", "--config", config.toString()), "--port"))
        .isEqualTo("1");
  }
}
