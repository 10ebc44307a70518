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
 * All settings of a training.
 *
 * @param layers number of LSTM layers
 * @param embeddingSize size of a song's vector
 * @param hiddenSize size of each LSTM layer
 * @param tiedEmbeddings whether the output layer scores songs by the embeddings of the input layer
 * @param songFeatures whether songs share the vectors of artists and tags
 * @param songVectors returns vectors that describe songs; null if there are none
 * @param recency how many of the songs played last add a weight to their own score
 * @param artistRecency how many of them add a weight to the scores of their artist's songs
 * @param residual whether layers above the first add their input to their output
 * @param regularisation what keeps the network from overfitting
 * @param unroll maximum number of songs that gradients flow back through
 * @param gradientClip maximum global norm of a gradient
 * @param optimiser turns gradients into updates
 * @param schedule how the optimiser's learning rate changes
 * @param batching how playlists are grouped into batches
 * @param batchSize in the unit of the batching; empty for the batching's default
 * @param sampledSoftmax how many negatives a step draws; empty for the softmax over all songs
 * @param epochs maximum number of epochs; empty for the default
 * @param patience after how many epochs without improvement on the validation data training ends;
 *     empty for no early stopping
 * @param ensemble how many networks are trained
 * @param seed of the first weights and of the order of playlists
 * @param threads workers that share a batch; the rounding of summed gradients depends on their
 *     number
 * @param gradientOf the loss whose gradient a step takes
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

  /** The loss whose gradient a step takes. */
  enum GradientOf {
    /** The mean over the step's transitions. */
    MEAN_OF_TRANSITIONS,
    /**
     * The sum over its transitions, divided by the number of playlists in the batch, as in the
     * paper.
     */
    SUM_PER_PLAYLIST
  }

  /**
   * The maximum number of epochs: more with validation data, where early stopping usually ends the
   * training sooner.
   */
  int epochs(boolean validated) {
    return epochs.orElse(validated ? 30 : 20);
  }

  /** After how many epochs without improvement training ends; without validation data never. */
  int patience(boolean validated) {
    return validated ? patience.orElse(Integer.MAX_VALUE) : Integer.MAX_VALUE;
  }

  /** The batch size, in the unit of the batching, for an epoch of so many transitions. */
  int batchSize(long transitions) {
    return batchSize.orElseGet(() -> batching.defaultBatchSize(transitions));
  }

  /** Returns all settings that do not depend on the data, as text for the model file. */
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
