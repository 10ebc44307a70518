package dev.segue;

import dev.segue.interruption.Interruption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Recommends after many playlists, a block at a time on all cores. */
final class BulkRecommendation {

  private static final int PLAYLISTS_PER_CORE = 32;

  private final SequenceRecommender recommender;
  private final Iterator<Playlist> playlists;
  private final int count;
  private final RecommendationRules rules;
  private long number;

  private BulkRecommendation(
      SequenceRecommender recommender,
      Iterator<Playlist> playlists,
      int count,
      RecommendationRules rules) {
    this.recommender = recommender;
    this.playlists = playlists;
    this.count = count;
    this.rules = rules;
  }

  static Stream<List<Recommendation>> of(
      SequenceRecommender recommender,
      Stream<Playlist> playlists,
      int count,
      RecommendationRules rules) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be >= 0, was " + count);
    }
    BulkRecommendation bulk =
        new BulkRecommendation(recommender, playlists.iterator(), count, rules);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(bulk.blocks(), Spliterator.ORDERED), false)
        .flatMap(List::stream)
        .onClose(playlists::close);
  }

  private Iterator<List<List<Recommendation>>> blocks() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return playlists.hasNext();
      }

      @Override
      public List<List<Recommendation>> next() {
        return nextBlock();
      }
    };
  }

  private List<List<Recommendation>> nextBlock() {
    List<Playlist> block = block(playlists);
    long first = number;
    number += block.size();
    Interruption interruption = Interruption.of("recommending");
    return IntStream.range(0, block.size())
        .parallel()
        .mapToObj(i -> recommend(block.get(i), first + i, interruption))
        .toList();
  }

  /** The next playlists, enough to keep all cores busy. */
  static List<Playlist> block(Iterator<Playlist> playlists) {
    int size = PLAYLISTS_PER_CORE * Runtime.getRuntime().availableProcessors();
    List<Playlist> block = new ArrayList<>();
    while (block.size() < size && playlists.hasNext()) {
      block.add(playlists.next());
    }
    return block;
  }

  private List<Recommendation> recommend(Playlist playlist, long place, Interruption interruption) {
    recommender.catalogue().check(playlist, place);
    ListeningSession session = recommender.newSession();
    for (int position = 0; position < playlist.size(); position++) {
      interruption.check();
      session.play(recommender.catalogue().song(playlist.song(position)).id());
    }
    interruption.check();
    return session.recommend(count, rules);
  }
}
