package mm.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics} on the loopback address, for Prometheus; everything else is refused. It
 * reads, and offers nothing that changes the engine.
 */
final class MetricsServer {
  /** Framework property: the port, 0 for one of the system's choice; absent means switched off. */
  static final String PORT = "mm.metrics.port";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int UNAVAILABLE = 503;
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService one =
      Executors.newSingleThreadExecutor(task -> daemon(task, "mm-metrics"));
  private final Engine engine;

  private MetricsServer(HttpServer server, Engine engine) {
    this.server = server;
    this.engine = engine;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the port is taken
   */
  static MetricsServer open(int port, Engine engine) throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    MetricsServer made = new MetricsServer(HttpServer.create(loopback, BACKLOG), engine);
    made.server.createContext("/", made::answer);
    made.server.setExecutor(made.one);
    made.server.start();
    LOG.info("metrics on http://{}:{}/metrics", loopback.getHostString(), made.port());
    return made;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!"GET".equals(exchange.getRequestMethod())) {
        exchange.sendResponseHeaders(WRONG_METHOD, -1);
      } else if (!"/metrics".equals(exchange.getRequestURI().getPath())) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
      } else {
        sendMetrics(exchange);
      }
    }
  }

  private void sendMetrics(HttpExchange exchange) throws IOException {
    byte[] text;
    try {
      text = PrometheusText.of(engine).getBytes(StandardCharsets.UTF_8);
    } catch (CommandFailure e) {
      exchange.sendResponseHeaders(UNAVAILABLE, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", FORMAT);
    exchange.sendResponseHeaders(OK, text.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(text);
    }
  }

  void close() {
    server.stop(0);
    one.shutdown();
  }
}
