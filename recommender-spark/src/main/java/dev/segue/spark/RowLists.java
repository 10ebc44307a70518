package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.quotation.Quotation;
import dev.segue.spark.RecommenderParams.UnknownSongs;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Makes the lists of a task as the params of a model say, each by a session on its thread. */
final class RowLists implements Serializable {

  private static final long serialVersionUID = 1;

  private final BroadcastModel model;
  private final int count;
  private final String rules;
  private final UnknownSongs unknownSongs;
  private final boolean numericIds;

  /** What a task has once its first row comes; the model stays open until it ends. */
  private transient @Nullable Opened opened;

  /**
   * A model in use.
   *
   * @param recommender the recommender
   * @param rules what a list may hold
   */
  private record Opened(SequenceRecommender recommender, RecommendationRules rules) {}

  RowLists(
      BroadcastModel model,
      int count,
      String rules,
      UnknownSongs unknownSongs,
      boolean numericIds) {
    this.model = model;
    this.count = count;
    this.rules = rules;
    this.unknownSongs = unknownSongs;
    this.numericIds = numericIds;
  }

  private Opened opened() throws IOException {
    if (opened == null) {
      opened = new Opened(model.recommender(), RecommendationRules.parse(rules));
    }
    return opened;
  }

  /** Returns what tells this model from others, before it is opened. */
  String fingerprint() {
    return model.fingerprint();
  }

  Catalogue catalogue() throws IOException {
    return opened().recommender().catalogue();
  }

  /** Returns a session that has heard nothing, and whose clock stands still. */
  ListeningSession newSession(Instant now) throws IOException {
    return restore(opened().recommender().newSession().snapshot(), now);
  }

  /** Returns a session that goes on from a snapshot, and whose clock stands still. */
  ListeningSession restore(byte[] snapshot, Instant now) throws IOException {
    return opened().recommender().restore(snapshot, InstantSource.fixed(now));
  }

  /**
   * Returns whether songs have an empty list, because the catalogue lacks some of them.
   *
   * @throws IllegalArgumentException if they are to fail instead
   */
  boolean isEmptyFor(RowSongs songs) throws IOException {
    if (unknownSongs == UnknownSongs.IGNORE) {
      return false;
    }
    List<String> unknown = songs.unknown();
    if (unknownSongs == UnknownSongs.FAIL && !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "songs must be in the catalogue of %d songs, but these are not: %s"
              .formatted(catalogue().size(), Quotation.quoteAll(unknown)));
    }
    return !unknown.isEmpty();
  }

  /** Returns the list of a session, a row for each song. */
  Row[] of(ListeningSession session) throws IOException {
    Catalogue catalogue = catalogue();
    return session.recommend(count, opened().rules()).stream()
        .map(
            each ->
                numericIds
                    ? RowFactory.create(
                        catalogue.index(each.song().id()).orElseThrow(), (float) each.score())
                    : RowFactory.create(each.song().id(), each.score()))
        .toArray(Row[]::new);
  }
}
