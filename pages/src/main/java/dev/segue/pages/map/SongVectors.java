package dev.segue.pages.map;

import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.Scores;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import java.util.List;

/**
 * The songs of a recommender that are most likely at the start of a session, most likely first, and
 * the direction of the vector of each. Immutable; shared by threads.
 */
public final class SongVectors {

  /** What a page can hold. */
  private static final int MAX_SONGS = 10_000;

  private final List<Song> songs;

  /** {@code [songs][size]}: vectors of length 1, or 0. */
  private final float[][] directions;

  private SongVectors(List<Song> songs, float[][] directions) {
    this.songs = songs;
    this.directions = directions;
  }

  /**
   * Takes the songs of a recommender.
   *
   * @param recommender which has learnt them
   * @return its songs: 10,000 at most
   */
  public static SongVectors of(LstmRecommender recommender) {
    ListeningSession session = recommender.newSession();
    List<Song> songs =
        session.recommend(Math.min(MAX_SONGS, recommender.catalogue().size())).stream()
            .map(Recommendation::song)
            .toList();
    return new SongVectors(
        songs,
        songs.stream()
            .map(song -> direction(recommender.vector(song.id())))
            .toArray(float[][]::new));
  }

  private static float[] direction(float[] vector) {
    double length = Math.sqrt(product(vector, vector));
    float[] direction = new float[vector.length];
    if (length > 0) {
      for (int i = 0; i < vector.length; i++) {
        direction[i] = (float) (vector[i] / length);
      }
    }
    return direction;
  }

  private static double product(float[] one, float[] other) {
    float product = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
    }
    return product;
  }

  /**
   * Returns the songs.
   *
   * @return most likely first: 10,000 at most
   */
  public List<Song> songs() {
    return songs;
  }

  /**
   * Returns where the vectors point.
   *
   * @return {@code [songs][size]}: the vector of each divided by its length; not to be changed
   */
  public float[][] directions() {
    return directions;
  }

  /**
   * Returns the songs most similar to one.
   *
   * @param song its place among the songs
   * @param count how many, at most
   * @return their places, the most similar first
   */
  public List<Integer> similar(int song, int count) {
    float[] similarities = new float[songs.size()];
    for (int other = 0; other < similarities.length; other++) {
      similarities[other] = (float) product(directions[song], directions[other]);
    }
    similarities[song] = Float.NEGATIVE_INFINITY;
    return Scores.of(similarities)
        .best(count)
        .filter(other -> other != song) // of fewer songs than that
        .boxed()
        .toList();
  }
}
