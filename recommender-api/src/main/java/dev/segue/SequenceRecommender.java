package dev.segue;

import dev.segue.files.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * A trained recommender of the next song. Immutable; may be shared by threads. Each listener has a
 * {@link ListeningSession}.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="recommender"}
 */
public interface SequenceRecommender {

  /**
   * Returns the songs that can be played and recommended.
   *
   * @return the catalogue the recommender was trained on
   */
  Catalogue catalogue();

  /**
   * Returns whether the recommender defines a probability for every next song. If it does, its
   * scores are the natural logarithms of these probabilities, up to one constant per position: the
   * softmax of the scores is the distribution.
   *
   * @return true if scores are unnormalised log-probabilities
   */
  boolean probabilistic();

  /**
   * Returns whether scores depend on what the listener played before the session, and on the time.
   * If they do not, memories and times serve rules only.
   *
   * @return false, unless a recommender says otherwise
   */
  default boolean knowsTime() {
    return false;
  }

  /**
   * Starts a session for one listener who has heard nothing yet.
   *
   * @return a new session
   */
  ListeningSession newSession();

  /**
   * Starts a session for a listener whose earlier plays are known. All sessions of a listener share
   * one memory, and one thread at a time uses them.
   *
   * @param memory what the listener has played, over this recommender's catalogue; the session adds
   *     to it what it is told, and takes the time from its clock. The scores of a recommender that
   *     {@linkplain #knowsTime knows no time} ignore it
   * @return a new session
   * @throws IllegalArgumentException if the memory is of another catalogue
   */
  default ListeningSession newSession(ListenerMemory memory) {
    return newSession().copy(memory);
  }

  /**
   * Restores a session from a {@linkplain ListeningSession#snapshot snapshot}. A snapshot holds no
   * clock: the memory of the session, if it has one, takes the time from the system's.
   *
   * @param snapshot the snapshot of a session of this recommender
   * @return a session that has heard the same songs
   * @throws IllegalArgumentException if the bytes are not a snapshot, are damaged, are signed, or
   *     are of another recommender
   */
  default ListeningSession restore(byte[] snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    return SessionSnapshot.of(snapshot, this).onlyHistory().moveTo(newSession());
  }

  /**
   * Restores a session like {@link #restore(byte[])}, with a clock of the caller's.
   *
   * @param snapshot the snapshot of a session of this recommender
   * @param clock what the session takes for the time if the caller does not say
   * @return a session that has heard the same songs
   * @throws IllegalArgumentException if the bytes are not a snapshot, are damaged, are signed, or
   *     are of another recommender
   */
  default ListeningSession restore(byte[] snapshot, InstantSource clock) {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(clock, "clock");
    ListeningSession session = restore(snapshot);
    if (session.memory().isPresent()) {
      return session.copy(session.memory().get().copy(clock));
    }
    session.history().setClock(clock);
    return session;
  }

  /**
   * Restores a session from a {@linkplain ListeningSession#snapshot(SecretKey) signed snapshot},
   * which only whoever has the key can have made: for snapshots that are kept where others can
   * change them, such as in a listener's browser.
   *
   * @param snapshot the signed snapshot of a session of this recommender
   * @param key the key that it was signed with
   * @return a session that has heard the same songs
   * @throws IllegalArgumentException if the bytes are not a signed snapshot, were changed or signed
   *     with another key, or are of another recommender, or if the key is none for HmacSHA256
   */
  default ListeningSession restore(byte[] snapshot, SecretKey key) {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(key, "key");
    return restore(SignedSnapshot.verified(snapshot, key));
  }

  /**
   * Restores a session like {@link #restore(byte[], SecretKey)}, with a clock of the caller's.
   *
   * @param snapshot the signed snapshot of a session of this recommender
   * @param key the key that it was signed with
   * @param clock what the session takes for the time if the caller does not say
   * @return a session that has heard the same songs
   * @throws IllegalArgumentException as {@link #restore(byte[], SecretKey)} does
   */
  default ListeningSession restore(byte[] snapshot, SecretKey key, InstantSource clock) {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(clock, "clock");
    return restore(SignedSnapshot.verified(snapshot, key), clock);
  }

