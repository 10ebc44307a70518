package dev.segue;

import java.io.PrintStream;
import java.util.Objects;
import java.util.Set;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Logs a training. The JDK's logging, if nobody has configured it, prints each message on two
 * lines; then the messages go to where it would print them, a line each.
 */
final class EpochLog implements TrainingListener {

  private static final String NAME = "dev.segue";
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private final System.Logger logger;
  private final PrintStream console;

  EpochLog(PrintStream console) {
    this.logger = System.getLogger(NAME);
    this.console = console;
  }

  @Override
  public void onStart(String device) {
    info("training on " + Objects.requireNonNull(device, "device"));
  }

  @Override
  public Decision onEpoch(EpochReport report) {
    info(TrainingListener.describe(report));
    return Decision.CONTINUE;
  }

  private void info(String message) {
    if (printsTwoLines()) {
      console.println("INFO " + NAME + ": " + message);
    } else {
      logger.log(System.Logger.Level.INFO, message);
    }
  }

  private boolean printsTwoLines() {
    boolean ofJdk =
        Set.of("java.base", "java.logging").contains(logger.getClass().getModule().getName());
    return ofJdk && reachesTheConsoleAlone(Logger.getLogger(NAME)) && hasDefaultFormat();
  }

  private static boolean reachesTheConsoleAlone(Logger logger) {
    for (Logger at = logger; at.getParent() != null; at = at.getParent()) {
      if (at.getHandlers().length > 0 || !at.getUseParentHandlers() || at.getFilter() != null) {
        return false;
      }
    }
    Handler[] handlers = Logger.getLogger("").getHandlers();
    return handlers.length == 1
        && handlers[0].getClass() == ConsoleHandler.class
        && handlers[0].getFormatter().getClass() == SimpleFormatter.class
        && handlers[0].isLoggable(new LogRecord(Level.INFO, ""))
        && logger.isLoggable(Level.INFO);
  }

  private static boolean hasDefaultFormat() {
    return System.getProperty(FORMAT) == null
        && LogManager.getLogManager().getProperty(FORMAT) == null;
  }
}
