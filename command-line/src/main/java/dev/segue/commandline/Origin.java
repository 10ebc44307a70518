package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Provenance;
import dev.segue.evaluation.Evaluation;
import dev.segue.pages.html.Page.Fact;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where the figures of a comparison, an evaluation or a training are from.
 *
 * @param data what was read
 * @param read how it was read and divided
 * @param protocol what was known when a target was predicted; empty if nothing was measured, or it
 *     is said elsewhere
 * @param command as it was typed
 * @param version of Segue
 * @param date when it was measured
 */
record Origin(
    String data,
    Provenance read,
    Optional<Evaluation.Protocol> protocol,
    String command,
    String version,
    Instant date) {

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./\\\\-]+");

  static Origin of(CommandSpec command, DataOptions data, Optional<Evaluation.Protocol> protocol) {
    return new Origin(
        data.path() == null ? "a synthetic station" : data.path().toString(),
        data.describe(Provenance.unknown()),
        protocol,
        typed(command),
        Segue.Version.text(),
        now());
  }

  private static String typed(CommandSpec command) {
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    return "segue " + arguments.stream().map(Origin::quoted).collect(Collectors.joining(" "));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** As a shell takes it. */
  private static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /** For people, in lines. */
  @Override
  public String toString() {
    return facts().stream()
        .map(fact -> "%-8s %s".formatted(fact.name(), fact.text()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** For a page. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Data", "%s (%s)".formatted(data, read)));
    protocol.ifPresent(known -> facts.add(new Fact("Protocol", known.toString())));
    facts.addAll(commandFacts(command, version, date));
    return facts;
  }

  /** Which command made a page, for one that measures nothing. */
  static List<Fact> commandFacts(CommandSpec command) {
    return commandFacts(typed(command), Segue.Version.text(), now());
  }

  private static List<Fact> commandFacts(String command, String version, Instant date) {
    return List.of(new Fact("Command", command), new Fact("Segue", version + ", " + date));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("origin");
    json.writeStringField("data", data);
    json.writeStringField("read", read.toString());
    if (protocol.isPresent()) {
      json.writeStringField("protocol", protocol.get().toString());
    }
    json.writeStringField("command", command);
    json.writeStringField("version", version);
    json.writeStringField("date", date.toString());
    json.writeEndObject();
  }
}
