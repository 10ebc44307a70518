package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.segue.SequenceRecommender;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A process opens a model once, however many tasks ask at once. */
class OpenModelsTest {

  private static final SequenceRecommender MODEL = GoldenRecommenders.read("popularity");

  @Test
  void tasks_atOnceOpenOneModel() throws InterruptedException, ExecutionException {
    AtomicInteger opened = new AtomicInteger();
    Callable<SequenceRecommender> task =
        () ->
            OpenModels.get(
                "tasks at once",
                () -> {
                  opened.incrementAndGet();
                  return MODEL;
                });
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<SequenceRecommender>> models =
          threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> task).toList());

      for (Future<SequenceRecommender> model : models) {
        assertThat(model.get()).isSameAs(MODEL);
      }
      assertThat(opened).hasValue(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void model_thatCannotBeReadIsTriedAgain() throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                OpenModels.get(
                    "tried again",
                    () -> {
                      throw new FileNotFoundException("no chunk");
                    }))
        .withMessage("no chunk");

    assertThat(OpenModels.get("tried again", () -> MODEL)).isSameAs(MODEL);
  }
}
