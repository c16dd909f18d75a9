package dev.fivefifty.smtp;

import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.rule.RuleBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.internal.proxy.ProxyHandler;
import org.subethamail.smtp.internal.server.ServerThread;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A listener and its sessions. SubEtha listens, schedules and holds the sessions; all that is said
 * is said by {@link Conversation}. Thread-safe.
 */
public final class SmtpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SmtpServer.class);

  /**
   * SubEtha sizes a hash set by it; the limit that clients meet is {@link
   * ServerOptions#maxConnections()}.
   */
  private static final int SUBETHA_CONNECTIONS = 20_000;

  /** A rule's condition in Java may never return: stop() would wait for it for ever. */
  private static final long STOP_MILLIS = 1_500;

  private final ListenerOptions listener;
  private final ServerContext context;
  private final ExecutorService threads = SessionThreads.create();
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
  private final Repeats repeats = new Repeats();
  private final FacadeServerSocket socket;
  private final ServerThread accepting;
  private volatile boolean stopping;
  private boolean closed;

  /**
   * Starts to listen; when this returns, connections are accepted.
   *
   * @param listener where and how
   * @param context what it shares with the server's other listeners
   * @throws UncheckedIOException if the port cannot be bound
   */
  public SmtpServer(ListenerOptions listener, ServerContext context) {
    this.listener = listener;
    this.context = context;
    context.rules().onChange(this::rulesChanged);
    this.socket = bind();
    SMTPServer subetha =
        // It listens to our socket; address and port are only what it logs.
        SMTPServer.port(socket.getLocalPort())
            .bindAddress(listener.bind())
            .hostName(context.options().hostname())
            .softwareName("FiveFifty")
            .executorService(threads)
            .maxConnections(SUBETHA_CONNECTIONS)
            .serverThreadName("fivefifty-" + listener.name())
            .build();
    subetha.getCommandHandler().addCommand(new LineCommand());
    this.accepting = accept(subetha);
  }

  private FacadeServerSocket bind() {
    InetSocketAddress address = new InetSocketAddress(listener.bind(), listener.port());
    try {
      return new FacadeServerSocket(this, address, listener.receiveBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on "
              + listener.bind().getHostAddress()
              + ":"
              + listener.port()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Does what SMTPServer.start() of 7.2.2 does, but for a daemon: its accept thread is none, so a
   * forgotten close() would keep the JVM alive.
   */
  private ServerThread accept(SMTPServer subetha) {
    ServerThread thread = new ServerThread(subetha, socket, ProxyHandler.NOP);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return socket.getLocalPort();
  }

  /** A connection was accepted; false turns it away, because the server is stopping. */
  boolean welcome(FacadeSocket socket) {
    try {
      socket.setTcpNoDelay(true);
      Conversation conversation = new Conversation(this, socket);
      socket.attach(conversation);
      conversations.add(conversation);
      context.open().incrementAndGet();
      if (stopping) {
        conversation.stop();
        return false;
      }
      return true;
    } catch (IOException e) {
      log.debug("A connection was gone before it began", e);
      return false;
    }
  }

  Repeats repeats() {
    return repeats;
  }

  /** The session is over, though it may still wait for the client's FIN. */
  void ended() {
    context.open().decrementAndGet();
  }

  /** Its socket is closed: nothing is left to be stopped. */
  void closed(Conversation conversation) {
    conversations.remove(conversation);
  }

  int connections() {
    return context.open().get();
  }

  /**
   * Where and how it listens.
   *
   * @return as it was told
   */
  public ListenerOptions listener() {
    return listener;
  }

  ServerContext context() {
    return context;
  }

  ServerOptions options() {
    return context.options();
  }

  RuleBook rules() {
    return context.rules();
  }

  JournalRecorder journal() {
    return context.journal();
  }

  Timeline timeline() {
    return context.timeline();
  }

  ExecutorService threads() {
    return threads;
  }

  private void rulesChanged() {
    conversations.forEach(Conversation::rulesChanged);
  }

  /**
   * Refuses connections until {@link #resume()}; open sessions live on.
   *
   * @throws UncheckedIOException if the port could not be kept
   */
  public void pause() {
    try {
      socket.pause();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Accepts connections again, at the same port.
   *
   * @throws UncheckedIOException if somebody else has taken the port
   */
  public void resume() {
    try {
      socket.resume();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every delay and stall that is under way. */
  public void releaseStalls() {
    conversations.forEach(conversation -> conversation.wire().release());
  }

  /**
   * Ends every delay and stall that is under way in sessions of one tag.
   *
   * @param tag in lower case
   */
  public void releaseStalls(String tag) {
    for (Conversation conversation : conversations) {
      if (tag.equals(conversation.notes().tag())) {
        conversation.wire().release();
      }
    }
  }

  /**
   * Stops listening and ends every session, whatever it is doing.
   *
   * <p>SubEtha's stop() waits for ever for a stuck session, and hangs where a client does not read
   * (PrintWriter.close() in Session.closeConnection of 7.2.2): so the connections go first.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopping = true;
    List<Conversation> stopped = List.copyOf(conversations);
    stopped.forEach(Conversation::stop);
    Thread stopper = new Thread(accepting::shutdown, "fivefifty-stop");
    stopper.setDaemon(true);
    stopper.start();
    try {
      stopper.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    // SubEtha reads no further line of a session that was in a command meanwhile.
    stopped.forEach(Conversation::stopped);
  }
}
