package dev.portage.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A network between a store and its server that fails when it is told to. Thread-safe. */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 65536;

  private final int target;
  private final ServerSocket door;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable CountDownLatch> losing = new AtomicReference<>();
  private final Object moving = new Object();
  private boolean stalled;

  /** In front of a port of this machine. */
  TcpProxy(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** In front of the server of a URL. */
  static TcpProxy before(String url) throws IOException {
    return new TcpProxy(Integer.parseInt(url.replaceFirst("^.*//localhost:([0-9]+)/.*$", "$1")));
  }

  /** The URL of the same database behind this. */
  String through(String url) {
    return url.replaceFirst("//localhost:[0-9]+/", "//localhost:" + door.getLocalPort() + "/");
  }

  /** Cuts every connection; new ones are let through. */
  void cut() {
    lines.forEach(Line::cut);
  }

  /** Nothing comes through any more, and nobody is told. */
  void stall() {
    synchronized (moving) {
      stalled = true;
    }
  }

  /** Ends a stall; what was held back comes through. */
  void flow() {
    synchronized (moving) {
      stalled = false;
      moving.notifyAll();
    }
  }

  /**
   * Lets the next commit through to the server, and cuts its connection when the answer comes.
   *
   * @return is counted down then
   */
  CountDownLatch loseAnswerOfCommit() {
    CountDownLatch lost = new CountDownLatch(1);
    losing.set(lost);
    return lost;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Line line = new Line(door.accept());
        lines.add(line);
        start(line::begin);
      } catch (IOException e) {
        cut(); // closed, or out of connections; whoever waits sees it
      }
    }
  }

  private void awaitFlow() {
    synchronized (moving) {
      while (stalled) {
        try {
          moving.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    flow();
    cut();
  }

  /** One connection. */
  private final class Line {
    /** What MariaDB is told, and what PostgreSQL answers. */
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final Socket client;
    private final Socket server = new Socket();
    private volatile @Nullable CountDownLatch committing;

    Line(Socket client) {
      this.client = client;
    }

    void begin() {
      try {
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        start(() -> pump(server, client, this::answered));
        pump(client, server, this::asked);
      } catch (IOException e) {
        cut(); // the client sees it
      }
    }

    /** Whether bytes on their way go on. */
    private interface Toll {
      boolean passes(byte[] bytes);
    }

    private void pump(Socket from, Socket to, Toll toll) {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          awaitFlow();
          if (!toll.passes(Arrays.copyOf(buffer, read))) {
            break;
          }
          out.write(buffer, 0, read);
          out.flush();
        }
      } catch (IOException e) {
        // one side has gone; the other is told below
      } finally {
        cut();
      }
    }

    /** One driver says it in so many words; another has prepared it and sends a number. */
    private boolean asked(byte[] bytes) {
      if (isAboutCommit(bytes)) {
        committing = losing.getAndSet(null);
      }
      return true;
    }

    private boolean answered(byte[] bytes) {
      CountDownLatch lost = committing;
      if (lost == null && isAboutCommit(bytes)) {
        lost = losing.getAndSet(null);
      }
      if (lost == null) {
        return true;
      }
      lost.countDown();
      return false;
    }

    /** The word alone: COMMITTED is something else. */
    private static boolean isAboutCommit(byte[] bytes) {
      int last = bytes.length - COMMIT.length;
      for (int at = 0; at <= last; at++) {
        boolean isIt = Arrays.equals(bytes, at, at + COMMIT.length, COMMIT, 0, COMMIT.length);
        if (isIt && (at == last || bytes[at + COMMIT.length] == 0)) {
          return true;
        }
      }
      return false;
    }

    private void cut() {
      lines.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          // it is gone either way
        }
      }
    }
  }
}
