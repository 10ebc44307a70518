package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * Where people read what the process writes. Immutable.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one that can draw progress bars
 * @param columns the characters of a line there, or what is likely
 * @param ansi whether text may have colours
 */
record Terminal(boolean out, boolean err, int columns, Ansi ansi) {

  /** No terminal, but pipes or files. */
  static final Terminal NONE = new Terminal(false, false, 80, Ansi.OFF);

  /** Longer lines of prose are hard to read, and picocli needs 55. */
  private static final int WIDEST_HELP = 100;

  private static final int NARROWEST_HELP = 55;

  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("[0-9]+ ([1-9][0-9]{0,3})");

  /** What the shell's test says of both outputs: no bit is set where there is a terminal. */
  private static final String TEST = "test -t 1; out=$?; test -t 2; exit $((2 * out + $?))";

  /** Finds out about this process: Java does not tell its outputs apart. */
  static Terminal ofProcess() {
    return of(System.getenv(), exitCode("sh", "-c", TEST), Terminal::sttyColumns);
  }

  /**
   * Makes one.
   *
   * @param environment variables: {@code NO_COLOR}, {@code TERM} and {@code COLUMNS} matter
   * @param pipes the sum of 2 if standard output is no terminal, and 1 if standard error is none
   * @param askColumns returns the columns that a terminal itself tells, 0 if it does not
   */
  static Terminal of(Map<String, String> environment, int pipes, IntSupplier askColumns) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean plain = dumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean out = pipes == 0 || pipes == 1;
    boolean err = pipes == 0 || pipes == 2;
    String told = environment.getOrDefault("COLUMNS", "");
    int columns = 0;
    if (told.matches("[1-9][0-9]{0,3}")) {
      columns = Integer.parseInt(told);
    } else if (out || err) {
      columns = askColumns.getAsInt();
    }
    return new Terminal(
        out, err && !dumb, columns > 0 ? columns : NONE.columns, plain ? Ansi.OFF : Ansi.AUTO);
  }

  /** How wide help is. */
  int helpColumns() {
    return Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, columns));
  }

  /** How wide a table may be on standard output; in a pipe or file there is no limit. */
  int tableColumns() {
    return out ? columns : Integer.MAX_VALUE;
  }

  private static int sttyColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
      Matcher matcher = ROWS_AND_COLUMNS.matcher(size);
      return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException e) {
      return 0; // no such program here, or no terminal
    }
  }

  /** The exit code of a program that has our outputs; -1 if it did not run. */
  private static int exitCode(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1; // no such program here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
