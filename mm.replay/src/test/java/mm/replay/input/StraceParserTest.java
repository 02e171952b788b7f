package mm.replay.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import mm.replay.input.CallResult.Failed;
import mm.replay.input.CallResult.NewTask;
import mm.replay.input.CallResult.NoReturn;
import mm.replay.input.CallResult.Succeeded;
import mm.replay.input.RecordedEvent.CallReturned;
import mm.replay.input.RecordedEvent.TaskExited;
import org.junit.jupiter.api.Test;

class StraceParserTest {
  private static Call call(String text) throws BadRecordingException {
    return Texts.only("3490  1795173772.837386 " + text).call();
  }

  /** What happened, as short words: {@code munmap@0}, {@code exit@1}. */
  private static List<String> order(String... lines) throws BadRecordingException {
    List<String> words = new ArrayList<>();
    for (RecordedEvent event : Texts.events(lines)) {
      String word = event instanceof CallReturned c ? c.call().name() : "exit";
      words.add(word + "@" + event.task());
    }
    return words;
  }

  @Test
  void shouldReadAStartedProgram() throws BadRecordingException {
    String[] lines = {
      "3490  1795173772.837386 execve(\"/usr/bin/sh\", [\"sh\", \"-c\", \"a ) = 3\"],"
          + " 0x7fffe60d0be0 /* 39 vars */) = 0",
      "3490  1795173772.837696 brk(NULL)       = 0x5575186fa000",
      "3490  1795173773.837937 exit_group(2)   = ?",
      "3490  1795173773.837938 +++ exited with 2 +++",
    };
    assertEquals(
        List.of(
            new CallReturned(0, 0, new Call.Execve(), new Succeeded(0)),
            new CallReturned(310, 0, new Call.Brk(0), new Succeeded(0x5575186fa000L)),
            new CallReturned(1_000_551, 0, new Call.ExitGroup(), new NoReturn()),
            new TaskExited(1_000_552, 0)),
        Texts.events(lines));
    assertEquals(0, Texts.tolerated(lines).total());
  }

  @Test
  void shouldReadWhatStraceAddsToArguments() throws BadRecordingException {
    assertEquals(
        new Call.Mmap(0, 65536, new Protection(0x27), new MapFlags(0x54000223), 3, 0x2000),
        call(
            "mmap(NULL, 65536, PROT_READ|PROT_WRITE|PROT_EXEC|0x20, MAP_SHARED_VALIDATE|"
                + "MAP_ANONYMOUS|0x200|21<<MAP_HUGE_SHIFT, 3</lib/a(, b).so>, 0x2000)"
                + " = 0x7f09c4f10000 <0.000045>"));
    assertEquals(
        new Call.Madvise(0x1000, 8192, new Advice(0x63)),
        call("madvise(0x1000, 8192, 0x63 /* MADV_??? */) = -1 EINVAL (Invalid argument)"));
    assertEquals(
        new Call.Munmap(-4096, 8192),
        call("munmap(0xfffffffffffff000, 8192) = -1 EINVAL (Invalid argument)"));
  }

  @Test
  void shouldAcceptAWildHintThatTheKernelIgnored() throws BadRecordingException {
    String line =
        "1 1.0 mmap(0xfffffffffffff000, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)"
            + " = 0x7f09c510c000";
    assertEquals(new Succeeded(0x7f09c510c000L), Texts.only(line).result());
  }

  @Test
  void shouldReadCreations() throws BadRecordingException {
    assertEquals(
        new Call.Clone("clone", new CloneFlags(0x1200011)),
        call(
            "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD,"
                + " child_tidptr=0x7f3f53ec7a10) = 3491"));
    assertEquals(
        new Call.Clone("clone3", new CloneFlags(0x10100)),
        call(
            "clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x7f1, exit_signal=0} =>"
                + " {parent_tid=[4903]}, 88) = 4903"));
    Call.Clone raw = (Call.Clone) call("clone3(0x7ffd00, 88) = 3491");
    assertFalse(raw.flags().isKnown());
  }

