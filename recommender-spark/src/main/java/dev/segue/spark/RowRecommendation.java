package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.quotation.Quotation;
import dev.segue.spark.RecommenderParams.UnknownSongs;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes the list of one row, by a session on the thread of the task. Its arguments are the songs,
 * when each began, the time for which the list is, and a snapshot; times are seconds since 1970.
 *
 * <p>Nothing in it is by chance or by the clock of an executor: a task that is repeated gives the
 * same lists.
 */
final class RowRecommendation implements UDF4<Seq<?>, Seq<Long>, Long, byte[], Row[]> {

  private static final long serialVersionUID = 1;

  private final BroadcastModel model;
  private final int count;
  private final String rules;
  private final UnknownSongs unknownSongs;
  private final boolean numericIds;

  /** Seconds since 1970: what a restored session takes for the time if its row has none. */
  private final long asked;

  /** Of this task, so that the model stays open until its end. */
  private transient @Nullable SequenceRecommender recommender;

  private transient @Nullable RecommendationRules parsed;

  RowRecommendation(
      BroadcastModel model,
      int count,
      String rules,
      UnknownSongs unknownSongs,
      boolean numericIds,
      long asked) {
    this.model = model;
    this.count = count;
    this.rules = rules;
    this.unknownSongs = unknownSongs;
    this.numericIds = numericIds;
    this.asked = asked;
  }

  @Override
  public Row @Nullable [] call(
      @Nullable Seq<?> songs,
      @Nullable Seq<Long> times,
      @Nullable Long time,
      byte @Nullable [] snapshot)
      throws IOException {
    if (songs == null) {
      return null;
    }
    Catalogue catalogue = recommender().catalogue();
    RowSongs played = new RowSongs(catalogue, songs);
    List<Long> seconds = times == null ? List.of() : seconds(times, played.size());
    if (unknownSongs != UnknownSongs.IGNORE) {
      List<String> unknown = played.unknown();
      if (!unknown.isEmpty()) {
        return emptyList(unknown, catalogue);
      }
    }
    ListeningSession session = session(recommender(), snapshot);
    play(session, played, seconds);
    return rows(list(session, time, seconds), catalogue);
  }

  private SequenceRecommender recommender() throws IOException {
    if (recommender == null) {
      recommender = model.recommender();
      parsed = RecommendationRules.parse(rules);
    }
    return recommender;
  }

  private static List<Long> seconds(Seq<Long> times, int songs) {
    List<Long> seconds = CollectionConverters.asJava(times);
    if (seconds.size() != songs) {
      throw new IllegalArgumentException(
          "there must be a time for each of the %d songs, but there are %d"
              .formatted(songs, seconds.size()));
    }
    if (seconds.contains(null)) {
      throw new IllegalArgumentException(
          "there must be a time for each of the %d songs, but that of the song at place %d is null"
              .formatted(songs, seconds.indexOf(null)));
    }
    return seconds;
  }

  private Row[] emptyList(List<String> unknown, Catalogue catalogue) {
    if (unknownSongs == UnknownSongs.FAIL) {
      throw new IllegalArgumentException(
          "songs must be in the catalogue of %d songs, but these are not: %s"
              .formatted(catalogue.size(), Quotation.quoteAll(unknown)));
    }
    return new Row[0];
  }

  private ListeningSession session(SequenceRecommender recommender, byte @Nullable [] snapshot) {
    return snapshot == null
        ? recommender.newSession()
        : recommender.restore(snapshot, InstantSource.fixed(Instant.ofEpochSecond(asked)));
  }

  private static void play(ListeningSession session, RowSongs songs, List<Long> seconds) {
    for (int position = 0; position < songs.size(); position++) {
      Optional<String> id = songs.id(position);
      if (id.isPresent()) {
        at(session, seconds.isEmpty() ? null : seconds.get(position)).play(id.get());
      }
    }
  }

  private List<Recommendation> list(
      ListeningSession session, @Nullable Long time, List<Long> seconds) {
    @Nullable Long last = seconds.isEmpty() ? null : seconds.get(seconds.size() - 1);
    return at(session, time == null ? last : time)
        .recommend(count, Objects.requireNonNull(parsed, "parsed with the model"));
  }

  private static ListeningSession at(ListeningSession session, @Nullable Long second) {
    return second == null ? session : session.at(Instant.ofEpochSecond(second));
  }

  private Row[] rows(List<Recommendation> list, Catalogue catalogue) {
    return list.stream()
        .map(
            each ->
                numericIds
                    ? RowFactory.create(
                        catalogue.index(each.song().id()).orElseThrow(), (float) each.score())
                    : RowFactory.create(each.song().id(), each.score()))
        .toArray(Row[]::new);
  }
}
