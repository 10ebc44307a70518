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

  /** Seconds since 1970: what sessions take for the time where their rows have none. */
  private final long asked;

  /** What a task has once its first row comes; the model stays open until it ends. */
  private transient @Nullable Opened opened;

  /**
   * A model in use.
   *
   * @param recommender the recommender
   * @param fresh a session that has heard nothing, and whose clock stands still
   * @param rules what a list may hold
   */
  private record Opened(
      SequenceRecommender recommender, ListeningSession fresh, RecommendationRules rules) {}

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
    Opened task = opened();
    Catalogue catalogue = task.recommender().catalogue();
    RowSongs played = new RowSongs(catalogue, songs);
    List<Long> seconds = times == null ? List.of() : seconds(times, played.size());
    if (unknownSongs != UnknownSongs.IGNORE) {
      List<String> unknown = played.unknown();
      if (!unknown.isEmpty()) {
        return emptyList(unknown, catalogue);
      }
    }
    ListeningSession session =
        snapshot == null
            ? task.fresh().copy()
            : task.recommender().restore(snapshot, InstantSource.fixed(now()));
    play(session, played, seconds);
    @Nullable Long last = seconds.isEmpty() ? null : seconds.get(seconds.size() - 1);
    return rows(at(session, time == null ? last : time).recommend(count, task.rules()), catalogue);
  }

  private Instant now() {
    return Instant.ofEpochSecond(asked);
  }

  private Opened opened() throws IOException {
    if (opened == null) {
      SequenceRecommender recommender = model.recommender();
      byte[] nothing = recommender.newSession().snapshot();
      opened =
          new Opened(
              recommender,
              recommender.restore(nothing, InstantSource.fixed(now())),
              RecommendationRules.parse(rules));
    }
    return opened;
  }

  static List<Long> seconds(Seq<Long> times, int songs) {
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

  private static void play(ListeningSession session, RowSongs songs, List<Long> seconds) {
    for (int position = 0; position < songs.size(); position++) {
      Optional<String> id = songs.id(position);
      if (id.isPresent()) {
        at(session, seconds.isEmpty() ? null : seconds.get(position)).play(id.get());
      }
    }
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