  @Test
  void shouldReadResultsThatAreNotNumbers() throws BadRecordingException {
    assertEquals(
        new Failed(2, "ENOENT"),
        Texts.only("1 1.0 execve(\"x\", [], 0x1 /* 0 vars */) = -1 ENOENT (No such file)")
            .result());
    assertEquals(
        new Failed(513, "ERESTARTNOINTR"),
        Texts.only("1 1.0 fork() = ? ERESTARTNOINTR (To be restarted)").result());
    assertEquals(new NoReturn(), Texts.only("1 1.0 brk(NULL) = ? <unavailable>").result());
    assertEquals(
        new NoReturn(), Texts.only("1 1.0 munmap(0x1000, 4096 <unfinished ...>) = ?").result());
  }

  @Test
  void shouldKeepAnInterruptedMunmapAtItsEntry() throws BadRecordingException {
    assertEquals(
        List.of("clone3@0", "munmap@0", "mmap@1", "brk@1"),
        order(
            "5 1.000000 clone3({flags=CLONE_VM}, 88) = 6",
            "5 1.000001 munmap(0x7f0000001000, 4096 <unfinished ...>",
            "6 1.000002 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)"
                + " = 0x7f0000001000",
            "5 1.000003 <... munmap resumed>) = 0",
            "6 1.000004 brk(NULL) = 0x1000"));
  }

  @Test
  void shouldKeepAnInterruptedMmapAtItsCompletion() throws BadRecordingException {
    List<RecordedEvent> events =
        Texts.events(
            "5 1.000000 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0"
                + " <unfinished ...>",
            "6 1.000002 munmap(0x7f0000001000, 4096) = 0",
            "5 1.000003 <... mmap resumed> )        = 0x7f0000001000");
    assertEquals("munmap", ((CallReturned) events.get(0)).call().name());
    assertEquals(3, events.get(1).time());
  }

  @Test
  void shouldCreateATaskBeforeItsFirstAct() throws BadRecordingException {
    assertEquals(
        List.of("vfork@0", "execve@1", "clone@0", "brk@2"),
        order(
            "4935  1.177598 vfork( <unfinished ...>",
            "4936  1.177710 execve(\"/bin/true\", [\"true\"], 0x7f /* 39 vars */ <unfinished ...>",
            "4935  1.177842 <... vfork resumed>) = 4936",
            "4936  1.177870 <... execve resumed>) = 0",
            "4935  1.177872 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>",
            "4940  1.177873 brk(NULL) = 0x1000",
            "4935  1.177874 <... clone resumed>, child_tidptr=0x7f878cde9e50) = 4940"));
  }

  @Test
  void shouldTellATaskFromALaterOneWithTheSamePid() throws BadRecordingException {
    assertEquals(
        List.of("fork@0", "exit@1", "fork@0", "brk@2"),
        order(
            "5 1.0 fork() = 6",
            "6 1.1 +++ killed by SIGKILL (core dumped) +++",
            "5 1.2 fork( <unfinished ...>",
            "6 1.3 brk(NULL) = 0x1000",
            "5 1.4 <... fork resumed>) = 6"));
  }

  @Test
  void shouldAnnounceATaskThatIsAlreadyGone() throws BadRecordingException {
    String[] lines = {
      "5 1.0 fork( <unfinished ...>",
      "6 1.1 exit_group(0) = ?",
      "6 1.2 +++ exited with 0 +++",
      "5 1.3 <... fork resumed>) = 6"
    };
    assertEquals(List.of("fork@0", "exit_group@1", "exit@1"), order(lines));
    assertEquals(0, Texts.tolerated(lines).total());
  }

  @Test
  void shouldFollowAThreadThatTakesOverItsProcessByExecve() throws BadRecordingException {
    assertEquals(
        List.of("clone3@0", "wait4@0", "exit@0", "execve@1", "brk@1"),
        order(
            "4861  1.0 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 4911",
            "4861  1.1 wait4(-1,  <unfinished ...>",
            "4911  1.2 execve(\"/bin/true\", [\"true\"], 0x7f /* 2 vars */ <pid changed to 4861"
                + " ...>",
            "4861  1.3 +++ superseded by execve in pid 4911 +++",
            "4861  1.4 <... execve resumed>) = 0",
            "4861  1.5 brk(NULL) = 0x1000"));
  }

