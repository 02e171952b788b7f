package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BeansTest {
  private final PlainEngine engine = new PlainEngine();
  private final Beans beans = new Beans(engine);
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @BeforeEach
  void show() {
    AddressSpace space = engine.core.createSpace("app", new OnePage(0x1000, 1));
    engine.core.drivers().admit(new WaryDriver());
    engine.core.drivers().attach("wary", space).device().access(0x1000, Access.READ);
    space.tryBegin(InvalidationEvent.CLEAR, 0x1000, 0x2000);
    beans.showEngine();
    beans.show("wary");
  }

  @AfterEach
  void close() {
    beans.close();
    engine.close();
  }

  private static ObjectName driver() throws Exception {
    return new ObjectName("mm:type=Driver,name=wary");
  }

  private Object of(ObjectName name, String attribute) throws Exception {
    return server.getAttribute(name, attribute);
  }

  @Test
  void shouldShowADriverWithItsLatencies() throws Exception {
    assertEquals("ADMITTED", of(driver(), "State"));
    assertEquals(1, of(driver(), "Spaces"));
    assertEquals(1L, of(driver(), "Translations"));
    CompositeData callback = ((CompositeData[]) of(driver(), "Callbacks"))[0];
    assertEquals("try-start", callback.get("callback"));
    assertEquals(1L, callback.get("calls"));
    assertEquals(1L, callback.get("declined"));
    assertTrue((Double) callback.get("maxMicros") >= (Double) callback.get("p50Micros"));
  }

  @Test
  void shouldShowTheEngine() throws Exception {
    ObjectName name = new ObjectName("mm:type=Engine");
    assertEquals(1, of(name, "Spaces"));
    assertEquals(0, ((String[]) of(name, "Deadlocks")).length);
  }

  @Test
  void shouldHideWhatHasGone() throws Exception {
    beans.show("wary"); // again, as in a swap
    beans.hide("wary");
    assertFalse(server.isRegistered(driver()));
    beans.hide("wary");
    beans.close();
    assertFalse(server.isRegistered(new ObjectName("mm:type=Engine")));
  }
}
