package dev.segue.commandline;

import java.util.List;

/** The headings under which help shows the commands, in the order in which people meet them. */
@SuppressWarnings("ImmutableEnumChecker") // lists made by List.of never change
enum CommandGroup {
  DATA("Data", "fetch", "describe", "convert"),
  TRAIN("Train", "train", "update", "demo"),
  MEASURE("Measure", "evaluate", "compare"),
  RECOMMEND("Recommend", "recommend", "continue", "similar", "songs"),
  LOOK("Look", "inspect", "map"),
  SERVE("Serve", "serve"),
  MORE("More", "help", "generate-completion");

  private final String heading;
  private final List<String> names;

  CommandGroup(String heading, String... names) {
    this.heading = heading;
    this.names = List.of(names);
  }

  String heading() {
    return heading;
  }

  List<String> names() {
    return names;
  }
}
