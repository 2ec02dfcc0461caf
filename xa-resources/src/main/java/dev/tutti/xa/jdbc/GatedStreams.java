package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.HandleGate;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.CharBuffer;

/** The streams of a transaction's values: each read and each write passes the gate. */
final class GatedStreams {

  private GatedStreams() {}

  /** A stream as a gated one; anything else as it is. */
  static Object of(HandleGate gate, Object value) {
    if (value instanceof InputStream in) {
      return new In(gate, in);
    }
    if (value instanceof OutputStream out) {
      return new Out(gate, out);
    }
    if (value instanceof Reader reader) {
      return new Characters(gate, reader);
    }
    if (value instanceof Writer writer) {
      return new Text(gate, writer);
    }
    return value;
  }

  private static <T> T call(HandleGate gate, HandleGate.GatedCall<T, IOException> call)
      throws IOException {
    return gate.call(() -> Uninterrupted.call(call::call));
  }

  private static void run(HandleGate gate, Action action) throws IOException {
    call(
        gate,
        () -> {
          action.run();
          return true;
        });
  }

  /** What a stream does without an answer. */
  private interface Action {
    void run() throws IOException;
  }

  /** Closing late is harmless, as with every JDBC object: the transaction's end closed it. */
  private static void close(HandleGate gate, Closeable stream) throws IOException {
    if (gate.isOpen()) {
      run(gate, stream::close);
    }
  }

  private static final class In extends FilterInputStream {
    private final HandleGate gate;

    In(HandleGate gate, InputStream in) {
      super(in);
      this.gate = gate;
    }

    @Override
    public int read() throws IOException {
      return call(gate, in::read);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return call(gate, () -> in.read(bytes, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
      return call(gate, () -> in.skip(count));
    }

    @Override
    public int available() throws IOException {
      return call(gate, in::available);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      GatedStreams.close(gate, in);
    }
  }

  private static final class Out extends OutputStream {
    private final HandleGate gate;
    private final OutputStream out;

    Out(HandleGate gate, OutputStream out) {
      this.gate = gate;
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      GatedStreams.run(gate, () -> out.write(value));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      GatedStreams.run(gate, () -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      GatedStreams.run(gate, () -> out.flush());
    }

    @Override
    public void close() throws IOException {
      GatedStreams.close(gate, out);
    }
  }

  private static final class Characters extends Reader {
    private final HandleGate gate;
    private final Reader reader;

    Characters(HandleGate gate, Reader reader) {
      this.gate = gate;
      this.reader = reader;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      return call(gate, () -> reader.read(into, offset, length));
    }

    @Override
    public int read(CharBuffer into) throws IOException {
      return call(gate, () -> reader.read(into));
    }

    @Override
    public boolean ready() throws IOException {
      return call(gate, reader::ready);
    }

    @Override
    public void close() throws IOException {
      GatedStreams.close(gate, reader);
    }
  }

  private static final class Text extends Writer {
    private final HandleGate gate;
    private final Writer writer;

    Text(HandleGate gate, Writer writer) {
      this.gate = gate;
      this.writer = writer;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      GatedStreams.run(gate, () -> writer.write(text, offset, length));
    }

    @Override
    public void flush() throws IOException {
      GatedStreams.run(gate, () -> writer.flush());
    }

    @Override
    public void close() throws IOException {
      GatedStreams.close(gate, writer);
    }
  }
}
