package mm.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to the port of the metrics, and its answer; then the connection is closed. Whoever
 * does not finish the request in time, or sends a long one, is dropped. {@code GET /metrics}, for
 * Prometheus, and nothing else: it reads, and offers nothing that changes the engine.
 *
 * <p>Not the JDK's server: that one waits for ever for the rest of half a request.
 */
final class MetricsExchange implements LoopbackPort.Conversation {
  /** Framework property: the port, 0 for one of the system's choice; absent means switched off. */
  static final String PORT = "mm.metrics.port";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsExchange.class);
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int REQUEST_MILLIS = 2_000;
  private static final int MOST_BYTES = 8 * 1024;

  private final Socket socket;
  private final Engine engine;

  MetricsExchange(Socket socket, Engine engine) {
    this.socket = socket;
    this.engine = engine;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the port is taken
   */
  static LoopbackPort listen(int port, Engine engine) throws IOException {
    LoopbackPort made =
        LoopbackPort.open(port, "mm-metrics", socket -> new MetricsExchange(socket, engine));
    LOG.info("metrics on http://{}/metrics", made);
    return made;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setSoTimeout(REQUEST_MILLIS);
      answer(head(socket.getInputStream()));
      socket.shutdownOutput();
      socket.getInputStream().readNBytes(MOST_BYTES); // a close before it is read loses the answer
    } catch (IOException e) {
      LOG.debug("a request for metrics ended early: {}", e.toString());
    }
  }

  @Override
  public void refuse() {
    try (socket) {
      send("503 Service Unavailable", "busy; try again\n");
    } catch (IOException e) {
      LOG.debug("a request for metrics could not be refused: {}", e.toString());
    }
  }

  /** The request up to its first empty line, or as much as is read of it. */
  private static String head(InputStream in) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REQUEST_MILLIS);
    byte[] bytes = new byte[MOST_BYTES];
    String head = "";
    int more = 0;
    while (more >= 0 && head.length() < MOST_BYTES && !isWhole(head)) {
      more = in.read(bytes);
      head += new String(bytes, 0, Math.max(0, more), StandardCharsets.ISO_8859_1);
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("it came too slowly");
      }
    }
    return head;
  }

  private static boolean isWhole(String head) {
    return head.contains("\r\n\r\n");
  }

  private void answer(String head) throws IOException {
    String[] words = head.split("\r\n", 2)[0].split(" ");
    if (!isWhole(head) || words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
      send("400 Bad Request", "malformed or oversized request\n");
    } else if (!words[0].equals("GET")) {
      send("405 Method Not Allowed", "GET only\n");
    } else if (!words[1].split("\\?", 2)[0].equals("/metrics")) {
      send("404 Not Found", "/metrics only\n");
    } else {
      sendMetrics();
    }
  }

  private void sendMetrics() throws IOException {
    String text;
    try {
      text = PrometheusText.of(engine);
    } catch (CommandFailure e) {
      send("503 Service Unavailable", "there is no engine\n");
      return;
    }
    send("200 OK", text);
  }

  private void send(String status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + FORMAT
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }
}
