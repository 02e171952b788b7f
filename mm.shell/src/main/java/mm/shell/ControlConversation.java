package mm.shell;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, one command. The client sends a token, the folder that it is in, the number of
 * words and the words, each text a length (two bytes) and UTF-8. It receives frames: a kind (one
 * byte), then for {@code 1} and {@code 2} a length (four bytes) and bytes of standard output or
 * error, for {@code 0} the exit code (four bytes), which is the last.
 */
final class ControlConversation implements LoopbackPort.Conversation {
  static final int EXIT = 0;
  static final int OUT = 1;
  static final int ERR = 2;

  private static final Logger LOG = LoggerFactory.getLogger(ControlConversation.class);
  private static final int REQUEST_MILLIS = 5_000;
  private static final int MOST_WORDS = 256;
  private static final int MOST_BYTES = 64 * 1024;

  private final Socket socket;
  private final String token;
  private final Commands commands;

  ControlConversation(Socket socket, String token, Commands commands) {
    this.socket = socket;
    this.token = token;
    this.commands = commands;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setSoTimeout(REQUEST_MILLIS);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      DataOutputStream to = new DataOutputStream(socket.getOutputStream());
      if (!isRight(in.readUTF())) {
        answer(to, "wrong token");
        return;
      }
      String here = in.readUTF();
      List<String> words = words(in);
      if (words.isEmpty()) {
        answer(to, "malformed or oversized request");
        return;
      }
      perform(words, Path.of(here), to);
    } catch (IOException e) {
      LOG.debug("a control connection ended early: {}", e.toString());
    }
  }

  /** In constant time, so that a wrong token does not tell how much of it is right. */
  private boolean isRight(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  /** The words; none when there are too many or too long ones. */
  private static List<String> words(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    List<String> words = new ArrayList<>();
    int bytes = 0;
    while (count <= MOST_WORDS && words.size() < count && bytes <= MOST_BYTES) {
      String word = in.readUTF();
      bytes += word.length();
      words.add(word);
    }
    return words.size() == count && bytes <= MOST_BYTES ? words : List.of();
  }

  private void perform(List<String> words, Path here, DataOutputStream to) throws IOException {
    int code =
        commands.run(
            words,
            here,
            new PrintStream(frames(to, OUT), false, StandardCharsets.UTF_8),
            new PrintStream(frames(to, ERR), false, StandardCharsets.UTF_8));
    exit(to, code);
  }

  private static OutputStream frames(DataOutputStream to, int kind) {
    return new java.io.BufferedOutputStream(
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (to) {
              to.writeByte(kind);
              to.writeInt(length);
              to.write(bytes, offset, length);
            }
          }
        });
  }

  @Override
  public void refuse() {
    try (socket) {
      socket.setSoTimeout(REQUEST_MILLIS);
      answer(
          new DataOutputStream(socket.getOutputStream()),
          "busy: " + LoopbackPort.AT_ONCE + " commands are running; try again");
    } catch (IOException e) {
      LOG.debug("a refused connection ended early: {}", e.toString());
    }
  }

  private static void answer(DataOutputStream to, String why) throws IOException {
    byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
    to.writeByte(ERR);
    to.writeInt(text.length);
    to.write(text);
    exit(to, ExitCode.UNUSABLE);
  }

  private static void exit(DataOutputStream to, int code) throws IOException {
    synchronized (to) {
      to.writeByte(EXIT);
      to.writeInt(code);
      to.flush();
    }
  }
}