  @Test
  void shouldEndATaskOnceWhenItExitsAlone() throws BadRecordingException {
    assertEquals(List.of("exit@0"), order("5 1.0 exit(3) = ?", "5 1.1 +++ exited with 3 +++"));
    assertEquals(
        List.of("exit@0"), order("5 1.0 exit(3 <unfinished ...>", "5 1.1 +++ exited with 3 +++"));
  }

  @Test
  void shouldEndCallsThatNeverReturned() throws BadRecordingException {
    String[] lines = {
      "5 1.0 munmap(0x1000, 4096 <unfinished ...>",
      "6 1.1 ???( <unfinished ...>",
      "7 1.2 exit_group(0 <unfinished ...>",
      "6 1.3 <... ??? resumed>) = ?",
      "5 1.4 brk(NULL) = 0x1000"
    };
    assertEquals(List.of("munmap@0", "???@1", "brk@0", "exit_group@2"), order(lines));
    assertEquals(2, Texts.tolerated(lines).unfinished());
  }

  @Test
  void shouldPassOverSignalsAndRemarks() throws BadRecordingException {
    String[] lines = {
      "strace: Process 6 attached",
      "5 1.0 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=3491} ---",
      "5 1.1 [ Process PID=5 runs in 32 bit mode. ]",
      "5 1.2 <... futex resumed>) = 0",
      "",
      "5 1.3 mlock(0x1000, 4096) = -1 ENOMEM (Cannot allocate memory)"
    };
    assertEquals(new Call.Unknown("mlock"), Texts.only(lines).call());
    assertEquals(4, Texts.tolerated(lines).skippedLines());
  }

  @Test
  void shouldReadLinesWithoutPid() throws BadRecordingException {
    assertEquals(
        List.of("brk@0", "fork@0", "brk@1", "brk@0"),
        order(
            "1795174166.997979 brk(NULL) = 0x1000",
            "1795174166.998979 fork() = 6",
            "6 1795174166.999979 brk(NULL) = 0x1000",
            "5 1795174166.999980 brk(NULL) = 0x1000"));
  }

  @Test
  void shouldTakeThePidThatStraceSees() throws BadRecordingException {
    String[] lines = {"5 1.0 fork() = 2 /* 6 in strace's PID NS */", "6 1.1 brk(NULL) = 0x1000"};
    assertEquals(new NewTask(1), ((CallReturned) Texts.events(lines).get(0)).result());
    assertEquals(0, Texts.tolerated(lines).orphans());
  }

  @Test
  void shouldCountOddities() throws BadRecordingException {
    String odd = "5 1.0 mmap(NULL, 4096, PROT_NEW, MAP_PRIVATE|MAP_NEW, -1, 0) = 0x7f0000001000";
    Tolerated tolerated = Texts.tolerated("5 2.0 brk(NULL) = 0x1000", odd, "6 2.5 fork() = 9");
    assertEquals(new Tolerated(1, 2, 0, 1, 0, 0), tolerated);
  }

  @Test
  void shouldNeverLetTheTimeGoBackward() throws BadRecordingException {
    List<RecordedEvent> events =
        Texts.events(
            "5 2.5 brk(NULL) = 0x1000",
            "5 1.0 brk(NULL) = 0x1000",
            "5 3.000001500 brk(NULL) = 0x1000");
    assertEquals(List.of(0L, 0L, 500_001L), events.stream().map(RecordedEvent::time).toList());
  }

  @Test
  void shouldNameTasksWithTheirPid() throws BadRecordingException {
    try (RecordingReader reader = Texts.open("5 1.0 fork() = 6\n")) {
      Texts.drain(reader);
      assertEquals("p1 (pid 6)", reader.taskName(1));
    }
  }
}
