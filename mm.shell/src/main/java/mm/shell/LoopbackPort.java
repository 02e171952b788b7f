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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of the loopback address. At most {@value #AT_ONCE} connections are served at once; others
 * are refused at once, so that any number of them costs no memory.
 */
final class LoopbackPort {
  static final int AT_ONCE = 8;

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackPort.class);

  /** Whom the system does not take in at once waits a second or more before it tries again. */
  private static final int BACKLOG = 1024;

  private static final int IDLE_SECONDS = 10;

  private final ServerSocket server;
  private final Function<Socket, Conversation> conversations;
  private final Thread accepting;
  private final ExecutorService workers;

  /** One connection: {@code run} serves it on a thread of its own, and closes it. */
  interface Conversation extends Runnable {
    /** Says that too many are served, on the thread that accepts connections, and closes it. */
    void refuse();
  }

  private LoopbackPort(
      ServerSocket server, String name, Function<Socket, Conversation> conversations) {
    this.server = server;
    this.conversations = conversations;
    this.accepting = daemon(this::listen, name + "-accept");
    this.workers =
        new ThreadPoolExecutor(
            0,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, name));
  }

  /**
   * Starts to listen.
   *
   * @param number 0 for one of the system's choice
   * @param name of the threads
   * @throws IOException when the port is taken
   */
  static LoopbackPort open(int number, String name, Function<Socket, Conversation> conversations)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    LoopbackPort made = new LoopbackPort(server, name, conversations);
    made.accepting.start();
    return made;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  int number() {
    return server.getLocalPort();
  }

  /** As in the address of a page: host and number. */
  @Override
  public String toString() {
    return server.getInetAddress().getHostName() + ":" + number();
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
    Conversation conversation = conversations.apply(socket);
    try {
      workers.execute(conversation);
    } catch (RejectedExecutionException e) {
      conversation.refuse();
    }
  }

  /** When it returns nobody connects any more; what is being served is served to its end. */
  void close() {
    try {
      server.close();
      joinAccepting();
    } catch (IOException e) {
      LOG.warn("port {} does not close: {}", number(), e.toString());
    }
    workers.shutdown();
  }

  /** Until it lets go of the port the system still lets clients in. Keeps an interrupt. */
  private void joinAccepting() {
    boolean interrupted = false;
    while (accepting.isAlive()) {
      try {
        accepting.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
