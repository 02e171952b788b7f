package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.replay.input.CallResult.Failed;
import mm.replay.input.CallResult.NewTask;
import mm.replay.input.CallResult.NoReturn;
import mm.replay.input.CallResult.Succeeded;
import mm.replay.input.RecordedEvent.CallReturned;
import org.junit.jupiter.api.Test;

class TraceParserTest {
  private static Call call(String line) throws BadRecordingException {
    return Texts.only(line).call();
  }

  @Test
  void shouldReadMmapWithAllArguments() throws BadRecordingException {
    CallReturned event =
        Texts.only(
            "7 p0 mmap(0x7f0000003000,627592,PROT_READ|PROT_EXEC,MAP_PRIVATE|MAP_FIXED,3,0x2000)"
                + " = 0x7f0000003000");
    Call.Mmap expected =
        new Call.Mmap(0x7f0000003000L, 627592, new Protection(5), new MapFlags(0x12), 3, 0x2000);
    assertEquals(new CallReturned(7, 0, expected, new Succeeded(0x7f0000003000L)), event);
  }

  @Test
  void shouldReadNullAndMinusOne() throws BadRecordingException {
    assertEquals(
        new Call.Mmap(0, 8192, new Protection(3), new MapFlags(0x22), -1, 0),
        call(
            "0 p0 mmap(NULL,8192,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0)"
                + " = 0x7f0000000000"));
  }

  @Test
  void shouldReadTheOtherMemoryCalls() throws BadRecordingException {
    assertEquals(new Call.Munmap(0x1000, 35959), call("0 p0 munmap(0x1000,35959) = 0"));
    assertEquals(
        new Call.Mprotect(0x1000, 4096, new Protection(0)),
        call("0 p0 mprotect(0x1000,4096,PROT_NONE) = 0"));
    assertEquals(
        new Call.Madvise(0x1000, 4096, new Advice(Advice.DONTNEED)),
        call("0 p0 madvise(0x1000,4096,MADV_DONTNEED) = 0"));
    assertEquals(new Call.Brk(0), call("0 p0 brk(NULL) = 0x5000"));
    assertEquals(new Call.Brk(0x6000), call("0 p0 brk(0x6000) = 0x6000"));
  }

  @Test
  void shouldReadMremapWithAndWithoutNewAddress() throws BadRecordingException {
    assertEquals(
        new Call.Mremap(0x1000, 4096, 8192, new RemapFlags(1), 0),
        call("0 p0 mremap(0x1000,4096,8192,MREMAP_MAYMOVE) = 0x9000"));
    assertEquals(
        new Call.Mremap(0x1000, 4096, 8192, new RemapFlags(3), 0x9000),
        call("0 p0 mremap(0x1000,4096,8192,MREMAP_MAYMOVE|MREMAP_FIXED,0x9000) = 0x9000"));
  }

  @Test
  void shouldReadTasksFromTheirCreationToTheirEnd() throws BadRecordingException {
    List<RecordedEvent> events =
        Texts.events(
            "0 p0 clone(flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD) = p1",
            "1 p1 execve() = 0",
            "2 p1 clone3(flags=CLONE_VM|CLONE_THREAD) = p2",
            "3 p2 fork() = p3",
            "4 p3 vfork() = p4",
            "5 p4 exit_group() = ?");
    CallReturned clone = (CallReturned) events.get(0);
    assertEquals(new Call.Clone("clone", new CloneFlags(0x1200011)), clone.call());
    assertEquals(new NewTask(1), clone.result());
    Call.Clone clone3 = (Call.Clone) ((CallReturned) events.get(2)).call();
    assertTrue(clone3.sharesMemory());
    assertTrue(clone3.flags().startsThread());
    assertEquals(new CallReturned(5, 4, new Call.ExitGroup(), new NoReturn()), events.get(5));
  }

  @Test
  void shouldReadFailures() throws BadRecordingException {
    assertEquals(
        new Failed(12, "ENOMEM"), Texts.only("0 p0 munmap(0x1000,1) = -1 ENOMEM").result());
    assertEquals(
        new Failed(22, "EINVAL"), Texts.only("0 p0 munmap(0x1000,1) = -22 EINVAL").result());
    assertEquals(new Failed(0, "ENEW"), Texts.only("0 p0 munmap(0x1000,1) = -1 ENEW").result());
  }

  @Test
  void shouldPassOnWildArgumentsOfFailedCalls() throws BadRecordingException {
    assertEquals(
        new Call.Munmap(-4096, 8192), call("0 p0 munmap(0xfffffffffffff000,8192) = -1 EINVAL"));
  }

  @Test
  void shouldPassOnUnknownCalls() throws BadRecordingException {
    assertEquals(new Call.Unknown("mlock2"), call("0 p0 mlock2(0x1000,4096,MLOCK_X) = 0"));
  }

  @Test
  void shouldReadHugePageSizes() throws BadRecordingException {
    Call.Mmap mmap =
        (Call.Mmap)
            call(
                "0 p0 mmap(NULL,2097152,PROT_READ,MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB|"
                    + "21<<MAP_HUGE_SHIFT,-1,0) = 0x40000000");
    assertEquals(0x54040022, mmap.flags().bits());
  }

  @Test
  void shouldAcceptCarriageReturnsAndAMissingLastLineEnd() throws BadRecordingException {
    try (RecordingReader reader = Texts.open("0 p0 execve() = 0\r\n1 p0 brk(NULL) = 0x1000")) {
      assertEquals(2, Texts.drain(reader).size());
      assertEquals(2, reader.line());
    }
  }
}
