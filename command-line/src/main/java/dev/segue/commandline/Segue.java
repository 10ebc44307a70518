package dev.segue.commandline;

import dev.segue.quotation.Quotation;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Exit codes: 0, 2 for wrong usage, 1 for any other failure; either prints one
 * line on standard error.
 */
@Command(
    name = "segue",
    description = "Which song next? Learns from playlists and recommends.",
    subcommands = {
      Fetch.class,
      Describe.class,
      Convert.class,
      Train.class,
      Update.class,
      Demo.class,
      Evaluate.class,
      Compare.class,
      Recommend.class,
      Continue.class,
      Similar.class,
      Songs.class,
      Inspect.class,
      MapOfSongs.class,
      Serve.class,
      HelpCommand.class,
      GenerateCompletion.class
    },
    commandListHeading = "",
    footer = {"", "All commands and options: docs/commands.md"},
    mixinStandardHelpOptions = true,
    versionProvider = Segue.Version.class,
    showDefaultValues = true,
    scope = ScopeType.INHERIT)
public final class Segue {

  /** Longer than any message of ours, which quotes paths in full. */
  private static final int MAX_MESSAGE_CHARACTERS = 10_000;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Show where in the program a failure arose.")
  private boolean stacktrace;

  private final Terminal terminal;

  private Segue(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs one command and ends the process.
   *
   * @param args the command and its options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(exitCode(args));
  }

  private static int exitCode(String[] args) {
    try {
      return commandLine(Terminal.ofProcess()).execute(args);
    } catch (RuntimeException | Error e) { // where commands are made, others wrap the error
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof OutOfMemoryError) {
          System.err.println(OutOfMemory.AT_ONCE);
          return 1;
        }
      }
      throw e;
    }
  }

  /**
   * The commands, ready to be executed; output can be redirected before.
   *
   * @param terminal where people read what they print
   */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new Segue(terminal))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // songs and artists may begin with @
        .setHelpFactory(GroupedHelp::new)
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
        .setUsageHelpWidth(terminal.helpColumns())
        .setExecutionStrategy(Segue::run)
        .setParameterExceptionHandler(Segue::wrongUsage)
        .setExecutionExceptionHandler(Segue::failure);
  }

  /** What shows the progress of one of the commands. */
  static Progress progress(CommandSpec command) {
    return new Progress(command.commandLine().getErr(), terminal(command));
  }

  /** Where people read what one of the commands prints. */
  static Terminal terminal(CommandSpec command) {
    return options(command).terminal;
  }

  /** Prints an error, such as natives that do not load, in one line too, by its first cause. */
  private static int run(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new ExecutionException(parsed.commandSpec().commandLine(), cause.toString(), e);
    }
  }

  private static int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    report(command, failure, "%s (see %s --help)".formatted(Misspelling.explain(failure), name));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failure(Exception failure, CommandLine command, ParseResult parsed) {
    report(
        command, failure, OutOfMemory.describe(failure, parsed).orElseGet(() -> describe(failure)));
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  private static void report(CommandLine command, Exception failure, String message) {
    PrintWriter err = TerminalText.on(command.getErr());
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    err.println("segue: " + Quotation.shorten(line, MAX_MESSAGE_CHARACTERS));
    if (options(command.getCommandSpec()).stacktrace) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  private static Segue options(CommandSpec command) {
    return (Segue) command.root().userObject();
  }

  private static String describe(Exception failure) {
    if (failure instanceof NoSuchFileException missing && missing.getReason() == null) {
      return failure.getMessage() + ": no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return failure.getMessage() + ": access denied";
    }
    if (failure instanceof UncheckedIOException unchecked) {
      return describe(Objects.requireNonNull(unchecked.getCause()));
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {

    static String text() {
      String version = Segue.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"segue " + text()};
    }
  }
}