  /**
   * Goes on with a session of another recommender, such as this one before songs were added, or the
   * model before this one. Plays the songs that it has heard once more, without those that {@link
   * ListeningSession#play(Song)} cannot use, and skips those that it has skipped.
   *
   * <p>The memory comes with the session, as a copy over this recommender's catalogue, in which
   * every song stays, and with the same clock and zone. Other sessions of the listener join it by
   * {@link ListeningSession#copy(ListenerMemory)}.
   *
   * @param session the session, of any recommender; does not change
   * @return an independent session of this recommender, which has heard the same songs
   */
  default ListeningSession resume(ListeningSession session) {
    Objects.requireNonNull(session, "session");
    return session.history().resumeIn(newSession());
  }

  /**
   * Identifies the recommender in snapshots: a recommender restores only snapshots with its own
   * fingerprint.
   *
   * @return a text; the catalogue's fingerprint, unless sessions remember more than songs
   */
  default String fingerprint() {
    return catalogue().fingerprint();
  }

  /**
   * What the recommender was trained on, if whoever trained it has said so.
   *
   * @return what is known; {@link Provenance#unknown} for recommenders that do not remember it
   */
  default Provenance provenance() {
    return Provenance.unknown();
  }

  /**
   * Recommends what to play after some songs.
   *
   * @param songIds ids of the songs heard, oldest first; may be empty
   * @param count the maximum number of songs to recommend, 0 or more
   * @return the best songs, best first; fewer than {@code count} if the catalogue is smaller
   * @throws IllegalArgumentException if the catalogue lacks some of the songs (the message names
   *     them all), or the count is negative
   */
  default List<Recommendation> recommend(List<String> songIds, int count) {
    return after(songIds).recommend(count);
  }

  /**
   * Recommends what to play after some songs, under rules.
   *
   * @param songIds ids of the songs heard, oldest first; may be empty
   * @param count the maximum number of songs to recommend, 0 or more
   * @param rules what may be recommended
   * @return the best songs that the rules allow, best first; fewer than {@code count} if no more
   *     are allowed
   * @throws IllegalArgumentException if the catalogue lacks some of the songs (the message names
   *     them all), or the count is negative
   * @throws UnsupportedOperationException if the rules ask for {@linkplain
   *     RecommendationRules#diversity diversity} and the recommender has learnt no similarity of
   *     songs
   */
  default List<Recommendation> recommend(
      List<String> songIds, int count, RecommendationRules rules) {
    Objects.requireNonNull(songIds, "songIds");
    Objects.requireNonNull(rules, "rules");
    return after(songIds).recommend(count, rules);
  }

  private ListeningSession after(List<String> songIds) {
    catalogue().playlist(songIds); // names all unknown songs at once
    ListeningSession session = newSession();
    songIds.forEach(session::play);
    return session;
  }

