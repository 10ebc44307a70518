package dev.segue.commandline;

import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which songs are drawn by chance, where the best are taken otherwise. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DrawOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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

  /** Finds wrong usage before any work is done. */
  void check() {
    if (temperature != null && !(temperature > 0 && Double.isFinite(temperature))) {
      throw wrong("--temperature must be > 0 and finite, was " + temperature);
    }
    if (command.commandLine().getParseResult().hasMatchedOption("--seed") && temperature == null) {
      throw wrong("--seed needs --temperature");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  boolean isGiven() {
    return temperature != null;
  }

  /** Lists what may come next. */
  List<Recommendation> recommend(ListeningSession session, int count, RecommendationRules rules) {
    return temperature == null
        ? session.recommend(count, rules)
        : session.recommend(count, rules, temperature, seed);
  }

  /** Plays on for some songs. */
  List<Song> continuation(ListeningSession session, int count, RecommendationRules rules) {
    return temperature == null
        ? session.continuation(count, rules)
        : session.continuation(count, rules, temperature, seed);
  }
}
