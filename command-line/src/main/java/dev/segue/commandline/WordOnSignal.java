package dev.segue.commandline;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Says on Ctrl-C (SIGINT) or SIGTERM what is kept of the work of a command, which ends there. Says
 * nothing once it is closed.
 */
final class WordOnSignal implements AutoCloseable {

  private final Thread hook;

  /** Listens for signals until it is closed. */
  WordOnSignal(CommandSpec command, String word) {
    PrintWriter err = TerminalText.on(command.commandLine().getErr());
    String afterABar = Segue.terminal(command).err() ? System.lineSeparator() : "";
    hook = new Thread(() -> err.println(afterABar + word), "segue-word");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal has just come, and the word is said.
    }
  }
}
