package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects a model file nested in another one. Knows its depth, so that recommenders nested too
 * deep are refused before all of them are saved.
 */
final class NestedOutput extends ByteArrayOutputStream {

  private final int depth;

  private NestedOutput(int depth) {
    this.depth = depth;
  }

  /** Saves a recommender as bytes, to be nested in the model file written to a stream. */
  static byte[] save(SequenceRecommender recommender, OutputStream outer) throws IOException {
    int depth = (outer instanceof NestedOutput nested ? nested.depth : 0) + 1;
    if (depth > Header.MAX_DEPTH) {
      throw new IllegalStateException(
          "recommenders must be nested at most %d deep to be saved, but are %d deep"
              .formatted(Header.MAX_DEPTH, depth));
    }
    NestedOutput output = new NestedOutput(depth);
    recommender.save(output);
    return output.toByteArray();
  }
}
