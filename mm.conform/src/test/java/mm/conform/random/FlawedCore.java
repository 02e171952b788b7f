package mm.conform.random;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.PageSource;
import mm.spi.PairedNotifier;

/**
 * The engine between a machine and its drivers, with a bug planted into the machine's or the
 * drivers' side of it.
 */
final class FlawedCore {
  /** The planted bugs. */
  enum Flaw {
    /** The machine does not announce changes of one kind. */
    SKIPPED_INVALIDATION,
    /** The machine does not announce that a fork protects pages. */
    SKIPPED_FORK,
    /** The machine does not flush secondary TLBs. */
    SKIPPED_FLUSH,
    /** The machine forgets to end a section. */
    FORGOTTEN_END,
    /** The machine keeps a reference to a page whenever something is unmapped. */
    LEAKED_FRAME,
    /** A driver does not listen to one kind of change. */
    DEAF_DRIVER
  }

  private final Flaw flaw;
  private final Map<AddressSpace, PageSource> pages = new HashMap<>();
  private boolean working;
  private int begun;

  private FlawedCore(Flaw flaw) {
    this.flaw = flaw;
  }

  static NotifierCore with(Flaw flaw) {
    return new FlawedCore(flaw).core(NotifierCore.create());
  }

  private interface Intercept {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Intercept intercept) {
    Object made =
        Proxy.newProxyInstance(
            FlawedCore.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return intercept.call(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(made);
  }

  private NotifierCore core(NotifierCore real) {
    return proxy(
        NotifierCore.class,
        (method, arguments) -> {
          Object result = method.invoke(real, arguments);
          boolean space = method.getName().equals("createSpace");
          return space ? space((AddressSpace) result, (PageSource) arguments[1]) : result;
        });
  }

  private AddressSpace space(AddressSpace real, PageSource source) {
    pages.put(real, source);
    return proxy(
        AddressSpace.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "begin" -> begin(real, method, arguments);
              case "end" -> end(real, method, arguments);
              case "flushSecondaryTlbs" ->
                  flaw == Flaw.SKIPPED_FLUSH ? null : method.invoke(real, arguments);
              case "subscribe" -> subscribe(real, method, arguments);
              default -> method.invoke(real, arguments);
            });
  }

  private Object begin(AddressSpace real, Method method, Object[] arguments) throws Exception {
    Object event = arguments[0];
    boolean unsaid =
        flaw == Flaw.SKIPPED_INVALIDATION && event == InvalidationEvent.PROTECTION_VMA
            || flaw == Flaw.SKIPPED_FORK && event == InvalidationEvent.PROTECTION_PAGE;
    if (unsaid) {
      return Long.MAX_VALUE;
    }
    if (flaw == Flaw.LEAKED_FRAME && event == InvalidationEvent.UNMAP) {
      leak(pages.get(real), (Long) arguments[1]);
    }
    return method.invoke(real, arguments);
  }

  private void leak(PageSource source, long address) {
    if (!working && source.snapshot(address).isPresent()) {
      working = true;
      source.pin(address, Access.READ);
      working = false;
    }
  }

  private Object end(AddressSpace real, Method method, Object[] arguments) throws Exception {
    boolean unsaid = (Long) arguments[0] == Long.MAX_VALUE;
    boolean forgotten = flaw == Flaw.FORGOTTEN_END && ++begun % 5 == 0;
    return unsaid || forgotten ? null : method.invoke(real, arguments);
  }

  private Object subscribe(AddressSpace real, Method method, Object[] arguments) throws Exception {
    if (flaw == Flaw.DEAF_DRIVER && arguments[0] instanceof PairedNotifier driver) {
      arguments[0] = deaf(driver);
    }
    return method.invoke(real, arguments);
  }

  private static PairedNotifier deaf(PairedNotifier driver) {
    return proxy(
        PairedNotifier.class,
        (method, arguments) -> {
          boolean section = arguments != null && arguments[0] instanceof mm.api.InvalidationRange;
          boolean deaf =
              section
                  && ((mm.api.InvalidationRange) arguments[0]).event() == InvalidationEvent.CLEAR;
          return deaf ? null : method.invoke(driver, arguments);
        });
  }
}
