package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.segue.Song;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that has the result of a command written as JSON too. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class JsonOption {

  /** Escapes what is not ASCII, so that the terminal's encoding does not matter. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  /** Writes the fields of one JSON object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON; - is standard output, and nothing else goes there.")
  private @Nullable String destination;

  /** Begins the list of a command's files with what this option writes. */
  CommandFiles files() {
    return new CommandFiles(command).writes("--json", destination);
  }

  boolean toStandardOutput() {
    return Destination.STANDARD_OUTPUT.equals(destination);
  }

  /** Where people read the result: standard output, unless JSON goes there. */
  PrintWriter text() {
    return textUnless(false);
  }

  /** The same, unless something else goes there. */
  PrintWriter textUnless(boolean taken) {
    return taken || toStandardOutput()
        ? new PrintWriter(Writer.nullWriter())
        : TerminalText.on(command.commandLine().getOut());
  }

  /** Writes the result, if JSON was asked for. */
  void write(Fields fields) throws IOException {
    if (destination != null) {
      Destination.write(
          destination, command.commandLine().getOut(), writer -> writeLine(writer, fields));
    }
  }

  /** Returns one object on one line. */
  static String text(Fields fields) throws IOException {
    StringWriter json = new StringWriter();
    writeLine(json, fields);
    return json.toString();
  }

  /** Writes one object on one line. */
  static void writeLine(Writer writer, Fields fields) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(writer)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Writes a number, and null for what JSON cannot write as one. */
  static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  static void writeSong(JsonGenerator json, Song song) throws IOException {
    json.writeStringField("id", song.id());
    json.writeStringField("title", song.title());
    json.writeStringField("artist", song.artist());
  }

  static void writeSongs(JsonGenerator json, String name, List<Song> songs) throws IOException {
    json.writeArrayFieldStart(name);
    for (Song song : songs) {
      json.writeStartObject();
      writeSong(json, song);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
