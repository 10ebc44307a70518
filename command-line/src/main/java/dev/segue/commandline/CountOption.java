package dev.segue.commandline;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says how many songs a list has. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CountOption {

  static final String NAME = "--count";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = NAME,
      paramLabel = "K",
      defaultValue = "10",
      description = "How many songs there are to be.")
  private int count;

  /** Finds wrong usage before any work is done. */
  void check() {
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "%s must be >= 1, was %d".formatted(NAME, count));
    }
  }

  int songs() {
    return count;
  }
}
