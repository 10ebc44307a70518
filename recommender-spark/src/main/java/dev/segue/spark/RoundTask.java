package dev.segue.spark;

import dev.segue.Trainer;
import dev.segue.dl4j.TrainingRound;
import dev.segue.dl4j.TrainingWorker;
import dev.segue.dl4j.WeightPiece;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * Takes the steps of a worker in a round. What it comes to follows from its arguments and its
 * playlists alone, so that a task that is repeated comes to the same.
 *
 * @param training a name that no other training has
 * @param trainer makes the trainer
 * @param untrained what workers know but for their playlists and the round
 * @param round what all begin with
 */
record RoundTask(
    String training,
    Function0<Trainer<?>> trainer,
    BroadcastModel untrained,
    Broadcast<TrainingRound> round)
    implements Function2<Integer, Iterator<NumberedPlaylist>, Iterator<WeightPiece>> {

  /** The workers of this JVM: in later rounds their playlists are not read again. */
  private static final OncePerJvm<TrainingWorker> WORKERS = new OncePerJvm<>();

  @Override
  public Iterator<WeightPiece> call(Integer number, Iterator<NumberedPlaylist> part)
      throws IOException {
    return WORKERS
        .get(training + " " + number, () -> worker(number, part))
        .train(round.value())
        .iterator();
  }

  private TrainingWorker worker(int number, Iterator<NumberedPlaylist> part) throws IOException {
    return TrainingWorker.of(
        TrainingInRounds.lstm(RecommenderEstimator.make(trainer)),
        (LstmRecommender) untrained.recommender(),
        NumberedPlaylist.playlists(part),
        number,
        TaskContext.get().cpus());
  }
}
