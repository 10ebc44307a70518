package dev.segue.spark;

import dev.segue.datasets.history.SessionRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Applies the minimums of {@link SessionRules} until nothing changes. Which songs are left decides
 * which sessions and listeners are, so only the songs go from round to round; and since every
 * minimum only ever takes away, the rounds end with what the in-process rules end with, though
 * these apply the minimums in another order.
 */
final class Minimums {

  private static final int MOST_ROUNDS = 100;

  private Minimums() {}

  /** What is left of sessions, which are as of {@link SessionCut#schema}. */
  static Dataset<Row> apply(Dataset<Row> sessions, SessionRules rules) {
    if (rules.minimumPlays() > 1) {
      return new SessionMinimums(rules, songsLeft(sessions, rules)).of(sessions);
    }
    return rules.minimumSongs() > 1 || rules.minimumSessions() > 1
        ? new SessionMinimums(rules, null).of(sessions)
        : sessions;
  }

  private static Broadcast<Set<String>> songsLeft(Dataset<Row> sessions, SessionRules rules) {
    Dataset<Row> onDisk = sessions.persist(StorageLevel.DISK_ONLY());
    try {
      Broadcast<Set<String>> songs =
          broadcast(sessions.sparkSession(), left(new SessionMinimums(rules, null), onDisk, rules));
      for (int round = 2; round <= MOST_ROUNDS; round++) {
        Set<String> left = left(new SessionMinimums(rules, songs), onDisk, rules);
        if (left.size() == songs.value().size()) {
          return songs;
        }
        songs.destroy();
        songs = broadcast(sessions.sparkSession(), left);
      }
      throw new IllegalStateException(
          "minimums must leave out no more songs within %d rounds, but %d songs are still left of"
                  .formatted(MOST_ROUNDS, songs.value().size())
              + " which some have fewer than %d plays".formatted(rules.minimumPlays()));
    } finally {
      onDisk.unpersist();
    }
  }

  private static Set<String> left(
      SessionMinimums minimums, Dataset<Row> sessions, SessionRules rules) {
    return playedOften(minimums.of(sessions), rules.minimumPlays());
  }

  /** The songs that sessions play often enough. */
  static Set<String> playedOften(Dataset<Row> sessions, int minimumPlays) {
    List<String> songs =
        plays(sessions)
            .where(functions.col("plays").geq(minimumPlays))
            .select("song")
            .as(Encoders.STRING())
            .collectAsList();
    return new HashSet<>(songs);
  }

  /** How often sessions play each song. */
  static Dataset<Row> plays(Dataset<Row> sessions) {
    return sessions
        .select(functions.explode(functions.col("songs")).as("song"))
        .groupBy("song")
        .agg(functions.count("*").as("plays"));
  }

  static Broadcast<Set<String>> broadcast(SparkSession session, Set<String> songs) {
    return JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(songs);
  }
}
