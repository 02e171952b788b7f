package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MetricsExchangeTest {
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

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.number() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void shouldTellTheNumbersOfEngineDriversAndCallbacks() throws Exception {
    AddressSpace space = engine.core.createSpace("a \"b\"", new OnePage(0x1000, 1));
    engine.core.drivers().admit(new WaryDriver());
    engine.core.drivers().attach("wary", space);
    space.end(space.begin(InvalidationEvent.UNMAP, 0x1000, 0x2000));
    HttpResponse<String> reply = send("GET", "/metrics");
    assertEquals(200, reply.statusCode());
    String text = reply.body();
    assertTrue(text.contains("mm_spaces 1\n"), text);
    assertTrue(text.contains("mm_open_sections{space=\"a \\\"b\\\"\"} 0\n"), text);
    assertTrue(
        text.contains("mm_callbacks_total{driver=\"wary\",callback=\"try-start\"} 1\n"), text);
    assertTrue(text.contains("mm_translations{driver=\"wary\"} 0\n"), text);
    assertTrue(text.contains("state=\"ADMITTED\""), text);
    assertTrue(text.contains("mm_deadlocks 0\n"), text);
    assertTrue(text.matches("(?s).*mm_callback_seconds\\{[^}]*quantile=\"0.99\"} [0-9].*"), text);
  }

  @Test
  void shouldHaveNothingElseAndChangeNothing() throws Exception {
    assertEquals(404, send("GET", "/").statusCode());
    assertEquals(405, send("POST", "/metrics").statusCode());
    assertEquals(200, send("GET", "/metrics").statusCode());
  }
}
