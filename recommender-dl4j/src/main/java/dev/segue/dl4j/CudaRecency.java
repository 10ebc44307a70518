package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.lstm.network.Recency;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Adds the recency weights of songs played recently to logits on a device: {@link
 * OutputLayer#addRecency} there. One thread at a time.
 */
final class CudaRecency {

  private static final int THREADS = 128;
  private static final int LARGEST_TEAM = 32;

  private final CudaQueue queue;
  private final List<Recency> recency;
  private final CudaParameters parameters;
  private final CudaScratch sums;

  /**
   * Creates the terms.
   *
   * @param parameters which have their weights
   */
  CudaRecency(CudaQueue queue, List<Recency> recency, CudaParameters parameters) {
    this.queue = queue;
    this.recency = recency;
    this.parameters = parameters;
    this.sums = new CudaScratch(queue);
  }

  /**
   * The songs of the groups of a recency, on a device.
   *
   * @param from {@code [groups + 1]} of integers: where the songs of each group begin
   * @param songs in groups
   * @param groupOf {@code [songs]} of integers: the group of each, -1 for none
   * @param team how many threads take a group
   */
  record Members(DeviceArray from, DeviceArray songs, DeviceArray groupOf, int team) {

    /**
     * Copies groups to a device.
     *
     * @param songs how many have a logit, the first ones: only these are members
     */
    static Members of(Recency recency, int songs, Function<int[], DeviceArray> upload) {
      int[][] groups = recency.members(songs);
      int[] from = new int[groups.length + 1];
      for (int group = 0; group < groups.length; group++) {
        from[group + 1] = from[group] + groups[group].length;
      }
      int[] members = Arrays.stream(groups).flatMapToInt(Arrays::stream).toArray();
      return new Members(
          upload.apply(from),
          upload.apply(members),
          upload.apply(recency.groupOf()),
          team(groups, members.length));
    }

    /** A power of two: about as many as the group of a song has on average. */
    private static int team(int[][] groups, int members) {
      long squares =
          Arrays.stream(groups).mapToLong(group -> (long) group.length * group.length).sum();
      int team = 1;
      while (team < LARGEST_TEAM && (long) team * members < squares) {
        team *= 2;
      }
      return team;
    }
  }

  /**
   * Adds the weights to logits.
   *
   * @param members of each recency
   */
  void add(CudaChunk chunk, List<Members> members, CudaLogits block) {
    for (int i = 0; i < recency.size(); i++) {
      int window = recency.get(i).window();
      DeviceArray weights = parameters.values(recency.get(i).group().tensor()).values();
      DeviceArray recent = recent(chunk, i, block);
      Members songs = members.get(i);
      queue.launch(
          "addRecency",
          block.positions(),
          THREADS,
          weights,
          window,
          recent,
          songs.from(),
          songs.songs(),
          songs.team(),
          block.values().values(),
          block.values().stride());
      if (block.isSampled()) {
        queue.launch(
            "addTargetRecency",
            block.positions(),
            THREADS,
            weights,
            window,
            recent,
            songs.groupOf(),
            block.targets(),
            block.own());
      }
    }
  }

  /** The groups of the songs up to each position of a block. */
  private DeviceArray recent(CudaChunk chunk, int i, CudaLogits block) {
    return chunk.recent().get(i).from((long) block.first() * recency.get(i).window());
  }

  /** Computes the gradients of the weights from those of logits; adds to those of blocks before. */
  void addGradients(CudaChunk chunk, List<Members> members, CudaLogits block) {
    for (int i = 0; i < recency.size(); i++) {
      int window = recency.get(i).window();
      Members songs = members.get(i);
      DeviceArray ofPositions = sums.reserve((long) block.positions() * window);
      queue.launch(
          "recencyGradients",
          block.positions(),
          THREADS,
          block.values().values(),
          block.values().stride(),
          window,
          recent(chunk, i, block),
          songs.from(),
          songs.songs(),
          songs.team(),
          songs.groupOf(),
          block.targets(),
          block.own(),
          ofPositions);
      queue.launch(
          "addRecencyGradients",
          window,
          THREADS,
          ofPositions,
          block.positions(),
          block.first() == 0 ? 0 : 1,
          parameters.gradient(recency.get(i).group().tensor()).values());
    }
  }
}
