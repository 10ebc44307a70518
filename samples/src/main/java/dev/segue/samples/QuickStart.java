package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.YesDataset;
import dev.segue.dl4j.Batching;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.learning.config.Adam;

/** From playlists to recommendations: train, recommend, evaluate, save. */
public final class QuickStart {

  private QuickStart() {}

  /**
   * Runs the sample.
   *
   * @param args the folder of a Yes.com dataset; a synthetic station without it
   * @throws IOException if the playlists cannot be read or the model cannot be written
   */
  public static void main(String[] args) throws IOException {
    PlaylistDataset playlists =
        args.length == 0
            ? SyntheticStation.ofDefaults()
            : YesDataset.read(Path.of(args[0], "train.txt"));
    var split = playlists.split(0.8, 0.1, 0.1, 42);

    LstmRecommender recommender =
        LstmTrainer.builder()
            .layers(1)
            .embeddingSize(64)
            .hiddenSize(64)
            .unroll(20)
            .gradientClip(5)
            .optimiser(new Adam(3e-3))
            .epochs(5)
            .batching(Batching.similarLength(500))
            .listener(TrainingListener.log())
            .build()
            .train(split.training(), split.validation());

    String first = playlists.catalogue().song(0).id();
    String second = playlists.catalogue().song(1).id();
    ListeningSession session = recommender.newSession().play(first).play(second);
    session.recommend(5).forEach(System.out::println);

    System.out.println(
        Evaluator.of(accuracyAt(10), logLikelihood()).evaluate(recommender, split.test()));
    recommender.save(Path.of("quickstart.segue"));
  }
}
