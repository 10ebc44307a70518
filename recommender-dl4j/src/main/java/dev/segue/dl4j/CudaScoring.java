package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.ScoreVisitor;
import dev.segue.SequenceRecommender;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;

/**
 * A recommender whose playlists are scored on a device, for the validation of its training.
 *
 * @param recommender which does all else
 * @param scorer that has taken its network
 */
record CudaScoring(LstmRecommender recommender, CudaScorer scorer) implements SequenceRecommender {

  @Override
  public void score(Stream<Playlist> playlists, PlayHistory history, ScoreVisitor visitor) {
    scorer.score(playlists, history, visitor);
  }

  @Override
  public Catalogue catalogue() {
    return recommender.catalogue();
  }

  @Override
  public boolean probabilistic() {
    return recommender.probabilistic();
  }

  @Override
  public boolean knowsTime() {
    return recommender.knowsTime();
  }

  @Override
  public ListeningSession newSession() {
    return recommender.newSession();
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    return recommender.newSession(memory);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    recommender.save(out);
  }
}
