package mm.core.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import mm.api.CoreOptions.Guards;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

class CoreActivatorTest {
  private final BundleContext context = mock(BundleContext.class);

  private Guards guards(String property) {
    when(context.getProperty("mm.guards")).thenReturn(property);
    return CoreActivator.options(context).guards();
  }

  @Test
  void shouldHaveGuardsOnUnlessTheyAreSwitchedOff() {
    assertEquals(Guards.ON, guards(null));
    assertEquals(Guards.ON, guards("on"));
    assertEquals(Guards.OFF, guards("off"));
  }

  @Test
  void shouldRefuseGuardsThatAreNeitherOnNorOff() {
    Exception refused = assertThrows(IllegalArgumentException.class, () -> guards("of"));
    assertTrue(refused.getMessage().contains("mm.guards=of"), refused::toString);
  }
}
