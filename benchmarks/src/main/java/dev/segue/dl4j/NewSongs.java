package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.YesDataset;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ScoredTransition;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how well the default recommender ranks songs that nobody has played. All plays of a
 * twentieth of the songs are removed from training and validation; after training, these songs are
 * added by their artists and tags alone. Prints the ranks of test transitions to these songs among
 * all songs, those of transitions to the other songs, and those of random order.
 */
@Command(name = "NewSongs", mixinStandardHelpOptions = true, sortOptions = false)
public final class NewSongs implements Callable<Integer> {

  @Option(names = "--data", required = true, description = "Folder of Yes.com playlists.")
  private Path data = Path.of("");

  /** Creates the command. */
  public NewSongs() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new NewSongs()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    DatasetSplit split = YesDataset.readSplit(data);
    Catalogue all = split.training().catalogue();
    List<Song> known = new ArrayList<>();
    List<Song> newSongs = new ArrayList<>();
    for (int song = 0; song < all.size(); song++) {
      (isNew(song) ? newSongs : known).add(all.song(song));
    }
    Catalogue catalogue = Catalogue.of(known);
    LstmRecommender recommender =
        LstmTrainer.builder()
            .listener(
                report -> {
                  System.out.println(TrainingListener.describe(report));
                  return TrainingListener.Decision.CONTINUE;
                })
            .build()
            .train(without(split.training(), catalogue), without(split.validation(), catalogue))
            .withSongs(newSongs);
    List<ScoredTransition> transitions = new ArrayList<>();
    Evaluator.of(Metric.accuracyAt(10)).evaluate(recommender, split.test(), transitions::add);
    print("new songs", transitions, all, transition -> isNew(transition.target()));
    print("the others", transitions, all, transition -> !isNew(transition.target()));
    System.out.printf(
        Locale.ROOT,
        "at random: accuracy@10 %.3f, @100 %.3f, @500 %.3f, mean rank %.0f%n",
        10.0 / all.size(),
        100.0 / all.size(),
        500.0 / all.size(),
        (all.size() + 1) / 2.0);
    return 0;
  }

  /**
   * Returns whether a song is removed: one in twenty, spread by a multiplicative hash of the index.
   */
  private static boolean isNew(int song) {
    return (song * 2654435761L & 0xffffffffL) % 20 == 7;
  }

  /** Returns the playlists without the songs that the catalogue lacks. */
  private static PlaylistDataset without(PlaylistDataset dataset, Catalogue catalogue) {
    return new PlaylistDataset() {
      @Override
      public Catalogue catalogue() {
        return catalogue;
      }

      @Override
      public Stream<Playlist> playlists() {
        return dataset
            .playlists()
            .map(
                playlist ->
                    Playlist.of(
                        playlist
                            .songs()
                            .mapToObj(song -> dataset.catalogue().song(song).id())
                            .flatMapToInt(id -> catalogue.index(id).stream())
                            .toArray()));
      }
    };
  }

  private static void print(
      String name,
      List<ScoredTransition> transitions,
      Catalogue all,
      Predicate<ScoredTransition> which) {
    double[] ranks =
        transitions.stream().filter(which).mapToDouble(ScoredTransition::rank).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%s: %d transitions, accuracy@10 %.3f, @100 %.3f, @500 %.3f, mean rank %.0f, median %.0f of"
            + " %d%n",
        name,
        ranks.length,
        accuracy(ranks, 10),
        accuracy(ranks, 100),
        accuracy(ranks, 500),
        Arrays.stream(ranks).average().orElseThrow(),
        ranks[ranks.length / 2],
        all.size());
  }

  private static double accuracy(double[] ranks, int k) {
    return (double) Arrays.stream(ranks).filter(rank -> rank <= k).count() / ranks.length;
  }
}
