package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.model.ModelFile;
import dev.segue.pages.html.Page;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what is in a model file. */
@Command(
    name = "inspect",
    description = "Show what is in a model file.",
    footer = {
      "",
      "Examples:",
      "  segue inspect --model plays.segue",
      "  segue inspect --model plays.segue --report model.html",
      "",
      "Guide: docs/pages.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Inspect implements Callable<Integer> {

  private static final int VALUE_CHARACTERS = 1_000;

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page of what the model has learnt; - is standard output.")
  private @Nullable String report;

  @Override
  public Integer call() throws IOException {
    model.addTo(json.files()).writes("--report", report).check();
    ModelFile file = read();
    if (!Destination.STANDARD_OUTPUT.equals(report)) {
      print(file, json.text());
    }
    json.write(fields -> write(fields, file));
    if (report != null) {
      writePage(file, report);
    }
    return 0;
  }

  private void writePage(ModelFile file, String destination) throws IOException {
    try (Progress progress = Segue.progress(command)) {
      progress.start("writing a page of " + model);
      Page page = new ModelPage(file, ModelFacts.of(file, model.path(), command)).page();
      Destination.write(destination, command.commandLine().getOut(), page::write);
    }
  }

  private ModelFile read() throws IOException {
    try (Progress progress = Segue.progress(command)) {
      return model.read(progress);
    }
  }

  private static void print(ModelFile file, PrintWriter text) throws IOException {
    text.println("kind     " + Quotation.shorten(file.kind()));
    text.println("version  " + Quotation.shorten(file.libraryVersion()));
    text.println("songs    " + file.catalogue().size());
    text.println("trained  " + file.provenance());
    text.println("metadata");
    file.metadata().forEach((name, value) -> print(name, value, text));
    text.println("tensors");
    for (String name : file.tensorNames()) {
      print(name, Arrays.toString(file.shape(name)), text);
    }
  }

  /** Prints a line; JSON has texts in full. */
  private static void print(String name, String value, PrintWriter text) {
    text.printf(
        "  %-24s %s%n", Quotation.shorten(name), Quotation.shorten(value, VALUE_CHARACTERS));
  }

  private static void write(JsonGenerator json, ModelFile file) throws IOException {
    json.writeStringField("kind", file.kind());
    json.writeStringField("version", file.libraryVersion());
    json.writeNumberField("songs", file.catalogue().size());
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("tensors");
    for (String name : file.tensorNames()) {
      json.writeFieldName(name);
      int[] shape = file.shape(name);
      json.writeArray(shape, 0, shape.length);
    }
    json.writeEndObject();
  }
}
