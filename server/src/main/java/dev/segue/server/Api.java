package dev.segue.server;

import dev.segue.server.Route.Endpoint;
import dev.segue.server.store.TooManyListenersException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Has the endpoint of its method and path answer a request. Any number of threads. */
final class Api extends Handler.Abstract {

  private static final Logger LOG = System.getLogger("dev.segue.server");

  /** By path and method. */
  private final Map<String, Map<String, Route>> routes = new TreeMap<>();

  private final ServerMetrics metrics;

  Api(List<Route> routes, ServerMetrics metrics) {
    this.metrics = metrics;
    for (Route route : routes) {
      this.routes.computeIfAbsent(route.path(), any -> new TreeMap<>()).put(route.method(), route);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = System.nanoTime();
    String path = Request.getPathInContext(request);
    Map<String, Route> atPath = routes.get(path);
    Answer answer = atPath == null ? unknown() : answer(request, response, atPath);
    metrics.answered(atPath == null ? "unknown" : path, answer.status(), System.nanoTime() - start);
    write(answer, response, callback);
    return true;
  }

  private static Answer unknown() {
    return Answer.problem(404, "there is nothing at this path");
  }

  private static Answer answer(Request request, Response response, Map<String, Route> atPath) {
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    Route route = atPath.get(method);
    if (route == null) {
      response
          .getHeaders()
          .put(HttpHeader.ALLOW, String.join(", ", new TreeSet<>(atPath.keySet())));
      return Answer.problem(405, "this path takes " + String.join(", ", atPath.keySet()));
    }
    return answer(request, route);
  }

  private static Answer answer(Request request, Route route) {
    Endpoint endpoint = route.endpoint();
    try {
      return endpoint.answer(new Call(request, route.parameters()));
    } catch (Problem e) {
      return Answer.problem(e.status(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return Answer.problem(400, String.valueOf(e.getMessage()));
    } catch (TooManyListenersException e) {
      return Answer.problem(507, "there are as many listeners as there may be");
    } catch (UnsupportedOperationException e) {
      return Answer.problem(422, String.valueOf(e.getMessage()));
    } catch (RuntimeException | IOException e) {
      return failed(request, e);
    }
  }

  private static Answer failed(Request request, Exception e) {
    if (e instanceof HttpException told) {
      return Answer.problem(told.getCode(), String.valueOf(told.getReason()));
    }
    LOG.log(Level.ERROR, request.getMethod() + " " + Request.getPathInContext(request), e);
    return e instanceof IOException
        ? Answer.problem(503, "what this needs cannot be read or written now")
        : Answer.problem(500, "the server failed");
  }

  static void write(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, answer.type())
        .put(HttpHeader.CACHE_CONTROL, "no-store")
        .put("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(response.getHeaders()::put);
    if (answer.length() >= 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length());
    }
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      answer.content().writeTo(out);
    } catch (IOException | RuntimeException e) {
      callback.failed(e); // who asked has gone, or sees that the answer is cut off
      return;
    }
    callback.succeeded();
  }
}