  /**
   * Returns the similarity of two songs as the recommender has learnt it, independent of any
   * session.
   *
   * @param songId id of one song
   * @param otherId id of the other
   * @return from -1 to 1; 1 for a song and itself
   * @throws IllegalArgumentException if the catalogue lacks one of the songs
   * @throws UnsupportedOperationException if the recommender has learnt no similarity of songs
   */
  default double similarity(String songId, String otherId) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(otherId, "otherId");
    throw new UnsupportedOperationException(this + " has learnt no similarity of songs");
  }

  /**
   * Returns the songs most similar to a song.
   *
   * @param songId id of the song
   * @param count the maximum number of songs, 0 or more
   * @return the most {@linkplain #similarity similar} other songs, most similar first, ties in the
   *     catalogue's order; the score is the similarity; fewer than {@code count} if the catalogue
   *     is smaller
   * @throws IllegalArgumentException if the catalogue lacks the song, or the count is negative
   * @throws UnsupportedOperationException if the recommender has learnt no similarity of songs
   */
  default List<Recommendation> similarTo(String songId, int count) {
    Objects.requireNonNull(songId, "songId");
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
   * the length of the stream: it reads some playlists ahead and keeps their lists until the caller
   * takes them.
   *
   * @param playlists playlists over this recommender's catalogue; consumed and closed with the
   *     result
   * @param count the maximum number of songs to recommend, 0 or more
   * @param rules what may be recommended
   * @return for each playlist, in order, what {@link ListeningSession#recommend(int,
   *     RecommendationRules)} returns after its songs
   * @throws IllegalArgumentException if the count is negative; when the result is consumed, if a
   *     playlist holds a song that the catalogue lacks
   */
  default Stream<List<Recommendation>> recommendAll(
      Stream<Playlist> playlists, int count, RecommendationRules rules) {
    Objects.requireNonNull(playlists, "playlists");
    Objects.requireNonNull(rules, "rules");
    return BulkRecommendation.of(this, playlists, count, rules);
  }

  /**
   * Recommends what to play after each of many playlists, without rules.
   *
   * @param playlists playlists over this recommender's catalogue; consumed and closed with the
   *     result
   * @param count the maximum number of songs to recommend, 0 or more
   * @return for each playlist, in order, the best songs
   * @throws IllegalArgumentException if the count is negative; when the result is consumed, if a
   *     playlist holds a song that the catalogue lacks
   */
  default Stream<List<Recommendation>> recommendAll(Stream<Playlist> playlists, int count) {
    return recommendAll(playlists, count, RecommendationRules.none());
  }

  /**
   * Adds a listener that counts and times what sessions do.
   *
   * @param listener called for every song played and every list recommended, but not for bulk work
   * @return a recommender that otherwise does the same as this one
   */
  default SequenceRecommender withListener(ServingListener listener) {
    return new WatchedRecommender(this, listener);
  }

  /**
   * Scores every song of the catalogue as the next one, after each song of each playlist. Memory
   * does not grow with the length of the stream.
   *
   * @param playlists playlists over this recommender's catalogue; consumed, not closed
   * @param visitor receives the scores; several threads may call it at once, but each playlist has
   *     one thread, which visits its songs in order
   * @throws IllegalArgumentException if a playlist holds a song that the catalogue lacks
   */
  default void score(Stream<Playlist> playlists, ScoreVisitor visitor) {
    score(playlists, PlayHistory.of(catalogue(), Stream.empty()), visitor);
  }

  /**
   * Scores every song of the catalogue as the next one, after each song of each playlist, when what
   * its listener played before is known. Evaluation is built on this. Memory does not grow with the
   * length of the stream.
   *
   * <p>A playlist with times is scored as of the time of each next song, and after its last song as
   * of the time of that one. A recommender that {@linkplain #knowsTime knows no time} ignores times
   * and history.
   *
   * @param playlists playlists over this recommender's catalogue; consumed, not closed
   * @param history what their listeners have played, over this recommender's catalogue; only what
   *     was before a playlist counts
   * @param visitor receives the scores; several threads may call it at once, but each playlist has
   *     one thread, which visits its songs in order
   * @throws IllegalArgumentException if a playlist holds a song that the catalogue lacks
   */
  default void score(Stream<Playlist> playlists, PlayHistory history, ScoreVisitor visitor) {
    Objects.requireNonNull(playlists, "playlists");
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(visitor, "visitor");
    SessionScoring.run(this, playlists.iterator(), history, visitor);
  }

  /**
   * Writes the recommender to one file, whole or not at all: an older file of that name stays
   * unchanged until the new one is safely on disk.
   *
   * @param file the file to write
   * @throws IOException if it cannot be written
   */
  default void save(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    AtomicFiles.write(file, this::save);
  }

  /**
   * Writes the recommender as a model file to a stream, and leaves the stream open. {@link
   * dev.segue.model.ModelFile#recommender} reads it back, with the same scores.
   *
   * @param out the stream to write to
   * @throws IOException if it cannot be written
   */
  void save(OutputStream out) throws IOException;
}
