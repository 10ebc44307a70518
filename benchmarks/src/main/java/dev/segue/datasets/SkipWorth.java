package dev.segue.datasets;

import dev.segue.DatasetSplit;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what it is worth to learn from skips, to ignore them, and to take them for plays, where
 * the law by which listeners skip is known: of all that can be gained over popularity in predicting
 * the next song played, how much each gains. Also prints how far a skip, and a play, moves the
 * distribution of the next song.
 */
@Command(name = "SkipWorth", mixinStandardHelpOptions = true, sortOptions = false)
public final class SkipWorth implements Callable<Integer> {

  /** Who listens. */
  enum Listeners {
    /** Those of the skipping station. */
    SKIPPING,
    /** Those of the station, with songs drawn at random as skips before a quarter of the plays. */
    CARELESS,
    /** Those who stay of their type for weeks, as Spotify exports what they heard. */
    LOYAL
  }

  /** What is made of skips. */
  enum Skips {
    LEARNT,
    IGNORED,
    AS_PLAYS
  }

  private static final int SONGS = 100;
  private static final int PLAYLISTS = 3_000;
  private static final double CARELESS_SKIPS = 0.25;
  private static final int SESSIONS_FOR_MOVES = 100;

  @Option(names = "--seeds", split = ",", description = "Default ${DEFAULT-VALUE}.")
  private List<Long> seeds = List.of(42L, 1L, 2L);

  @Option(
      names = "--listeners",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}; default all.")
  private List<Listeners> listeners = List.of(Listeners.values());

  @Option(
      names = "--skips",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}; default all.")
  private List<Skips> variants = List.of(Skips.values());

  @Option(
      names = "--loyal",
      description = "How many listeners stay of their type; default ${DEFAULT-VALUE}.")
  private int loyal = 100;

  @Option(names = "--days", description = "How many days these listen; default ${DEFAULT-VALUE}.")
  private int days = 30;

  @Option(names = "--memory", description = "Networks know what these heard before.")
  private boolean memory;

