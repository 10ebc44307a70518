package dev.segue.commandline;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What is said of the options of a command that the command line leaves out: by the environment,
 * {@code SEGUE_PORT} for {@code --port}, and else by the file that {@code --config} names.
 */
final class Settings implements IDefaultValueProvider {

  /** The option that names the file. */
  static final String CONFIG = "--config";

  private final Map<String, String> environment;
  private @Nullable SettingsFile file;

  /** Made by picocli. */
  Settings() {
    this(System.getenv());
  }

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Called by picocli when it has read the command line, for each option that is not there. */
  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !isSetting(option)) {
      return null;
    }
    String told = environment.get(variable(option));
    String value = told != null || isConfig(option) ? told : inFile(option);
    return value == null ? null : value.replace("${", "$${"); // picocli would fill variables in
  }

  private @Nullable String inFile(OptionSpec option) {
    CommandSpec command = option.command();
    Path onCommandLine = command.findOption(CONFIG).getValue();
    String told = environment.get(variable(command.findOption(CONFIG)));
    boolean unread = command.commandLine().isUsageHelpRequested();
    if (unread || (onCommandLine == null && told == null)) {
      return null;
    }
    Path path = onCommandLine == null ? Path.of(told) : onCommandLine;
    if (file == null || !file.path().equals(path)) {
      file = SettingsFile.read(path, keys(command), command.commandLine());
    }
    return file.values().get(key(option));
  }

  private static List<String> keys(CommandSpec command) {
    return command.options().stream()
        .filter(option -> isSetting(option) && !isConfig(option))
        .map(Settings::key)
        .sorted()
        .toList();
  }

  /** Whether it has a value: neither {@code --help} nor the like. */
  private static boolean isSetting(OptionSpec option) {
    return option.arity().max() > 0;
  }

  private static boolean isConfig(OptionSpec option) {
    return option.longestName().equals(CONFIG);
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  private static String variable(OptionSpec option) {
    return "SEGUE_" + key(option).toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
