package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import drivers.gru.GruDriver;
import drivers.hfi1.Hfi1Driver;
import drivers.hmm.HmmDriver;
import drivers.i915.I915Driver;
import drivers.iommu.AmdIommuDriver;
import drivers.iommu.IntelSvmDriver;
import drivers.kvm.KvmDriver;
import drivers.nouveau.NouveauDriver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mm.api.Admission;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.machine.KernelVersion;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All drivers at once on recorded programs, with two threads of device traffic and contents. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeviceTrafficTest {
  private static final Path SAMPLES = Path.of("..", "samples");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"i915.era=list7", "i915.eta=list"})
  void shouldRefuseASettingThatTheDriverRefuses(String setting) {
    CoreOptions options = CoreOptions.defaults().withDriverOptions(setting);
    try (NotifierCore core = NotifierCore.create(options)) {
      core.drivers().admit(new I915Driver());
      Map<String, Object> request =
          Map.of(
              "files",
              List.of(SAMPLES.resolve("git-gc.trace.xz")),
              "driverOptions",
              List.of(setting),
              "out",
              System.out,
              "err",
              new PrintStream(err, true, StandardCharsets.UTF_8));
      assertEquals(ReplayVerb.UNUSABLE, new ReplayVerb(core, Generations.NONE).applyAsInt(request));
      assertTrue(err.toString(StandardCharsets.UTF_8).contains("--driver-option " + setting));
    }
  }

  private static List<NotifierDriver> all() {
    return List.of(
        new KvmDriver(),
        new GruDriver(),
        new I915Driver(),
        new NouveauDriver(),
        new AmdIommuDriver(),
        new IntelSvmDriver(),
        new Hfi1Driver(),
        new HmmDriver());
  }

  @ParameterizedTest
  @CsvSource({
    "git-gc.notify.xz, NOTIFICATIONS, list",
    "git-gc.notify.xz, CALLS, interval",
    "redis.notify.xz, NOTIFICATIONS, interval",
    "redis.trace.xz, CALLS, list"
  })
  void shouldReadThroughEveryDeviceWhatTheCpuReads(
      String sample, NotificationSource from, String era) throws Exception {
    CoreOptions options = CoreOptions.defaults().withDriverOption("i915.era", era);
    try (NotifierCore core = NotifierCore.create(options)) {
      for (NotifierDriver each : all()) {
        assertTrue(core.drivers().admit(each) instanceof Admission.Admitted);
      }
      ReplayRequest request =
          new ReplayRequest(
              List.of(SAMPLES.resolve(sample)),
              List.of(),
              Optional.of(from),
              DeviceChoice.MIRROR,
              1,
              PredictionCheck.NONE,
              2,
              ContentsCheck.COMPARE,
              List.of(),
              KernelVersion.V6_18,
              Optional.empty(),
              Strictness.NORMAL);
      Report report =
          new Replay(Stage.of(core), request, Progress.NONE, Story.of(Set.of()), Journal.UNREAD)
              .run();
      assertTrue(report.clean(), () -> TextReport.of(report));
      ContentsFigures contents = report.contents().orElseThrow();
      assertTrue(contents.compared() > 0, "something was compared");
      assertEquals(0, contents.differing());
      assertEquals(8, report.drivers().size());
    }
  }
}
