package dev.segue.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DoSHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, with limits on what a request may be. */
final class HttpServer implements AutoCloseable {

  private static final int HEADER_BYTES = 16 * 1024;

  /** A request that is slower is ended. */
  private static final int BYTES_PER_SECOND = 100;

  private static final Duration IDLE = Duration.ofSeconds(30);

  /** How long a connection without a request may stay when the server ends. */
  private static final Duration LAST_QUESTIONS = Duration.ofMillis(100);

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

  private final Server server;
  final ServerConnector connector;

  HttpServer(SegueServer.Builder settings, Api api) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("segue-http");
    Executor virtual = VirtualThreads.getDefaultVirtualThreadsExecutor(); // null before JDK 21
    threads.setVirtualThreadsExecutor(virtual);
    server = new Server(threads);
    server.setStopTimeout(LAST_ANSWERS.toMillis());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host);
    connector.setPort(settings.port);
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(LAST_QUESTIONS.toMillis());
    server.addConnector(connector);
    Handler guarded =
        new Guard(new AccessToken(settings.token), settings.musicServer.isPresent(), api);
    Handler paced = new MinimumDataRateHandler(guarded, BYTES_PER_SECOND, 0);
    server.setHandler(
        new GracefulHandler(new Lingering(limited(paced, settings.requestsPerSecond))));
    server.setErrorHandler(HttpServer::error);
    settings.accessLog.ifPresent(file -> server.setRequestLog(new AccessLog(file)));
    start();
  }

  private static Handler limited(Handler handler, int requestsPerSecond) {
    if (requestsPerSecond == 0) {
      return handler;
    }
    DoSHandler limited =
        new DoSHandler(new DoSHandler.LeakingBucketTrackerFactory(requestsPerSecond));
    limited.setHandler(handler);
    return limited;
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  /** What Jetty itself refuses. */
  private static boolean error(Request request, Response response, Callback callback) {
    Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
    Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    String detail =
        cause instanceof HttpException told && told.getReason() != null
            ? told.getReason()
            : String.valueOf(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
    Api.write(
        Answer.problem(status instanceof Integer code ? code : 500, detail), response, callback);
    return true;
  }

  URI uri() {
    String host = connector.getHost();
    return URI.create(
        "http://%s:%d/"
            .formatted(host.contains(":") ? "[" + host + "]" : host, connector.getLocalPort()));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
