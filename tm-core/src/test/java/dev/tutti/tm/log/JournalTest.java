package dev.tutti.tm.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path dir;

  private static DecisionRecord decision(String id) {
    XidKey xid = new XidKey(131077, id.getBytes(UTF_8), new byte[] {1});
    return new DecisionRecord(
        id, 42, List.of(new BranchRecord("left", xid, BranchRecord.Progress.TO_COMMIT)));
  }

  private Store open() throws IOException {
    return Store.open(dir, "node");
  }

  private static List<String> ids(Store store) {
    return store.journal().open().stream().map(DecisionRecord::transactionId).toList();
  }

  private Path segment() throws IOException {
    List<JournalReader.Segment> segments = JournalReader.segments(dir);
    assertThat(segments).hasSize(1);
    return segments.get(0).file();
  }

  /** Where a text stands in the segment. */
  private static int find(byte[] bytes, String text) {
    String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(all).contains(text);
    return all.indexOf(text);
  }

  private static void flip(Path file, int offset) throws IOException {
    try (RandomAccessFile raf = new RandomAccessFile(file.toFile(), "rw")) {
      raf.seek(offset);
      int was = raf.read();
      raf.seek(offset);
      raf.write(was ^ 0xFF);
    }
  }

  /** What a kill -9 leaves: the files as they are, without a clean close. */
  private void abandon(Store store) {
    // Closing flushes ends only; the tests that need a torn file write it themselves.
    store.close();
  }

  @Test
  void keepsDecisionsOverARestartUntilTheyEnd() throws IOException {
    try (Store store = open()) {
      store.journal().decide(decision("t1"));
      store.journal().decide(decision("t2"));
      store.journal().end("t1");
    }
    try (Store store = open()) {
      assertThat(ids(store)).containsExactly("t2");
      assertThat(store.journal().open().get(0)).isEqualTo(decision("t2"));
      assertThat(store.journal().damages()).isEmpty();
    }
  }

  @Test
  void progressReplacesTheRecord() throws IOException {
    DecisionRecord further =
        decision("t1")
            .with(
                List.of(
                    decision("t1").branches().get(0).with(BranchRecord.Progress.HEURISTIC_MIXED)));
    try (Store store = open()) {
      store.journal().decide(decision("t1"));
      store.journal().progress(further);
    }
    try (Store store = open()) {
      assertThat(store.journal().open()).containsExactly(further);
    }
  }

  @Test
  void aGarbledRecordIsDamageOfItsBootAndIsKept() throws IOException {
    Store store = open();
    store.journal().decide(decision("victim"));
    store.journal().decide(decision("other"));
    abandon(store);
    flip(segment(), find(Files.readAllBytes(segment()), "victim"));

    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("other");
      assertThat(next.journal().damages()).hasSize(1);
      assertThat(next.journal().damageOf(1)).isPresent();
      assertThat(next.journal().damageOf(2)).as("this boot").isEmpty();
      assertThat(dir.resolve("damaged")).isNotEmptyDirectory();
    }
    try (Store later = open()) {
      assertThat(later.journal().damageOf(1)).as("held until released").isPresent();
      assertThat(later.journal().damageOf(2)).as("a later, sound boot").isEmpty();
      later.journal().release(later.journal().damages().get(0).id());
      assertThat(later.journal().damageOf(1)).isEmpty();
    }
    try (Store last = open()) {
      assertThat(last.journal().damages()).isEmpty();
      assertThat(dir.resolve("damaged")).isNotEmptyDirectory();
    }
  }

  @Test
  void eachGarbledRecordIsQuarantinedAloneWithItsBytes() throws IOException {
    Store store = open();
    for (String id : List.of("first", "victim1", "between", "victim2", "last")) {
      store.journal().decide(decision(id));
    }
    abandon(store);
    Path segment = segment();
    flip(segment, find(Files.readAllBytes(segment), "victim1"));
    flip(segment, find(Files.readAllBytes(segment), "victim2"));
    byte[] damaged = Files.readAllBytes(segment);

    List<Damage> found;
    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("first", "between", "last");
      found = next.journal().damages();
      assertThat(found).hasSize(2);
      for (int i = 0; i < 2; i++) {
        Path kept = dir.resolve(next.journal().kept(found.get(i).id()).orElseThrow());
        String bytes = Files.readString(kept, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("ictim" + (i + 1)).doesNotContain("between", "last");
        int at = find(damaged, bytes);
        assertThat(found.get(i).what())
            .isEqualTo(segment.getFileName() + ", bytes " + at + " to " + (at + bytes.length()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
            .isEqualTo("rw-------");
        assertThat(kept.resolveSibling(found.get(i).id() + ".txt"))
            .content()
            .contains("from: " + found.get(i).what(), "written by starts: 1 to 1");
      }
      next.journal().release(found.get(0).id());
      assertThat(next.journal().damages()).containsExactly(found.get(1));
    }
    try (Store last = open()) {
      assertThat(last.journal().damages()).containsExactly(found.get(1));
      assertThat(last.journal().kept(found.get(0).id())).as("a release keeps them").isPresent();
      assertThat(ids(last)).containsExactly("first", "between", "last");
    }
  }

  @Test
  void whatANewerVersionAddsIsKeptUntilItIsRead() throws IOException {
    abandon(open());
    Frame.Entry.Decided added =
        new Frame.Entry.Decided(decision("t1"), "\u0000\u00ffa field of a newer version");
    Frame.Entry.Unknown kind = new Frame.Entry.Unknown("7\u0000\u00fea kind of a newer version");
    NewerStore.append(segment(), 2, added, kind);
    try (Store older = open()) {
      assertThat(older.journal().open()).containsExactly(decision("t1"));
      older
          .journal()
          .progress(
              decision("t1")
                  .with(
                      List.of(
                          decision("t1")
                              .branches()
                              .get(0)
                              .with(BranchRecord.Progress.HEURISTIC_MIXED))));
    }
    open().close();
    assertThat(Files.readString(segment(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains(added.added(), kind.tagged());
    try (Store older = open()) {
      older.journal().end("t1");
    }
    open().close();
    assertThat(Files.readString(segment(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(added.added())
        .contains(kind.tagged());
  }

  @Test
  void whatAnOlderVersionMayNotIgnoreIsRefusedBeforeAnythingIsChanged() throws IOException {
    Store store = open();
    store.journal().decide(decision("t1"));
    store.close();
    NewerStore.record(dir);
    Map<Path, String> before = contents();
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a newer version has written a record of kind 'Q'")
        .hasMessageContaining("Nothing was changed");
    assertThat(contents()).isEqualTo(before);
  }

  /** Every file with its bytes. */
  private Map<Path, String> contents() throws IOException {
    Map<Path, String> all = new TreeMap<>();
    try (var files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file, Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  @Test
  void aGarbledLastRecordThatWasAcknowledgedIsDamage() throws IOException {
    Store store = open();
    store.journal().decide(decision("victim"));
    abandon(store);
    flip(segment(), find(Files.readAllBytes(segment()), "victim"));

    try (Store next = open()) {
      assertThat(next.journal().damageOf(1)).isPresent();
    }
  }

  @Test
  void zeroedBytesAreDamageToo() throws IOException {
    Store store = open();
    store.journal().decide(decision("victim"));
    store.journal().decide(decision("other"));
    abandon(store);
    Path file = segment();
    byte[] bytes = Files.readAllBytes(file);
    int at = find(bytes, "victim");
    for (int i = at - 60; i < at + 40; i++) {
      bytes[i] = 0;
    }
    Files.write(file, bytes);

    try (Store next = open()) {
      assertThat(next.journal().damageOf(1)).isPresent();
    }
  }

  @Test
  void aCutFileIsDamage() throws IOException {
    Store store = open();
    store.journal().decide(decision("victim"));
    abandon(store);
    Path file = segment();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, find(bytes, "victim")));

    try (Store next = open()) {
      assertThat(next.journal().damageOf(1)).isPresent();
    }
  }

  @Test
  void aMissingJournalIsDamage() throws IOException {
    abandon(open());
    Files.delete(segment());
    try (Store next = open()) {
      assertThat(next.journal().damageOf(1)).isPresent();
    }
  }

  @Test
  void aTornEndWasNeverAcknowledgedAndIsDropped() throws IOException {
    Store store = open();
    store.journal().decide(decision("sound"));
    abandon(store);
    Path file = segment();
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - JournalReader.TRAILER.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    // Half a frame behind the last acknowledgement, as a power cut leaves it.
    byte[] torn = new Frame(1, 1_000, List.of(new Frame.Entry.Decided(decision("torn")))).encode();
    System.arraycopy(torn, 0, bytes, end, torn.length / 2);
    Files.write(file, bytes);

    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("sound");
      assertThat(next.journal().damages()).isEmpty();
    }
  }

  @Test
  void anEmptiedStoreIsAnotherStore() throws IOException {
    Store store = open();
    String id = store.identity().storeId();
    store.close();
    try (var files = Files.list(dir)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (Store next = open()) {
      assertThat(next.identity().storeId()).isNotEqualTo(id);
      assertThat(next.identity().boot()).isEqualTo(1);
    }
  }

  @Test
  void aFailedForceVoidsTheRecordAndTakesNoMoreDecisions() throws IOException {
    ScriptedFiles files = new ScriptedFiles();
    try (Store store = Store.open(dir, "node", files)) {
      store.journal().decide(decision("before"));
      files.failForce = true;
      files.duringForce = () -> files.failForce = !voiding();
      JournalException refused =
          catchThrowableOfType(
              JournalException.class, () -> store.journal().decide(decision("doubtful")));
      assertThat(refused.isDoubtful()).isFalse();
      files.failForce = false;
      assertThatThrownBy(() -> store.journal().decide(decision("after")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("restart");
    }
    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("before");
      assertThat(next.journal().damages()).isEmpty();
    }
  }

  @Test
  void aVoidedRecordStaysVoidEvenIfItsSegmentComesBack() throws IOException {
    ScriptedFiles files = new ScriptedFiles();
    byte[][] doubtful = new byte[1][];
    Path segment;
    try (Store store = Store.open(dir, "node", files)) {
      store.journal().decide(decision("before"));
      segment = segment();
      files.failForce = true;
      files.duringForce = () -> files.failForce = !voiding();
      files.afterFailedForce = () -> doubtful[0] = read(segment);
      assertThatThrownBy(() -> store.journal().decide(decision("doubtful")))
          .isInstanceOf(JournalException.class);
    }
    // A power cut can undo that the old segment was deleted.
    Files.write(segment, doubtful[0]);
    assertThat(find(doubtful[0], "doubtful")).isPositive();
    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("before");
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anOlderCopyOfTheJournalHoldsTheStartsItDoesNotKnow() throws IOException {
    abandon(open());
    byte[] old = Files.readAllBytes(segment());
    Path oldName = segment();
    Store later = open();
    later.journal().decide(decision("lost"));
    abandon(later);
    Files.delete(segment());
    Files.write(oldName, old);
    try (Store next = open()) {
      assertThat(next.journal().damageOf(2)).isPresent();
      assertThat(next.journal().damageOf(1)).isEmpty();
      assertThat(next.journal().damages())
          .as("no alarm without an orphan")
          .allMatch(Damage::isWithoutTrace);
    }
  }

  @Test
  void aJournalThatIsNewerThanItsPropertiesIsRefused() throws IOException {
    abandon(open());
    byte[] old = Files.readAllBytes(dir.resolve("store.properties"));
    abandon(open());
    abandon(open());
    Files.write(dir.resolve("store.properties"), old);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("do not belong together");
  }

  /** Whether the journal is writing the segment that voids. */
  private static boolean voiding() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(f -> f.getMethodName().equals("voided")));
  }

  @Test
  void aForceThatCannotBeVoidedIsDoubtful() throws IOException {
    ScriptedFiles files = new ScriptedFiles();
    try (Store store = Store.open(dir, "node", files)) {
      files.failForce = true;
      files.failCreate = true;
      JournalException refused =
          catchThrowableOfType(
              JournalException.class, () -> store.journal().decide(decision("doubtful")));
      assertThat(refused.isDoubtful()).isTrue();
      assertThat(store.journal().isDoubtful("doubtful")).isTrue();
    }
    try (Store next = open()) {
      assertThat(ids(next)).as("what the disk says").containsExactly("doubtful");
    }
  }

  @Test
  void aFullDiskRefusesOneDecisionAndNothingElse() throws IOException {
    ScriptedFiles files = new ScriptedFiles();
    try (Store store = Store.open(dir, "node", files)) {
      files.failCreate = true;
      int taken = 0;
      JournalException refused = null;
      while (refused == null) {
        try {
          store.journal().decide(big("t" + taken));
          store.journal().end("t" + taken);
          taken++;
        } catch (JournalException e) {
          refused = e;
        }
      }
      assertThat(taken).isPositive();
      assertThat(refused.isDoubtful()).isFalse();
      files.failCreate = false;
      store.journal().decide(decision("later"));
    }
    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("later");
    }
  }

  private static DecisionRecord big(String id) {
    List<BranchRecord> branches = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      branches.addAll(decision(id).branches());
    }
    return decision(id).with(branches);
  }

  @Test
  void rollsOverToNewSegmentsAndLosesNothing() throws IOException {
    try (Store store = open()) {
      store.journal().decide(decision("kept"));
      for (int i = 0; i < 300; i++) {
        store.journal().decide(big("t" + i));
        store.journal().end("t" + i);
      }
      store.journal().flush();
      assertThat(segment().getFileName().toString()).isNotEqualTo("journal-000000001.log");
    }
    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("kept");
      assertThat(next.journal().damages()).isEmpty();
    }
  }

  @Test
  void oneForceServesAllThatWaitTogether() throws Exception {
    ScriptedFiles files = new ScriptedFiles();
    int threads = 16;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Store store = Store.open(dir, "node", files)) {
      CountDownLatch firstInForce = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      files.duringForce =
          () -> {
            firstInForce.countDown();
            await(goOn);
          };
      long before = store.journal().forces();
      List<Future<?>> writes = new ArrayList<>();
      writes.add(pool.submit(() -> decideQuietly(store, "first")));
      firstInForce.await();
      CyclicBarrier together = new CyclicBarrier(threads);
      for (int i = 1; i < threads; i++) {
        String id = "t" + i;
        writes.add(
            pool.submit(
                () -> {
                  together.await();
                  decideQuietly(store, id);
                  return null;
                }));
      }
      together.await();
      // They queue behind the first force; only then may it end.
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  Thread.getAllStackTraces().entrySet().stream()
                          .filter(e -> inMethod(e.getValue(), "awaitUninterruptibly"))
                          .count()
                      >= threads - 1);
      goOn.countDown();
      for (Future<?> write : writes) {
        write.get(10, TimeUnit.SECONDS);
      }
      assertThat(store.journal().forces() - before).isEqualTo(2);
    } finally {
      pool.shutdownNow();
    }
    try (Store next = open()) {
      assertThat(ids(next)).hasSize(threads);
    }
  }

  private static boolean inMethod(StackTraceElement[] stack, String method) {
    for (StackTraceElement element : stack) {
      if (element.getMethodName().equals(method)) {
        return true;
      }
    }
    return false;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void decideQuietly(Store store, String id) {
    try {
      store.journal().decide(decision(id));
    } catch (JournalException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedThreadStillGetsItsDecisionWritten() throws IOException {
    try (Store store = open()) {
      Thread.currentThread().interrupt();
      store.journal().decide(decision("t1"));
      assertThat(Thread.interrupted()).isTrue();
      store.journal().decide(decision("t2"));
    }
    try (Store next = open()) {
      assertThat(ids(next)).containsExactly("t1", "t2");
    }
  }
}
