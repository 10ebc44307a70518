package dev.segue.spark;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The models that this JVM has opened: each once, whichever task asks for it first. One that no
 * task uses is let go when memory is short, so that the models of a long pipeline do not pile up,
 * and opened again if it is asked for. Any number of threads.
 */
final class OpenModels {

  private static final ConcurrentHashMap<String, OpenModels> BY_FINGERPRINT =
      new ConcurrentHashMap<>();

  /** How many models were opened, for tests. */
  static final AtomicInteger OPENED = new AtomicInteger();

  private @Nullable SoftReference<SequenceRecommender> opened;

  private OpenModels() {}

  /** Reads a model. */
  interface Source {
    SequenceRecommender open() throws IOException;
  }

  /** Returns the model with a fingerprint; others wait only if they ask for the same. */
  static SequenceRecommender get(String fingerprint, Source source) throws IOException {
    return BY_FINGERPRINT.computeIfAbsent(fingerprint, any -> new OpenModels()).get(source);
  }

  private synchronized SequenceRecommender get(Source source) throws IOException {
    @Nullable SequenceRecommender recommender = opened == null ? null : opened.get();
    if (recommender == null) {
      recommender = source.open();
      OPENED.incrementAndGet();
      opened = new SoftReference<>(recommender);
    }
    return recommender;
  }
}
