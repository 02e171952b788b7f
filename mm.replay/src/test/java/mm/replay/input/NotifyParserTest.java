package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mm.replay.input.CallResult.Failed;
import mm.replay.input.CallResult.NewTask;
import mm.replay.input.CallResult.NoReturn;
import mm.replay.input.CallResult.Succeeded;
import mm.replay.input.RecordedEvent.CallEntered;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.Notified;
import org.junit.jupiter.api.Test;

class NotifyParserTest {
  private static Call call(String arguments, String result) throws BadRecordingException {
    String name = arguments.substring(0, arguments.indexOf('('));
    List<RecordedEvent> events =
        Texts.events("0 p0 S " + arguments, "1 p0 R " + name + " " + result);
    CallReturned returned = (CallReturned) events.get(1);
    assertEquals(new CallEntered(0, 0, returned.call()), events.get(0));
    return returned.call();
  }

  @Test
  void shouldJoinEntryAndReturn() throws BadRecordingException {
    Call.Munmap munmap = new Call.Munmap(0x7f0000001000L, 0x8c77);
    assertEquals(
        List.of(
            new CallEntered(882, 0, munmap),
            new Notified(
                890,
                0,
                NotificationKind.INVALIDATE,
                0x7f0000001000L,
                0x7f000000a000L,
                "unmap_vmas"),
            new CallReturned(894, 0, munmap, new Succeeded(0))),
        Texts.events(
            "882 p0 S munmap(addr=0x7f0000001000,len=0x8c77)",
            "890 p0 N inv 7f0000001000 7f000000a000 unmap_vmas",
            "894 p0 R munmap 0"));
  }

  @Test
  void shouldReadTheArgumentsOfEveryCall() throws BadRecordingException {
    assertEquals(
        new Call.Mmap(0, 0x2000, new Protection(3), new MapFlags(0x22), -1, 0),
        call("mmap(addr=0,len=0x2000,prot=3,flags=0x22,fd=0xffffffff,off=0)", "0x7000"));
    assertEquals(
        new Call.Mprotect(0x1000, 0x1000, new Protection(1)),
        call("mprotect(start=0x1000,len=0x1000,prot=1)", "0"));
    assertEquals(
        new Call.Mremap(0x1000, 0x1000, 0x2000, new RemapFlags(1), 0),
        call("mremap(addr=0x1000,old_len=0x1000,new_len=0x2000,flags=1,new_addr=0)", "0x9000"));
    assertEquals(
        new Call.Madvise(0x1000, 0x1000, new Advice(Advice.POPULATE_WRITE)),
        call("madvise(start=0x1000,len_in=0x1000,behavior=0x17)", "0"));
    assertEquals(new Call.Brk(0x6000), call("brk(brk=0x6000)", "0x6000"));
    assertEquals(new Call.Execve(), call("execve()", "-2"));
    assertEquals(new Call.Unknown("msync"), call("msync(start=0x1000,len=8,flags=4)", "0"));
  }

  @Test
  void shouldReadCreations() throws BadRecordingException {
    assertEquals(
        new Call.Clone("clone", new CloneFlags(0x1200011)),
        call("clone(clone_flags=0x1200011)", "p1"));
    Call.Clone clone3 = (Call.Clone) call("clone3()", "p1");
    assertFalse(clone3.flags().isKnown());
    assertTrue(clone3.sharesMemory());
    assertEquals(new Call.Fork(), call("fork()", "-11"));
  }

  @Test
  void shouldReadErrorNumbers() throws BadRecordingException {
    List<RecordedEvent> events = Texts.events("0 p0 S execve()", "1 p0 R execve -2");
    assertEquals(new CallReturned(1, 0, new Call.Execve(), new Failed(2, "ENOENT")), events.get(1));
  }

  @Test
  void shouldEndAProcessAtOnce() throws BadRecordingException {
    assertEquals(
        List.of(
            new CallEntered(3, 0, new Call.ExitGroup()),
            new CallReturned(3, 0, new Call.ExitGroup(), new NoReturn())),
        Texts.events("3 p0 S exit_group(error_code=0)"));
  }

  @Test
  void shouldCreateATaskBeforeItsFirstAct() throws BadRecordingException {
    assertEquals(
        List.of(
            new CallEntered(0, 0, new Call.Vfork()),
            new CallReturned(87, 0, new Call.Vfork(), new NewTask(1)),
            new CallEntered(87, 1, new Call.Execve()),
            new CallReturned(356, 1, new Call.Execve(), new Succeeded(0))),
        Texts.events(
            "0 p0 S vfork()", "87 p1 S execve()", "159 p0 R vfork p1", "356 p1 R execve 0"));
  }

  @Test
  void shouldCountTasksThatNobodyCreated() throws BadRecordingException {
    String[] lines = {"0 p0 S fork()", "1 p7 S brk(brk=0)", "2 p7 R brk 0x5000", "3 p0 R fork p1"};
    assertEquals(4, Texts.events(lines).size());
    assertEquals(1, Texts.tolerated(lines).orphans());
  }

  @Test
  void shouldGiveUpWaitingForACreationAtTheLimit() throws BadRecordingException {
    StringBuilder text = new StringBuilder("0 p0 S vfork()\n");
    for (int i = 0; i <= EventQueue.LIMIT; i++) {
      text.append(i).append(" p1 N inv 1000 2000 do_wp_page\n");
    }
    text.append(EventQueue.LIMIT).append(" p0 R vfork p1\n");
    try (RecordingReader reader = Texts.open(text.toString())) {
      assertEquals(EventQueue.LIMIT + 3, Texts.drain(reader).size());
      assertEquals(1, reader.tolerated().reordered());
    }
  }

  @Test
  void shouldReadEveryKindOfNotification() throws BadRecordingException {
    List<RecordedEvent> events =
        Texts.events(
            "0 p0 N age 1000 2000 folio_referenced.part.0", "1 p0 N test 1000 2000 x ctx=kvm");
    assertEquals(
        new Notified(0, 0, NotificationKind.AGE, 0x1000, 0x2000, "folio_referenced.part.0"),
        events.get(0));
    assertEquals(new Notified(1, 0, NotificationKind.TEST, 0x1000, 0x2000, "x"), events.get(1));
  }

  @Test
  void shouldCountCallsThatNeverReturned() throws BadRecordingException {
    assertEquals(1, Texts.tolerated("0 p0 S munmap(addr=0x1000,len=0x1000)").unfinished());
  }
}
