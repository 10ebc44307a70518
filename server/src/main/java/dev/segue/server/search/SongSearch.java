package dev.segue.server.search;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * Finds songs by words of their titles, artists and ids, which may be in any order, incomplete, or
 * misspelt. Immutable; may be shared by threads.
 */
public final class SongSearch {

  /** Words that are less alike than that are different words. */
  private static final double LEAST_SIMILAR = 0.8;

  private static final double BEGINNING = 0.95;
  private static final double PART = 0.85;
  private static final double MISSPELT = 0.9;

  /** Of songs that have all words, those with titles of these words come first, then artists. */
  private static final double ARTIST = 0.99;

  private static final double ID = 0.98;

  /** What all the words of a song that were not asked for cost; less than any word gains. */
  private static final double OTHER_WORDS = 0.01;

  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private final Catalogue catalogue;

  /**
   * Searches a catalogue.
   *
   * @param catalogue the songs
   */
  public SongSearch(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * A song that was found.
   *
   * @param song the song
   * @param score 1 if it has all words that were asked for and no other, 0 if it has none
   */
  public record Match(Song song, double score) {}

  /**
   * Returns the songs that have most of the words of a query, or words like them.
   *
   * @param query what was typed
   * @param count how many songs at most
   * @return songs with some of the words, best first
   */
  public List<Match> best(String query, int count) {
    Query words = new Query(query);
    return IntStream.range(0, catalogue.size())
        .mapToObj(catalogue::song)
        .map(song -> new Match(song, words.score(song)))
        .filter(match -> match.score > 0)
        .sorted(Comparator.comparingDouble(Match::score).reversed())
        .limit(count)
        .toList();
  }

  /** The words of a query, and how alike each is to the words of songs, which songs share. */
  private static final class Query {

    private final String text;
    private final List<String> words;
    private final int characters;
    private final Map<String, double[]> similarities = new HashMap<>();

    Query(String text) {
      this.text = text.strip();
      this.words = SongWords.words(text);
      this.characters = words.stream().mapToInt(String::length).sum();
    }

    double score(Song song) {
      if (song.id().equalsIgnoreCase(text)) {
        return 1;
      }
      double[] best = new double[words.size()];
      int others = 0;
      others += add(song.title(), 1, best);
      others += add(song.artist(), ARTIST, best);
      if (SongWords.hasOwnId(song)) {
        others += add(song.id(), ID, best);
      }
      double sum = 0;
      for (int i = 0; i < best.length; i++) {
        sum += best[i] * words.get(i).length();
      }
      return sum == 0 ? 0 : sum / characters - OTHER_WORDS * others / (others + 1.0);
    }

    /** Improves the similarities by the words of a text; returns how many are like none. */
    private int add(String text, double weight, double[] best) {
      int others = 0;
      for (String word : SongWords.words(text)) {
        double[] similarity = similarities.computeIfAbsent(word, this::similarity);
        boolean like = false;
        for (int i = 0; i < best.length; i++) {
          best[i] = Math.max(best[i], weight * similarity[i]);
          like |= similarity[i] > 0;
        }
        others += like ? 0 : 1;
      }
      return others;
    }

    private double[] similarity(String word) {
      return words.stream().mapToDouble(asked -> similarity(asked, word)).toArray();
    }

    private static double similarity(String asked, String word) {
      if (asked.equals(word)) {
        return 1;
      }
      if (word.startsWith(asked)) {
        return BEGINNING;
      }
      double similarity = SIMILARITY.apply(asked, word);
      if (similarity >= LEAST_SIMILAR) {
        return MISSPELT * similarity;
      }
      return word.contains(asked) ? PART : 0;
    }
  }
}
