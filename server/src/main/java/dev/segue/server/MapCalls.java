package dev.segue.server;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import dev.segue.lstm.LstmRecommender;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The map of a model's songs. It is made when somebody first asks for it, on one thread that gives
 * way to those that recommend, and kept as long as the model is there. Any number of threads.
 */
final class MapCalls implements AutoCloseable {

  /** In how many seconds to ask again: 10,000 songs take ten. */
  private static final String RETRY_AFTER = "1";

  private final AskedModels asked;
  private final ExecutorService maker = Executors.newSingleThreadExecutor(MapCalls::thread);
  private final LoadingCache<ServedModel, CompletableFuture<Answer>> maps =
      CacheBuilder.newBuilder().weakKeys().build(CacheLoader.from(this::make));

  MapCalls(AskedModels asked) {
    this.asked = asked;
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it where it is not heeded
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "segue-map");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  List<Route> routes() {
    return List.of(Route.get("/v1/map", this::map, AskedModels.PARAMETER));
  }

  private CompletableFuture<Answer> make(ServedModel model) {
    LstmRecommender songs = model.lstm().orElseThrow();
    return CompletableFuture.supplyAsync(() -> Answer.json(MapJson.of(songs)), maker);
  }

  private record MakingJson(String status) {}

  private Answer map(Call call) throws Problem {
    ServedModel model = asked.of(call).models().current();
    if (!model.hasMap()) {
      throw Problem.notFound(
          "there is no map of the songs of a model of kind '%s', only of 'lstm'"
              .formatted(model.kind()));
    }
    CompletableFuture<Answer> map = maps.getUnchecked(model);
    return map.isDone()
        ? made(model, map)
        : Answer.json(202, new MakingJson("making")).with(Map.of("Retry-After", RETRY_AFTER));
  }

  private Answer made(ServedModel model, CompletableFuture<Answer> map) {
    try {
      return map.join();
    } catch (CompletionException e) {
      maps.invalidate(model); // whoever asks next has it tried again
      throw new IllegalStateException("the map cannot be made", e);
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
  }
}
