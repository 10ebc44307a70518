package dev.segue.lstm.network;

import dev.segue.scratch.ScratchPool;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.OnHeapGraphIndex;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An approximate index over the vectors that score songs. It finds songs whose product with a
 * listener's output is large by walking a graph of neighbours, and visits a small part of the
 * catalogue. The graph is JVector's (after Subramanya et al., "DiskANN", NeurIPS 2019), built
 * directly for maximum inner products (Morozov and Babenko, "Non-metric Similarity Graphs for
 * Maximum Inner Product Search", NeurIPS 2018): the common reduction to nearest-neighbour search by
 * an extra dimension finds far fewer. Immutable; may be shared by threads.
 */
final class SongIndex {

  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction PRODUCT = VectorSimilarityFunction.DOT_PRODUCT;

  /** The maximum number of a song's neighbours in the graph. */
  private static final int DEGREE = 16;

  /** How many songs are visited to find the neighbours of one. */
  private static final int BEAM_WIDTH = 100;

  private static final float NEIGHBOUR_OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final SongScorer scorer;
  private final int candidates;

  /**
   * A song's weights followed by its bias: the product with the output followed by 1 is its score.
   */
  private final RandomAccessVectorValues vectors;

  private final OnHeapGraphIndex graph;
  private final ScratchPool<GraphSearcher> searchers;

  /**
   * Builds the index on all cores.
   *
   * @param scorer of the songs
   * @param candidates how many songs to find for one listener
   */
  SongIndex(SongScorer scorer, int candidates) {
    this(scorer, vectors(scorer), candidates);
  }

  private SongIndex(SongScorer scorer, RandomAccessVectorValues vectors, int candidates) {
    this(scorer, vectors, graph(vectors), candidates);
  }

  private SongIndex(
      SongScorer scorer, RandomAccessVectorValues vectors, OnHeapGraphIndex graph, int candidates) {
    this.scorer = scorer;
    this.vectors = vectors;
    this.graph = graph;
    this.candidates = candidates;
    this.searchers = new ScratchPool<>(() -> new GraphSearcher(graph));
  }

  /** Returns the same index with another number of candidates. */
  SongIndex withCandidates(int number) {
    return new SongIndex(scorer, vectors, graph, number);
  }

  private static RandomAccessVectorValues vectors(SongScorer scorer) {
    List<VectorFloat<?>> all =
        IntStream.range(0, scorer.songs())
            .<VectorFloat<?>>mapToObj(song -> vector(scorer, song))
            .toList();
    return new ListRandomAccessVectorValues(all, scorer.weights().length + 1);
  }

  private static VectorFloat<?> vector(SongScorer scorer, int song) {
    float[][] weights = scorer.weights();
    float[] vector = new float[weights.length + 1];
    for (int output = 0; output < weights.length; output++) {
      vector[output] = weights[output][song];
    }
    vector[weights.length] = scorer.bias()[song];
    return VECTORS.createFloatVector(vector);
  }

  private static OnHeapGraphIndex graph(RandomAccessVectorValues vectors) {
    ForkJoinPool cores = new ForkJoinPool(); // JVector's own pool takes half of them
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(vectors, PRODUCT),
            vectors.dimension(),
            DEGREE,
            BEAM_WIDTH,
            NEIGHBOUR_OVERFLOW,
            ALPHA,
            cores,
            cores)) {
      // Not build(), which also searches a neighbour for every song that is nobody's neighbour.
      // Such songs have small vectors and are never among the best, and these searches take
      // longer than all the rest.
      cores
          .submit(
              () ->
                  IntStream.range(0, vectors.size())
                      .parallel()
                      .forEach(song -> builder.addGraphNode(song, vectors.getVector(song))))
          .join();
      return builder.getGraph();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cores.shutdown();
    }
  }

  /** How many songs the graph search finds for one listener. */
  int candidates() {
    return candidates;
  }

  /**
   * Returns songs that are probably among the best: those with the largest products, and those
   * whose scores are changed by songs played recently, or by the listener's memory.
   *
   * @return their indices, in ascending order
   */
  int[] candidates(LstmState listener, MemoryFeatures memory) {
    float[] query = Arrays.copyOf(listener.output(), listener.output().length + 1);
    query[query.length - 1] = 1;
    SearchScoreProvider scores =
        SearchScoreProvider.exact(VECTORS.createFloatVector(query), PRODUCT, vectors);
    SearchResult found = searchers.use(searcher -> searcher.search(scores, candidates, Bits.ALL));
    return Stream.of(
            Arrays.stream(found.getNodes()).mapToInt(node -> node.node),
            scorer.moved(listener),
            IntStream.range(0, memory.size()).map(memory::song))
        .flatMapToInt(songs -> songs)
        .sorted()
        .distinct()
        .toArray();
  }
}
