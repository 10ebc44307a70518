package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.PrintWriter;
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
import picocli.CommandLine.Spec;

/** Recommends what to play after some songs. */
@Command(
    name = "recommend",
    description = "Recommend what to play after some songs.",
    footer = {
      "",
      "Examples:",
      "  segue recommend --model plays.segue --play \"So What - Miles Davis\" --explain",
      "  segue recommend --model plays.segue --play 17430147 --artist-gap 3",
      "  segue recommend --model plays.segue --play 17430147 --m3u next.m3u8",
      "",
      "Guide: docs/datasets.md#songs-on-the-command-line"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Recommend implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;
  @Mixin private ModelOption model;
  @Mixin private PlayOption play;
  @Mixin private CountOption count;
  @Mixin private DrawOptions draw;
  @Mixin private RuleOptions rules;
  @Mixin private M3uOption m3u;

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

  @Override
  public Integer call() throws IOException {
    check();
    m3u.addTo(rules.addTo(model.addTo(json.files()))).check();
    List<Song> heard;
    List<Line> lines;
    try (Progress progress = Segue.progress(command)) {
      ListeningSession session = model.read(progress).recommender().newSession();
      Catalogue catalogue = session.recommender().catalogue();
      NamedSongs songs = new NamedSongs(catalogue);
      heard = play.playTo(session, songs);
      List<Recommendation> recommendations =
          recommend(session, songs, rules.rules(songs, progress));
      if (towards != null && recommendations.isEmpty()) {
        progress.line("the rules allow no way of %d songs".formatted(steps));
      } else if (towards == null && recommendations.size() < count.songs()) {
        progress.line(
            rules.whyFewer(recommendations.size(), count.songs(), catalogue.size(), heard));
      }
      lines = lines(session, recommendations);
    }
    PrintWriter text = json.textUnless(m3u.toStandardOutput());
    lines.forEach(line -> line.print(text));
    m3u.write(lines.stream().map(line -> line.recommendation.song()).toList());
    json.write(fields -> write(fields, heard, lines));
    return 0;
  }

  private void check() {
    count.check();
    draw.check();
    if ((towards == null) != (steps == null)) {
      throw wrong("--towards and --steps must be given together");
    }
    if (steps != null && steps < 1) {
      throw wrong("--steps must be >= 1, was " + steps);
    }
    boolean counted = command.commandLine().getParseResult().hasMatchedOption(CountOption.NAME);
    if (towards != null && (draw.isGiven() || counted)) {
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
      return session.towards(songs.one(towards).id(), steps, allowed);
    }
    return draw.recommend(session, count.songs(), allowed);
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
          "%4d %9.3f%s  %s%s%n",
          rank,
          recommendation.score(),
          share(),
          SongName.idAndName(recommendation.song()),
          gaveWay.isEmpty() ? "" : "  (gave way: " + String.join(", ", gaveWay) + ")");
      explanation.ifPresent(why -> out.println("     " + Quotation.escape(why)));
    }

    /** The probability in percent, if it is known. */
    private String share() {
      return logProbability.isPresent()
          ? String.format(Locale.ROOT, " %6.2f%%", 100 * Math.exp(logProbability.getAsDouble()))
          : "";
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
    JsonOption.writeSongs(json, "played", heard);
    json.writeArrayFieldStart("recommendations");
    for (Line line : lines) {
      line.write(json);
    }
    json.writeEndArray();
  }
}
