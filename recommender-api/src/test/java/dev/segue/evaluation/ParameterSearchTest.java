package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.logLikelihood;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segue.BigramRecommender;
import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterSearchTest {

  private static final PlaylistDataset PLAYLISTS =
      PlaylistDataset.of(
          Catalogue.of(List.of(Song.of("a"), Song.of("b"))), List.of(Playlist.of(0, 1, 0, 1, 0)));

  @TempDir private Path folder;

  private final List<Double> efforts = Collections.synchronizedList(new ArrayList<>());

  /** A search whose results are better the nearer the drawn number is to 3, whatever the effort. */
  private ParameterSearch<BigramRecommender> search() {
    return ParameterSearch.of(
        logLikelihood(),
        trial -> {
          float again = (float) (Math.abs(trial.between("where", 0, 10) - 3) - 9);
          float[] afterA = {again, 0};
          float[] afterB = {0, again};
          return new Trainer<BigramRecommender>() {
            @Override
            public BigramRecommender train(PlaylistDataset training, PlaylistDataset validation) {
              efforts.add(trial.effort());
              return BigramRecommender.of(PLAYLISTS.catalogue(), true, afterA, afterB, afterA);
            }

            @Override
            public BigramRecommender train(PlaylistDataset training) {
              throw new AssertionError("validation playlists were left out");
            }
          };
        });
  }

  private static double where(ParameterSearch.Result result) {
    return Double.parseDouble(result.parameters().substring("where=".length()));
  }

  @Test
  void run_goesOnWithTheBetterThird_andFindsTheBest() throws IOException {
    ParameterSearch.Outcome<BigramRecommender> found = search().run(PLAYLISTS, PLAYLISTS);
    assertThat(efforts).hasSize(9 + 3 + 1).endsWith(1 / 3.0, 1 / 3.0, 1 / 3.0, 1.0);
    assertThat(found.results()).hasSize(13);
    double nearest =
        found.results().stream().mapToDouble(each -> Math.abs(where(each) - 3)).min().orElseThrow();
    assertThat(Math.abs(where(found.best()) - 3)).isEqualTo(nearest);
    assertThat(Evaluator.of(logLikelihood()).evaluate(found.recommender(), PLAYLISTS).results())
        .extracting(Evaluation.Result::value)
        .containsExactly(found.best().value());
  }

  @Test
  void run_sameSeed_drawsTheSame() throws IOException {
    List<ParameterSearch.Result> one = search().run(PLAYLISTS, PLAYLISTS).results();
    List<ParameterSearch.Result> same = search().run(PLAYLISTS, PLAYLISTS).results();
    List<ParameterSearch.Result> other = search().seed(7).run(PLAYLISTS, PLAYLISTS).results();
    assertThat(same).extracting(ParameterSearch.Result::parameters).isEqualTo(parameters(one));
    assertThat(parameters(other)).doesNotContainAnyElementsOf(parameters(one));
  }

  private static List<String> parameters(List<ParameterSearch.Result> results) {
    return results.stream().map(ParameterSearch.Result::parameters).toList();
  }

  @Test
  void trialsAtOnce_haveTheSameResults() throws IOException {
    ParameterSearch.Outcome<BigramRecommender> one = search().run(PLAYLISTS, PLAYLISTS);

    ParameterSearch.Outcome<BigramRecommender> four =
        search().trialsAtOnce(4).table(folder.resolve("table.tsv")).run(PLAYLISTS, PLAYLISTS);

    assertThat(withoutTime(four.results())).isEqualTo(withoutTime(one.results()));
    assertThat(Files.readAllLines(folder.resolve("table.tsv"))).hasSize(1 + four.results().size());
  }

  @Test
  void trialsAtOnce_runAtOnce_andEndWhenOneFails() {
    CyclicBarrier all = new CyclicBarrier(3);
    AtomicInteger interrupted = new AtomicInteger();
    ParameterSearch<BigramRecommender> search =
        ParameterSearch.of(
            logLikelihood(),
            trial ->
                new Trainer<BigramRecommender>() {
                  @Override
                  public BigramRecommender train(
                      PlaylistDataset training, PlaylistDataset validation) {
                    try {
                      all.await();
                      if (trial.number() == 1) {
                        throw new IllegalStateException("trial 1 fails");
                      }
                      Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                      interrupted.incrementAndGet();
                    } catch (BrokenBarrierException e) {
                      throw new AssertionError(e);
                    }
                    throw new CancellationException("interrupted");
                  }

                  @Override
                  public BigramRecommender train(PlaylistDataset training) {
                    throw new AssertionError("validation playlists were left out");
                  }
                });

    assertThatIllegalStateException()
        .isThrownBy(() -> search.trials(3).rounds(1).trialsAtOnce(3).run(PLAYLISTS, PLAYLISTS))
        .withMessage("trial 1 fails");
    assertThat(interrupted).hasValue(2);
  }

  private static List<ParameterSearch.Result> withoutTime(List<ParameterSearch.Result> results) {
    return results.stream()
        .map(
            each ->
                new ParameterSearch.Result(
                    each.trial(), each.effort(), each.value(), 0, each.parameters()))
        .toList();
  }

  @Test
  void trialsAtOnce_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search().trialsAtOnce(0))
        .withMessage("trialsAtOnce must be >= 1, was 0");
  }

  @Test
  void run_again_goesOnWhereItWasStopped() throws IOException {
    Path table = folder.resolve("trials.tsv");
    List<ParameterSearch.Result> whole = search().table(table).run(PLAYLISTS, PLAYLISTS).results();
    List<String> lines = Files.readAllLines(table);
    assertThat(lines).hasSize(14).first().asString().startsWith("trial\teffort\tlog_likelihood\t");
    Files.writeString(table, String.join("\n", lines.subList(0, 6)) + "\n5\t0.11");
    efforts.clear();
    ParameterSearch.Outcome<BigramRecommender> rest =
        search().table(table).run(PLAYLISTS, PLAYLISTS);
    assertThat(efforts).as("five of the trials were made before").hasSize(8);
    assertThat(parameters(rest.results())).isEqualTo(parameters(whole));
    efforts.clear();
    search().table(table).run(PLAYLISTS, PLAYLISTS);
    assertThat(efforts).as("the best one alone, for its recommender").containsExactly(1.0);
  }

  @Test
  void run_interrupted_endsBeforeTheNextTrial_andKeepsTheTable() throws IOException {
    Path table = folder.resolve("trials.tsv");
    ParameterSearch<BigramRecommender> search =
        search()
            .table(table)
            .listener(
                result -> {
                  if (result.trial() == 2) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> search.run(PLAYLISTS, PLAYLISTS))
        .withMessage("the search was cancelled: its thread is interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(efforts).hasSize(3);
    assertThat(Files.readAllLines(table)).as("column names and three trials").hasSize(4);
  }

  @Test
  void table_interrupted_keepsTheResult_andTheFlag() throws IOException {
    Path file = folder.resolve("trials.tsv");
    TrialTable table = TrialTable.open(file, "mrr@20");
    Thread.currentThread().interrupt();
    try {
      table.add(new ParameterSearch.Result(0, 1, 0.5, 60, "layers=2"));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Files.readAllLines(file)).hasSize(2).last().isEqualTo("0\t1.0\t0.5\t60.0\tlayers=2");
  }

  @Test
  void run_withAnotherTable() throws IOException {
    Path table = folder.resolve("trials.tsv");
    search().table(table).run(PLAYLISTS, PLAYLISTS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search().seed(7).table(table).run(PLAYLISTS, PLAYLISTS))
        .withMessageContaining("must be a table of this search, but its trial 0 has where=");
    Files.writeString(table, "trial\teffort\tlog_likelihood\tseconds\tparameters\n0\tmuch\n");
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> search().table(table).run(PLAYLISTS, PLAYLISTS))
        .withMessageEndingWith(
            ":2: line must hold trial, effort, value, seconds and parameters, separated by tabs");
    Files.writeString(table, "something\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search().table(table).run(PLAYLISTS, PLAYLISTS))
        .withMessageContaining("must be a table of this search, with the columns 'trial\teffort");
  }

  @Test
  void rounds_one_makesAllTrialsInFull() throws IOException {
    search().trials(4).rounds(1).run(PLAYLISTS, PLAYLISTS);
    assertThat(efforts).containsExactly(1.0, 1.0, 1.0, 1.0);
  }

  @Test
  void settings_leaveTheSearchAsItWas() throws IOException {
    ParameterSearch<BigramRecommender> search = search();
    List<ParameterSearch.Result> results = new ArrayList<>();

    ParameterSearch<BigramRecommender> other =
        search.trials(2).rounds(2).reduction(2).seed(7).listener(results::add);

    search.table(folder.resolve("trials.tsv"));
    search.run(PLAYLISTS, PLAYLISTS);
    assertThat(efforts).hasSize(9 + 3 + 1);
    assertThat(results).isEmpty();
    assertThat(folder).isEmptyDirectory();
    efforts.clear();
    other.run(PLAYLISTS, PLAYLISTS);
    assertThat(efforts).containsExactly(0.5, 0.5, 1.0);
    assertThat(results).hasSize(3);
  }

  @Test
  void javadoc_givesTheDefaults() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/dev/segue/evaluation/ParameterSearch.java"));
    ParameterSearch.Settings defaults = ParameterSearch.Settings.DEFAULTS;

    assertThat(source)
        .contains("@param trials at least 1; default " + defaults.trials() + "\n")
        .contains("@param rounds at least 1; default " + defaults.rounds() + "\n")
        .contains("@param reduction at least 2; default " + defaults.reduction() + "\n")
        .contains("@param seed any number; default " + defaults.seed() + "\n");
    assertThat(defaults.table()).isNull();
  }

  @Test
  void trials_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search().trials(0))
        .withMessage("trials must be >= 1, was 0");
  }

  @Test
  void rounds_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search().rounds(0))
        .withMessage("rounds must be >= 1, was 0");
  }

  @Test
  void reduction_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search().reduction(1))
        .withMessage("reduction must be >= 2, was 1");
  }

  @Test
  void table_null() {
    assertThatNullPointerException().isThrownBy(() -> search().table(null)).withMessage("table");
  }
}
