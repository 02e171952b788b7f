package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RunCommandTest {
  private final Captured console = new Captured();
  private final StubHost host = new StubHost();

  private int run(String terminals, String... args) {
    return Cli.create(console.console(terminals), host).run(args);
  }

  @Test
  void shouldOpenTheShellOnATerminal() {
    assertEquals(ExitCode.OK, run("012", "run"));
    assertEquals(Host.Purpose.SHELL, host.purpose);
    assertEquals("", console.out());
  }

  @Test
  void shouldAnnounceInOneLineWithoutATerminal() {
    host.drivers.add(StubHost.KVM);
    host.drivers.add(StubHost.BAD);
    assertEquals(ExitCode.OK, run("2", "run"));
    assertEquals(Host.Purpose.SERVICE, host.purpose);
    assertEquals("ready: 1 of 2 drivers admitted", console.out().strip());
  }

  @Test
  void shouldStayHeadlessOnRequest() {
    assertEquals(ExitCode.OK, run("012", "run", "--headless"));
    assertEquals(Host.Purpose.SERVICE, host.purpose);
  }
}
