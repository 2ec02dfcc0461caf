package dev.tutti.tm.recovery.socket;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lines over a socket, each bounded in length and time. Used by one thread at a time. */
final class TimedLines implements AutoCloseable {

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();

  TimedLines(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  String read(int longest, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int count = upToLineEnd();
      if (line.size() + count > longest) {
        throw new IOException("a line is longer than " + longest + " bytes");
      }
      line.write(in.array(), in.arrayOffset() + in.position(), count);
      in.position(in.position() + count);
      if (in.hasRemaining()) {
        in.get();
        return line.toString(StandardCharsets.UTF_8);
      }
      in.clear();
      int received = channel.read(in);
      in.flip();
      if (received < 0) {
        throw new EOFException("the other side has closed the connection");
      }
      if (received == 0) {
        await(SelectionKey.OP_READ, end);
      }
    }
  }

  private int upToLineEnd() {
    int at = in.position();
    while (at < in.limit() && in.get(at) != '\n') {
      at++;
    }
    return at - in.position();
  }

  void write(String line, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE, end);
      }
    }
  }

  private void await(int operation, long end) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("the other side is too slow");
    }
    key.interestOps(operation);
    selector.select(millis);
    selector.selectedKeys().clear();
  }

  /** Wakes whoever waits in it. */
  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
