package dev.segue.server;

import dev.segue.Catalogue;
import dev.segue.SequenceRecommender;
import dev.segue.server.search.SongSearch;
import java.time.Duration;

/**
 * A model that is served. Immutable; shared by threads.
 *
 * @param kind of the model, as its file names it
 * @param recommender the model
 * @param search among its songs
 */
record ServedModel(String kind, SequenceRecommender recommender, SongSearch search) {

  /** The pause after which a session ends, if the model does not say how its own were cut. */
  private static final Duration SESSION_GAP = Duration.ofMinutes(30);

  Catalogue catalogue() {
    return recommender.catalogue();
  }

  /** The longest pause within a session, as in the sessions that the model has learnt from. */
  Duration sessionGap() {
    return recommender.provenance().sessionGap().orElse(SESSION_GAP);
  }
}
