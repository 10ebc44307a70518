package dev.segue.spark;

import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.dl4j.TrainingRound;
import dev.segue.dl4j.TrainingRounds;
import dev.segue.dl4j.TrainingSummary;
import dev.segue.dl4j.WeightPiece;
import dev.segue.evaluation.Evaluation;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Trains a network by tasks that share it: one job a round, in which each task takes the steps of
 * its partition.
 *
 * @param trainer makes the trainer, here and in each task
 * @param parts the playlists; each partition is a worker's
 * @param roundsOfEpoch how many rounds an epoch has, if that is said
 */
record TrainingInRounds(
    Function0<Trainer<?>> trainer, JavaRDD<NumberedPlaylist> parts, OptionalInt roundsOfEpoch) {

  /** Refuses what does not train a network. */
  static LstmTrainer lstm(Trainer<?> trainer) {
    if (trainer instanceof LstmTrainer lstm) {
      return lstm;
    }
    throw new IllegalArgumentException(
        "workers and rowsFor need an LstmTrainer, but the trainer is a "
            + trainer.getClass().getSimpleName());
  }

  /** Returns the recommender with more songs. */
  static LstmRecommender withSongs(SequenceRecommender trained, List<Song> songs) {
    return ((LstmRecommender) trained).withSongs(songs);
  }

  /** Trains; the validation, if there is any, is run after each epoch. */
  LstmRecommender train(
      TrainingSongs songs, Optional<Function<LstmRecommender, Evaluation>> validation) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(parts.context());
    TrainingRounds rounds =
        TrainingRounds.begin(
            lstm(RecommenderEstimator.make(trainer)),
            songs.catalogue(),
            summary(),
            validation,
            parts.getNumPartitions(),
            roundsOfEpoch);
    if (!songs.others().isEmpty()) {
      withSongs(rounds.untrained(), songs.others()); // refused now, or never
    }
    BroadcastModel untrained = broadcast(rounds.untrained(), context);
    String name = UUID.randomUUID().toString();
    while (rounds.goOn()) {
      Broadcast<TrainingRound> round = context.broadcast(rounds.next());
      rounds.add(
          parts
              .mapPartitionsWithIndex(new RoundTask(name, trainer, untrained, round), true)
              .mapToPair(piece -> new Tuple2<>(piece.place(), piece))
              .groupByKey(parts.getNumPartitions())
              .map(place -> WeightPiece.mean(list(place._2())))
              .collect());
      round.destroy();
    }
    return rounds.recommender();
  }

  private TrainingSummary summary() {
    return parts.mapPartitions(new SummaryTask(trainer)).collect().stream()
        .reduce(TrainingSummary::plus)
        .orElseThrow();
  }

  /**
   * Sums up the playlists of a worker.
   *
   * @param trainer makes the trainer
   */
  private record SummaryTask(Function0<Trainer<?>> trainer)
      implements FlatMapFunction<Iterator<NumberedPlaylist>, TrainingSummary> {

    @Override
    public Iterator<TrainingSummary> call(Iterator<NumberedPlaylist> part) {
      LstmTrainer settings = lstm(RecommenderEstimator.make(trainer));
      return List.of(TrainingSummary.of(settings, NumberedPlaylist.playlists(part))).iterator();
    }
  }

  private static <T> List<T> list(Iterable<T> values) {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }

  private static BroadcastModel broadcast(LstmRecommender recommender, JavaSparkContext context) {
    try {
      return BroadcastModel.of(recommender, context.sc());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
