package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.datasets.M3uDataset;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Draw the songs by their probabilities: 1 as they are, less for a safer list, more for a"
              + " bolder one. Default: no draw, but the best songs.")
  private @Nullable Double temperature;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the draw; the same seed draws the same songs.")
  private long seed;

  @Option(
      names = "--towards",
      paramLabel = "SONG",
      description =
          "Recommend a way to this song, given as in --play: songs to play one after the other, of"
              + " which it is the last, with their log-probabilities.")
  private @Nullable String towards;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many songs the way to --towards has, that song included.")
  private @Nullable Integer steps;

  @Option(names = "--explain", description = "Say why each song is recommended.")
  private boolean explain;

  @Option(
      names = "--m3u",
      paramLabel = "FILE.m3u8",
      description = "Write the songs as a playlist for players, which take ids as locations.")
  private @Nullable Path m3u;

  @Override
  public Integer call() throws IOException {
    check();
    rules.addTo(model.addTo(json.files()).writes("--m3u", m3u)).check();
    List<Song> heard;
    List<Line> lines;
    try (Progress progress = Segue.progress(command)) {
      ListeningSession session = model.read(progress).recommender().newSession();
      Catalogue catalogue = session.recommender().catalogue();
      NamedSongs songs = new NamedSongs(catalogue);
      heard = songs.of(played);
      heard.forEach(song -> session.play(song.id()));
      List<Recommendation> recommendations =
          recommend(session, songs, rules.rules(songs, progress));
      if (towards != null && recommendations.isEmpty()) {
        progress.line("the rules allow no way of %d songs".formatted(steps));
      } else if (towards == null && recommendations.size() < count) {
        progress.line(rules.whyFewer(recommendations.size(), count, catalogue.size(), heard));
      }
      lines = lines(session, recommendations);
    }
    lines.forEach(line -> line.print(json.text()));
    if (m3u != null) {
      M3uDataset.write(lines.stream().map(line -> line.recommendation.song()).toList(), m3u);
    }
    json.write(fields -> write(fields, heard, lines));
    return 0;
  }

  private void check() {
    ParseResult given = command.commandLine().getParseResult();
    if (count < 1) {
      throw wrong("--count must be >= 1, was " + count);
    }
    if (temperature != null && !(temperature > 0 && Double.isFinite(temperature))) {
      throw wrong("--temperature must be > 0 and finite, was " + temperature);
    }
    if (given.hasMatchedOption("--seed") && temperature == null) {
      throw wrong("--seed needs --temperature");
    }
    if ((towards == null) != (steps == null)) {
      throw wrong("--towards and --steps must be given together");
    }
    if (steps != null && steps < 1) {
      throw wrong("--steps must be >= 1, was " + steps);
    }
    if (towards != null && (temperature != null || given.hasMatchedOption("--count"))) {
      throw wrong(
          "--towards recommends one way of --steps songs: leave out --count, --temperature");
    }
    rules.check();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private List<Recommendation> recommend(
      ListeningSession session, NamedSongs songs, RecommendationRules allowed) {
    if (towards != null && steps != null) {
      String last = songs.of(List.of(towards)).get(0).id();
      return session.towards(last, steps, allowed);
    }
    return temperature == null
        ? session.recommend(count, allowed)
        : session.recommend(count, allowed, temperature, seed);
  }

  /** What is said of a song. */
  private record Line(
      int rank,
      Recommendation recommendation,
      OptionalDouble logProbability,
      Optional<String> explanation) {

    void print(PrintWriter out) {
      List<String> gaveWay = recommendation.gaveWay();
      out.printf(
          Locale.ROOT,
          "%4d %9.3f  %s%s%n",
          rank,
          recommendation.score(),
          SongName.idAndName(recommendation.song()),
          gaveWay.isEmpty() ? "" : "  (gave way: " + String.join(", ", gaveWay) + ")");
      explanation.ifPresent(why -> out.println("     " + Quotation.escape(why)));
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      JsonOption.writeSong(json, recommendation.song());
      JsonOption.writeNumber(json, "score", recommendation.score());
      if (logProbability.isPresent()) {
        JsonOption.writeNumber(json, "log_probability", logProbability.getAsDouble());
      }
      JsonOption.writeTexts(json, "gave_way", recommendation.gaveWay());
      if (explanation.isPresent()) {
        json.writeStringField("explanation", explanation.get());
      }
      json.writeEndObject();
    }
  }

  /** Asks the session about each song; on the way to a song, after those before it. */
  private List<Line> lines(ListeningSession session, List<Recommendation> recommendations) {
    boolean probabilistic = session.recommender().probabilistic();
    List<Line> lines = new ArrayList<>();
    for (Recommendation each : recommendations) {
      String id = each.song().id();
      lines.add(
          new Line(
              lines.size() + 1,
              each,
              probabilistic
                  ? OptionalDouble.of(session.logProbability(id))
                  : OptionalDouble.empty(),
              explain ? Optional.of(session.explain(id).toString()) : Optional.empty()));
      if (towards != null) {
        session.play(id);
      }
    }
    return lines;
  }

  private static void write(JsonGenerator json, List<Song> heard, List<Line> lines)
      throws IOException {
    json.writeArrayFieldStart("played");
    for (Song song : heard) {
      json.writeStartObject();
      JsonOption.writeSong(json, song);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("recommendations");
    for (Line line : lines) {
      line.write(json);
    }
    json.writeEndArray();
  }
}
