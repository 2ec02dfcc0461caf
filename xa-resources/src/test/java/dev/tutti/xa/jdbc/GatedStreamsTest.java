package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.HandleClosedException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatedStreamsTest {

  @TempDir Path directory;
  private JdbcResource orders;
  private final HandTransaction transaction = new HandTransaction("t1");
  private Connection handle;

  @BeforeEach
  void open() throws Exception {
    orders = H2Fixture.open(directory);
    handle = orders.join(transaction);
    H2Fixture.insert(handle, 1);
  }

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void whatIsReadEndsWithTheTransaction() throws Exception {
    PreparedStatement select =
        handle.prepareStatement("SELECT CAST(X'0102' AS BLOB), CAST('ab' AS CLOB) FROM item");
    ResultSet rows = select.executeQuery();
    rows.next();
    InputStream[] bytes = {
      rows.getBinaryStream(1),
      rows.getBlob(1).getBinaryStream(),
      rows.getObject(1, InputStream.class),
      rows.getAsciiStream(2),
      rows.getClob(2).getAsciiStream()
    };
    Reader[] characters = {
      rows.getCharacterStream(2),
      rows.getNCharacterStream(2),
      rows.getClob(2).getCharacterStream(),
      rows.getObject(2, Reader.class)
    };
    for (InputStream in : bytes) {
      assertThat(in.readAllBytes()).hasSize(2);
    }
    for (Reader reader : characters) {
      assertThat(reader.read(new char[2])).isEqualTo(2);
    }
    transaction.rollback();
    for (InputStream in : bytes) {
      assertThatThrownBy(in::read).isInstanceOf(HandleClosedException.class);
      assertThatThrownBy(in::available).isInstanceOf(HandleClosedException.class);
      assertThatThrownBy(() -> in.read(new byte[1])).isInstanceOf(HandleClosedException.class);
      in.close();
    }
    for (Reader reader : characters) {
      assertThatThrownBy(reader::read).isInstanceOf(HandleClosedException.class);
      reader.close();
    }
  }

  @Test
  void whatIsWrittenEndsWithTheTransaction() throws Exception {
    OutputStream out = handle.createBlob().setBinaryStream(1);
    Writer text = handle.createClob().setCharacterStream(1);
    out.write(1);
    out.flush();
    text.write("a");
    text.flush();
    transaction.rollback();
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(() -> out.write(new byte[2])).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(() -> text.write("b")).isInstanceOf(HandleClosedException.class);
    out.close();
    text.close();
  }

  @Test
  void aStreamGoesIntoAnotherStatement() throws Exception {
    try (PreparedStatement select =
            handle.prepareStatement("SELECT CAST('two' AS CLOB) FROM item");
        PreparedStatement insert = handle.prepareStatement("INSERT INTO item VALUES (?, ?)")) {
      ResultSet rows = select.executeQuery();
      rows.next();
      insert.setInt(1, 2);
      insert.setCharacterStream(2, rows.getCharacterStream(1));
      insert.executeUpdate();
    }
    transaction.commit();
    assertThat(H2Fixture.count(orders)).isEqualTo(2);
  }
}
