package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the songs that are most similar to one. */
@Command(
    name = "similar",
    description = {
      "List the songs that are most similar to one, by what the model has learnt of their company.",
      "The number before each is its similarity: at most 1, that of the song itself."
    },
    footer = {
      "",
      "Examples:",
      "  segue similar --model plays.segue --to \"So What - Miles Davis\"",
      "  segue similar --model plays.segue --to 17430147 --count 50 --json -",
      "",
      "Guide: docs/datasets.md#songs-on-the-command-line"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Similar implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;
  @Mixin private CountOption count;

  @Option(
      names = "--to",
      paramLabel = "SONG",
      required = true,
      description = "The song, as id or as Title - Artist.")
  private String name;

  @Override
  public Integer call() throws IOException {
    count.check();
    model.addTo(json.files()).check();
    Song song;
    List<Recommendation> similar;
    try (Progress progress = Segue.progress(command)) {
      SequenceRecommender recommender = model.read(progress).recommender();
      song = new NamedSongs(recommender.catalogue()).one(name);
      similar = recommender.similarTo(song.id(), count.songs());
    }
    print(similar, json.text());
    json.write(fields -> write(fields, song, similar));
    return 0;
  }

  private static void print(List<Recommendation> similar, PrintWriter text) {
    for (int i = 0; i < similar.size(); i++) {
      Recommendation each = similar.get(i);
      text.printf(
          Locale.ROOT, "%4d %9.3f  %s%n", i + 1, each.score(), SongName.idAndName(each.song()));
    }
  }

  private static void write(JsonGenerator json, Song song, List<Recommendation> similar)
      throws IOException {
    json.writeObjectFieldStart("song");
    JsonOption.writeSong(json, song);
    json.writeEndObject();
    json.writeArrayFieldStart("similar");
    for (Recommendation each : similar) {
      json.writeStartObject();
      JsonOption.writeSong(json, each.song());
      JsonOption.writeNumber(json, "similarity", each.score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
