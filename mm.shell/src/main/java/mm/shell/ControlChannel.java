package mm.shell;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands for other processes of the same user. Listens on the loopback address alone, on a
 * port of the system's choice; who wants to connect has to read port and token from a file that
 * only the owner can read ({@link ControlFile}), made anew at each start.
 */
final class ControlChannel {
  /** Framework property: the folder for {@link ControlFile}. */
  static final String FOLDER = "mm.control.folder";

  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

  private final LoopbackPort port;
  private final ControlFile file;

  private ControlChannel(LoopbackPort port, ControlFile file) {
    this.port = port;
    this.file = file;
  }

  /**
   * Starts to listen.
   *
   * @param folder for the file with port and token
   * @throws IOException when the port cannot be opened or the file not be written
   */
  static ControlChannel open(Path folder, Commands commands) throws IOException {
    String token = ControlFile.newToken();
    LoopbackPort port =
        LoopbackPort.open(
            0, "mm-control", socket -> new ControlConversation(socket, token, commands));
    try {
      return new ControlChannel(port, ControlFile.write(folder, port.number(), token));
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  int port() {
    return port.number();
  }

  /** Stops listening and removes the file; running commands may finish. */
  void close() {
    port.close();
    try {
      file.delete();
    } catch (IOException e) {
      LOG.warn("the file of the control channel stays: {}", e.toString());
    }
  }
}
