package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.HostArray;
import dev.segue.cuda.TestDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CudaUploadsTest {

  private CudaDevice device;
  private CudaQueue queue;

  @BeforeEach
  void open() {
    device = TestDevice.open();
    queue = device.queue("");
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private int[] ints(DeviceArray array) {
    HostArray host = queue.allocateHost(Math.max(1, (int) array.length()));
    queue.download(array, host, (int) array.length());
    queue.mark().await();
    int[] values = new int[(int) array.length()];
    host.ints().get(values);
    return values;
  }

  @Test
  void arrays_ofAnyLength_areThereAfterSend() {
    CudaUploads uploads = new CudaUploads(queue);
    uploads.begin();
    List<int[]> sent = new ArrayList<>();
    List<DeviceArray> there = new ArrayList<>();
    for (int length : new int[] {3, 0, 5, 300_000, 1, 250_000, 7}) {
      int[] numbers = IntStream.range(0, length).map(i -> i + length).toArray();
      sent.add(numbers);
      there.add(uploads.add(numbers));
    }
    uploads.send();
    for (int i = 0; i < sent.size(); i++) {
      assertThat(ints(there.get(i))).isEqualTo(sent.get(i));
    }

    DeviceArray more = uploads.add(new float[] {0.5f});
    uploads.send();

    assertThat(ints(more)).containsExactly(Float.floatToIntBits(0.5f));
    assertThat(ints(there.get(0))).isEqualTo(sent.get(0));
  }

  @Test
  void arrays_areThereUntilThreeMoreStepsHaveBegun_andThenTheirMemoryIsUsedAgain() {
    CudaUploads uploads = new CudaUploads(queue);
    List<DeviceArray> there = new ArrayList<>();
    for (int step = 0; step < 9; step++) {
      uploads.begin();
      there.add(uploads.add(new int[] {step}));
      uploads.send();
      for (int before = Math.max(0, step - 3); before <= step; before++) {
        assertThat(ints(there.get(before))).containsExactly(before);
      }
    }

    assertThat(there.stream().map(DeviceArray::address).distinct()).hasSize(4);
  }

  @Test
  void groups_haveTheirPlacesInOrder() {
    CudaUploads uploads = new CudaUploads(queue);

    CudaChunk.Groups groups = CudaChunk.Groups.of(new int[] {7, 2, 7, 9, 2, 7}, uploads);
    uploads.send();

    assertThat(groups.count()).isEqualTo(3);
    assertThat(ints(groups.keys())).containsExactly(2, 7, 9);
    assertThat(ints(groups.from())).containsExactly(0, 2, 5, 6);
    assertThat(ints(groups.places())).containsExactly(1, 4, 0, 2, 5, 3);
  }

  @Test
  void composition_isTransposedInSegments() {
    int songs = 70;
    int[][] rows = new int[songs][];
    float[][] weights = new float[songs][];
    Arrays.setAll(rows, song -> song == 5 ? new int[] {2, 0} : new int[] {0});
    Arrays.setAll(weights, song -> song == 5 ? new float[] {0.5f, 2} : new float[] {song});
    CudaUploads uploads = new CudaUploads(queue);

    CudaComposition composition = CudaComposition.of(new Composition(rows, weights), 3, uploads);
    uploads.send();

    assertThat(composition.count()).isEqualTo(3);
    assertThat(composition.segments()).as("64 songs, 6 songs, 1 song").isEqualTo(3);
    assertThat(ints(composition.segmentFrom())).containsExactly(0, 64, 70, 71);
    assertThat(ints(composition.featureFrom()))
        .as("none has feature 1")
        .containsExactly(0, 2, 2, 3);
    assertThat(ints(composition.songs()))
        .isEqualTo(IntStream.concat(IntStream.range(0, songs), IntStream.of(5)).toArray());
    assertThat(Float.intBitsToFloat(ints(composition.songWeights())[5])).isEqualTo(2);
    assertThat(Float.intBitsToFloat(ints(composition.songWeights())[70])).isEqualTo(0.5f);
    assertThat(Arrays.copyOf(ints(composition.from()), 8)).containsExactly(0, 1, 2, 3, 4, 5, 7, 8);
    assertThat(Arrays.copyOf(ints(composition.features()), 8))
        .containsExactly(0, 0, 0, 0, 0, 2, 0, 0);
  }
}
