package mm.launcher;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Sends a command to the control channel of a running mm, and shows what it answers. */
final class ControlClient {
  private static final int EXIT = 0;
  private static final int OUT = 1;

  private final Path folder;
  private final int port;
  private final String token;

  private ControlClient(Path folder, int port, String token) {
    this.folder = folder;
    this.port = port;
    this.token = token;
  }

  /** Reads where a running mm listens. */
  static ControlClient of(Path folder) {
    Path file = folder.resolve("control");
    try {
      String[] parts = Files.readString(file).strip().split(" ");
      return new ControlClient(folder, Integer.parseInt(parts[0]), parts[1]);
    } catch (NoSuchFileException e) {
      throw nobody(folder);
    } catch (IOException e) {
      throw Problem.unusable("cannot read " + file + ": " + e + "; only its owner may");
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw Problem.unusable(file + " holds no port and token; delete it and restart that mm");
    }
  }

  private static Problem nobody(Path folder) {
    return Problem.unusable(
        "no mm runs in " + folder + "; 'mm run' starts one, --storage names another folder");
  }

  int run(List<String> words, Console console) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request(words));
      return show(new DataInputStream(new BufferedInputStream(socket.getInputStream())), console);
    } catch (ConnectException e) {
      throw nobody(folder);
    } catch (IOException e) {
      throw Problem.internal("the control channel broke: " + e, e);
    }
  }

  private byte[] request(List<String> words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream request = new DataOutputStream(bytes);
    request.writeUTF(token);
    request.writeUTF(Path.of("").toAbsolutePath().toString());
    request.writeShort(words.size());
    for (String word : words) {
      request.writeUTF(word);
    }
    return bytes.toByteArray();
  }

  private static int show(DataInputStream in, Console console) throws IOException {
    while (true) {
      int kind = in.readUnsignedByte();
      int number = in.readInt();
      if (kind == EXIT) {
        return number;
      }
      PrintStream to = kind == OUT ? console.out() : console.err();
      to.write(in.readNBytes(number));
      to.flush();
    }
  }
}
