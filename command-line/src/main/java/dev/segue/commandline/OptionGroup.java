package dev.segue.commandline;

import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The headings under which help shows the options of a command, and the order of the options there:
 * those that most people need come first. An option that is another thing in one command than
 * elsewhere has the name of that command before it.
 */
@SuppressWarnings("ImmutableEnumChecker") // lists made by List.of never change
enum OptionGroup {
  DATA("Data", "--data", "--replay", "--format", "--split", "--part", "--min-plays"),

  HISTORIES(
      "How data are read",
      "--session-gap",
      "--session-max",
      "--columns",
      "--no-header",
      "--time-format",
      "--time-zone",
      "--min-played",
      "--keep-skipped",
      "--skipped-limit",
      "--merge-versions"),

  SONGS(
      "Songs",
      "--play",
      "similar --to",
      "--count",
      "--explain",
      "--temperature",
      "recommend --seed",
      "continue --seed",
      "--towards",
      "--steps"),

  RULES(
      "What may be recommended",
      "--repeats",
      "--repeat-gap",
      "--artist-gap",
      "--per-artist",
      "--only",
      "--never",
      "--familiarity",
      "--diversity",
      "--rules"),

  SYSTEMS("Systems", "compare --only", "--work"),

  OUTPUT(
      "Model and output",
      "--model",
      "--output",
      "--as",
      "--to",
      "--force",
      "--colour",
      "--m3u",
      "--json",
      "--report",
      "--epochs-json",
      "--per-transition",
      "--digests",
      "--beside",
      "--reload-every",
      "--update-every"),

  NETWORK(
      "What is learnt",
      "--preset",
      "--layers",
      "--embedding-size",
      "--hidden-size",
      "--ensemble",
      "--tied-embeddings",
      "--residual",
      "--song-features",
      "--recency",
      "--artist-recency",
      "--skips",
      "--memory",
      "--clock",
      "--zone"),

  TRAINING(
      "Training",
      "--epochs",
      "--patience",
      "--learning-rate",
      "--schedule",
      "--batching",
      "--batch-size",
      "--sampled-softmax",
      "--unroll",
      "--gradient-clip",
      "--dropout",
      "--input-dropout",
      "--song-dropout",
      "--label-smoothing",
      "--weight-decay",
      "--weight-averaging",
      "--seed",
      "--checkpoint",
      "--checkpoint-every",
      "--resume"),

  DEVICE("Where it runs", "--device"),

  ADDRESS(
      "Where it listens",
      "--host",
      "--port",
      "--token",
      "--max-rate",
      "--access-log",
      "--music-server",
      "--config"),

  LISTENERS(
      "Listeners",
      "serve --rules",
      "--state",
      "--navidrome",
      "--forget-after",
      "--max-listeners",
      "--max-plays"),

  OTHER("Other", "--help", "--version", "--stacktrace");

  private final String heading;
  private final List<String> names;

  OptionGroup(String heading, String... names) {
    this.heading = heading;
    this.names = List.of(names);
  }

  String heading() {
    return heading;
  }

  /** The options of a command that belong here, in the order of help. */
  List<OptionSpec> of(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && place(command, option) >= 0)
        .sorted(Comparator.comparingInt(option -> place(command, option)))
        .toList();
  }

  /** The place of an option in this group, -1 if it is in another one. */
  private int place(CommandSpec command, OptionSpec option) {
    String ofCommand = command.name() + " " + option.longestName();
    if (names.contains(ofCommand)) {
      return names.indexOf(ofCommand);
    }
    for (OptionGroup other : values()) {
      if (other.names.contains(ofCommand)) {
        return -1;
      }
    }
    return names.indexOf(option.longestName());
  }
}