  /** Creates the command. */
  public SkipWorth() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new SkipWorth())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** What is learnt from and predicted, and how well that can be. */
  private record Data(DatasetSplit split, Predictions optimum) {

    static Data of(SyntheticStation station, PlaylistDataset playlists, long seed) {
      DatasetSplit split = playlists.split(0.8, 0.1, 0.1, seed);
      return new Data(split, predict(station.bayesOptimal(), split.test()));
    }
  }

  @Override
  public Integer call() throws IOException {
    for (Listeners who : listeners) {
      for (long seed : seeds) {
        measure(
            "%s, seed %d".formatted(who.name().toLowerCase(Locale.ROOT), seed),
            data(who, seed),
            seed);
      }
    }
    return 0;
  }

  private Data data(Listeners who, long seed) throws IOException {
    SyntheticStation station = SyntheticStation.of(SONGS, PLAYLISTS, seed);
    return switch (who) {
      case SKIPPING -> Data.of(station.withSkips(), station.withSkips(), seed);
      case CARELESS -> Data.of(station, careless(station, new Random(seed)), seed);
      case LOYAL -> loyal(seed);
    };
  }

  private static PlaylistDataset careless(PlaylistDataset station, Random random) {
    List<Playlist> playlists = new ArrayList<>();
    station
        .playlists()
        .forEach(
            playlist -> {
              List<Playlist.Skip> skips = new ArrayList<>();
              for (int position = 0; position < playlist.size(); position++) {
                if (random.nextDouble() < CARELESS_SKIPS) {
                  int song = random.nextInt(SONGS);
                  skips.add(new Playlist.Skip(song, position, Optional.empty(), Optional.empty()));
                }
              }
              playlists.add(playlist.withSkips(skips));
            });
    return PlaylistDataset.of(station.catalogue(), playlists);
  }

  private Data loyal(long seed) throws IOException {
    LoyalListeners heard = LoyalListeners.of(SONGS, loyal, days, seed);
    Path folder = Files.createTempDirectory("skip-worth");
    try {
      heard.write(folder);
      DatasetSplit split =
          SpotifyHistory.read(folder)
              .sessions(SessionRules.ofDefaults())
              .splitByListener(0.8, 0.1, 0.1, seed);
      Set<String> tested =
          split
              .test()
              .playlists()
              .flatMap(playlist -> playlist.listener().stream())
              .collect(Collectors.toSet());
      return new Data(split, heard.optimum(tested::contains));
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void measure(String name, Data data, long seed) {
    DatasetSplit split = data.split();
    Predictions popularity = predict(Popularity.trainer().train(split.training()), split.test());
    if (popularity.targets() != data.optimum().targets()) {
      throw new IllegalStateException(
          "%d targets of %d".formatted(popularity.targets(), data.optimum().targets()));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d targets, log-likelihood %.4f by popularity, %.4f at best, accuracy@10 %.4f, %.4f%n",
        name,
        popularity.targets(),
        popularity.logLikelihood(),
        data.optimum().logLikelihood(),
        popularity.accuracy(),
        data.optimum().accuracy());
    for (Skips each : variants) {
      print(each, predict(each, split, seed), popularity, data.optimum());
    }
  }

  private Predictions predict(Skips skips, DatasetSplit split, long seed) {
    return switch (skips) {
      case LEARNT -> {
        LstmRecommender recommender = train(split, true, seed);
        printMoves(recommender, split.test());
        yield predict(recommender, split.test());
      }
      case IGNORED -> predict(train(split, false, seed), split.test());
      case AS_PLAYS -> asPlays(split, seed);
    };
  }

  private LstmRecommender train(DatasetSplit split, boolean skips, long seed) {
    return LstmTrainer.builder()
        .embeddingSize(64)
        .hiddenSize(64)
        .skips(skips)
        .memory(memory)
        .threads(2)
        .seed(seed)
        .build()
        .train(split.training(), split.validation());
  }

  private static Predictions predict(SequenceRecommender recommender, PlaylistDataset test) {
    return Predictions.of(recommender, test, target -> true);
  }

  /** The predictions of the songs really played. */
  private Predictions asPlays(DatasetSplit split, long seed) {
    DatasetSplit all =
        new DatasetSplit(
            asPlays(split.training()), asPlays(split.validation()), asPlays(split.test()));
    List<List<Heard>> heard = split.test().playlists().map(Heard::all).toList();
    return Predictions.of(
        train(all, false, seed),
        all.test(),
        target -> heard.get((int) target.playlist()).get(target.position()).isTarget());
  }

  private static PlaylistDataset asPlays(PlaylistDataset dataset) {
    List<Playlist> playlists = dataset.playlists().map(Heard::asPlays).toList();
    List<Playlist> history = dataset.history().map(Heard::asPlays).toList();
    return PlaylistDataset.of(dataset.catalogue(), playlists)
        .partOf(PlaylistDataset.of(dataset.catalogue(), history));
  }

  private static void print(
      Skips skips, Predictions measured, Predictions popularity, Predictions optimum) {
    System.out.printf(
        Locale.ROOT,
        "  %-8s log-likelihood %.4f, %5.1f%% of the gain, accuracy@10 %.4f, %5.1f%%%n",
        skips.name().toLowerCase(Locale.ROOT),
        measured.logLikelihood(),
        100
            * (measured.logLikelihood() - popularity.logLikelihood())
            / (optimum.logLikelihood() - popularity.logLikelihood()),
        measured.accuracy(),
        100
            * (measured.accuracy() - popularity.accuracy())
            / (optimum.accuracy() - popularity.accuracy()));
  }

  /** By how much a skip, and a play, changes the distribution of the next song. */
  private static void printMoves(LstmRecommender recommender, PlaylistDataset test) {
    DoubleSummaryStatistics skips = new DoubleSummaryStatistics();
    DoubleSummaryStatistics plays = new DoubleSummaryStatistics();
    test.playlists()
        .limit(SESSIONS_FOR_MOVES)
        .forEach(
            playlist -> {
              ListeningSession session = recommender.newSession();
              for (Heard each : Heard.all(playlist)) {
                String id = recommender.catalogue().song(each.song()).id();
                Scores before = session.scores();
                Scores after = (each.skipped() ? session.skip(id) : session.play(id)).scores();
                (each.skipped() ? skips : plays).accept(divergence(after, before));
              }
            });
    System.out.printf(
        Locale.ROOT,
        "  a skip moves the distribution of the next song by %.4f nats, a play by %.2f%n",
        skips.getAverage(),
        plays.getAverage());
  }

  /** Kullback-Leibler, in nats. */
  private static double divergence(Scores of, Scores from) {
    double sum = 0;
    for (int song = 0; song < of.size(); song++) {
      double log = of.logProbability(song);
      sum += Math.exp(log) * (log - from.logProbability(song));
    }
    return sum;
  }
}
