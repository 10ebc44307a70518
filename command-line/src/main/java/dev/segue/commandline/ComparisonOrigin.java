package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Provenance;
import dev.segue.evaluation.Evaluation;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where the figures of a comparison are from.
 *
 * @param data what was read
 * @param read how it was read and divided
 * @param protocol what was known when a target was predicted
 * @param command as it was typed
 * @param version of Segue
 * @param date when it was measured
 */
record ComparisonOrigin(
    String data,
    Provenance read,
    Evaluation.Protocol protocol,
    String command,
    String version,
    Instant date) {

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./\\\\-]+");

  static ComparisonOrigin of(CommandSpec command, DataOptions data, Evaluation.Protocol protocol) {
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    return new ComparisonOrigin(
        data.path() == null ? "a synthetic station" : data.path().toString(),
        data.describe(Provenance.unknown()),
        protocol,
        "segue "
            + arguments.stream().map(ComparisonOrigin::quoted).collect(Collectors.joining(" ")),
        Segue.Version.text(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
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
    return String.join(
        System.lineSeparator(),
        "Data     %s (%s)".formatted(data, read),
        "Protocol " + protocol,
        "Command  " + command,
        "Segue    %s, %s".formatted(version, date));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("origin");
    json.writeStringField("data", data);
    json.writeStringField("read", read.toString());
    json.writeStringField("protocol", protocol.toString());
    json.writeStringField("command", command);
    json.writeStringField("version", version);
    json.writeStringField("date", date.toString());
    json.writeEndObject();
  }
}
