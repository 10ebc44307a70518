package dev.segue.spark;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Evaluates the playlists of a partition, which are in memory meanwhile, 4 bytes a song and 4 more
 * with times. Returns the evaluation as bytes, which are none if there is nothing to predict.
 *
 * @param model the recommender, as executors open it
 * @param evaluator makes the evaluator of this task
 */
record PartEvaluation(BroadcastModel model, Function0<Evaluator> evaluator)
    implements MapPartitionsFunction<Row, byte[]> {

  @Override
  public Iterator<byte[]> call(Iterator<Row> rows) throws IOException {
    SequenceRecommender recommender = model.recommender();
    RowPlaylists playlists = new RowPlaylists(recommender.catalogue());
    rows.forEachRemaining(playlists::add);
    PlaylistDataset dataset = playlists.dataset();
    boolean hasTarget = dataset.playlists().anyMatch(each -> each.targets() > 0);
    return List.of(hasTarget ? evaluate(recommender, playlists, dataset).toBytes() : new byte[0])
        .iterator();
  }

  /** On one thread, since Spark runs as many tasks as there are cores. */
  private Evaluation evaluate(
      SequenceRecommender recommender, RowPlaylists playlists, PlaylistDataset dataset) {
    Evaluator numbered = ClusterEvaluator.make(evaluator).numbered(playlists::number);
    ForkJoinPool oneThread = new ForkJoinPool(1);
    try {
      return oneThread.invoke(ForkJoinTask.adapt(() -> numbered.evaluate(recommender, dataset)));
    } finally {
      oneThread.shutdown();
    }
  }
}
