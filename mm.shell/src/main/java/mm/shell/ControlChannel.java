package mm.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands for other processes of the same user. Listens on the loopback address alone, on a
 * port of the system's choice; who wants to connect has to read port and token from a file that
 * only the owner can read ({@link ControlFile}), made anew at each start.
 *
 * <p>At most {@value #AT_ONCE} connections are served at once; others are refused at once, so that
 * any number of them costs no memory.
 */
final class ControlChannel {
  /** Framework property: the folder for {@link ControlFile}. */
  static final String FOLDER = "mm.control.folder";

  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);
  private static final int AT_ONCE = 8;

  /** Whom the system does not take in at once waits a second or more before it tries again. */
  private static final int BACKLOG = 1024;

  private static final int IDLE_SECONDS = 10;

  private final ServerSocket server;
  private final ControlFile file;
  private final Commands commands;
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task, "mm-control"));

  private ControlChannel(ServerSocket server, ControlFile file, Commands commands) {
    this.server = server;
    this.file = file;
    this.commands = commands;
  }

  /**
   * Starts to listen.
   *
   * @param folder for the file with port and token
   * @throws IOException when the port cannot be opened or the file not be written
   */
  static ControlChannel open(Path folder, Commands commands) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      ControlFile file = ControlFile.write(folder, server.getLocalPort());
      ControlChannel channel = new ControlChannel(server, file, commands);
      daemon(channel::listen, "mm-control-accept").start();
      return channel;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
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
    ControlConversation conversation = new ControlConversation(socket, file.token(), commands);
    try {
      workers.execute(conversation);
    } catch (RejectedExecutionException e) {
      conversation.refuse("busy: " + AT_ONCE + " commands are running; try again");
    }
  }

  /** Stops listening and removes the file; running commands may finish. */
  void close() {
    try {
      server.close();
      file.delete();
    } catch (IOException e) {
      LOG.warn("the control channel does not close: {}", e.toString());
    }
    workers.shutdown();
  }
}
