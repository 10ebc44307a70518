package dev.segue.dl4j;

import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.ScoreVisitor;
import dev.segue.Scores;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;
import dev.segue.interruption.Interruption;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scores playlists with a trained network on a device. The device computes the scores of a block of
 * positions, and all cores show them to the visitor. One thread at a time.
 */
final class CudaScorer {

  /** How many scores there are at once, unless one position has more: 128 MiB. */
  static final long MOST_SCORES = 1 << 25;

  private final CudaQueue queue;
  private final Architecture architecture;
  private final CudaParameters parameters;
  private final CudaUploads uploads;
  private final CudaSongVectors songs;
  private final CudaLayers layers;
  private final CudaSoftmax softmax;
  private final int rows;
  private final int mostPositions;
  private HostArray scores;

  /**
   * Creates a scorer of networks of an architecture.
   *
   * @param multiprocessors of the device
   */
  CudaScorer(CudaQueue queue, Architecture architecture, int multiprocessors) {
    this(queue, architecture, multiprocessors, MOST_SCORES);
  }

  /** Creates a scorer with blocks of another size. */
  CudaScorer(CudaQueue queue, Architecture architecture, int multiprocessors, long mostScores) {
    this.queue = queue;
    this.architecture = architecture;
    TrainingArchitecture plain = TrainingArchitecture.of(architecture);
    parameters = new CudaParameters(queue, plain);
    uploads = new CudaUploads(queue);
    songs =
        new CudaSongVectors(
            queue,
            plain,
            parameters,
            new CudaStepSongs(queue, architecture, parameters, ColdSongs.none(), null));
    layers = new CudaLayers(queue, plain, parameters, songs, multiprocessors);
    softmax = new CudaSoftmax(queue, plain, parameters, mostScores);
    rows = CudaSongVectors.columns(architecture.songs());
    mostPositions = (int) Math.max(1, mostScores / rows);
    scores = queue.allocateHost(1);
  }

  /** Takes the weights of a network. */
  void take(LstmNetwork network) {
    network.forEachTensor((name, values, shape) -> parameters.write(name, values));
    songs.compose();
  }

  /** A playlist of the stream, by its number there. */
  private record Numbered(long number, PlaylistSteps steps) {}

  /** Scores playlists as {@link dev.segue.SequenceRecommender#score} says. */
  void score(Stream<Playlist> playlists, PlayHistory history, ScoreVisitor visitor) {
    Interruption interruption = Interruption.of("scoring playlists");
    List<Numbered> block = new ArrayList<>();
    int positions = 0;
    long number = 0;
    for (Iterator<Playlist> all = playlists.iterator(); all.hasNext(); number++) {
      Playlist playlist = all.next();
      if (playlist.size() > 0) {
        block.add(new Numbered(number, PlaylistSteps.ofAllSongs(playlist)));
        positions += block.get(block.size() - 1).steps().count();
      }
      if (positions >= mostPositions || (!all.hasNext() && !block.isEmpty())) {
        score(block, history, visitor, interruption);
        block.clear();
        positions = 0;
      }
    }
  }

  private void score(
      List<Numbered> block, PlayHistory history, ScoreVisitor visitor, Interruption interruption) {
    block.sort(Comparator.<Numbered>comparingInt(numbered -> numbered.steps().count()).reversed());
    List<PlaylistSteps> longestFirst = block.stream().map(Numbered::steps).toList();
    int unroll = Math.max(1, mostPositions / longestFirst.size());
    int before = 0;
    for (PackedChunk packed :
        PackedChunk.cut(longestFirst, unroll, architecture.recency(), history)) {
      interruption.check();
      FloatBuffer found = scores(packed);
      int stepsBefore = before;
      IntStream.range(0, packed.counts()[0])
          .parallel()
          .forEach(
              playlist -> show(block.get(playlist), playlist, packed, stepsBefore, found, visitor));
      before += packed.steps();
    }
  }

  /** {@code [songs8, positions]}. */
  private FloatBuffer scores(PackedChunk packed) {
    uploads.begin();
    CudaChunk chunk = CudaChunk.of(packed, uploads);
    uploads.send();
    DeviceMatrix input = layers.forward(chunk);
    DeviceArray found = softmax.score(chunk, uploads, input, songs.scored()).values();
    int length = Math.toIntExact(found.length());
    if (scores.length() < length) {
      queue.free(scores);
      scores = queue.allocateHost(length);
    }
    queue.download(found, scores, length);
    queue.mark().await();
    return scores.floats();
  }

  /** Shows the scores of a playlist to the visitor, each after all that was skipped. */
  private void show(
      Numbered numbered,
      int playlist,
      PackedChunk packed,
      int stepsBefore,
      FloatBuffer found,
      ScoreVisitor visitor) {
    PlaylistSteps steps = numbered.steps();
    int[] offsets = packed.offsets();
    for (int i = 0; i < packed.steps() && packed.counts()[i] > playlist; i++) {
      int step = stepsBefore + i;
      boolean skipsNext = step + 1 < steps.count() && steps.isSkip(step + 1);
      int heard = steps.heard(step, false);
      if (!skipsNext && heard > 0) {
        float[] ofSongs = new float[architecture.songs()];
        found.get((offsets[i] + playlist) * rows, ofSongs);
        visitor.visit(numbered.number(), heard, Scores.of(ofSongs));
      }
    }
  }
}
