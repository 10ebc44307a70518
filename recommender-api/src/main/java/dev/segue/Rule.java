package dev.segue;

import dev.segue.RecommendationRules.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A rule that excludes songs; its {@code toString} is its text. Immutable; equal if all its parts
 * are.
 */
sealed interface Rule {

  /** What it is called when it gives way. */
  Kind kind();

  /** Begins to decide which songs may join a list as it is now. */
  Predicate<Song> begin(Listing listing);

  /** Returns a number of songs or plays if it is one that a rule may have. */
  static int positive(String rule, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(rule + " must be > 0, was " + number);
    }
    return number;
  }

  /** None of the last songs heard; all of them if the number is the largest there is. */
  record NoRepeatWithin(int songs) implements Rule {
    @Override
    public Kind kind() {
      return Kind.NO_REPEAT_WITHIN;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      return song -> !history.heardWithin(song, songs);
    }

    @Override
    public String toString() {
      return songs == Integer.MAX_VALUE ? "noRepeats()" : "noRepeatWithin(" + songs + ")";
    }
  }

  /** None of the songs played lately. */
  record NoRepeatInTime(Duration time) implements Rule {
    @Override
    public Kind kind() {
      return Kind.NO_REPEAT_WITHIN;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      Instant since = history.moment().minus(time);
      return song -> !history.playedSince(song, since);
    }

    @Override
    public String toString() {
      return "noRepeatWithin(" + RuleDuration.text(time) + ")";
    }
  }

  /** None of the artists of the last songs heard. */
  record ArtistGap(int songs) implements Rule {
    @Override
    public Kind kind() {
      return Kind.ARTIST_GAP;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      return listing.byArtist(artist -> !history.artistHeardWithin(artist, songs));
    }

    @Override
    public String toString() {
      return "artistGap(" + songs + ")";
    }
  }

  /** None of the artists played lately. */
  record ArtistGapInTime(Duration time) implements Rule {
    @Override
    public Kind kind() {
      return Kind.ARTIST_GAP;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      Instant since = history.moment().minus(time);
      return listing.byArtist(artist -> !history.artistPlayedSince(artist, since));
    }

    @Override
    public String toString() {
      return "artistGap(" + RuleDuration.text(time) + ")";
    }
  }

  /** At most so many songs of an artist in the list. */
  record MostPerArtist(int songs) implements Rule {
    @Override
    public Kind kind() {
      return Kind.AT_MOST_PER_ARTIST;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      return song -> listing.songsOfSameArtist(song) < songs;
    }

    @Override
    public String toString() {
      return "atMostPerArtist(" + songs + ")";
    }
  }

  /** At most so many plays of an artist in a time. */
  record MostPerArtistInTime(int plays, Duration time) implements Rule {
    @Override
    public Kind kind() {
      return Kind.AT_MOST_PER_ARTIST;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      Instant since = history.moment().minus(time);
      return listing.byArtist(artist -> history.playsOfArtistSince(artist, since) < plays);
    }

    @Override
    public String toString() {
      return "atMostPerArtist(%d, %s)".formatted(plays, RuleDuration.text(time));
    }
  }

  /** At most a share of songs that the listener knows. */
  record Familiarity(double share) implements Rule {

    /** So that a third of three songs is one. */
    private static final double ROUNDING = 1e-9;

    @Override
    public Kind kind() {
      return Kind.FAMILIARITY;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      double most = share * listing.count() + ROUNDING;
      return song -> listing.known() + 1 <= most || !history.isKnown(song);
    }

    @Override
    public String toString() {
      return "familiarity(" + share + ")";
    }
  }

  /** Some songs alone. */
  record Only(Set<String> songIds) implements Rule {
    @Override
    public Kind kind() {
      return Kind.ONLY;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      return song -> songIds.contains(song.id());
    }

    @Override
    public String toString() {
      return RulesText.ofIds("only", songIds);
    }
  }

  /** All but some songs. */
  record Never(Set<String> songIds) implements Rule {
    @Override
    public Kind kind() {
      return Kind.NEVER;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      return song -> !songIds.contains(song.id());
    }

    @Override
    public String toString() {
      return RulesText.ofIds("never", songIds);
    }
  }

  /** A condition of the caller's. */
  record Where(Predicate<Song> condition) implements Rule {
    @Override
    public Kind kind() {
      return Kind.WHERE;
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      return condition;
    }

    @Override
    public String toString() {
      return "1 condition";
    }
  }

  /** A rule that holds only at some hours of the listener's day. */
  record During(LocalTime from, LocalTime to, Rule rule) implements Rule {
    @Override
    public Kind kind() {
      return rule.kind();
    }

    @Override
    public Predicate<Song> begin(Listing listing) {
      SessionHistory history = listing.history();
      LocalTime now = LocalTime.ofInstant(history.moment(), history.zone());
      boolean begun = !now.isBefore(from);
      boolean over = !now.isBefore(to);
      boolean holds = from.isBefore(to) ? begun && !over : begun || !over;
      return holds ? rule.begin(listing) : song -> true;
    }

    @Override
    public String toString() {
      return hours() + rule + ")";
    }

    /** How its text begins. */
    String hours() {
      return "during(%s-%s: ".formatted(from, to);
    }
  }
}
