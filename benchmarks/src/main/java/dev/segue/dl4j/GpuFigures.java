package dev.segue.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets what was measured beside what an H100 has to reach. Exits with 1 if it does not. */
@Command(name = "figures", mixinStandardHelpOptions = true, sortOptions = false)
final class GpuFigures implements Callable<Integer> {

  private static final String STEPS = "steps";
  private static final String SPEED = "transitions_per_second";
  private static final String MICROSECONDS = "microseconds";
  private static final String SECONDS = "seconds";
  private static final String MISSED = "missed";
  private static final String PEER = "PyTorch";

  /**
   * What is asked.
   *
   * @param isLong whether only the long run measures it
   * @param bound of the value, at least or at most
   * @param value what was found, if it was measured
   */
  private record Figure(
      boolean isLong,
      String what,
      boolean atLeast,
      double bound,
      Function<Measured, OptionalDouble> value) {

    boolean isReached(double found) {
      return atLeast ? found >= bound : found <= bound;
    }
  }

  private static final List<Figure> FIGURES =
      List.of(
          new Figure(false, "tests that failed", false, 0, each -> each.number("tests", "failed")),
          new Figure(
              false,
              "gradient of a step of full size, off by, of its norm",
              false,
              1e-5,
              each ->
                  each.number("precision", "error", "songs", 9775, "rounding", "single precision")),
          new Figure(
              false,
              "paper's network, similar length, transitions/s",
              true,
              2_500_000,
              each -> each.number("train", SPEED, "name", "paper-similar")),
          new Figure(
              false,
              "paper's network, paper's batches, transitions/s",
              true,
              600_000,
              each -> each.number("train", SPEED, "name", "paper-order")),
          new Figure(
              false,
              "times PyTorch's CUDA graph, 9,775 songs, 100 playlists",
              true,
              2,
              each -> each.graph(100)),
          new Figure(
              false,
              "times PyTorch's CUDA graph, 9,775 songs, 500 playlists",
              true,
              2,
              each -> each.graph(500)),
          new Figure(
              false,
              "default network, transitions/s",
              true,
              1_000_000,
              each -> each.number("train", SPEED, "name", "default")),
          new Figure(
              false,
              "default network, whole training with early stopping, s",
              false,
              15,
              each -> each.number("train", SECONDS, "name", "default")),
          new Figure(
              true,
              "256 units, of the speed of cuDNN in PyTorch",
              true,
              0.5,
              each -> each.cudnn(256)),
          new Figure(
              true,
              "512 units, of the speed of cuDNN in PyTorch",
              true,
              0.5,
              each -> each.cudnn(512)),
          new Figure(
              true,
              "100,000 songs, all scored, transitions/s",
              true,
              800_000,
              each -> each.number(STEPS, SPEED, "songs", 100_000, "negatives", 0)),
          new Figure(
              true,
              "1,000,000 songs, sampled softmax, transitions/s",
              true,
              1_000_000,
              each -> each.number(STEPS, SPEED, "songs", 1_000_000, "negatives", 1000)),
          new Figure(
              true,
              "search of 64 trials, eight epochs each, s",
              false,
              300,
              each -> each.number("search", SECONDS, "trials", 64, "epochs", 8)));

  @Option(names = "--json", required = true, description = "The file of measurements.")
  private Path json = Path.of("");

  @Option(names = "--long", description = "Whether they are those of the long run.")
  private boolean isLong;

  GpuFigures() {}

  /** The measurements; of those that are alike the last one counts. */
  private record Measured(List<GpuMeasurement> all) {

    OptionalDouble number(String part, String name, Object... having) {
      OptionalDouble found = OptionalDouble.empty();
      for (GpuMeasurement each : all) {
        boolean matches = each.has("part", part);
        for (int i = 0; i < having.length; i += 2) {
          matches &= each.has((String) having[i], having[i + 1]);
        }
        if (matches && !Double.isNaN(each.number(name))) {
          found = OptionalDouble.of(each.number(name));
        }
      }
      return found;
    }

    /** How many times as fast as PyTorch's CUDA graph the paper's network takes steps. */
    OptionalDouble graph(int playlists) {
      return ratio(
          number("peer", MICROSECONDS, "what", "graph", "songs", 9775, "playlists", playlists),
          number(STEPS, MICROSECONDS, "songs", 9775, "playlists", playlists, "hidden", 100));
    }

    /** The speed of a layer, to that of cuDNN's. */
    OptionalDouble cudnn(int hidden) {
      return ratio(
          number("peer", MICROSECONDS, "what", "recurrent", "hidden", hidden),
          number("recurrent", MICROSECONDS, "hidden", hidden));
    }

    /** To be set beside the CPU's, of which there is no measurement here. */
    String ofSeeds() {
      return IntStream.rangeClosed(1, 3)
          .mapToObj(seed -> number("train", "log_likelihood", "name", "seed-" + seed))
          .map(
              found ->
                  found.isPresent() ? String.format(Locale.ROOT, "%.4f", found.getAsDouble()) : "-")
          .collect(Collectors.joining(", "));
    }

    private static OptionalDouble ratio(OptionalDouble of, OptionalDouble to) {
      return of.isPresent() && to.isPresent()
          ? OptionalDouble.of(of.getAsDouble() / to.getAsDouble())
          : OptionalDouble.empty();
    }
  }

  private String verdict(Figure figure, OptionalDouble found, boolean hasPeer) {
    if (found.isPresent()) {
      return figure.isReached(found.getAsDouble()) ? "ok" : MISSED;
    }
    return hasPeer || !figure.what().contains(PEER) ? MISSED : "no PyTorch";
  }

  private static String text(double value) {
    if (value >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    boolean isTiny = value > 0 && value < 0.01;
    return String.format(Locale.ROOT, isTiny ? "%.1e" : "%.2f", value);
  }

  @Override
  public Integer call() throws IOException {
    Measured measured = new Measured(GpuMeasurement.read(json));
    boolean hasPeer = measured.all().stream().anyMatch(each -> each.has("part", "peer"));
    boolean isMissed = false;
    System.out.printf("%-58s %16s %14s%n", "", "asked", "found");
    for (Figure figure : FIGURES) {
      OptionalDouble found = figure.value().apply(measured);
      if (figure.isLong() != isLong && found.isEmpty()) {
        continue;
      }
      String verdict = verdict(figure, found, hasPeer);
      isMissed |= verdict.equals(MISSED);
      System.out.printf(
          Locale.ROOT,
          "%-58s %16s %14s  %s%n",
          figure.what(),
          (figure.atLeast() ? ">= " : "<= ") + text(figure.bound()),
          found.isPresent() ? text(found.getAsDouble()) : "-",
          verdict);
    }
    if (isLong) {
      System.out.printf(
          Locale.ROOT,
          "default network, validation log-likelihood of seeds 1, 2 and 3: %s%n",
          measured.ofSeeds());
    }
    return isMissed ? 1 : 0;
  }
}
