package dev.segue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a song is recommended, or is not: which of the songs heard speak for it, and what its score
 * is made of. Immutable; may be shared by threads.
 *
 * @param song the song
 * @param heard what each of the songs heard last did to it, that which speaks most for it first
 * @param parts what its score is the sum of, the largest first; empty where the recommender's
 *     scores are no such sums
 */
public record Explanation(Song song, List<Influence> heard, List<Part> parts) {

  private static final int NAMED = 2;

  /**
   * Makes an explanation.
   *
   * @param song the song
   * @param heard what the songs heard did to it, in any order; copied
   * @param parts what its score is the sum of, in any order; copied
   */
  public Explanation {
    heard =
        heard.stream().sorted(Comparator.comparingDouble(Influence::influence).reversed()).toList();
    parts =
        parts.stream().sorted(Comparator.comparingDouble(Part::contribution).reversed()).toList();
  }

  /**
   * What a song that was heard did to the song explained.
   *
   * @param song the song heard
   * @param ago how many songs ago it was heard: 1 for the last one
   * @param influence the score as it is, less what it would be if all had been heard but this song:
   *     above 0 if it speaks for the song. Of a {@linkplain SequenceRecommender#probabilistic()
   *     probabilistic} recommender a difference of log-probabilities, in nats
   */
  public record Influence(Song song, int ago, double influence) {}

  /**
   * One of the terms that a score is the sum of.
   *
   * @param kind what it comes from
   * @param name of the artist or the tag; empty for the other kinds
   * @param contribution how much it adds to the score
   */
  public record Part(Kind kind, String name, double contribution) {}

  /** What a part of a score comes from. */
  public enum Kind {
    /** How often the song is played, whatever was heard. */
    POPULARITY,
    /** What was learnt of this song alone. */
    SONG,
    /** What was learnt of its artist. */
    ARTIST,
    /** What was learnt of one of its tags. */
    TAG,
    /** What was learnt of vectors that describe songs. */
    DESCRIPTION,
    /** That the song was heard lately. */
    SONG_HEARD,
    /** That its artist was heard lately. */
    ARTIST_HEARD
  }

  /**
   * The explanation for a screen: {@code Because you heard A and B, and your listening suits C and
   * the tag d}. Names up to two songs and two artists or tags, of those that speak for the song.
   */
  @Override
  public String toString() {
    String songs =
        and(
            heard.stream()
                .filter(each -> each.influence() > 0)
                .map(each -> each.song().toString())
                .distinct());
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
    if (!traits.isEmpty()) {
      reasons.add("your listening suits " + traits);
    }
    return reasons.isEmpty()
        ? "Nothing that you heard speaks for it"
        : "Because " + String.join(", and ", reasons);
  }

  private static String and(Stream<String> names) {
    return names.limit(NAMED).collect(Collectors.joining(" and "));
  }

  /**
   * Leaves out one song after the other.
   *
   * @param last how many of the songs heard last are left out in turn
   */
  static Explanation of(ListeningSession session, String songId, int last) {
    Catalogue catalogue = session.recommender().catalogue();
    Song song = catalogue.song(catalogue.playlist(List.of(songId)).song(0));
    List<Song> heard = session.heard();
    int from = Math.max(0, heard.size() - last);
    ListeningSession before = session.recommender().newSession();
    heard.subList(0, from).forEach(before::play);
    double score = score(session, songId);
    List<Influence> influences = new ArrayList<>();
    for (int i = from; i < heard.size(); i++) {
      ListeningSession without = before.copy();
      heard.subList(i + 1, heard.size()).forEach(without::play);
      influences.add(new Influence(heard.get(i), heard.size() - i, score - score(without, songId)));
      before.play(heard.get(i));
    }
    return new Explanation(song, influences, session.parts(songId));
  }

  private static double score(ListeningSession session, String songId) {
    return session.recommender().probabilistic()
        ? session.logProbability(songId)
        : session.score(songId);
  }
}
