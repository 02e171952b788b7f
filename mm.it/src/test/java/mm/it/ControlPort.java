package mm.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Talks to a control channel as {@code mm ctl} does. */
final class ControlPort {
  private final int port;
  private final String token;

  private ControlPort(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /** What came back. */
  record Reply(String out, String err, int code) {}

  static ControlPort in(Path folder) throws IOException {
    String[] parts = Files.readString(folder.resolve("control")).strip().split(" ");
    return new ControlPort(Integer.parseInt(parts[0]), parts[1]);
  }

  Reply ask(List<String> words) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request(words));
      return reply(new DataInputStream(socket.getInputStream()));
    }
  }

  private byte[] request(List<String> words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream to = new DataOutputStream(bytes);
    to.writeUTF(token);
    to.writeUTF("");
    to.writeShort(words.size());
    for (String word : words) {
      to.writeUTF(word);
    }
    return bytes.toByteArray();
  }

  private static Reply reply(DataInputStream in) throws IOException {
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    while (true) {
      int kind = in.readUnsignedByte();
      int number = in.readInt();
      if (kind == 0) {
        return new Reply(out.toString(), err.toString(), number);
      }
      String text = new String(in.readNBytes(number), StandardCharsets.UTF_8);
      (kind == 1 ? out : err).append(text);
    }
  }
}
