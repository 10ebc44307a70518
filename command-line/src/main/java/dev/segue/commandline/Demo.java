package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.DatasetSplit;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The main job on a synthetic station, whose best possible recommender is known. */
@Command(
    name = "demo",
    description = "Train on a synthetic station and compare with the best that is possible.",
    footer = {
      "",
      "Examples:",
      "  segue demo",
      "  segue demo --json result.json",
      "",
      "Guide: README.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Demo implements Callable<Integer> {

  private static final int SIZE = 64;
  private static final int EPOCHS = 6;
  private static final long SEED = 42;

  private static final int HEARD = 5;
  private static final int CONTINUED = 5;

  @Spec private CommandSpec command;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    json.files().check();
    try (Progress progress = Segue.progress(command)) {
      SyntheticStation station = SyntheticStation.ofDefaults();
      DatasetSplit split = SplitRule.DEFAULT.of(station);
      progress.start("training");
      LstmRecommender lstm =
          trainer(new EpochProgress(progress)).train(split.training(), split.validation());
      progress.start("evaluating");
      Comparison comparison =
          Comparison.of(
              Popularity.trainer().train(split.training()),
              lstm,
              station.bayesOptimal(),
              split.test());
      List<Song> heard = firstSongs(split.test());
      List<Song> next = continuation(lstm, heard);
      progress.end();
      print(comparison, heard, next, json.text());
      json.write(fields -> write(fields, comparison, heard, next));
    }
    return 0;
  }

  private static Trainer<LstmRecommender> trainer(TrainingListener listener) {
    return LstmTrainer.builder()
        .embeddingSize(SIZE)
        .hiddenSize(SIZE)
        .epochs(EPOCHS)
        .seed(SEED)
        .listener(listener)
        .build();
  }

  /** How the first playlist begins that is long enough. */
  private static List<Song> firstSongs(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      Playlist playlist =
          playlists.filter(candidate -> candidate.size() >= HEARD).findFirst().orElseThrow();
      return playlist.songs().limit(HEARD).mapToObj(dataset.catalogue()::song).toList();
    }
  }

  /** The likeliest song that was not played yet, then the likeliest after that one, and so on. */
  private static List<Song> continuation(SequenceRecommender recommender, List<Song> heard) {
    ListeningSession session = recommender.newSession();
    heard.forEach(session::play);
    return session.continuation(CONTINUED, RecommendationRules.none().noRepeats());
  }

  private static void print(
      Comparison comparison, List<Song> heard, List<Song> next, PrintWriter text) {
    text.println(comparison);
    text.println();
    text.println("After");
    heard.forEach(song -> text.println("    " + song));
    text.println("the LSTM plays");
    next.forEach(song -> text.println("    " + song));
  }

  private static void write(
      JsonGenerator json, Comparison comparison, List<Song> heard, List<Song> next)
      throws IOException {
    comparison.write(json);
    JsonOption.writeSongs(json, "heard", heard);
    JsonOption.writeSongs(json, "continuation", next);
  }
}
