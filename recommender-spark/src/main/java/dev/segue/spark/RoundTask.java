package dev.segue.spark;

import dev.segue.Trainer;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.dl4j.TrainingRound;
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
 * @param trainer makes the trainer
 * @param untrained what workers know but for their playlists and the round
 * @param round what all begin with
 */
record RoundTask(
    Function0<Trainer<?>> trainer, BroadcastModel untrained, Broadcast<TrainingRound> round)
    implements Function2<Integer, Iterator<NumberedPlaylist>, Iterator<WeightPiece>> {

  @Override
  public Iterator<WeightPiece> call(Integer worker, Iterator<NumberedPlaylist> part)
      throws IOException {
    LstmTrainer settings = TrainingInRounds.lstm(RecommenderEstimator.make(trainer));
    LstmRecommender recommender = (LstmRecommender) untrained.recommender();
    return round
        .value()
        .train(
            settings,
            recommender,
            NumberedPlaylist.playlists(part),
            worker,
            TaskContext.get().cpus())
        .iterator();
  }
}
