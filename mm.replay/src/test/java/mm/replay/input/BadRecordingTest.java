package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadRecordingTest {
  private static final String GOOD = "0 p0 execve() = 0";
  private static final String ENTRY = "0 p0 S execve()";

  @TempDir Path folder;

  private static void assertBad(long line, String problem, String... lines) {
    BadRecordingException bad = Texts.bad(lines);
    assertTrue(bad.getMessage().contains(problem), bad::getMessage);
    assertEquals(line, bad.line(), bad::getMessage);
    assertFalse(bad.remedy().isEmpty());
    assertEquals(1, bad.getMessage().lines().count());
  }

  private void assertUnusable(Path file, String problem) {
    BadRecordingException bad =
        assertThrows(BadRecordingException.class, () -> Recordings.open(file).close());
    assertTrue(bad.getMessage().startsWith(file + ": " + problem), bad::getMessage);
    assertEquals(0, bad.line());
  }

  @Test
  void shouldRefuseFilesThatAreNone() throws IOException {
    assertUnusable(folder, "is a directory");
    assertUnusable(folder.resolve("missing"), "there is no such file");
    assertUnusable(Files.createFile(folder.resolve("empty")), "the file is empty");
  }

  @Test
  void shouldRefuseAFileThatMayNotBeRead() throws IOException {
    Path secret = Files.createFile(folder.resolve("secret"));
    Assumptions.assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret));
    assertUnusable(secret, "may not be read");
  }

  @Test
  void shouldRefuseWhatIsNoRecording() {
    assertBad(1, "no recording", "hello world");
    assertBad(1, "no recording", "12:00:01 brk(NULL) = 0");
    assertBad(1, "no recording", "");
    byte[] junk = new byte[100_000];
    new Random(1).nextBytes(junk);
    assertEquals(1, Texts.bad(junk).line());
    assertEquals(1, Texts.bad(new byte[100_000]).line());
  }

  @Test
  void shouldRefuseATruncatedXz() {
    byte[] whole = Texts.xz((GOOD + "\n").repeat(10_000));
    for (int length : new int[] {6, 11, 30, whole.length / 2, whole.length - 1}) {
      BadRecordingException bad = Texts.bad(Arrays.copyOf(whole, length));
      assertTrue(bad.problem().contains("cut off"), bad::getMessage);
    }
  }

  @Test
  void shouldRefuseADamagedXz() {
    byte[] whole = Texts.xz((GOOD + "\n").repeat(10_000));
    whole[whole.length / 2] ^= 0x55;
    assertTrue(Texts.bad(whole).problem().contains("damaged"));
    byte[] tailed = Arrays.copyOf(Texts.xz(GOOD), 200);
    Arrays.fill(tailed, 180, 200, (byte) 'x');
    assertTrue(Texts.bad(tailed).problem().contains("damaged"));
  }

  @Test
  void shouldTellALineThatIsCutInTheMiddle() {
    for (String cut : new String[] {"12", "12 p0 munm", "12 p0 munmap(0x1000,40", "12 p0 x() ="}) {
      byte[] text = (GOOD + "\n" + cut).getBytes(StandardCharsets.US_ASCII);
      BadRecordingException bad = Texts.bad(text);
      assertTrue(bad.getMessage().startsWith("test:2: the last line is cut off"), bad::getMessage);
    }
  }

  @Test
  void shouldRefuseGarbageInTheMiddle() {
    assertBad(2, "the time", GOOD, "garbage");
    assertBad(2, "the time", GOOD, "");
    assertBad(2, "a task", GOOD, "1 q0 brk(NULL) = 0");
    assertBad(2, "name of a system call", GOOD, "1 p0 (NULL) = 0");
    assertBad(2, "end of the line", GOOD, "1 p0 munmap(0x1000,4096) = 0 0");
    assertBad(2, "no result", GOOD, "1 p0 strange(1,2,3)");
    assertBad(2, "unknown flag \"PROT_NEW\"", GOOD, "1 p0 mprotect(0x1000,4096,PROT_NEW) = 0");
    assertBad(2, "\"..\"", GOOD, "1 p0 brk(\u0001\u0002");
  }

  @Test
  void shouldRefuseNegativeLengths() {
    assertBad(2, "the length is negative", GOOD, "1 p0 munmap(0x1000,-4096) = 0");
    assertBad(1, "the length is negative", "1 1.0 munmap(0x1000, -4096) = 0");
    assertBad(1, "without 0x is negative", "1 p0 S munmap(addr=0x1000,len=-1)");
  }

  @Test
  void shouldRefuseAddressesThatWrap() {
    String wraps = "wraps";
    assertBad(2, wraps, GOOD, "1 p0 munmap(0xfffffffffffff000,8192) = 0");
    assertBad(2, wraps, GOOD, "1 p0 munmap(0x7ffffffffffff000,4096) = 0");
    assertBad(2, wraps, GOOD, "1 p0 mprotect(0x1000,18446744073709547520,PROT_READ) = 0");
    assertBad(2, wraps, GOOD, "1 p0 madvise(0x1000,9223372036854775807,MADV_FREE) = 0");
    assertBad(2, wraps, GOOD, "1 p0 mremap(0x1000,4096,8192,0) = 0xfffffffffffff000");
    assertBad(2, "the break", GOOD, "1 p0 brk(NULL) = 0xffffffffffff0000");
    assertBad(
        1, wraps, "1 1.0 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3, 0) = 0xfffffffffffff000");
    assertBad(1, wraps, "1 p0 S munmap(addr=0xfffffffffffff000,len=0x2000)", "2 p0 R munmap 0");
    assertBad(1, wraps, "1 p0 S munmap(addr=0xfffffffffffff000,len=0x2000)");
    assertBad(2, "2^64", GOOD, "1 p0 brk(0x10000000000000000) = 0");
    assertBad(2, "2^64", GOOD, "1 p0 munmap(0x1000,18446744073709551616) = 0");
  }

  @Test
  void shouldRefuseImpossibleSuccess() {
    assertBad(2, "not page aligned", GOOD, "1 p0 munmap(0x1001,4096) = 0");
    assertBad(2, "the length is 0", GOOD, "1 p0 munmap(0x1000,0) = 0");
    assertBad(
        2,
        "cannot return",
        GOOD,
        "1 p0 mmap(0x1000,4096,PROT_NONE,MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0) = 0x2000");
    assertBad(
        2, "offset", GOOD, "1 p0 mmap(0,4096,PROT_READ,MAP_SHARED,3,0xfffffffffffff000) = 0x2000");
  }

  @Test
  void shouldRefuseImpossibleNotifications() {
    assertBad(2, "not page aligned", ENTRY, "1 p0 N inv 1001 2000 x");
    assertBad(2, "is empty", ENTRY, "1 p0 N inv 2000 2000 x");
    assertBad(2, "leaves the address space", ENTRY, "1 p0 N inv 1000 fffffffffffff000 x");
    assertBad(2, "unknown kind", ENTRY, "1 p0 N inx 1000 2000 x");
    assertBad(2, "kernel function", ENTRY, "1 p0 N inv 1000 2000 ");
  }

  @Test
  void shouldRefuseTasksOutOfTurn() {
    assertBad(2, "before a call created it", GOOD, "1 p1 brk(NULL) = 0x1000");
    assertBad(3, "was created before", GOOD, "1 p0 fork() = p1", "1 p0 fork() = p1");
    assertBad(2, "is above", GOOD, "1 p0 fork() = p99999999");
    assertBad(2, "a task", GOOD, "1 p0 fork() = 7");
    assertBad(2, "does not return", GOOD, "1 p0 exit_group() = 0");
  }

  @Test
  void shouldRefuseEntriesAndReturnsThatDoNotMatch() {
    assertBad(2, "inside execve of line 1", ENTRY, "1 p0 S brk(brk=0)");
    assertBad(2, "without having entered", ENTRY, "1 p0 R brk 0x1000");
    assertBad(1, "without 0x", "0 p0 S brk(brk=10)");
    assertBad(1, "expected \",len=\"", "0 p0 S munmap(addr=0,length=0)");
    assertBad(
        3,
        "inside munmap of line 2",
        "1 1.0 brk(NULL) = 0",
        "1 1.0 munmap(0x1000, 1 <unfinished ...>",
        "1 1.0 <... brk resumed>) = 0");
  }

  @Test
  void shouldRefuseATimeThatGoesBackward() {
    assertBad(2, "backward from 5 to 4", "5 p0 execve() = 0", "4 p0 execve() = 0");
    assertBad(2, "backward from 5 to 4", "5 p0 S execve()", "4 p0 R execve 0");
    assertBad(2, "the time is above", GOOD, "9223372036854775808 p0 execve() = 0");
    assertBad(1, "the time is too large", "1 99999999999999.0 brk(NULL) = 0");
  }

  @Test
  void shouldRepeatTheFailure() throws BadRecordingException {
    try (RecordingReader reader = Texts.open(GOOD + "\nx\n" + GOOD + "\n")) {
      reader.next();
      BadRecordingException first = assertThrows(BadRecordingException.class, reader::next);
      assertSame(first, assertThrows(BadRecordingException.class, reader::next));
    }
  }

  @Test
  void shouldNotReadAnEndlessLine() {
    assertEndless("0 p0 munmap(", 1 << 16);
    assertEndless("0 p0 S munmap(", 1 << 16);
    assertEndless("5 1.0 execve(", 1 << 20);
    assertEndless("0 p0 execve() = 0\n12 p0 ", 1 << 16);
    assertEndless("", 0);
  }

  private static void assertEndless(String beginning, int limit) {
    Endless line = new Endless(beginning);
    BadRecordingException bad = Texts.badStream(line);
    assertTrue(
        bad.problem().contains(limit == 0 ? "no recording" : "longer than " + limit + " bytes"),
        bad::getMessage);
    assertTrue(line.served < 4 * Math.max(limit, 1 << 16), () -> line.served + " bytes read");
  }

  /** A line of 1 GiB, made while it is read. */
  private static final class Endless extends InputStream {
    private final byte[] beginning;
    private long served;

    Endless(String beginning) {
      this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() {
      if (served == 1L << 30) {
        return -1;
      }
      served++;
      return served <= beginning.length ? beginning[(int) served - 1] : '1';
    }
  }

  @Test
  void shouldSurviveAnyDamage() {
    String[] seeds = {
      "0 p0 mmap(NULL,8192,PROT_READ,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = 0x7f0000000000\n"
          + "1 p0 clone(flags=CLONE_VM|SIGCHLD) = p1\n2 p1 munmap(0x7f0000000000,4096) = 0\n",
      "0 p0 S vfork()\n1 p1 S mmap(addr=0,len=0x2000,prot=3,flags=0x22,fd=0xffffffff,off=0)\n"
          + "2 p0 R vfork p1\n3 p1 N inv 1000 2000 unmap_vmas\n4 p1 R mmap 0x7f0000000000\n",
      "5 1.0 clone3({flags=CLONE_VM} <unfinished ...>\n"
          + "6 1.1 munmap(0x1000, 4096 <unfinished ...>\n"
          + "5 1.2 <... clone3 resumed> => {parent_tid=[6]}, 88) = 6\n"
          + "6 1.3 +++ exited with 0 +++\n",
    };
    Random random = new Random(42);
    for (int i = 0; i < 30_000; i++) {
      byte[] text = seeds[i % seeds.length].getBytes(StandardCharsets.ISO_8859_1);
      byte[] damaged = damage(text, random);
      try {
        Texts.drain(Texts.open(damaged));
      } catch (BadRecordingException e) {
        assertTrue(e.line() >= 0 && !e.getMessage().contains("\n"));
      }
    }
  }

  private static byte[] damage(byte[] text, Random random) {
    byte[] damaged = Arrays.copyOf(text, 1 + random.nextInt(text.length));
    for (int n = random.nextInt(4); n > 0; n--) {
      int to = random.nextInt(damaged.length);
      damaged[to] =
          random.nextBoolean() ? text[random.nextInt(text.length)] : (byte) random.nextInt();
    }
    return damaged;
  }
}
