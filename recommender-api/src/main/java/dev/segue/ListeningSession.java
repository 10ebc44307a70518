package dev.segue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.crypto.SecretKey;

/**
 * The session of one listener: remembers the songs heard and recommends the next. Cheap to make;
 * owns its state. One thread at a time may use a session; any number of sessions may share one
 * recommender.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="session"}
 *
 * <p>A song heard is a play. A song that the listener ended by going on to the next is a skip, and
 * no play. A song may be liked; a song or an artist may be banned, and is then in no list.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="skips"}
 *
 * <p>To write your own recommender, implement {@link #recommender}, {@link #history}, {@link #at},
 * {@link #play(String)} and {@link #scores}.
 */
public interface ListeningSession {

  /** What to do about a song that the recommender does not know. */
  enum UnknownSong {
    /** Throw an {@link IllegalArgumentException} that names the song. */
    FAIL,
    /** Go on as if it had not been played. */
    IGNORE
  }

  /**
   * Returns the recommender that serves this session.
   *
   * @return the recommender
   */
  SequenceRecommender recommender();

  /**
   * Returns what this session remembers, whatever its recommender does with it.
   *
   * @return the history, which belongs to the session: tell it nothing yourself
   */
  SessionHistory history();

  /**
   * Adds a song that the listener has heard.
   *
   * @param songId the song's id
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  ListeningSession play(String songId);

  /**
   * Adds a song that the listener has heard. If the catalogue lacks it, some recommenders can still
   * use its artist and tags.
   *
   * @param song the song
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song and the
   *     recommender cannot use its artist and tags
   */
  default ListeningSession play(Song song) {
    Objects.requireNonNull(song, "song");
    return play(song.id());
  }

