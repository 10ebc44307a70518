package dev.segue.server;

import dev.segue.RecommendationRules;
import dev.segue.server.store.Limits;
import dev.segue.server.store.ListenerStore;
import dev.segue.server.update.ModelUpdate;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Serves a model over HTTP, and keeps what its listeners play.
 *
 * {@snippet class="dev.segue.samples.javadoc.ServerExamplesTest" region="server"}
 *
 * <p>Any number of threads.
 */
public final class SegueServer implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.segue.server");

  private static final Duration DAY = Duration.ofDays(1);

  private final Models models;
  private final Optional<Models> beside;
  private final ServerMetrics metrics;
  private final ListenerStore store;
  private final Listeners listeners;
  private final MapCalls maps;
  final HttpServer http;
  private final ScheduledExecutorService background =
      Executors.newScheduledThreadPool(
          2, // a model is looked for while another learns
          runnable -> {
            Thread thread = new Thread(runnable, "segue-background");
            thread.setDaemon(true);
            return thread;
          });

  private SegueServer(Builder settings) throws IOException {
    InstantSource clock = InstantSource.system();
    metrics = new ServerMetrics();
    models = new Models(settings.model, metrics.serving());
    beside =
        settings.beside.isPresent()
            ? Optional.of(new Models(settings.beside.get(), (list, time) -> {}))
            : Optional.empty();
    store =
        ListenerStore.open(
            settings.state, new Limits(settings.listeners, settings.eventsOfListener));
    try {
      listeners = new Listeners(store, models, clock, settings.listenersInMemory);
      metrics.gauge("segue.listeners.in.memory", listeners, Listeners::inMemory);
      if (settings.navidrome.isPresent()) {
        NavidromePlays plays = new NavidromePlays(settings.navidrome.get());
        LOG.log(Level.INFO, plays.addTo(listeners, models.current()));
      }
      AskedModels asked =
          new AskedModels(
              new AskedModels.Asked(models, listeners),
              beside.map(other -> new AskedModels.Asked(other, listenersBeside(other, clock))));
      List<Route> routes = new ArrayList<>(RoomFiles.routes());
      routes.addAll(new ListenerCalls(asked, clock, settings.rules).routes());
      routes.addAll(new StationCalls(listeners, clock, settings.rules).routes());
      routes.addAll(
          new ListenBrainzCalls(listeners, models, clock, new AccessToken(settings.token))
              .routes());
      routes.addAll(new HistoryCalls(store).routes());
      settings.musicServer.ifPresent(
          address ->
              routes.addAll(
                  new SubsonicCalls(listeners, clock, settings.rules, new MusicServer(address))
                      .routes()));
      routes.addAll(new SongCalls(asked).routes());
      maps = new MapCalls(asked);
      routes.addAll(maps.routes());
      routes.addAll(new ServiceCalls(asked, metrics).routes());
      if (settings.updateEvery.isPresent()) {
        update(settings.updateEvery.get(), new ModelUpdate(settings.model, store), clock);
      }
      http = new HttpServer(settings, new Api(routes, metrics));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
    repeat(settings.reloadEvery, this::reload);
    beside.ifPresent(other -> repeat(settings.reloadEvery, other::reload));
    settings.forgetAfter.ifPresent(
        unseen -> repeat(DAY, () -> store.forgetUnseen(Instant.now().minus(unseen))));
  }

  /** None in memory: what the other model's listeners do, these would not hear of. */
  private Listeners listenersBeside(Models other, InstantSource clock) {
    return new Listeners(store, other, clock, 0);
  }

  private void update(Duration pause, ModelUpdate update, InstantSource clock) throws IOException {
    update.check();
    repeat(pause, () -> LOG.log(Level.INFO, update.run(clock.instant())));
  }

  private interface Task {
    void run() throws IOException;
  }

  private void repeat(Duration pause, Task task) {
    ScheduledFuture<?> unused = // what fails is logged
        background.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, e.getMessage(), e);
              }
            },
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Describes a server.
   *
   * @param model the file of the model. It may be replaced while it is served
   * @return a builder with the defaults
   */
  public static Builder builder(Path model) {
    return new Builder(Objects.requireNonNull(model, "model"));
  }

  /**
   * Returns where the server is asked.
   *
   * @return its address, with the port
   */
  public URI uri() {
    return http.uri();
  }

  /**
   * Returns until when the model knows the world.
   *
   * @return when the last play that it has learnt from began, if it says so
   */
  public Optional<Instant> trainedUntil() {
    return models.current().recommender().provenance().trainedUntil();
  }

  /**
   * Reads the model again if its file is another one. Requests are answered meanwhile, and each
   * listener goes on with the newer model as soon as it has heard what it had heard. A server does
   * so by itself, too.
   *
   * @return whether there is a newer model
   * @throws IOException if the file cannot be read as a model; the server goes on with the one
   *     before
   */
  public boolean reload() throws IOException {
    boolean newer = models.reload();
    if (newer) {
      LOG.log(Level.INFO, "serving a newer model, {0}", describe());
      listeners.move();
    }
    return newer;
  }

  private String describe() {
    return models.current().catalogue().size()
        + " songs"
        + trainedUntil().map(until -> ", trained until " + until).orElse("");
  }

  /**
   * Ends when the requests that are under way are answered, after at most ten seconds.
   *
   * @throws IOException if the store cannot be closed; what was answered is kept nevertheless
   */
  @Override
  public void close() throws IOException {
    background.shutdownNow();
    http.close();
    maps.close();
    store.close();
    metrics.close();
  }

  /** Describes a server. One thread at a time. */
  public static final class Builder {

    private final Path model;
    private Optional<Path> beside = Optional.empty();
    private Path state = Path.of("segue-state");
    String host = "127.0.0.1";
    int port = 8765;
    Optional<String> token = Optional.empty();
    Optional<String> accessLog = Optional.empty();
    Optional<URI> musicServer = Optional.empty();
    int requestsPerSecond;
    private RecommendationRules rules = RecommendationRules.none();
    private int listeners = 1_000_000;
    private int eventsOfListener = 100_000;
    private int listenersInMemory = 10_000;
    private Optional<Duration> forgetAfter = Optional.empty();
    private Optional<Duration> updateEvery = Optional.empty();
    private Optional<Path> navidrome = Optional.empty();
    private Duration reloadEvery = Duration.ofSeconds(10);

    private Builder(Path model) {
      this.model = model;
    }

    /**
     * Sets where listeners are kept.
     *
     * @param folder made if it is not there; {@code segue-state} by default. One server at a time
     * @return this builder
     */
    public Builder state(Path folder) {
      state = Objects.requireNonNull(folder, "folder");
      return this;
    }

    /**
     * Adds a model to compare the other with: requests that say {@code model=beside} are answered
     * by it, for the same listeners. Each of them makes the session again of what is kept, so that
     * takes longer.
     *
     * @param file of the model, which may be replaced, too; none by default
     * @return this builder
     */
    public Builder beside(Path file) {
      beside = Optional.of(Objects.requireNonNull(file, "file"));
      return this;
    }

    /**
     * Sets the address that the server listens at.
     *
     * @param address a name or an address; {@code 127.0.0.1}, this machine alone, by default.
     *     Others need a token
     * @return this builder
     */
    public Builder host(String address) {
      host = Objects.requireNonNull(address, "address");
      return this;
    }

    /**
     * Sets the port.
     *
     * @param number 1 to 65535, or 0 for any that is free; 8765 by default
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder port(int number) {
      port = within("port", number, 0, 65_535);
      return this;
    }

    /**
     * Sets what requests must say in {@code Authorization: Bearer TOKEN}.
     *
     * @param text at least 16 characters of ASCII, none of them a blank or a colon; none by
     *     default, and then this machine alone may ask
     * @return this builder
     * @throws IllegalArgumentException if the text is shorter, or has others
     */
    public Builder token(String text) {
      if (!Objects.requireNonNull(text, "text").matches("[\\x21-\\x7E&&[^:]]{16,}")) {
        throw new IllegalArgumentException(
            "token must have at least 16 characters of ASCII, no blanks and no colons, but has "
                + text.length());
      }
      token = Optional.of(text);
      return this;
    }

    /**
     * Sets the rules of listeners who have none of their own.
     *
     * @param usual what may be recommended to them; everything by default
     * @return this builder
     */
    public Builder rules(RecommendationRules usual) {
      rules = Objects.requireNonNull(usual, "usual");
      return this;
    }

    /**
     * Sets how many listeners there may be: others are refused.
     *
     * @param most at least 1; a million by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder listeners(int most) {
      listeners = within("listeners", most, 1, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets how many plays, skips and likes of a listener are kept: the last ones.
     *
     * @param most at least 1; 100,000 by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder eventsOfListener(int most) {
      eventsOfListener = within("eventsOfListener", most, 1, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets how many listeners are in memory at once. The others are read from the disk when they
     * are asked for.
     *
     * @param most at least 1; 10,000 by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder listenersInMemory(int most) {
      listenersInMemory = within("listenersInMemory", most, 1, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Has listeners forgotten who have played nothing for a time.
     *
     * @param unseen at least a day; listeners are kept for ever by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than a day
     */
    public Builder forgetAfter(Duration unseen) {
      if (Objects.requireNonNull(unseen, "unseen").compareTo(DAY) < 0) {
        throw new IllegalArgumentException("forgetAfter must be >= PT24H, was " + unseen);
      }
      forgetAfter = Optional.of(unseen);
      return this;
    }

    /**
     * Sets how often the server looks whether the model's file is another one.
     *
     * @param pause above 0; 10 seconds by default
     * @return this builder
     * @throws IllegalArgumentException if it is not above 0
     */
    public Builder reloadEvery(Duration pause) {
      if (Objects.requireNonNull(pause, "pause").toMillis() <= 0) {
        throw new IllegalArgumentException("reloadEvery must be >= PT0.001S, was " + pause);
      }
      reloadEvery = pause;
      return this;
    }

    /**
     * Has the listeners told, before the server listens, what Navidrome has kept of the plays of
     * its users, since December 2025. Its database is only read. What they know already changes
     * nothing.
     *
     * @param database the file {@code navidrome.db}; none by default
     * @return this builder
     */
    public Builder navidrome(Path database) {
      navidrome = Optional.of(Objects.requireNonNull(database, "database"));
      return this;
    }

    /**
     * Has the model learn, now and then, from what was played since its training. The last day is
     * not learnt from: on it both models are measured, and the updated one takes the other's place
     * in the file unless its mrr@20 is lower. The other is then beside it, with {@code .previous}
     * after its name. That needs {@code recommender-dl4j} and a backend of ND4J.
     *
     * @param pause at least a minute; never by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than a minute
     */
    public Builder updateEvery(Duration pause) {
      if (Objects.requireNonNull(pause, "pause").compareTo(Duration.ofMinutes(1)) < 0) {
        throw new IllegalArgumentException("updateEvery must be >= PT1M, was " + pause);
      }
      updateEvery = Optional.of(pause);
      return this;
    }

    /**
     * Has each address refused that asks more often, with status 429.
     *
     * @param most requests a second, at least 1; unlimited by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder requestsPerSecond(int most) {
      requestsPerSecond = within("requestsPerSecond", most, 1, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Has a line of JSON written for each request.
     *
     * @param file its name, in which {@code yyyy_mm_dd} becomes the day; none by default
     * @return this builder
     */
    public Builder accessLog(String file) {
      accessLog = Optional.of(Objects.requireNonNull(file, "file"));
      return this;
    }

    /**
     * Answers Subsonic's questions for similar songs from what listeners play, beside a music
     * server that answers all others and knows users, passwords and libraries.
     *
     * @param address its own, not that of a proxy which leads here: {@code http://localhost:4533/},
     *     with a path if it has one; none by default
     * @return this builder
     * @throws IllegalArgumentException if the address is not of HTTP or HTTPS, or has a query, a
     *     fragment or a user
     */
    public Builder musicServer(URI address) {
      musicServer = Optional.of(MusicServer.address(address));
      return this;
    }

    private static int within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s must be in %d..%d, was %d".formatted(name, least, most, value));
      }
      return value;
    }

    /**
     * Starts the server.
     *
     * @return a server that is listening
     * @throws IOException if the model or the listeners cannot be read, or the port is in use
     * @throws IllegalStateException if other machines may ask, and there is no token
     */
    public SegueServer start() throws IOException {
      if (token.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
        throw new IllegalStateException(
            "there must be a token if other machines may ask, but host is " + host);
      }
      return new SegueServer(this);
    }
  }
}
