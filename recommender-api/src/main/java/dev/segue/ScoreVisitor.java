package dev.segue;

/**
 * Receives the scores of every song as the next one, position by position. Several threads may call
 * it at once, but each playlist has one thread; see {@link SequenceRecommender#score}.
 */
@FunctionalInterface
public interface ScoreVisitor {

  /**
   * Called with the scores after the first songs of a playlist.
   *
   * @param playlist the number of the playlist in the stream, from 0
   * @param heard how many of its songs have been heard, from 1 to its size
   * @param scores the score of each song of the catalogue as the next one; valid only during the
   *     call
   */
  void visit(long playlist, int heard, Scores scores);
}
