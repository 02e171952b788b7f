package mm.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics} on the loopback address, for Prometheus; everything else is refused. It
 * reads, and offers nothing that changes the engine.
 *
 * <p>Not the JDK's server: that one waits for ever for the rest of half a request.
 */
final class MetricsServer {
  /** Framework property: the port, 0 for one of the system's choice; absent means switched off. */
  static final String PORT = "mm.metrics.port";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final int AT_ONCE = 8;

  /** Whom the system does not take in at once waits a second or more before it tries again. */
  private static final int BACKLOG = 1024;

  private static final int IDLE_SECONDS = 10;

  private final ServerSocket server;
  private final Engine engine;
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "mm-metrics"));

  private MetricsServer(ServerSocket server, Engine engine) {
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
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(loopback, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    MetricsServer made = new MetricsServer(socket, engine);
    daemon(made::listen, "mm-metrics-accept").start();
    LOG.info("metrics on http://{}:{}/metrics", loopback.getHostString(), made.port());
    return made;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getLocalPort();
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("a connection could not be accepted: {}", e.toString());
        }
      }
    }
  }

  private void serve(Socket socket) {
    MetricsExchange exchange = new MetricsExchange(socket, engine);
    try {
      workers.execute(exchange);
    } catch (RejectedExecutionException e) {
      exchange.refuse();
    }
  }

  /** Stops listening; what is being answered is answered. */
  void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("the port of the metrics does not close: {}", e.toString());
    }
    workers.shutdown();
  }
}
