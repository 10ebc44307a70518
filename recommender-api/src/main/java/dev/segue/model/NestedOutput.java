package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A model file that is to lie in another one. It knows how deep, so that a recommender of
 * recommenders is refused before all of them are saved.
 */
final class NestedOutput extends ByteArrayOutputStream {

  private final int depth;

  private NestedOutput(int depth) {
    this.depth = depth;
  }

  /** The model file of a recommender, for one that is being written to a stream. */
  static byte[] save(SequenceRecommender recommender, OutputStream outer) throws IOException {
    int depth = (outer instanceof NestedOutput nested ? nested.depth : 0) + 1;
    if (depth > Header.MAX_DEPTH) {
      throw new IllegalStateException(
          "recommenders must be nested at most %d deep to be saved, was %d"
              .formatted(Header.MAX_DEPTH, depth));
    }
    NestedOutput output = new NestedOutput(depth);
    recommender.save(output);
    return output.toByteArray();
  }
}
