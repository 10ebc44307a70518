package dev.segue;

import dev.segue.HeardSongs.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a song is recommended or not: the influence of each of the last songs heard or skipped, and
 * the parts of its score. Immutable; may be shared by threads.
 *
 * @param song the song
 * @param heard the influence of each of the last songs heard, largest first
 * @param skipped the influence of each song skipped among them, largest first
 * @param parts the parts that its score is the sum of, largest first; empty if the recommender's
 *     scores are not such sums
 */
public record Explanation(
    Song song, List<Influence> heard, List<Influence> skipped, List<Part> parts) {

  private static final int MAX_NAMES_PER_REASON = 2;

  /**
   * Makes an explanation.
   *
   * @param song the song
   * @param heard the influence of the songs heard, in any order; copied
   * @param skipped the influence of the songs skipped, in any order; copied
   * @param parts the parts of its score, in any order; copied
   */
  public Explanation {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(heard, "heard");
    Objects.requireNonNull(skipped, "skipped");
    Objects.requireNonNull(parts, "parts");
    heard.forEach(each -> Objects.requireNonNull(each, "heard"));
    skipped.forEach(each -> Objects.requireNonNull(each, "skipped"));
    parts.forEach(each -> Objects.requireNonNull(each, "parts"));
    heard = sorted(heard);
    skipped = sorted(skipped);
    parts =
        parts.stream().sorted(Comparator.comparingDouble(Part::contribution).reversed()).toList();
  }

  private static List<Influence> sorted(List<Influence> influences) {
    return influences.stream()
        .sorted(Comparator.comparingDouble(Influence::influence).reversed())
        .toList();
  }

  /**
   * How a song heard, or skipped, changed the score of the song explained. Immutable; may be shared
   * by threads.
   *
   * @param song the song heard or skipped
   * @param ago how many songs ago: 1 for the last one heard, and for one skipped after it 0
   * @param influence the score, less what it would be without that: above 0 if that raises the
   *     score. For a {@linkplain SequenceRecommender#probabilistic() probabilistic} recommender, a
   *     difference of log-probabilities in nats
   */
  public record Influence(Song song, int ago, double influence) {

    /**
     * Makes an influence.
     *
     * @param song the song heard or skipped
     * @param ago how many songs ago: 1 for the last one heard, and for one skipped after it 0
     * @param influence the score, less what it would be without that
     */
    public Influence {
      Objects.requireNonNull(song, "song");
    }
  }

  /**
   * One of the terms that a score is the sum of. Immutable; may be shared by threads.
   *
   * @param kind what it comes from
   * @param name of the artist or the tag, or when the listener played the song before; empty for
   *     the other kinds
   * @param contribution what it adds to the score
   */
  public record Part(Kind kind, String name, double contribution) {

    /**
     * Makes a part.
     *
     * @param kind what it comes from
     * @param name of the artist or the tag, or when the listener played the song before; empty for
     *     the other kinds
     * @param contribution what it adds to the score
     */
    public Part {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
    }
  }

  /** What a part of a score comes from. */
  public enum Kind {
    /** How often the song is played, whatever the listener has heard. */
    POPULARITY,
    /** What the recommender learnt about this song alone. */
    SONG,
    /** What the recommender learnt about its artist. */
    ARTIST,
    /** What the recommender learnt about one of its tags. */
    TAG,
    /** What the recommender learnt from vectors that describe songs. */
    DESCRIPTION,
    /** The listener heard the song recently. */
    SONG_HEARD,
    /** The listener heard its artist recently. */
    ARTIST_HEARD,
    /** The listener skipped the song recently. */
    SONG_SKIPPED,
    /** The listener skipped a song of its artist recently. */
    ARTIST_SKIPPED,
    /** How often the listener has played the song across sessions, and when last. */
    PLAYED,
    /** How often the listener has skipped the song across sessions, and when last. */
    SKIPPED
  }

  /**
   * Returns a sentence for the listener: {@code Because you heard A and B, and you skipped E, and
   * your listening suits C and the tag d, and it was played 3 times a week, last 2 days ago}. Names
   * up to two songs heard and skipped, and up to two artists or tags, that raise the score.
   */
  @Override
  public String toString() {
    String songs = raising(heard);
    String skips = raising(skipped);
    String traits =
        and(
            parts.stream()
                .filter(each -> each.contribution() > 0)
                .filter(each -> each.kind() == Kind.ARTIST || each.kind() == Kind.TAG)
                .map(each -> each.kind() == Kind.TAG ? "the tag " + each.name() : song.artist()));
    List<String> reasons = new ArrayList<>();
    if (!songs.isEmpty()) {
      reasons.add("you heard " + songs);
    }
    if (!skips.isEmpty()) {
      reasons.add("you skipped " + skips);
    }
    if (!traits.isEmpty()) {
      reasons.add("your listening suits " + traits);
    }
    parts.stream()
        .filter(each -> each.contribution() > 0)
        .filter(each -> each.kind() == Kind.PLAYED || each.kind() == Kind.SKIPPED)
        .map(Part::name)
        .distinct()
        .forEach(words -> reasons.add("it was " + words));
    return reasons.isEmpty()
        ? "Nothing that you heard speaks for it"
        : "Because " + String.join(", and ", reasons);
  }

  private static String raising(List<Influence> influences) {
    return and(
        influences.stream()
            .filter(each -> each.influence() > 0)
            .map(each -> each.song().toString())
            .distinct());
  }

  private static String and(Stream<String> names) {
    return names.limit(MAX_NAMES_PER_REASON).collect(Collectors.joining(" and "));
  }

  /**
   * Explains by leaving out one song at a time.
   *
   * @param last how many of the songs last heard or skipped are left out in turn
   */
  static Explanation of(ListeningSession session, String songId, int last) {
    Catalogue catalogue = session.recommender().catalogue();
    Song song = catalogue.song(catalogue.playlist(List.of(songId)).song(0));
    List<Event> events = session.history().events();
    int from = Math.max(0, events.size() - last);
    ListeningSession before = fresh(session);
    tell(events.subList(0, from), before);
    double score = score(session, songId);
    List<Influence> heard = new ArrayList<>();
    List<Influence> skipped = new ArrayList<>();
    int songs = session.heard().size();
    for (int i = from; i < events.size(); i++) {
      Event event = events.get(i);
      ListeningSession without = before.copy();
      tell(events.subList(i + 1, events.size()), without);
      (event.isSkip() ? skipped : heard)
          .add(
              new Influence(
                  event.song(), songs - before.heard().size(), score - score(without, songId)));
      tell(List.of(event), before);
    }
    return new Explanation(song, heard, skipped, session.parts(songId));
  }

  private static void tell(List<Event> events, ListeningSession session) {
    events.forEach(event -> event.tell(session, ListeningSession.UnknownSong.FAIL));
  }

  /**
   * A session of the same listener who has heard nothing in it, and whose memory stays as it is.
   */
  private static ListeningSession fresh(ListeningSession session) {
    return session
        .memory()
        .map(memory -> session.recommender().newSession(memory.fixed(session.now().orElseThrow())))
        .orElseGet(session.recommender()::newSession);
  }

  private static double score(ListeningSession session, String songId) {
    return session.recommender().probabilistic()
        ? session.logProbability(songId)
        : session.score(songId);
  }
}
