package dev.segue.commandline;

import dev.segue.RecommendationRules;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what may be recommended. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RuleOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      description = {
        "What to recommend, in the words of the library: noRepeatWithin(3h), artistGap(2),"
            + " relaxing(artistGap). Songs just played are then left out only if a rule says so.",
        "Default: none but the following."
      })
  private @Nullable String text;

  @Option(
      names = "--repeats",
      description = "Allow the songs just played; by default they are left out.")
  private boolean repeats;

  @Option(
      names = "--repeat-gap",
      paramLabel = "N",
      description = "Leave out only the last N songs played. Default: all of them.")
  private @Nullable Integer repeatGap;

  @Option(
      names = "--artist-gap",
      paramLabel = "N",
      description = "Leave out the artists of the last N songs played. Default: none.")
  private @Nullable Integer artistGap;

  @Option(
      names = "--per-artist",
      paramLabel = "N",
      description = "Recommend at most N songs of an artist. Default: any number.")
  private @Nullable Integer perArtist;

  @Option(
      names = "--only",
      paramLabel = "SONG|FILE",
      description =
          "Recommend these songs alone: a song as in --play, or a file with one a line. May be"
              + " repeated. Default: all songs.")
  private @Nullable List<String> only;

  @Option(
      names = "--never",
      paramLabel = "SONG|FILE",
      description = "Never recommend these songs, given as in --only. Default: none.")
  private @Nullable List<String> never;

  @Option(
      names = "--diversity",
      paramLabel = "W",
      description =
          "Lower a song's score by its similarity to songs above it in the list, times W. Default:"
              + " not at all.")
  private @Nullable Double diversity;

  @Option(
      names = "--familiarity",
      paramLabel = "SHARE",
      description =
          "Recommend songs just played for at most this share of the list, in 0..1, where they are"
              + " not left out. Default: 1.")
  private @Nullable Double familiarity;

  /** Finds wrong usage before any work is done. */
  void check() {
    textRules();
    if (repeats && repeatGap != null) {
      throw wrong("--repeats allows what --repeat-gap leaves out: give one of them");
    }
    checkPositive("--repeat-gap", repeatGap);
    checkPositive("--artist-gap", artistGap);
    checkPositive("--per-artist", perArtist);
    if (familiarity != null && !(familiarity >= 0 && familiarity <= 1)) {
      throw wrong("--familiarity must be in 0..1, was " + familiarity);
    }
    if (familiarity != null && leavesOutAllPlayed()) {
      throw wrong(
          "--familiarity needs --repeats, --repeat-gap or --rules: without one of them all"
              + " songs just played are left out");
    }
    if (diversity != null && !(diversity > 0 && Double.isFinite(diversity))) {
      throw wrong("--diversity must be > 0 and finite, was " + diversity);
    }
  }

  private RecommendationRules textRules() {
    try {
      return text == null ? RecommendationRules.none() : RecommendationRules.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("--rules: " + e.getMessage());
    }
  }

  private void checkPositive(String option, @Nullable Integer songs) {
    if (songs != null && songs < 1) {
      throw wrong("%s must be >= 1, was %d".formatted(option, songs));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Adds the files of songs that are read. */
  CommandFiles addTo(CommandFiles files) {
    files(only).forEach(file -> files.reads("--only", file));
    files(never).forEach(file -> files.reads("--never", file));
    return files;
  }

  private static List<Path> files(@Nullable List<String> texts) {
    return texts == null ? List.of() : texts.stream().flatMap(text -> file(text).stream()).toList();
  }

  private static Optional<Path> file(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty(); // a song, then
    }
  }

  /**
   * The rules.
   *
   * @param songs of the model
   * @param progress told of songs in files that the model lacks
   */
  RecommendationRules rules(NamedSongs songs, Progress progress) throws IOException {
    RecommendationRules rules = textRules();
    if (repeatGap != null) {
      rules = rules.noRepeatWithin(repeatGap);
    } else if (leavesOutAllPlayed()) {
      rules = rules.noRepeats();
    }
    if (artistGap != null) {
      rules = rules.artistGap(artistGap);
    }
    if (perArtist != null) {
      rules = rules.atMostPerArtist(perArtist);
    }
    if (only != null) {
      rules = rules.only(ids("--only", only, songs, progress));
    }
    if (never != null) {
      rules = rules.never(ids("--never", never, songs, progress));
    }
    if (familiarity != null) {
      rules = rules.familiarity(familiarity);
    }
    return diversity == null ? rules : rules.diversity(diversity);
  }

  private boolean leavesOutAllPlayed() {
    return !repeats && repeatGap == null && text == null;
  }

  private static List<String> ids(
      String option, List<String> texts, NamedSongs songs, Progress progress) throws IOException {
    List<Song> named = new ArrayList<>();
    for (String text : texts) {
      Optional<Path> file = songs.named(text).isEmpty() ? file(text) : Optional.empty();
      if (file.isPresent()) {
        named.addAll(SongList.read(option, file.get(), songs, progress));
      } else {
        named.addAll(songs.of(List.of(text)));
      }
    }
    return named.stream().map(Song::id).toList();
  }

  /** Why there are fewer songs than asked for. */
  String whyFewer(int listed, int asked, int songs, List<Song> played) {
    int gap = repeatGap != null ? repeatGap : leavesOutAllPlayed() ? played.size() : 0;
    List<Song> leftOut = played.subList(Math.max(0, played.size() - gap), played.size());
    long repeated = leftOut.stream().map(Song::id).distinct().count();
    long others = songs - listed - repeated;
    StringBuilder why =
        new StringBuilder(
            "%d songs instead of %d: the model has %d".formatted(listed, asked, songs));
    if (repeated > 0) {
      why.append(", %d of them just played (--repeats allows them)".formatted(repeated));
    }
    if (others > 0) {
      why.append(", %d left out by %s".formatted(others, String.join(", ", others())));
    }
    return why.toString();
  }

  /** The options of all rules but those about repeats. */
  private List<String> others() {
    List<String> options = new ArrayList<>();
    addIfGiven(options, "--rules", text);
    addIfGiven(options, "--artist-gap", artistGap);
    addIfGiven(options, "--per-artist", perArtist);
    addIfGiven(options, "--only", only);
    addIfGiven(options, "--never", never);
    addIfGiven(options, "--familiarity", familiarity);
    return options;
  }

  private static void addIfGiven(List<String> options, String option, @Nullable Object value) {
    if (value != null) {
      options.add(option);
    }
  }
}
