package dev.segue.commandline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The files that a command reads, and those that it writes, by option; an option that is not there
 * is null. Before any work, {@link #check} refuses an output that is an input or another output,
 * and one that cannot be written. One thread at a time.
 */
final class CommandFiles {

  private final CommandSpec command;
  private final List<CommandInput> inputs = new ArrayList<>();
  private final List<CommandOutput> outputs = new ArrayList<>();

  CommandFiles(CommandSpec command) {
    this.command = command;
  }

  /** Adds a file that an option reads, or a folder of files. */
  CommandFiles reads(String option, @Nullable Path path) {
    if (path != null) {
      inputs.add(new CommandInput(option, path));
    }
    return this;
  }

  /** Adds a file that an option writes. */
  CommandFiles writes(String option, @Nullable Path file) {
    if (file != null) {
      outputs.add(new CommandOutput.ToFile(option, file));
    }
    return this;
  }

  /** Adds what an option writes: a file, or {@code -} for standard output. */
  CommandFiles writes(String option, @Nullable String destination) {
    if (Destination.STANDARD_OUTPUT.equals(destination)) {
      outputs.add(new CommandOutput.ToStandardOutput(option));
      return this;
    }
    return writes(option, destination == null ? (Path) null : Path.of(destination));
  }

  /**
   * Adds a model file that an option writes.
   *
   * @param force whether it may replace a file that is no model
   */
  CommandFiles writesModel(String option, Path file, boolean force) {
    outputs.add(new CommandOutput.ToModel(option, file, force));
    return this;
  }

  /**
   * Adds a folder that an option writes into, which need not exist.
   *
   * @param names which names its files may have
   */
  CommandFiles writesInto(String option, @Nullable Path folder, Predicate<String> names) {
    if (folder != null) {
      outputs.add(new CommandOutput.ToFolder(option, folder, names));
    }
    return this;
  }

  /**
   * Refuses outputs that would destroy something, or that cannot be written.
   *
   * @throws ParameterException if an output is an input, or another output
   * @throws IOException if an output cannot be written, or must not be replaced
   */
  void check() throws IOException {
    for (int i = 0; i < outputs.size(); i++) {
      CommandOutput output = outputs.get(i);
      for (CommandInput input : inputs) {
        checkApart(output, input);
      }
      for (CommandOutput earlier : outputs.subList(0, i)) {
        checkApart(earlier, output);
      }
    }
    for (CommandOutput output : outputs) {
      output.checkWritable();
    }
  }

  private void checkApart(CommandOutput output, CommandInput input) throws IOException {
    for (Path file : output.replaced()) {
      if (input.is(file) || (!output.mayReplaceIn(input.path()) && input.contains(file))) {
        throw wrong(
            "%s would overwrite %s, which %s reads: write to another place"
                .formatted(output.option(), file, input.option()));
      }
    }
  }

  private void checkApart(CommandOutput one, CommandOutput other) throws IOException {
    if (one instanceof CommandOutput.ToStandardOutput
        && other instanceof CommandOutput.ToStandardOutput) {
      throw wrong(
          "only one of %s and %s can be standard output".formatted(one.option(), other.option()));
    }
    if (one.overlaps(other) || other.overlaps(one)) {
      throw wrong("%s and %s must not write to one place".formatted(one.option(), other.option()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
