package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.baselines.Item2Vec;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Difference;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.evaluation.ScoredTransition;
import dev.segue.evaluation.Trial;
import dev.segue.samples.StandardOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples of evaluation and search in the javadoc. */
class EvaluationExamplesTest {

  private static final DatasetSplit SPLIT =
      SyntheticStation.of(60, 400, 42).split(0.6, 0.2, 0.2, 42);

  @RegisterExtension final StandardOutput out = new StandardOutput();

  private final DatasetSplit split = SPLIT;

  @Test
  void comparison() {
    // @start region="comparison"
    SequenceRecommender popularity = Popularity.trainer().train(split.training());
    SequenceRecommender chain = MarkovChain.trainer().train(split.training());

    Evaluator evaluator = Evaluator.of(Metric.accuracyAt(10));
    Evaluation.Result simple = evaluator.evaluate(popularity, split.test()).result("accuracy@10");
    Evaluation.Result better = evaluator.evaluate(chain, split.test()).result("accuracy@10");
    Difference gain = better.minus(simple);
    System.out.printf("accuracy@10 rises by %.2f, p = %.4f%n", gain.value(), gain.pValue());
    // @end

    assertThat(gain.value()).isGreaterThan(0.1);
    assertThat(out.lines()).first().asString().startsWith("accuracy@10 rises by 0.");
  }

  @Test
  void evaluator() {
    SequenceRecommender recommender = MarkovChain.trainer().train(split.training());
    // @start region="evaluator"
    Evaluator evaluator =
        Evaluator.of(Metric.accuracyAt(10), Metric.mrrAt(20), Metric.logLikelihood());
    Evaluation evaluation = evaluator.evaluate(recommender, split.test());

    System.out.println(evaluation.value("accuracy@10"));
    System.out.println(evaluation); // a table of all three, with their standard errors
    // @end

    assertThat(out.lines().get(0)).isEqualTo(String.valueOf(evaluation.value("accuracy@10")));
    assertThat(out.text()).contains("mrr@20", "log_likelihood");
  }

  @Test
  void metric() {
    // @start region="metric"
    Function<ScoredTransition, OptionalDouble> artistFound =
        transition -> {
          String played = transition.song().artist();
          Stream<Song> first2 = transition.recommended().stream().limit(2);
          return OptionalDouble.of(first2.anyMatch(song -> song.artist().equals(played)) ? 1 : 0);
        };
    Metric artistAt2 = Metric.of("artist@2", 2, artistFound);
    // @end

    // The most played songs are So What and Blue in Green, both of Miles Davis.
    PlaylistDataset playlists = Jazz.playlists();
    SequenceRecommender popularity = Popularity.trainer().train(playlists);
    Evaluation evaluation =
        Evaluator.of(artistAt2, Metric.artistDiversityAt(5)).evaluate(popularity, playlists);
    // So are 7 of the 9 songs that came next; John Coltrane is in the list, but only of 5.
    assertThat(evaluation.value("artist@2")).isEqualTo(7.0 / 9, within(1e-12));
  }

  // @start region="trial"
  static Trainer<Item2Vec> trainer(Trial trial) {
    return Item2Vec.builder()
        .dimensions(trial.oneOf("dimensions", 8, 16, 32))
        .learningRate(trial.logBetween("learning rate", 0.01, 0.1))
        .epochs(trial.effortOf(9))
        .build();
  }

  // @end

  @Test
  void search(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("trials.tsv");
    // @start region="search"
    ParameterSearch.Outcome<Item2Vec> found =
        ParameterSearch.<Item2Vec>of(Metric.mrrAt(20), trial -> trainer(trial))
            .trials(9)
            .table(table)
            .run(split.training(), split.validation());

    System.out.println(found.best().parameters());
    // @end

    assertThat(found.results()).as("9 trials, the best 3, the best of all").hasSize(9 + 3 + 1);
    assertThat(Files.readAllLines(table)).hasSize(1 + 9 + 3 + 1);
    assertThat(out.lines())
        .isEqualTo(List.of(found.best().parameters()))
        .first()
        .asString()
        .matches("dimensions=(8|16|32), learning rate=0\\.\\d+");
  }
}
