package dev.segue.spark;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** The recommender of a model and its copies, in the driver, broadcast once to each cluster. */
final class SharedRecommender {

  private final SequenceRecommender recommender;
  private WeakReference<SparkContext> cluster = new WeakReference<>(null);
  private @Nullable BroadcastModel broadcast;

  SharedRecommender(SequenceRecommender recommender) {
    this.recommender = recommender;
  }

  SequenceRecommender recommender() {
    return recommender;
  }

  /** Returns the model on a cluster. When nothing holds it any more, Spark removes it there. */
  synchronized BroadcastModel in(SparkContext context) {
    @Nullable BroadcastModel sent = cluster.refersTo(context) ? broadcast : null;
    if (sent == null) {
      try {
        sent = BroadcastModel.of(recommender, context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      broadcast = sent;
      cluster = new WeakReference<>(context);
    }
    return sent;
  }
}
