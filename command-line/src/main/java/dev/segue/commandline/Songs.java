package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.server.search.SongSearch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Searches the songs of a model. */
@Command(
    name = "songs",
    description = {
      "Search the songs of a model, best first, by words of title, artist and id; words may be"
          + " misspelt.",
      "What is printed, the id or Title - Artist, is what recommend --play takes."
    },
    footer = {
      "",
      "Example:",
      "  segue songs --model plays.segue miles blue",
      "",
      "Guide: docs/datasets.md#songs-on-the-command-line"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Songs implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;
  @Mixin private CountOption count;

  @Parameters(paramLabel = "QUERY", arity = "1..*", description = "Words of the song.")
  private List<String> query;

  @Override
  public Integer call() throws IOException {
    count.check();
    model.addTo(json.files()).check();
    String words = String.join(" ", query);
    List<SongSearch.Match> found;
    try (Progress progress = Segue.progress(command)) {
      SongSearch songs = new SongSearch(model.read(progress).catalogue());
      progress.start("searching " + model);
      found = songs.best(words, count.songs());
      if (found.isEmpty()) {
        progress.line("no song of the model has such words: " + words);
      }
    }
    found.forEach(match -> json.text().println(SongName.idAndName(match.song())));
    json.write(fields -> write(fields, words, found));
    return 0;
  }

  private static void write(JsonGenerator json, String words, List<SongSearch.Match> found)
      throws IOException {
    json.writeStringField("query", words);
    json.writeArrayFieldStart("songs");
    for (SongSearch.Match match : found) {
      json.writeStartObject();
      JsonOption.writeSong(json, match.song());
      JsonOption.writeNumber(json, "score", match.score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
