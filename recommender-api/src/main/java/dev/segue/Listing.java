package dev.segue;

import dev.segue.RecommendationRules.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A list or a continuation as it grows: decides for one song after the other whether it may join,
 * and which rules give way for it. One thread at a time.
 */
final class Listing {

  /** A rule, and which songs it allows now. */
  private record Begun(Rule rule, Predicate<Song> allowed) {}

  private final ListeningSession session;
  private final RecommendationRules rules;
  private final int count;
  private final List<Song> songs = new ArrayList<>();
  private final Map<String, Integer> songsOfArtists = new HashMap<>();
  private int known;

  private final List<Begun> holding = new ArrayList<>();
  private final List<Begun> relaxed = new ArrayList<>();
  private Iterator<Kind> relaxing;

  /**
   * Starts a list.
   *
   * @param session the session it is for; may be told songs of the list as it grows
   * @param count how many songs are asked for
   */
  Listing(ListeningSession session, RecommendationRules rules, int count) {
    this.session = session;
    this.rules = rules;
    this.count = count;
    this.relaxing = begin();
  }

  /** Returns a list of the same songs, for another session. */
  Listing copy(ListeningSession another) {
    Listing copy = new Listing(another, rules, count);
    copy.songs.addAll(songs);
    copy.songsOfArtists.putAll(songsOfArtists);
    copy.known = known;
    return copy;
  }

  /** Has all rules hold again, for the session as it is now. */
  void beginAgain() {
    relaxing = begin();
  }

  private Iterator<Kind> begin() {
    holding.clear();
    relaxed.clear();
    rules.rules().forEach(rule -> holding.add(new Begun(rule, rule.begin(this))));
    return rules.relaxing().iterator();
  }

  SessionHistory history() {
    return session.history();
  }

  /** How many songs are asked for. */
  int count() {
    return count;
  }

  /** How many songs of the list the listener knew before they joined. */
  int known() {
    return known;
  }

  /** How many songs of the list are by the artist of a song; 0 for one without an artist. */
  int songsOfSameArtist(Song song) {
    return songsOfArtists.getOrDefault(artist(song), 0);
  }

  private String artist(Song song) {
    return session.recommender().catalogue().leadArtist(song);
  }

  /** Turns what is asked of artists, once for each, into what is asked of songs. */
  Predicate<Song> byArtist(Predicate<String> allowed) {
    Map<String, Boolean> answers = new HashMap<>();
    return song -> {
      String artist = artist(song);
      return artist.isEmpty() || answers.computeIfAbsent(artist, allowed::test);
    };
  }

  /** Whether all rules that have not given way, and the listener, allow a song. */
  boolean allows(Song song) {
    if (history().isBanned(song)) {
      return false;
    }
    for (Begun each : holding) {
      if (!each.allowed.test(song)) {
        return false;
      }
    }
    return true;
  }

  /** Has the next kind of rules give way; returns whether there was one. */
  boolean relax() {
    if (!relaxing.hasNext()) {
      return false;
    }
    Kind kind = relaxing.next();
    holding.stream().filter(each -> each.rule.kind() == kind).forEach(relaxed::add);
    holding.removeAll(relaxed);
    return true;
  }

  /** The rules that gave way for a song: those that do not allow it. */
  List<String> gaveWay(Song song) {
    return relaxed.stream()
        .filter(each -> !each.allowed.test(song))
        .map(each -> each.rule.toString())
        .toList();
  }

  void add(Song song) {
    known += history().isKnown(song) ? 1 : 0;
    songs.add(song);
    String artist = artist(song);
    if (!artist.isEmpty()) {
      songsOfArtists.merge(artist, 1, Integer::sum);
    }
  }

  boolean contains(Song song) {
    return songs.contains(song);
  }

  /** How much the songs of the list lower the score of another; never falls as the list grows. */
  double loss(Song song) {
    double largest = 0;
    if (rules.diversity() > 0) {
      for (Song other : songs) {
        largest = Math.max(largest, session.recommender().similarity(song.id(), other.id()));
      }
    }
    return rules.diversity() * largest;
  }
}
