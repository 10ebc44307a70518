package dev.segue.commandline;

import static java.util.stream.Collectors.joining;

import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.apache.commons.text.similarity.JaccardSimilarity;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What may have been meant by names of commands, options and values that there are not. */
final class Misspelling {

  private static final JaroWinklerSimilarity WORDS = new JaroWinklerSimilarity();

  /** Short words are alike whose letters are in another order, such as cvs. */
  private static final JaccardSimilarity LETTERS = new JaccardSimilarity();

  /** Names that are less alike are different names, as of songs. */
  private static final double ALIKE = 0.8;

  private Misspelling() {}

  /** Says what is wrong with a command line: every option that there is not, and what it lacks. */
  static String explain(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(command, unmatched.getUnmatched());
    }
    String message = failure.getMessage() + meantValue(failure);
    List<String> unmatched = command.getUnmatchedArguments();
    return unmatched.isEmpty() ? message : unmatched(command, unmatched) + "; " + message;
  }

  private static String unmatched(CommandLine command, List<String> arguments) {
    CommandSpec spec = command.getCommandSpec();
    List<String> options = arguments.stream().filter(each -> each.startsWith("-")).toList();
    if (!spec.subcommands().isEmpty() && !arguments.get(0).startsWith("-")) {
      String name = arguments.get(0);
      return "there is no command %s%s"
          .formatted(Quotation.quote(name), meant(name, spec.subcommands().keySet()));
    }
    return options.isEmpty()
        ? String.valueOf(new UnmatchedArgumentException(command, arguments).getMessage())
        : options.stream().map(option -> noOption(option, spec)).collect(joining("; "));
  }

  private static String noOption(String option, CommandSpec command) {
    String name = option.split("=", 2)[0];
    List<String> names = new ArrayList<>(command.optionsMap().keySet());
    names.addAll(command.negatedOptionsMap().keySet());
    return "there is no option %s%s".formatted(Quotation.quote(name), meant(name, names));
  }

  private static String meantValue(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    if (argument == null || value == null || argument.completionCandidates() == null) {
      return "";
    }
    return meant(
        value, StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList());
  }

  /** Asks whether one of some names was meant; empty if none is like what was typed. */
  static String meant(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> similarity(typed, name) >= ALIKE)
        .max(Comparator.comparingDouble(name -> similarity(typed, name)))
        .map(" (did you mean %s?)"::formatted)
        .orElse("");
  }

  private static double similarity(String typed, String name) {
    String one = plain(typed);
    String other = plain(name);
    return Math.max(WORDS.apply(one, other), LETTERS.apply(one, other));
  }

  /** Dashes, which all options begin with, do not make them alike. */
  private static String plain(String name) {
    return name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }
}
