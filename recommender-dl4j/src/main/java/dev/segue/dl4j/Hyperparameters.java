package dev.segue.dl4j;

import dev.segue.Song;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Everything that shapes a training.
 *
 * @param layers number of LSTM layers
 * @param embeddingSize size of a song's vector
 * @param hiddenSize size of each LSTM layer
 * @param tiedEmbeddings whether songs are scored by the vectors of the input
 * @param songFeatures whether songs share the vectors of artists and tags
 * @param songVectors gives vectors that describe songs, or null if there are none
 * @param recency how many of the songs played last move their own score
 * @param artistRecency how many of them move the scores of their artist's songs
 * @param residual whether layers above the first add their input to their output
 * @param regularisation what keeps the network from learning its playlists by heart
 * @param unroll songs through which gradients flow back at the most
 * @param gradientClip greatest global norm of a gradient
 * @param optimiser turns gradients into updates
 * @param schedule how the optimiser's step size changes
 * @param batching which playlists are learnt from together
 * @param batchSize how much is learnt from at once, in the unit of the batching; empty for as much
 *     as suits the data
 * @param sampledSoftmax how many negatives a step draws; empty for the softmax over all songs
 * @param epochs passes over the training playlists at the most; empty for enough of them
 * @param patience epochs without improvement on validation data that end the training; empty for no
 *     end
 * @param ensemble how many networks are trained
 * @param seed of the first weights and of the order of playlists
 * @param threads workers that share a batch; the sums of their gradients depend on how many there
 *     are
 * @param gradientOf what a step's gradient is the gradient of
 */
record Hyperparameters(
    int layers,
    int embeddingSize,
    int hiddenSize,
    boolean tiedEmbeddings,
    boolean songFeatures,
    @Nullable Function<Song, float[]> songVectors,
    int recency,
    int artistRecency,
    boolean residual,
    Regularisation regularisation,
    int unroll,
    double gradientClip,
    IUpdater optimiser,
    Schedule schedule,
    Batching batching,
    OptionalInt batchSize,
    OptionalInt sampledSoftmax,
    OptionalInt epochs,
    OptionalInt patience,
    int ensemble,
    long seed,
    int threads,
    GradientOf gradientOf) {

  /** What the summed loss of a step is divided by before it is differentiated. */
  enum GradientOf {
    /** The mean over the step's transitions. */
    MEAN_OF_TRANSITIONS,
    /** The sum over its transitions, divided by the playlists of the batch, as the paper has it. */
    SUM_PER_PLAYLIST
  }

  /** Passes at the most: with validation data early stopping ends the training before. */
  int epochs(boolean validated) {
    return epochs.orElse(validated ? 30 : 20);
  }

  /** Epochs without improvement that end the training: as many as there are without validation. */
  int patience(boolean validated) {
    return validated ? patience.orElse(Integer.MAX_VALUE) : Integer.MAX_VALUE;
  }

  /** How much is learnt from at once, in the unit of the batching, of so many transitions. */
  int batchSize(long transitions) {
    return batchSize.orElseGet(() -> batching.presetBatchSize(transitions));
  }

  /** Everything that does not depend on the data, as text for the model file. */
  Map<String, String> describe() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("layers", Integer.toString(layers));
    text.put("embedding_size", Integer.toString(embeddingSize));
    text.put("hidden_size", Integer.toString(hiddenSize));
    text.put("tied_embeddings", Boolean.toString(tiedEmbeddings));
    text.put("recency", Integer.toString(recency));
    text.put("artist_recency", Integer.toString(artistRecency));
    text.put("residual", Boolean.toString(residual));
    text.put("input_dropout", Double.toString(regularisation.inputDropout()));
    text.put("dropout", Double.toString(regularisation.dropout()));
    text.put("song_dropout", Double.toString(regularisation.songDropout()));
    text.put("label_smoothing", Double.toString(regularisation.labelSmoothing()));
    text.put("weight_decay", Double.toString(regularisation.weightDecay()));
    text.put("weight_averaging", Double.toString(regularisation.weightAveraging()));
    text.put("unroll", Integer.toString(unroll));
    text.put("gradient_clip", Double.toString(gradientClip));
    text.put("optimiser", optimiser.toString());
    text.put("schedule", schedule.toString());
    text.put("batching", batching.name().toLowerCase(Locale.ROOT));
    sampledSoftmax.ifPresent(n -> text.put("sampled_softmax", Integer.toString(n)));
    patience.ifPresent(n -> text.put("patience", Integer.toString(n)));
    text.put("ensemble", Integer.toString(ensemble));
    text.put("seed", Long.toString(seed));
    text.put("threads", Integer.toString(threads));
    text.put("gradient_of", gradientOf.name().toLowerCase(Locale.ROOT));
    return text;
  }
}
