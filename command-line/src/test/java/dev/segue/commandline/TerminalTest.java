package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class TerminalTest {

  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  /** Both outputs are terminals of some width. */
  static Terminal of(int columns) {
    return Terminal.of(XTERM, 0, () -> columns);
  }

  @ParameterizedTest
  @CsvSource({"0, true, true", "1, true, false", "2, false, true", "3, false, false"})
  void pipes(int pipes, boolean out, boolean err) {
    Terminal terminal = Terminal.of(XTERM, pipes, () -> 132);

    assertThat(terminal).returns(out, Terminal::out).returns(err, Terminal::err);
    assertThat(terminal.columns()).isEqualTo(pipes == 3 ? 80 : 132);
  }

  @Test
  void noShell_isNoTerminal() {
    assertThat(Terminal.of(XTERM, -1, () -> 132))
        .returns(false, Terminal::out)
        .returns(false, Terminal::err);
  }

  @Test
  void columns_inTheEnvironment_win() {
    assertThat(Terminal.of(Map.of("COLUMNS", "60"), 0, () -> 132).columns()).isEqualTo(60);
    assertThat(Terminal.of(Map.of("COLUMNS", "60"), 3, () -> 132).columns()).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-3", "many", "99999999999"})
  void columns_thatAreNone(String told) {
    assertThat(Terminal.of(Map.of("COLUMNS", told), 0, () -> 132).columns()).isEqualTo(132);
    assertThat(Terminal.of(Map.of("COLUMNS", told), 0, () -> 0).columns()).isEqualTo(80);
  }

  @Test
  void noColor_hasNoColours() {
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), 0, () -> 80).ansi()).isEqualTo(Ansi.OFF);
    assertThat(Terminal.of(Map.of("NO_COLOR", ""), 0, () -> 80).ansi()).isEqualTo(Ansi.AUTO);
    assertThat(of(80).ansi()).isEqualTo(Ansi.AUTO);
  }

  @Test
  void dumb_hasNeitherColoursNorBars() {
    assertThat(Terminal.of(Map.of("TERM", "dumb"), 0, () -> 80))
        .returns(Ansi.OFF, Terminal::ansi)
        .returns(false, Terminal::err)
        .returns(true, Terminal::out);
  }

  @Test
  void help_isAsWideAsTheTerminal_withinReason() {
    assertThat(of(72).helpColumns()).isEqualTo(72);
    assertThat(of(40).helpColumns()).isEqualTo(55);
    assertThat(of(300).helpColumns()).isEqualTo(100);
    assertThat(Segue.commandLine(of(72)).getSubcommands().get("train").getUsageMessage(Ansi.OFF))
        .satisfies(help -> assertThat(help.lines()).allMatch(line -> line.length() <= 72, "fits"));
  }

  @Test
  void table_isAsWideAsTheTerminal_butNotInAPipe() {
    assertThat(of(72).tableColumns()).isEqualTo(72);
    assertThat(Terminal.of(XTERM, 2, () -> 72).tableColumns()).isEqualTo(Integer.MAX_VALUE);
  }
}
