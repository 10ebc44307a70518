package dev.segue.commandline;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Help with options and commands in groups. Above them stand only the options that a command must
 * have.
 */
final class GroupedHelp extends Help {

  private static final String HEADING = "%n@|bold %s:|@%n";

  /** The longest name of a command is that of generate-completion. */
  private static final int NAMES_WIDTH = 24;

  private static final int INDENT = 2;

  GroupedHelp(CommandSpec command, ColorScheme colours) {
    super(command, colours);
  }

  @Override
  protected Ansi.Text createDetailedSynopsisOptionsText(
      Collection<ArgSpec> done,
      List<OptionSpec> options,
      @Nullable Comparator<OptionSpec> order,
      boolean cluster) {
    List<OptionSpec> required = options.stream().filter(OptionSpec::required).toList();
    Ansi.Text others = colorScheme().text(" [OPTIONS]");
    return required.isEmpty()
        ? others
        : others.concat(super.createDetailedSynopsisOptionsText(done, required, order, cluster));
  }

  /** The groups have headings of their own. */
  @Override
  public String optionListHeading(Object... parameters) {
    return "";
  }

  @Override
  public String optionList() {
    List<OptionGroup> groups =
        Arrays.stream(OptionGroup.values())
            .filter(group -> !group.of(commandSpec()).isEmpty())
            .toList();
    StringBuilder list = new StringBuilder();
    for (OptionGroup group : groups) {
      Layout layout = createDefaultLayout();
      layout.addAllOptions(group.of(commandSpec()), parameterLabelRenderer());
      String heading = groups.size() == 1 ? "Options" : group.heading();
      list.append(createHeading(HEADING, heading)).append(layout);
    }
    return list.toString();
  }

  @Override
  public String commandList() {
    if (subcommands().isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder();
    for (CommandGroup group : CommandGroup.values()) {
      TextTable table =
          TextTable.forColumns(
              colorScheme(),
              new Column(NAMES_WIDTH, INDENT, Column.Overflow.SPAN),
              new Column(
                  commandSpec().usageMessage().width() - NAMES_WIDTH,
                  INDENT,
                  Column.Overflow.WRAP));
      for (String name : group.names()) {
        Help command = subcommands().get(name);
        if (command != null) {
          table.addRowValues(
              colorScheme().commandText(name), colorScheme().text(firstLine(command)));
        }
      }
      list.append(createHeading(HEADING, group.heading())).append(table);
    }
    return list.toString();
  }

  private static String firstLine(Help command) {
    UsageMessageSpec usage = command.commandSpec().usageMessage();
    return usage.header().length > 0 ? usage.header()[0] : usage.description()[0];
  }
}
