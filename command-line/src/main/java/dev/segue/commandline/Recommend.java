package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.datasets.M3uDataset;
import dev.segue.model.ModelFile;
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

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "The model file to read.")
  private Path model;

  @Option(
      names = "--play",
      paramLabel = "ID",
      split = ",",
      required = true,
      description = "Ids of the songs heard, oldest first.")
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
    json.check();
    if (m3u != null) {
      Destination.checkWritable(m3u);
    }
    SequenceRecommender recommender = load();
    recommender.catalogue().playlist(played); // names all unknown songs at once
    ListeningSession session = recommender.newSession();
    played.forEach(session::play);
    List<Recommendation> recommendations = session.recommend(count);
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
    json.write(fields -> write(fields, session, recommendations));
    return 0;
  }

  private SequenceRecommender load() throws IOException {
    try (Progress progress = Segue.progress(command)) {
      progress.start("reading " + model);
      return ModelFile.read(model).recommender();
    }
  }

  private static String line(int rank, Recommendation recommendation) {
    Song song = recommendation.song();
    String name = song.toString();
    return String.format(
            Locale.ROOT,
            "%4d %9.3f  %-12s  %s",
            rank,
            recommendation.score(),
            song.id(),
            name.equals(song.id()) ? "" : name)
        .stripTrailing();
  }

  private void write(
      JsonGenerator json, ListeningSession session, List<Recommendation> recommendations)
      throws IOException {
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
