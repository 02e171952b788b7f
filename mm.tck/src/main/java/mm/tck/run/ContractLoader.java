package mm.tck.run;

/** What a driver bundle sees of its surroundings: the JDK, the contract and the logging API. */
final class ContractLoader extends ClassLoader {
  private final ClassLoader kit;

  ContractLoader(ClassLoader kit) {
    super(ClassLoader.getPlatformClassLoader());
    this.kit = kit;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isShared(name)) {
      return kit.loadClass(name);
    }
    throw new ClassNotFoundException(
        name + " is neither in the bundle nor one of mm.api, mm.spi and org.slf4j");
  }

  private static boolean isShared(String name) {
    return name.startsWith("mm.api.")
        || name.startsWith("mm.spi.")
        || name.startsWith("org.slf4j.");
  }
}