  /**
   * Adds a song that the listener has heard, if the recommender's catalogue has it.
   *
   * @param songId the song's id
   * @param unknown what to do if the catalogue lacks the song
   * @return this session
   * @throws IllegalArgumentException if the catalogue lacks the song and {@code unknown} is {@link
   *     UnknownSong#FAIL}
   */
  default ListeningSession play(String songId, UnknownSong unknown) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(unknown, "unknown");
    boolean ignored =
        recommender().catalogue().index(songId).isEmpty() && unknown == UnknownSong.IGNORE;
    return ignored ? this : play(songId);
  }

  /**
   * Adds a song that the listener has heard, if {@link #play(Song)} can use it.
   *
   * @param song the song
   * @param unknown what to do if the recommender cannot use the song
   * @return this session
   * @throws IllegalArgumentException if the recommender cannot use the song and {@code unknown} is
   *     {@link UnknownSong#FAIL}
   */
  default ListeningSession play(Song song, UnknownSong unknown) {
    Objects.requireNonNull(song, "song");
    return play(song.id(), unknown);
  }

  /**
   * Adds a song that the listener skipped: ended by going on to the next. It is no play, and no
   * song {@link #heard}.
   *
   * @param songId the song's id
   * @param heard how long it was heard, zero or more
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song, or the duration
   *     is negative
   */
  default ListeningSession skip(String songId, Duration heard) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(heard, "heard");
    Catalogue catalogue = recommender().catalogue();
    history().skip(catalogue.song(catalogue.playlist(List.of(songId)).song(0)), heard);
    return this;
  }

  /**
   * Adds a song that the listener skipped, if it is not known how long it was heard.
   *
   * @param songId the song's id
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default ListeningSession skip(String songId) {
    return skip(songId, Duration.ZERO);
  }

  /**
   * Adds a song that the listener skipped. If the catalogue lacks it, the session remembers it.
   *
   * @param song the song
   * @param heard how long it was heard, zero or more
   * @return this session
   * @throws IllegalArgumentException if the duration is negative
   */
  default ListeningSession skip(Song song, Duration heard) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(heard, "heard");
    if (recommender().catalogue().index(song.id()).isPresent()) {
      return skip(song.id(), heard);
    }
    history().skip(song, heard);
    return this;
  }

  /**
   * Has a play count as {@link ListenerMemory#LIKE_PLAYS} plays in the listener's memory, because
   * the listener likes the song. Plays the song, unless it is the last one heard.
   *
   * @param songId the song's id
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default ListeningSession like(String songId) {
    Objects.requireNonNull(songId, "songId");
    Catalogue catalogue = recommender().catalogue();
    return like(catalogue.song(catalogue.playlist(List.of(songId)).song(0)));
  }

  /**
   * Has a play count as {@link ListenerMemory#LIKE_PLAYS} plays in the listener's memory, because
   * the listener likes the song. Plays the song, unless it is the last one heard.
   *
   * @param song the song
   * @return this session
   * @throws IllegalArgumentException if {@link #play(Song)} cannot use the song
   */
  default ListeningSession like(Song song) {
    Objects.requireNonNull(song, "song");
    List<Song> heard = heard();
    if (heard.isEmpty() || !heard.get(heard.size() - 1).id().equals(song.id())) {
      play(song);
    }
    history().like(song);
    return this;
  }

  /**
   * Bans a song: no list and no continuation of a session with this memory holds it, whatever the
   * rules. {@link #scores} do not change.
   *
   * @param songId the song's id; the catalogue need not have it
   * @return this session
   */
  default ListeningSession ban(String songId) {
    history().remembered().ban(songId);
    return this;
  }

  /**
   * Bans the songs of an artist like {@link #ban}: those with the same {@linkplain
   * Catalogue#leadArtist(Song) lead artist}.
   *
   * @param artist the artist, as songs have it
   * @return this session
   * @throws IllegalArgumentException if the artist is unknown, such as the empty string
   */
  default ListeningSession banArtist(String artist) {
    history().remembered().banArtist(artist);
    return this;
  }

  /**
   * Lifts the ban of a song; does nothing if there is none.
   *
   * @param songId the song's id
   * @return this session
   */
  default ListeningSession unban(String songId) {
    history().remembered().unban(songId);
    return this;
  }

  /**
   * Lifts the ban of an artist; does nothing if there is none.
   *
   * @param artist the artist
   * @return this session
   */
  default ListeningSession unbanArtist(String artist) {
    history().remembered().unbanArtist(artist);
    return this;
  }

  /**
   * Returns this session as it is at a time: songs are played and recommended as if the clock
   * showed it. Both are one session, and one thread at a time uses them. The session of a
   * recommender that knows no time takes it for its memory and for rules.
   *
   * @param now the time, to the second; one before the last play counts as that of the last play
   * @return this session at that time: one that shares all its state, with {@code
   *     history().at(now)}
   */
  ListeningSession at(Instant now);

  /**
   * Returns what time it is for this session.
   *
   * @return the time of {@link #at}, or that of the memory's clock; empty if the session has no
   *     memory
   */
  default Optional<Instant> now() {
    return history().now();
  }

  /**
   * Adds a song that the listener heard at a time; the same as {@code at(time).play(songId)}.
   *
   * @param songId the song's id
   * @param time when it began, to the second
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default ListeningSession play(String songId, Instant time) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(time, "time");
    at(time).play(songId);
    return this;
  }

  /**
   * Adds a song that the listener heard at a time; the same as {@code at(time).play(song)}.
   *
   * @param song the song
   * @param time when it began, to the second
   * @return this session
   * @throws IllegalArgumentException if {@link #play(Song)} cannot use the song
   */
  default ListeningSession play(Song song, Instant time) {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(time, "time");
    at(time).play(song);
    return this;
  }

  /**
   * Returns what is remembered of the listener across sessions.
   *
   * @return the memory, which this session shares; empty if it was started without one and has not
   *     been told a time yet
   */
  default Optional<ListenerMemory> memory() {
    return history().memory();
  }

  /**
   * Returns the songs that the listener has heard.
   *
   * @return the songs, oldest first; an immutable view, which later calls do not change
   */
  default List<Song> heard() {
    return history().heard();
  }

  /**
   * Returns an independent session that has heard the same songs.
   *
   * @return a session in the same state
   */
  default ListeningSession copy() {
    return history().copyTo(recommender().newSession());
  }

  /**
   * Returns an independent session that has heard the same songs, but shares a memory. So a
   * restored session joins the other sessions of its listener: {@code
   * recommender.restore(bytes).copy(memory)}. Bans are those of the memory.
   *
   * @param memory what the listener has played, over the recommender's catalogue; not changed until
   *     the session is told a song
   * @return a session in the same state, with this memory
   * @throws IllegalArgumentException if the memory is of another catalogue
   */
  default ListeningSession copy(ListenerMemory memory) {
    return history().copyTo(recommender().newSession(), memory);
  }

  /**
   * Returns the session's state as bytes for the caller to store. {@link
   * SequenceRecommender#restore} resumes the session, in this process or another.
   *
   * @return the bytes: a few per song heard or skipped, the recommender's state of the listener,
   *     and 28 per song in memory
   */
  default byte[] snapshot() {
    return new SessionSnapshot(history(), new float[0]).toBytes(recommender());
  }

  /**
   * Returns the session's state as bytes like {@link #snapshot()}, signed so that nobody without
   * the key can make or change them. They are not encrypted, and an older snapshot of a listener
   * stays valid. {@link SequenceRecommender#restore(byte[], SecretKey)} resumes the session.
   *
   * @param key a key for HmacSHA256, of 32 random bytes or more
   * @return the bytes: 36 more than those of {@link #snapshot()}
   * @throws IllegalArgumentException if the key is none for HmacSHA256
   */
  default byte[] snapshot(SecretKey key) {
    Objects.requireNonNull(key, "key");
    return SignedSnapshot.sign(snapshot(), key);
  }

  /**
   * Returns the score of every song as the next one.
   *
   * @return the scores by index in the catalogue; later calls do not change them
   */
  Scores scores();

  /**
   * Recommends what to play next. Ranks songs heard already like any other.
   *
   * @param count the maximum number of songs, 0 or more
   * @return the best songs that are not banned, best first, ties in the catalogue's order; fewer
   *     than {@code count} if there are no more
   * @throws IllegalArgumentException if the count is negative
   */
  default List<Recommendation> recommend(int count) {
    return recommend(count, RecommendationRules.none());
  }

  /**
   * Returns the best songs by score, whatever rules and bans say. For whoever writes a recommender
   * that finds them faster than by {@link #scores}; others ask {@link #recommend(int)}.
   *
   * @param count the maximum number of songs, 0 or more
   * @return the best songs, best first, ties in the catalogue's order; fewer than {@code count} if
   *     the catalogue is smaller
   * @throws IllegalArgumentException if the count is negative
   */
  default List<Recommendation> best(int count) {
    return scores().best(count, recommender().catalogue());
  }

  /**
   * Recommends what to play at a time, under rules; the same as {@code at(now).recommend(count,
   * rules)}.
   *
   * @param count the maximum number of songs, 0 or more
   * @param rules what may be recommended
   * @param now the time, to the second
   * @return the best songs that the rules allow, best first, ties in the catalogue's order; fewer
   *     than {@code count} if the rules allow no more
   * @throws IllegalArgumentException if the count is negative
   * @throws UnsupportedOperationException if the rules ask for {@linkplain
   *     RecommendationRules#diversity diversity} and the recommender has learnt no similarity of
   *     songs
   */
  default List<Recommendation> recommend(int count, RecommendationRules rules, Instant now) {
    Objects.requireNonNull(rules, "rules");
    return at(now).recommend(count, rules);
  }

  /**
   * Recommends what to play next under rules.
   *
   * @param count the maximum number of songs, 0 or more
   * @param rules what may be recommended
   * @return the best songs that the rules allow, best first, ties in the catalogue's order; fewer
   *     than {@code count} if the rules allow no more
   * @throws IllegalArgumentException if the count is negative
   * @throws UnsupportedOperationException if the rules ask for {@linkplain
   *     RecommendationRules#diversity diversity} and the recommender has learnt no similarity of
   *     songs
   */
  default List<Recommendation> recommend(int count, RecommendationRules rules) {
    Objects.requireNonNull(rules, "rules");
    return Selection.list(this, count, rules);
  }

  /**
   * Draws a list of what to play next, by probability and without repetition: a bolder or a safer
   * list than that of the best songs, and another one for each seed.
   *
   * @param count the maximum number of songs, 0 or more
   * @param rules what may be recommended
   * @param temperature the dial: divides the log-probabilities, above 0. At 1, each song is drawn
   *     by its probability among those left; lower is safer, and near 0 the list is that of the
   *     best songs; higher is bolder
   * @param seed of the draws; the same seed gives the same songs
   * @return the songs as they were drawn, with the scores that they have without a draw; fewer than
   *     {@code count} if the rules allow no more
   * @throws IllegalArgumentException if the count is negative, or the temperature is not above 0
   * @throws UnsupportedOperationException if the recommender is not {@linkplain
   *     SequenceRecommender#probabilistic() probabilistic}
   */
  default List<Recommendation> recommend(
      int count, RecommendationRules rules, double temperature, long seed) {
    Objects.requireNonNull(rules, "rules");
    Selection.checkDrawn(this, temperature);
    Selection.checkCount(count);
    return Selection.drawn(this, rules, temperature, new Random(seed))
        .list(new Listing(this, rules, count), count);
  }

  /**
   * Predicts a continuation by playing the best song each time. Does not change the session.
   *
   * @param count the maximum number of songs, 0 or more
   * @param rules what may be played; songs of the continuation count as heard, and, since it is not
   *     known how long they are, as played now
   * @return the songs in order; fewer than {@code count} if the rules allow no more, even after
   *     those that give way
   * @throws IllegalArgumentException if the count is negative
   * @throws UnsupportedOperationException if the rules ask for {@linkplain
   *     RecommendationRules#diversity diversity} and the recommender has learnt no similarity of
   *     songs
   */
  default List<Song> continuation(int count, RecommendationRules rules) {
    Objects.requireNonNull(rules, "rules");
    return Continuation.of(this, count, rules, session -> Selection.best(session, rules));
  }

  /**
   * Samples a continuation: draws each song by its probability. Does not change the session.
   *
   * @param count the maximum number of songs, 0 or more
   * @param rules what may be played; songs of the continuation count as heard, and, since it is not
   *     known how long they are, as played now
   * @param temperature divides the log-probabilities, above 0: 1 leaves the distribution as it is,
   *     less favours probable songs, more favours improbable ones
   * @param seed of the draws; the same seed gives the same songs
   * @return the songs in order; fewer than {@code count} if the rules allow no more
   * @throws IllegalArgumentException if the count is negative, or the temperature is not above 0
   * @throws UnsupportedOperationException if the recommender is not {@linkplain
   *     SequenceRecommender#probabilistic() probabilistic}
   */
  default List<Song> continuation(
      int count, RecommendationRules rules, double temperature, long seed) {
    Objects.requireNonNull(rules, "rules");
    Selection.checkDrawn(this, temperature);
    Random random = new Random(seed);
    return Continuation.of(
        this, count, rules, session -> Selection.drawn(session, rules, temperature, random));
  }

  /**
   * Predicts a continuation that ends with a given song: the way there whose songs are the most
   * probable together, the last included. Does not change the session. It is found by beam search:
   * of the ways of each length, only the 16 most probable are extended, each by the 16 most
   * probable songs; so there may be a better one. That costs some 16 copies and scores of the
   * session for each step, and up to 256 for the last.
   *
   * @param songId the last song's id
   * @param steps the number of songs, the last included, at least 1
   * @param rules what may be played before the last song, each song at most once; songs before
   *     count as heard, and what rules add to scores does not matter
   * @return the songs in order, each with its log-probability after those before it, so that the
   *     lowest one is the weakest link; none if the rules allow no way of this length
   * @throws IllegalArgumentException if the number of steps is less than 1, or the recommender's
   *     catalogue lacks the song
   * @throws UnsupportedOperationException if the recommender is not {@linkplain
   *     SequenceRecommender#probabilistic() probabilistic}
   */
  default List<Recommendation> towards(String songId, int steps, RecommendationRules rules) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(rules, "rules");
    return PathSearch.of(this, songId, steps, rules.withoutRerank(), PathSearch.WIDTH);
  }

  /**
   * Returns the score of one song as the next one. Compare it only with the scores of other songs
   * at this point of this session.
   *
   * @param songId the song's id
   * @return its score, higher is better
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default double score(String songId) {
    Objects.requireNonNull(songId, "songId");
    return scores().get(recommender().catalogue().playlist(List.of(songId)).song(0));
  }

  /**
   * Returns the log-probability that a song is the next one.
   *
   * @param songId the song's id
   * @return the natural logarithm of its probability, 0 or less
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   * @throws UnsupportedOperationException if the recommender is not {@linkplain
   *     SequenceRecommender#probabilistic() probabilistic}
   */
  default double logProbability(String songId) {
    Objects.requireNonNull(songId, "songId");
    Selection.checkProbabilistic(this);
    return scores().logProbability(recommender().catalogue().playlist(List.of(songId)).song(0));
  }

  /**
   * Explains why a song is recommended or not: by the influence of each of the last 30 songs heard
   * or skipped, and by the parts of its score. To find the influence of a song, it replays the
   * later songs without it. That costs all songs heard once, the last 30 about 15 times each, and
   * 31 probabilities.
   *
   * @param songId the song's id
   * @return the explanation
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default Explanation explain(String songId) {
    Objects.requireNonNull(songId, "songId");
    return Explanation.of(this, songId, 30);
  }

  /**
   * Returns the parts that the score of a song is the sum of.
   *
   * @param songId the song's id
   * @return the parts in any order; their contributions add up to {@link #score}. Empty if the
   *     recommender's scores are not such sums
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default List<Explanation.Part> parts(String songId) {
    Objects.requireNonNull(songId, "songId");
    return List.of();
  }

  /**
   * Describes a session in one line; what {@code toString} of a session of your own may return.
   *
   * @param session the session
   * @return the number of songs heard, and the last of them
   */
  static String describe(ListeningSession session) {
    Objects.requireNonNull(session, "session");
    List<Song> heard = session.heard();
    return heard.isEmpty()
        ? "session before the first song"
        : "session after %d %s, the last: %s"
            .formatted(
                heard.size(), heard.size() == 1 ? "song" : "songs", heard.get(heard.size() - 1));
  }
}
