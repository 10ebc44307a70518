package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OncePerJvmTest {

  private final OncePerJvm<Object> shared = new OncePerJvm<>();

  @Test
  void tasks_atOnceShareOne() throws InterruptedException, ExecutionException, IOException {
    Callable<Object> task = () -> shared.get("a", Object::new);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Object>> found = threads.invokeAll(Collections.nCopies(8, task));

      for (Future<Object> each : found) {
        assertThat(each.get()).isSameAs(found.get(0).get());
      }
      assertThat(shared.get("b", Object::new)).isNotSameAs(found.get(0).get());
      assertThat(shared.made).hasValue(2);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void one_thatCannotBeMadeIsTriedAgain() throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                shared.get(
                    "tried again",
                    () -> {
                      throw new FileNotFoundException("no chunk");
                    }))
        .withMessage("no chunk");

    assertThat(shared.get("tried again", () -> "made")).isEqualTo("made");
  }
}
