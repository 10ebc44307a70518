package dev.segue;

import dev.segue.files.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A trained recommender that knows which song comes next. Immutable; may be shared by threads. Each
 * listener gets a {@link ListeningSession} of their own.
 */
public interface SequenceRecommender {

  /**
   * The songs that can be played and recommended.
   *
   * @return the catalogue the recommender was trained on
   */
  Catalogue catalogue();

  /**
   * Whether the recommender defines a probability for every next song. If it does, its scores are
   * natural logarithms of these probabilities up to one constant per position, so that the softmax
   * of the scores is the distribution.
   *
   * @return true if scores are unnormalised log-probabilities
   */
  boolean probabilistic();

  /**
   * Starts a session for one listener who has heard nothing yet.
   *
   * @return a new session
   */
  ListeningSession newSession();

  /**
   * Goes on where a session was when its {@linkplain ListeningSession#snapshot snapshot} was taken.
   *
   * @param snapshot of a session of this recommender
   * @return a session that has heard the same
   * @throws IllegalArgumentException if the bytes are no snapshot, are damaged, or are of another
   *     recommender
   */
  default ListeningSession restore(byte[] snapshot) {
    ListeningSession session = newSession();
    SessionSnapshot.of(snapshot, this).heard().forEach(session::play);
    return session;
  }

  /**
   * Tells recommenders apart whose sessions cannot go on from each other's snapshots.
   *
   * @return a text; that of the catalogue, unless sessions have more to remember than songs
   */
  default String fingerprint() {
    return catalogue().fingerprint();
  }

  /**
   * Recommends what to play after some songs.
   *
   * @param songIds ids of the songs heard, oldest first; may be empty
   * @param count how many songs to recommend at the most, 0 or more
   * @return the best songs, best first; fewer than {@code count} if the catalogue is smaller
   * @throws IllegalArgumentException if the catalogue lacks some of the songs (the message names
   *     them all), or the count is negative
   */
  default List<Recommendation> recommend(List<String> songIds, int count) {
    catalogue().playlist(songIds); // names all unknown songs at once
    ListeningSession session = newSession();
    songIds.forEach(session::play);
    return session.recommend(count);
  }

  /**
   * How alike two songs are, by what the recommender has learnt of them, whatever else was heard.
   *
   * @param songId id of one song
   * @param otherId id of the other
   * @return from -1 to 1, which a song is to itself
   * @throws IllegalArgumentException if the catalogue lacks one of the songs
   * @throws UnsupportedOperationException if the recommender has learnt nothing that tells how
   *     alike songs are
   */
  default double similarity(String songId, String otherId) {
    throw new UnsupportedOperationException(this + " does not know how alike songs are");
  }

  /**
   * The songs that are most like a song.
   *
   * @param songId id of the song
   * @param count how many songs at the most, 0 or more
   * @return the most {@linkplain #similarity similar} other songs, most similar first, equal ones
   *     in the catalogue's order; the score is the similarity; fewer than {@code count} if the
   *     catalogue is smaller
   * @throws IllegalArgumentException if the catalogue lacks the song, or the count is negative
   * @throws UnsupportedOperationException if the recommender has learnt nothing that tells how
   *     alike songs are
   */
  default List<Recommendation> similarTo(String songId, int count) {
    int song = catalogue().playlist(List.of(songId)).song(0);
    float[] similarities = new float[catalogue().size()];
    for (int other = 0; other < similarities.length; other++) {
      similarities[other] =
          other == song
              ? Float.NEGATIVE_INFINITY
              : (float) similarity(songId, catalogue().song(other).id());
    }
    return Scores.of(similarities).best(count, catalogue()).stream()
        .filter(each -> !each.song().id().equals(songId))
        .toList();
  }

  /**
   * Recommends what to play after each of many playlists, on all cores. Memory does not grow with
   * the length of the stream: some playlists are read ahead, and their lists wait until they are
   * taken.
   *
   * @param playlists playlists of this recommender's catalogue; consumed as the result is, and
   *     closed with it
   * @param count how many songs to recommend at the most, 0 or more
   * @param rules what may be recommended
   * @return for each playlist, in order, what {@link ListeningSession#recommend(int,
   *     RecommendationRules)} gives who has heard it
   * @throws IllegalArgumentException if the count is negative; as the result is consumed, if a
   *     playlist holds a song that the catalogue lacks
   */
  default Stream<List<Recommendation>> recommendAll(
      Stream<Playlist> playlists, int count, RecommendationRules rules) {
    return BulkRecommendation.of(this, playlists, count, rules);
  }

  /**
   * Recommends what to play after each of many playlists, without rules.
   *
   * @param playlists as above
   * @param count how many songs to recommend at the most, 0 or more
   * @return for each playlist, in order, the best songs
   * @throws IllegalArgumentException as above
   */
  default Stream<List<Recommendation>> recommendAll(Stream<Playlist> playlists, int count) {
    return recommendAll(playlists, count, RecommendationRules.none());
  }

  /**
   * This recommender with somebody who watches it serve, to count and time what its sessions do.
   *
   * @param listener is told of every song played and every list recommended, but of no work in bulk
   * @return a recommender that does the same as this one
   */
  default SequenceRecommender withListener(ServingListener listener) {
    return new WatchedRecommender(this, listener);
  }

  /**
   * Scores every song of the catalogue as the next one, after each song of each playlist: what bulk
   * work and evaluation are made of. Memory does not grow with the length of the stream.
   *
   * @param playlists playlists of this recommender's catalogue; consumed, not closed
   * @param visitor is shown the scores; may be called by several threads at once, but for one
   *     playlist by one thread in the order of the songs
   * @throws IllegalArgumentException if a playlist holds a song that the catalogue lacks
   */
  default void score(Stream<Playlist> playlists, ScoreVisitor visitor) {
    SessionScoring.run(this, playlists.iterator(), visitor);
  }

  /**
   * Writes the recommender to one file. The file appears whole or not at all: an older file of that
   * name stays as it was until the new one is safely on disk.
   *
   * @param file where to
   * @throws IOException if it cannot be written
   */
  default void save(Path file) throws IOException {
    AtomicFiles.write(file, this::save);
  }

  /**
   * Writes the recommender as a model file to a stream, which stays open. {@link
   * dev.segue.model.ModelFile#recommender} gives it back, with the same scores.
   *
   * @param out where to
   * @throws IOException if it cannot be written
   */
  void save(OutputStream out) throws IOException;
}
