package dev.segue.springboot;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import java.io.OutputStream;

/** Has songs, and fails where it should score them. */
final class FailingRecommender implements SequenceRecommender {

  @Override
  public Catalogue catalogue() {
    return TestModel.RECOMMENDER.catalogue();
  }

  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  public ListeningSession newSession() {
    throw new IllegalStateException("out of order");
  }

  @Override
  public void save(OutputStream out) {
    throw new UnsupportedOperationException();
  }
}
