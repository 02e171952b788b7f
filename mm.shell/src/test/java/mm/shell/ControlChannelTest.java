package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ControlChannelTest {
  private static final int MANY = 1000;

  @TempDir Path folder;
  private final PlainEngine engine = new PlainEngine();
  private ControlChannel channel;

  private record Reply(String out, String err, int code) {}

  @BeforeEach
  void open() throws IOException {
    channel = ControlChannel.open(folder, new Commands(engine));
  }

  @AfterEach
  void close() {
    channel.close();
    engine.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), channel.port());
  }

  private String token() throws IOException {
    return Files.readString(folder.resolve("control")).strip().split(" ")[1];
  }

  private static byte[] request(String token, String... words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream to = new DataOutputStream(bytes);
    to.writeUTF(token);
    to.writeUTF("");
    to.writeShort(words.length);
    for (String word : words) {
      to.writeUTF(word);
    }
    return bytes.toByteArray();
  }

  private Reply ask(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return reply(new DataInputStream(socket.getInputStream()));
    }
  }

  private static Reply reply(DataInputStream in) throws IOException {
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    while (true) {
      int kind = in.readUnsignedByte();
      int number = in.readInt();
      if (kind == ControlConversation.EXIT) {
        return new Reply(out.toString(), err.toString(), number);
      }
      String text = new String(in.readNBytes(number), StandardCharsets.UTF_8);
      (kind == ControlConversation.OUT ? out : err).append(text);
    }
  }

  @Test
  void shouldRunACommandAndTellItsExitCode() throws IOException {
    Reply spaces = ask(request(token(), "spaces"));
    assertEquals(new Reply("no address space\n", "", 0), spaces);
    assertEquals(2, ask(request(token(), "info", "nobody")).code());
  }

  @Test
  void shouldListenOnTheLoopbackAddressOnly() throws IOException {
    for (InetAddress own : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!own.isLoopbackAddress()) {
        org.junit.jupiter.api.Assertions.assertThrows(
            IOException.class, () -> new Socket(own, channel.port()).close());
      }
    }
    try (Socket socket = connect()) {
      assertTrue(socket.getInetAddress().isLoopbackAddress());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldShowTheTokenToItsOwnerOnlyAndTakeItAway() throws IOException {
    Path file = folder.resolve("control");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    channel.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldMakeANewTokenAtEachStart() throws IOException {
    String before = token();
    channel.close();
    open();
    assertFalse(before.equals(token()));
  }

  @Test
  void shouldRunNothingForAWrongToken() throws IOException {
    Reply reply = ask(request("0".repeat(64), "spaces"));
    assertEquals(new Reply("", "wrong token\n", 2), reply);
  }

  @Test
  void shouldRefuseRequestsThatAreMalformedOrTooLong() throws IOException {
    String[] many = new String[300];
    java.util.Arrays.fill(many, "x");
    assertEquals(2, ask(request(token(), many)).code());
    String longWord = "x".repeat(60_000);
    assertEquals(2, ask(request(token(), longWord, longWord)).code());
    assertEquals(2, ask(request(token())).code());
    assertEquals(0, ask(request(token(), "spaces")).code());
  }

  @Test
  void shouldDropWhatEndsEarlyAndGoOn() throws IOException {
    for (byte[] part : List.of(new byte[0], new byte[] {0}, "GET / HTTP/1.1\r\n\r\n".getBytes())) {
      org.junit.jupiter.api.Assertions.assertThrows(EOFException.class, () -> ask(part));
    }
    assertEquals(0, ask(request(token(), "spaces")).code());
  }

  @Test
  void shouldSurviveAThousandSilentConnections() throws IOException {
    int threads = Thread.activeCount();
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      silent.add(connect());
    }
    assertTrue(Thread.activeCount() <= threads + 10, "threads: " + Thread.activeCount());
    for (Socket each : silent) {
      each.close();
    }
    assertEquals("no address space\n", askUntilServed("spaces").out());
  }

  /** Others have to end first; who is refused meanwhile is told so, or just disconnected. */
  private Reply askUntilServed(String command) {
    while (true) {
      try {
        Reply reply = ask(request(token(), command));
        if (!reply.err().startsWith("busy")) {
          return reply;
        }
      } catch (IOException e) {
        // refused so fast that the refusal did not arrive: nothing was begun
      }
    }
  }

  /** Each of those gets its whole answer; the others are refused, and nothing of them stays. */
  @Test
  void shouldLoseNothingOfRunningCommandsAmongAThousandWrongOnes() throws Exception {
    Reply whole = ask(request(token(), "--help"));
    int threads = Thread.activeCount();
    long files = openFiles();
    CompletableFuture<List<Reply>> served =
        CompletableFuture.supplyAsync(this::fiftyServed, task -> new Thread(task).start());
    for (int i = 0; i < MANY; i++) {
      assertTrue(isRefused(request("0".repeat(64), "quarantine", "kvm")), "of a wrong token");
    }
    for (Reply each : served.join()) {
      assertEquals(whole, each);
    }
    assertTrue(Thread.activeCount() <= threads + 10, "threads: " + Thread.activeCount());
    assertTrue(openFiles() <= files + 20, "open files: " + files + ", now " + openFiles());
  }

  private List<Reply> fiftyServed() {
    List<Reply> served = new ArrayList<>();
    while (served.size() < 50) {
      served.add(askUntilServed("--help"));
    }
    return served;
  }

  private boolean isRefused(byte[] request) {
    try {
      return ask(request).code() == 2;
    } catch (IOException e) {
      return true; // it was closed before the request was read
    }
  }

  /** 0 where the system does not tell. */
  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean system
        ? system.getOpenFileDescriptorCount()
        : 0;
  }
}
