package dev.segue.commandline;

import dev.segue.RecommendationRules;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a model over HTTP. */
@Command(
    name = "serve",
    defaultValueProvider = Settings.class,
    description = {
      "Recommend over HTTP, and keep what listeners play, until the process is ended.",
      "The model is read again when its file is replaced.",
      "What the command line leaves out, the environment may say, SEGUE_PORT for --port, and what"
          + " neither says, the file of --config."
    },
    footer = {
      "",
      "Examples:",
      "  segue serve --model plays.segue",
      "  SEGUE_TOKEN=... segue serve --model plays.segue --host 0.0.0.0",
      "  segue serve --config segue.properties",
      "",
      "Guide: docs/server.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Serve implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private ModelOption model;

  @Option(
      names = Settings.CONFIG,
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A file of properties whose keys are the names of the other options: port=8080. If it has"
              + " a token, it must not be readable by all users. Default: none.")
  private @Nullable Path config;

  @Option(
      names = "--beside",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A second model, for the same listeners, to compare the other with: the listening room at"
              + " the server's address shows both. Default: none.")
  private @Nullable Path beside;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "segue-state",
      description = "Where listeners are kept.")
  private Path state;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at: 0.0.0.0 for all of this machine's. Others than this machine"
              + " need a --token.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8765",
      description = "The port to listen at; 0 for any that is free.")
  private int port;

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      showDefaultValue = Visibility.NEVER,
      description =
          "What requests must say in 'Authorization: Bearer TEXT', 16 characters or more. Others can"
              + " see the options of a process: better SEGUE_TOKEN in the environment, or a --config.")
  private @Nullable String token;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      showDefaultValue = Visibility.NEVER,
      description =
          "What to recommend to listeners who have no rules of their own, in the words of the"
              + " library: noRepeatWithin(3h), artistGap(2), relaxing(artistGap). Default: none.")
  private @Nullable String rules;

  @Option(
      names = "--reload-every",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Durations.class,
      description = "How often to look for a newer model.")
  private Duration reloadEvery;

  @Option(
      names = "--update-every",
      paramLabel = "TIME",
      showDefaultValue = Visibility.NEVER,
      converter = Durations.class,
      description = {
        "How often the model, an LSTM, learns from what was played, but for the last day. On that it"
            + " is measured, and takes the place of the one before unless it is worse.",
        "Default: never."
      })
  private @Nullable Duration updateEvery;

  @Option(
      names = "--forget-after",
      paramLabel = "TIME",
      showDefaultValue = Visibility.NEVER,
      converter = Durations.class,
      description = "Forget listeners who have played nothing for so long. Default: never.")
  private @Nullable Duration forgetAfter;

  @Option(
      names = "--max-listeners",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many listeners there may be.")
  private int maxListeners;

  @Option(
      names = "--max-plays",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many plays, skips and likes of a listener are kept: the last ones.")
  private int maxPlays;

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description = "How many requests a second one address may make. Default: any number.")
  private @Nullable Integer maxRate;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "Write a line of JSON for each request; yyyy_mm_dd in the name becomes the day."
              + " Default: none.")
  private @Nullable String accessLog;

  @Option(
      names = "--navidrome",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "Take over the plays that Navidrome has kept in its navidrome.db, which is only read."
              + " Default: none.")
  private @Nullable Path navidrome;

  @Option(
      names = "--music-server",
      paramLabel = "URL",
      showDefaultValue = Visibility.NEVER,
      description =
          "Answer Subsonic's questions for similar songs beside this music server, which knows users"
              + " and libraries: http://localhost:4533/. Default: none.")
  private @Nullable URI musicServer;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SegueServer.Builder builder = builder();
    model
        .addTo(new CommandFiles(command))
        .reads(Settings.CONFIG, config)
        .reads("--beside", beside)
        .reads("--navidrome", navidrome)
        .writesInto("--state", state, name -> name.startsWith("listeners."))
        .writes("--access-log", accessLog == null ? null : Path.of(accessLog))
        .check();
    CountDownLatch closed = new CountDownLatch(1);
    PrintWriter out = command.commandLine().getOut();
    try (SegueServer server = start(builder)) {
      Thread end = new Thread(() -> end(server, closed), "segue-end");
      Runtime.getRuntime().addShutdownHook(end);
      out.println(
          server
              .trainedUntil()
              .map(until -> "the model knows what was played until " + until)
              .orElse("the model does not say until when it was trained"));
      out.println("serving at " + server.uri() + "; Ctrl-C ends");
      out.flush();
      closed.await();
    }
    return 0;
  }

  private static void end(SegueServer server, CountDownLatch closed) {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("segue: " + e.getMessage());
    } finally {
      closed.countDown();
    }
  }

  private SegueServer start(SegueServer.Builder builder) throws IOException {
    try (Progress progress = Segue.progress(command)) {
      progress.start("reading " + model);
      return builder.start();
    }
  }

  private SegueServer.Builder builder() {
    try {
      SegueServer.Builder builder =
          SegueServer.builder(model.path())
              .state(state)
              .host(host)
              .port(port)
              .reloadEvery(reloadEvery)
              .listeners(maxListeners)
              .eventsOfListener(maxPlays);
      if (token != null) {
        builder.token(token);
      }
      if (rules != null) {
        builder.rules(RecommendationRules.parse(rules));
      }
      if (updateEvery != null) {
        builder.updateEvery(updateEvery);
      }
      if (forgetAfter != null) {
        builder.forgetAfter(forgetAfter);
      }
      if (maxRate != null) {
        builder.requestsPerSecond(maxRate);
      }
      if (accessLog != null) {
        builder.accessLog(accessLog);
      }
      if (beside != null) {
        builder.beside(beside);
      }
      if (navidrome != null) {
        builder.navidrome(navidrome);
      }
      if (musicServer != null) {
        builder.musicServer(musicServer);
      }
      return builder;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
