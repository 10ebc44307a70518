package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Song;
import dev.segue.datasets.M3uDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Recommends what to play after some songs. */
@Command(name = "recommend", description = "Recommend what to play after some songs.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Recommend implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;
  @Mixin private RuleOptions rules;

  @Option(
      names = "--play",
      paramLabel = "SONG",
      required = true,
      description =
          "A song heard, as id or as Title - Artist; repeat it for each song, oldest first. Ids may"
              + " also stand in one list between commas.")
  private List<String> played;

  @Option(
      names = "--count",
      paramLabel = "K",
      defaultValue = "10",
      description = "How many songs to recommend.")
  private int count;

  @Option(names = "--explain", description = "Say why each song is recommended.")
  private boolean explain;

  @Option(
      names = "--m3u",
      paramLabel = "FILE.m3u8",
      description = "Write the songs as a playlist for players, which take ids as locations.")
  private @Nullable Path m3u;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new ParameterException(command.commandLine(), "--count must be >= 1, was " + count);
    }
    rules.check();
    rules.addTo(model.addTo(json.files()).writes("--m3u", m3u)).check();
    ListeningSession session;
    List<Song> heard;
    List<Recommendation> recommendations;
    try (Progress progress = Segue.progress(command)) {
      session = model.read(progress).recommender().newSession();
      Catalogue catalogue = session.recommender().catalogue();
      NamedSongs songs = new NamedSongs(catalogue);
      heard = songs.of(played);
      heard.forEach(song -> session.play(song.id()));
      recommendations = session.recommend(count, rules.rules(songs, progress));
      if (recommendations.size() < count) {
        progress.line(rules.whyFewer(recommendations.size(), count, catalogue.size(), heard));
      }
    }
    for (int rank = 1; rank <= recommendations.size(); rank++) {
      Recommendation recommendation = recommendations.get(rank - 1);
      json.text().println(line(rank, recommendation));
      if (explain) {
        json.text().println("     " + session.explain(recommendation.song().id()));
      }
    }
    if (m3u != null) {
      M3uDataset.write(recommendations.stream().map(Recommendation::song).toList(), m3u);
    }
    json.write(fields -> write(fields, session, heard, recommendations));
    return 0;
  }

  private static String line(int rank, Recommendation recommendation) {
    return String.format(
        Locale.ROOT,
        "%4d %9.3f  %s",
        rank,
        recommendation.score(),
        SongName.idAndName(recommendation.song()));
  }

  private void write(
      JsonGenerator json,
      ListeningSession session,
      List<Song> heard,
      List<Recommendation> recommendations)
      throws IOException {
    json.writeArrayFieldStart("played");
    for (Song song : heard) {
      json.writeStartObject();
      JsonOption.writeSong(json, song);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("recommendations");
    for (Recommendation recommendation : recommendations) {
      Song song = recommendation.song();
      json.writeStartObject();
      JsonOption.writeSong(json, song);
      JsonOption.writeNumber(json, "score", recommendation.score());
      if (session.recommender().probabilistic()) {
        JsonOption.writeNumber(json, "log_probability", session.logProbability(song.id()));
      }
      if (explain) {
        json.writeStringField("explanation", session.explain(song.id()).toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
