package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Song;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a playlist that goes on after some songs. */
@Command(
    name = "continue",
    description = {
      "Make a playlist that goes on after some songs.",
      "Each of its songs counts as heard for those after it; recommend lists what may come next"
          + " instead, one song in place of another."
    },
    footer = {
      "",
      "Examples:",
      "  segue continue --model plays.segue --play \"So What - Miles Davis\" --count 20",
      "  segue continue --model plays.segue --play 17430147 --m3u next.m3u8",
      "",
      "Guide: docs/datasets.md#songs-on-the-command-line"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Continue implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;
  @Mixin private PlayOption play;
  @Mixin private CountOption count;
  @Mixin private DrawOptions draw;
  @Mixin private RuleOptions rules;
  @Mixin private M3uOption m3u;

  @Override
  public Integer call() throws IOException {
    count.check();
    draw.check();
    rules.check();
    m3u.addTo(rules.addTo(model.addTo(json.files()))).check();
    List<Song> heard;
    List<Song> next;
    try (Progress progress = Segue.progress(command)) {
      ListeningSession session = model.read(progress).recommender().newSession();
      Catalogue catalogue = session.recommender().catalogue();
      NamedSongs songs = new NamedSongs(catalogue);
      heard = play.playTo(session, songs);
      next = draw.continuation(session, count.songs(), rules.rules(songs, progress));
      if (next.size() < count.songs()) {
        progress.line(rules.whyFewer(next.size(), count.songs(), catalogue.size(), heard));
      }
    }
    print(next, json.textUnless(m3u.toStandardOutput()));
    m3u.write(next);
    json.write(fields -> write(fields, heard, next));
    return 0;
  }

  private static void print(List<Song> songs, PrintWriter text) {
    for (int i = 0; i < songs.size(); i++) {
      text.printf("%4d  %s%n", i + 1, SongName.idAndName(songs.get(i)));
    }
  }

  private static void write(JsonGenerator json, List<Song> heard, List<Song> next)
      throws IOException {
    JsonOption.writeSongs(json, "played", heard);
    JsonOption.writeSongs(json, "continuation", next);
  }
}
