package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.Recency;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Finds the songs that a step of sampled softmax touches, and gives them indices: negatives get the
 * first ones, then targets and songs heard. One thread at a time.
 */
final class TouchedSongs {

  private final Architecture architecture;
  private final NegativeSampler sampler;
  private final ColdSongs newSongs;
  private final IndexMap scored;
  private final IndexMap heard;
  private final IndexMap features;
  private final List<IndexMap> groups;

  TouchedSongs(Architecture architecture, NegativeSampler sampler, ColdSongs newSongs) {
    this.architecture = architecture;
    this.sampler = sampler;
    this.newSongs = newSongs;
    scored = new IndexMap(architecture.songs());
    heard = architecture.tied() ? scored : new IndexMap(architecture.songs());
    features = new IndexMap(architecture.featureCount());
    groups = architecture.recency().stream().map(each -> new IndexMap(each.groups())).toList();
  }

  /** Sets the source of the random choices. */
  void random(SplittableRandom random) {
    sampler.random(random.split());
    newSongs.random(random);
  }

  /**
   * The songs of a step.
   *
   * @param parts the step's chunks, with songs as indices
   * @param logProbability {@code [negatives]}: the logarithm of the probability that each is drawn
   * @param scored the songs that are scored, negatives first; valid until the next step
   * @param heard those whose vectors are read; the same if embeddings are tied
   * @param newSongs the indices of those taken as new, in {@code heard}
   * @param features that their vectors are composed of
   * @param composition of their vectors, with features as indices
   * @param recency of the songs that are scored; their groups are indices
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
  record Step(
      List<PackedChunk> parts,
      double[] logProbability,
      IndexMap scored,
      int[] heard,
      int[] newSongs,
      int[] features,
      Composition composition,
      List<Recency> recency) {}

  /** Begins a step: draws its negatives and the songs that it takes as new. */
  Step touch(List<PackedChunk> parts) {
    heard.clear();
    scored.clear();
    features.clear();
    NegativeSampler.Negatives negatives = sampler.draw();
    scored.indices(negatives.songs());
    List<int[]> targets = parts.stream().map(part -> scored.indices(part.targets())).toList();
    List<Recency> recency = recency(scored.keys());
    List<PackedChunk> indexed = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      PackedChunk chunk = parts.get(part);
      indexed.add(
          new PackedChunk(
              heard.indices(chunk.songs()),
              chunk.skips(),
              targets.get(part),
              indexed(chunk.recent()),
              chunk.counts(),
              chunk.starts(),
              chunk.memories()));
    }
    int[] songs = heard.keys();
    int[] chosen = newSongs.choose(songs.length);
    Composition composition = composition(songs);
    return new Step(
        indexed,
        negatives.logProbability(),
        scored,
        songs,
        chosen,
        features.keys(),
        composition,
        recency);
  }

  private Composition composition(int[] songs) {
    return architecture.features().isEmpty()
        ? Composition.of(List.of())
        : Composition.of(architecture.features(), songs, features);
  }

  /** Restricts the recency to the songs scored; their groups get indices. */
  private List<Recency> recency(int[] songs) {
    groups.forEach(IndexMap::clear);
    return IntStream.range(0, groups.size())
        .mapToObj(i -> groups.get(i).restrict(architecture.recency().get(i), songs))
        .toList();
  }

  /**
   * Maps the groups of songs played recently to the indices of the groups scored; -1 for others.
   */
  private List<int[]> indexed(List<int[]> recent) {
    return IntStream.range(0, groups.size())
        .mapToObj(i -> groups.get(i).find(recent.get(i)))
        .toList();
  }
}
