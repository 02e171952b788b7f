package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is thrown at the port of the metrics; the control channel's is {@link ControlChannelTest}.
 */
@Timeout(60)
class MetricsPortTest {
  private static final int MANY = 1000;
  private static final int LONG = 1 << 20;
  private static final String RIGHT = "GET /metrics HTTP/1.1\r\nHost: mm\r\n\r\n";

  private final PlainEngine engine = new PlainEngine();
  private LoopbackPort server;

  @BeforeEach
  void open() throws IOException {
    server = MetricsExchange.listen(0, engine);
  }

  @AfterEach
  void close() {
    server.close();
    engine.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.number());
  }

  /** The first line of the answer; empty when the connection was closed without one. */
  private String ask(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .split("\r\n", 2)[0];
    } catch (java.net.SocketException e) {
      return ""; // closed while we were still writing
    }
  }

  private void assertServes() throws IOException {
    assertEquals("HTTP/1.1 200 OK", ask(RIGHT));
  }

  @Test
  void shouldListenOnTheLoopbackAddressOnly() throws IOException {
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address :
          each.inetAddresses().filter(a -> !a.isLoopbackAddress()).toList()) {
        assertThrows(IOException.class, () -> new Socket(address, server.number()).close());
      }
    }
    assertServes();
  }

  @Test
  void shouldRefuseWhatIsMalformedOrTooLong() throws IOException {
    for (String each :
        List.of(
            "frob\r\n\r\n",
            "GET\r\n\r\n",
            "GET http://[ HTTP/1.1\r\n\r\n",
            "GET /" + "x".repeat(LONG) + " HTTP/1.1\r\nConnection: close\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")) {
      String answer = ask(each);
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
    }
    assertServes();
  }

  /** They have sent half a request, or nothing at all, and stay. */
  @Test
  void shouldServeAmongAThousandThatDoNotFinish() throws IOException {
    int threads = Thread.activeCount();
    List<Socket> half = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Socket made = connect();
      half.add(made);
      if (i % 2 == 0) {
        sendHalf(made);
      }
    }
    awaitServed();
    assertTrue(Thread.activeCount() <= threads + 10, "threads: " + Thread.activeCount());
    for (Socket each : half) {
      each.close();
    }
    awaitServed();
  }

  private static void sendHalf(Socket socket) {
    try {
      socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // refused already
    }
  }

  /** As soon as those that sent half a request have had their time. */
  private void awaitServed() throws IOException {
    while (!ask(RIGHT).equals("HTTP/1.1 200 OK")) {
      Thread.onSpinWait();
    }
  }

  /** Again and again: for some microseconds the accepting thread keeps a closed port open. */
  @Test
  void shouldLetNobodyInOnceItIsClosed() throws IOException {
    for (int i = 0; i < MANY; i++) {
      LoopbackPort port =
          LoopbackPort.open(0, "mm-metrics", socket -> new MetricsExchange(socket, engine));
      port.close();
      assertFalse(letsIn(port.number()), "round " + i);
    }
  }

  private static boolean letsIn(int port) throws IOException {
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return late.getLocalPort() != port; // else it met itself, as TCP allows
    } catch (ConnectException e) {
      return false;
    }
  }
}
