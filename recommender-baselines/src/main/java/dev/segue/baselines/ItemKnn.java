package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Item-based k-nearest neighbours: recommends the songs that share most playlists with the last
 * song. Immutable; may be shared by threads.
 *
 * <p>The score of a song is the regularised cosine {@code n(i, j) / sqrt((n(i) + 20) (n(j) + 20))},
 * where {@code n} counts the playlists that hold a song, or both; the 20 lowers the scores of songs
 * that are rarely played (Sarwar et al., "Item-Based Collaborative Filtering Recommendation
 * Algorithms", WWW 2001, <a
 * href="https://doi.org/10.1145/371920.372071">doi:10.1145/371920.372071</a>; as in Hidasi et al.,
 * "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016, <a
 * href="https://arxiv.org/abs/1511.06939">arXiv:1511.06939</a>). It ranks the last song itself
 * behind all others.
 */
public final class ItemKnn extends HistoryRecommender {

  static final String KIND = "item_knn";

  /** The number of playlists added to those of every song. */
  private static final double REGULARISATION = 20;

  private final PackedPlaylists playlists;

  private ItemKnn(Catalogue catalogue, PackedPlaylists playlists) {
    super(catalogue);
    this.playlists = playlists;
  }

  /**
   * Returns a trainer that stores the training playlists; it ignores validation playlists.
   *
   * @return the trainer
   */
  public static Trainer<ItemKnn> trainer() {
    return ValidatingTrainer.counting(ItemKnn::of);
  }

  private static ItemKnn of(PlaylistDataset dataset) {
    return new ItemKnn(dataset.catalogue(), PackedPlaylists.of(dataset));
  }

  /** Reads what {@link #save} wrote. */
  static ItemKnn load(ModelFile model) throws FileFormatException {
    return new ItemKnn(model.catalogue(), PackedPlaylists.read(model));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model = ModelFile.builder(KIND).catalogue(catalogue());
    playlists.write(model);
    model.write(out);
  }

  /** {@inheritDoc} False: similarities are not probabilities. */
  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    if (count == 0) {
      return;
    }
    int last = heard[count - 1];
    for (int i = playlists.indexStarts()[last]; i < playlists.indexStarts()[last + 1]; i++) {
      playlists.forEachDistinct(playlists.index()[i], song -> scores[song]++);
    }
    double ofLast = playlists.holding(last) + REGULARISATION;
    for (int song = 0; song < scores.length; song++) {
      scores[song] /= (float) Math.sqrt(ofLast * (playlists.holding(song) + REGULARISATION));
    }
    scores[last] = -1;
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "neighbours of " + catalogue().size() + " songs";
  }
}
