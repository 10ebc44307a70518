package dev.segue;

import dev.segue.quotation.Quotation;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds lead artists by the rule of {@link Catalogue#leadArtist(Song)}. Immutable; may be shared by
 * threads.
 */
final class LeadArtists {

  /** The longest name that is cut: a name of nothing but separators takes quadratic time. */
  private static final int MAX_LENGTH = 1_000;

  private static final String FEATURING = "(?:feat|ft|featuring)";

  /** "Little Feat &amp; Friends" and "Little Feat (w/ Drake)" do not match. */
  private static final Pattern FEATURED =
      pattern(
          "(?<=[\\s(\\[])%s(?:\\.(?!\\s*\\z)|\\s(?!\\s*(?:[(\\[&]|w/|(?:with|vs|%s)\\b)))"
              .formatted(FEATURING, FEATURING));

  /** "Hank Williams, Jr." and "Tyler, The Creator" do not match. */
  private static final Pattern ACCOMPANIED =
      pattern("(?:(?<=[\\s(\\[])(?:with\\s|w/|vs[.\\s]|&\\s)|,\\s(?!(?:jr|sr|the)\\b))(?!\\z)");

  /** A name without any of these is not cut; they are found sooner than the patterns. */
  private static final List<String> SEPARATORS =
      List.of("feat", "ft", "with", "w/", "vs", "&", ",");

  /** The lead artist of each artist, both in lower case. */
  private final Map<String, String> leads;

  private LeadArtists(Map<String, String> leads) {
    this.leads = Collections.unmodifiableMap(leads);
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** Applies the rule to the artists of some songs. */
  static LeadArtists of(List<Song> songs) {
    Set<String> names = new HashSet<>();
    songs.forEach(song -> names.add(song.artist()));
    Set<String> artists = new HashSet<>();
    names.forEach(name -> artists.add(lowerCase(name)));
    artists.remove("");
    Map<String, String> leads = new HashMap<>();
    artists.forEach(artist -> leads.put(artist, cut(artist, artists)));
    return new LeadArtists(leads);
  }

  /** Takes the answers of the caller. */
  static LeadArtists of(Map<String, String> leads) {
    Map<String, String> lowerCase = new HashMap<>();
    leads.forEach(
        (artist, lead) -> {
          String name = lowerCase(artist);
          if (name.isEmpty()) {
            throw new IllegalArgumentException("artist must not be empty");
          }
          String earlier = lowerCase.put(name, lowerCase(lead));
          if (earlier != null && !earlier.equals(lowerCase(lead))) {
            throw new IllegalArgumentException(
                "artist %s must have one lead artist, had two: %s and %s"
                    .formatted(
                        Quotation.quote(name),
                        Quotation.quote(earlier),
                        Quotation.quote(lowerCase(lead))));
          }
        });
    return new LeadArtists(lowerCase);
  }

  /** Returns the lead artist of a name, whether the map holds the name or not. */
  String of(String artist) {
    String name = lowerCase(artist);
    String lead = leads.get(name);
    if (lead != null) {
      return lead;
    }
    String cut = cut(name, leads.keySet());
    return leads.getOrDefault(cut, cut);
  }

  Map<String, String> asMap() {
    return leads;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT).strip();
  }

  private static String cut(String name, Set<String> artists) {
    if (name.length() > MAX_LENGTH || !maySeparate(name)) {
      return name;
    }
    String main = name;
    Matcher featured = FEATURED.matcher(name);
    while (main.equals(name) && featured.find()) {
      String before = before(name, featured.start());
      main = before.isEmpty() ? name : before;
    }
    Matcher accompanied = ACCOMPANIED.matcher(main);
    while (accompanied.find()) {
      String before = before(main, accompanied.start());
      if (artists.contains(before)) {
        return before;
      }
    }
    return main;
  }

  private static boolean maySeparate(String name) {
    for (String separator : SEPARATORS) {
      if (name.contains(separator)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what stands before a separator, without the white space, bracket or comma between. */
  private static String before(String name, int separator) {
    int end = separator;
    while (end > 0 && separates(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }

  private static boolean separates(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || "([,".indexOf(character) >= 0;
  }
}
